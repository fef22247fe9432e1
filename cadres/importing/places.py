"""Which unit and which post a list means, whatever its spelling. Pure: works on records read beforehand."""

import re
from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from cadres.importing.values import Fault
from cadres.names import fold, same_tone

SUGGESTIONS = 3
_KIND = re.compile(
    r"^(doan (tncs|thanh nien)( cong san)?|tncs|ho chi minh|hcm|tp ?hcm|ban chap hanh|bch"
    r"|huyen doan|thi doan|thanh doan|quan doan|xa doan|phuong doan|tinh doan|doan"
    r"|xa|phuong|thi tran|tt|huyen|thi xa|tx|thanh pho|tp|tinh|dac khu|p|x|h)\s+"
)
_TYPES = ("thi tran", "thi xa", "thanh pho", "phuong", "huyen", "xa", "tinh")
_OF = re.compile(r"\s*(?:,|;|\||–|—|\s-\s|\bthuộc\b|\btrực thuộc\b)\s*")


class Ref(NamedTuple):
    """A row of the database by its id, with the name to show."""

    id: int
    name: str


class Place(NamedTuple):
    id: int
    code: str
    name: str
    short_name: str
    path: str
    level: str


class Post(NamedTuple):
    id: int
    name: str
    level: str
    seat: str
    rank: int
    aliases: tuple[str, ...]


def bare(name: str) -> str:
    """The proper name, folded, without "Đoàn", "xã", "phường" … before it."""
    rest = re.sub(r"\s+", " ", re.sub(r"[.\"'“”]", " ", fold(name))).strip()
    while found := _KIND.match(rest):
        rest = rest[found.end() :]
    return rest


def _type_of(name: str) -> str:
    words = f" {fold(name)} "
    return next((kind for kind in _TYPES if f" {kind} " in words), "")


def _depth(place: Place) -> int:
    return len(place.path)


class Units:
    """The units that a list may name: one unit and all below it."""

    def __init__(self, places: Iterable[Place], top: str) -> None:
        self.places = list(places)
        self.top = top
        self._steps: list[dict[str, list[Place]]] = [defaultdict(list) for _ in range(3)]
        for place in self.places:
            names = {place.name, place.short_name} - {""}
            for step, key in enumerate((same_tone, fold, bare)):
                for name in {key(name) for name in names}:
                    self._steps[step][name].append(place)
            self._steps[0][place.code.lower()].append(place)
        self._found: dict[str, Ref | Fault] = {}
        self.by_id = {place.id: place for place in self.places}

    def find(self, text: str) -> Ref | Fault:
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def _find(self, text: str) -> Ref | Fault:
        found = self._named(text)
        parts = _OF.split(text)
        if len(found) != 1 and len(parts) > 1:
            # "Chi đoàn khu phố 1, phường Tân Định": the last part says where.
            above = self._named(parts[-1])
            found = [one for one in self._named(parts[0]) if any(one.path.startswith(up.path) for up in above)] or found
        if len(found) == 1:
            return Ref(found[0].id, found[0].name)
        if found:
            names = "; ".join(self._with_parent(place) for place in found[:SUGGESTIONS])
            return Fault(
                text, f"Tên này chỉ nhiều đơn vị: {names}. Ghi thêm đơn vị cấp trên sau dấu phẩy, hoặc ghi mã đơn vị."
            )
        return Fault(text, f"Không có đơn vị này trong {self.top}.{self._nearest(text)}")

    def _named(self, text: str) -> list[Place]:
        for step, key in zip(self._steps, (same_tone, fold, bare), strict=True):
            found = step.get(key(text), [])
            if len(found) > 1 and (kind := _type_of(text)):
                found = [place for place in found if _type_of(place.name) == kind] or found
            if found:
                return found
        return []

    def _with_parent(self, place: Place) -> str:
        """A spelling that would be understood."""
        above = max(
            (up for up in self.places if place.path.startswith(up.path) and up != place), key=_depth, default=None
        )
        return f"{place.name}, {above.name}" if above else place.name

    def _nearest(self, text: str) -> str:
        near = get_close_matches(bare(text), self._steps[2], n=SUGGESTIONS, cutoff=0.3)
        names = [self._steps[2][key][0].name for key in near] or [place.name for place in self.places[:SUGGESTIONS]]
        return f" Gần nhất: {'; '.join(names)}."


_SHORT = (
    (re.compile(r"\bp\s*\.?\s*b\s*\.?\s*t\b\.?"), "pho bi thu"),
    (re.compile(r"\bp\s*\.\s*(?=bi thu)"), "pho "),
    (re.compile(r"\bb\s*\.?\s*t\b\.?"), "bi thu"),
    (re.compile(r"\btpt\b"), "tong phu trach"),
    (re.compile(r"\bcd\b"), "chi doan"),
    (re.compile(r"\s*-\s*"), " - "),
)
_TWO_POSTS = re.compile(r"\s*(?:,|;|\+|\bkiem\b|\bva\b)\s*")
_SEATS = {"bi thu": "secretary", "pho bi thu": "deputy"}


def _post_key(text: str) -> str:
    key = fold(text)
    for short, full in _SHORT:
        key = short.sub(full, key)
    return re.sub(r"\s+", " ", key).strip(" .")


class Posts:
    """The posts that a list may name, with the spellings that offices use."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self.posts = list(posts)
        self._by_key = {_post_key(name): post for post in self.posts for name in (*post.aliases, post.name)}
        self._by_seat = {(post.level, post.seat): post for post in reversed(self.posts)}

    def find(self, text: str, place: Place | None) -> Ref | Fault:
        """The post; a bare "Bí thư" is that of the unit's own level; of several posts the highest counts."""
        key = _post_key(text)
        found = [post for part in (key, *_TWO_POSTS.split(key)) if (post := self._one(part, place))]
        if found:
            post = min(found, key=lambda one: one.rank)
            return Ref(post.id, post.name)
        near = get_close_matches(key, self._by_key, n=SUGGESTIONS, cutoff=0.4)
        names = list(dict.fromkeys(self._by_key[one].name for one in near))
        hint = f" Gần nhất: {'; '.join(names)}." if names else " Xem danh sách chức vụ trong tệp mẫu."
        return Fault(text, f"Không có chức vụ này.{hint}")

    def _one(self, key: str, place: Place | None) -> Post | None:
        if key in self._by_key:
            return self._by_key[key]
        if key in _SEATS:
            seat = _SEATS[key]
            # Of an unknown unit any level will do: the line is wrong already.
            return self._by_seat.get((place.level, seat)) if place else next(p for p in self.posts if p.seat == seat)
        if place is None:
            return None
        # "Bí thư Đoàn xã An Điền" names the unit once more.
        return self._by_key.get(key.removesuffix(bare(place.name)).strip())
