"""Which contents of a unit's programme are copies that were not adapted (283-KH, TN-K2 forbids "rập khuôn")."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cadres.names import fold

# Words in common of all words that two texts use; a text counts as nearly the same from here on.
NEARLY = 0.9
# From this share of the units beside it on, and at least this many of them, a text is a template.
SHARE, FEWEST = 0.3, 2

Words = frozenset[str]


@dataclass(frozen=True)
class Text:
    """One content of a programme: as it stands there, and the words by which it is compared."""

    shown: str
    words: Words


@dataclass(frozen=True)
class Alikeness:
    """What of a programme is word for word that of the superior, or the same as at many units beside it."""

    total: int
    of_superior: tuple[str, ...]
    of_siblings: tuple[str, ...]
    siblings: int

    @property
    def count(self) -> int:
        return len(self.of_superior) + len(self.of_siblings)

    @property
    def words(self) -> str:
        """In a sentence; empty when everything is the unit's own."""
        parts = []
        if self.of_superior:
            parts.append(f"{len(self.of_superior)}/{self.total} nội dung còn nguyên văn của cấp trên")
        if self.of_siblings:
            parts.append(f"{len(self.of_siblings)}/{self.total} nội dung giống từ 30% đơn vị cùng cấp")
        return "; ".join(parts)


def compared(text: str, names: Iterable[str] = ()) -> Text:
    """Without accents, marks and the unit's own names: to put one's name into a sentence does not adapt it."""
    folded = _plain(text)
    for name in sorted((_plain(name) for name in names if name), key=len, reverse=True):
        folded = f" {folded} ".replace(f" {name} ", " ").strip()
    return Text(text, frozenset(folded.split()))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


def is_alike(one: Words, other: Words) -> bool:
    if not one or not other:
        return False
    common = len(one & other)
    return common >= NEARLY * (len(one) + len(other) - common)


def judge(own: Collection[Text], superior: Collection[Text], siblings: Collection[Collection[Text]]) -> Alikeness:
    """`siblings` are the programmes of the other units under the same superior."""
    of_superior = [text for text in own if any(is_alike(text.words, other.words) for other in superior)]
    used_by = Counter(words for sibling in siblings for words in {text.words for text in sibling})
    least = max(FEWEST, SHARE * len(siblings))
    rest = [text for text in own if text not in of_superior]
    of_siblings = [text for text in rest if _users(text.words, used_by) >= least]
    return Alikeness(
        total=len(own),
        of_superior=tuple(text.shown for text in of_superior),
        of_siblings=tuple(text.shown for text in of_siblings),
        siblings=len(siblings),
    )


def _users(words: Words, used_by: Counter[Words]) -> int:
    """How many units have it, or nearly so."""
    return sum(count for other, count in used_by.items() if is_alike(words, other))
