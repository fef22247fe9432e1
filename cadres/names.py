"""Vietnamese names and words: folding for search, keys for name order. Pure; the database does the same in SQL.

`vn_fold` and `vn_sort` (cadres/migrations/0001_text.py) are built from the tables here.
"""

import hashlib
import re
import unicodedata
import uuid

_VOWELS = {
    "a": "aàảãáạ" + "ăằẳẵắặ" + "âầẩẫấậ",
    "e": "eèẻẽéẹ" + "êềểễếệ",
    "i": "iìỉĩíị",
    "o": "oòỏõóọ" + "ôồổỗốộ" + "ơờởỡớợ",
    "u": "uùủũúụ" + "ưừửữứự",
    "y": "yỳỷỹýỵ",
}
ALPHABET = "".join(_VOWELS.get(letter, letter) for letter in "abcdđefghijklmnopqrstuvwxyz")
SORT_TO = "".join(chr(0x100 + place) for place in range(len(ALPHABET)))
_FOLDED = {accented: base for base, letters in _VOWELS.items() for accented in letters[1:]} | {"đ": "d"}
FOLD_FROM, FOLD_TO = "".join(_FOLDED), "".join(_FOLDED.values())

_TO_FOLDED = str.maketrans(FOLD_FROM, FOLD_TO)
_TO_SORTED = str.maketrans(ALPHABET, SORT_TO)


def spaced(text: str) -> str:
    """NFC with single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """What a search compares: lower case, no accents, đ as d, single spaces."""
    return spaced(spaced(text).lower().translate(_TO_FOLDED))


def text_print(text: str) -> uuid.UUID:
    """Equal for texts that differ in case, accents, marks and spaces only; a hash, so that long texts are compared."""
    letters = re.sub("[^a-z0-9]+", "", fold(text))
    return uuid.UUID(hashlib.md5(letters.encode(), usedforsecurity=False).hexdigest())


_DIALLED = re.compile(r"\+?[\d\s.\-()]{3,20}")


def dialled(text: str) -> str:
    """The digits of a telephone number as kept, of its beginning too; nothing when the text is no number."""
    if not _DIALLED.fullmatch(text.strip()):
        return ""
    digits = re.sub(r"\D", "", text)
    if text.strip().startswith("+84"):
        return "0" + digits[2:].removeprefix("0")
    return "0" + digits[2:] if digits.startswith("84") and len(digits) == 11 else digits


def sort_name(full_name: str) -> str:
    """Key of name order: the given name (last word) first; compare by code point."""
    words = spaced(full_name).lower().split(" ")
    return " ".join([words[-1], *words[:-1]]).translate(_TO_SORTED)


def tidy_name(text: str) -> str:
    """A person's name as it is written: single spaces, capitals at the beginning of each word."""
    return " ".join("".join(_capitalized(part) for part in re.split(r"(['’-])", word)) for word in spaced(text).split())


def _capitalized(part: str) -> str:
    return part[:1].upper() + part[1:].lower()


_OLDER_TONES = {
    newer[0] + mark: older + newer[1]
    for newer, marks, olders in (
        ("oa", "àáảãạ", "òóỏõọ"),
        ("oe", "èéẻẽẹ", "òóỏõọ"),
        ("uy", "ỳýỷỹỵ", "ùúủũụ"),
    )
    for mark, older in zip(marks, olders, strict=True)
}
_NEWER_TONE = re.compile(rf"(?<!q)({'|'.join(_OLDER_TONES)})(?!\w)")


def same_tone(text: str) -> str:
    """Lower case with one placement of tone marks: hoà as hòa, thuỷ as thủy; quý stays."""
    return _NEWER_TONE.sub(lambda found: _OLDER_TONES[found[0]], spaced(text).lower())
