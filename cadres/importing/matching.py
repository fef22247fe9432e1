"""Who in the database is meant by a line of a list: decided in memory, after one query per table. Pure."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from cadres.importing.places import Ref
from cadres.importing.values import Fault
from cadres.names import fold

BY_CONTACT = {"phone": "Số điện thoại này", "email": "Địa chỉ email này"}


class Tenure(NamedTuple):
    """One appointment of a known person."""

    id: int
    unit: Ref
    position: Ref
    since: date
    until: date | None
    is_full_time: bool
    decision_no: str
    is_main: bool
    is_within: bool = True
    decision_on: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until >= day)


@dataclass
class Person:
    """A person with the post that a list speaks of: as the database knows it, or as the list wants it."""

    id: int | None = None
    code: str = ""
    full_name: str = ""
    birth_date: date | None = None
    gender: str = ""
    phone: str = ""
    email: str = ""
    unit: Ref | None = None
    position: Ref | None = None
    since: date | None = None
    is_full_time: bool = False
    decision_no: str = ""
    appointment_id: int | None = None
    is_within: bool = True
    """Whether the person's posts are in the part of the tree that the list is for."""
    tenures: tuple[Tenure, ...] = ()
    given: dict[str, Any] = field(default_factory=dict)
    """What the line says, as far as it says anything."""
    closes: int | None = None
    """The appointment that ends because another post begins."""
    fault: Fault | None = None
    same_as: int | None = None
    """The row of the list where this person was met before."""

    @property
    def pk(self) -> int | None:
        return self.id

    def standing(self, on: date, unit: Ref | None, position: Ref | None) -> Person:
        """The person in the post that the line names, else in the main post of the day."""
        today = sorted((t for t in self.tenures if t.holds_on(on)), key=lambda t: not t.is_main)
        named = [t for t in today if (t.unit, t.position) == (unit, position)]
        posts = named or [t for t in today if t.is_main]
        if not posts:
            return replace(self)
        post = posts[0]
        return replace(
            self,
            unit=post.unit,
            position=post.position,
            since=post.since,
            is_full_time=post.is_full_time,
            decision_no=post.decision_no,
            appointment_id=post.id,
        )


@dataclass
class People:
    """Everybody whom the lines of one list could mean."""

    on: date
    everybody: list[Person]
    _by: dict[str, dict[Any, list[Person]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def __post_init__(self) -> None:
        for person in self.everybody:
            for key in ("code", "phone", "email"):
                if value := getattr(person, key):
                    self._by[key][value.lower()].append(person)
            self._by["name"][fold(person.full_name)].append(person)

    def find(self, values: dict[str, Any]) -> Person | Fault | None:
        """The person meant; a fault when that cannot be told or must not be changed; None for somebody new."""
        if code := values.get("code"):
            known = self._by["code"].get(code.lower(), [])
            is_known = bool(known) and known[0].is_within
            return known[0] if is_known else Fault(code, "Không có cán bộ mang mã này trong đơn vị.", "code")
        name = fold(values["full_name"])
        for key, what in BY_CONTACT.items():
            known = [one for one in self._by[key].get(values.get(key) or "", []) if self._agrees(one, name, values)]
            if any(not one.is_within for one in known):
                return Fault(values[key], f"{what} là của một đồng chí ở đơn vị khác. Báo đơn vị cấp trên chuyển.", key)
            if len(known) == 1:
                return known[0]
        return self._by_name(name, values)

    def _agrees(self, person: Person, name: str, values: dict[str, Any]) -> bool:
        """Several people may share a telephone: the name or the date of birth has to be the same, too."""
        birth_date = values.get("birth_date")
        return fold(person.full_name) == name or bool(birth_date and person.birth_date == birth_date)

    def _by_name(self, name: str, values: dict[str, Any]) -> Person | Fault | None:
        namesakes = [one for one in self._by["name"].get(name, []) if one.is_within]
        birth_date = values.get("birth_date")
        same_day = [one for one in namesakes if birth_date and one.birth_date == birth_date]
        if len(same_day) == 1:
            return same_day[0]
        unknown_day = [one for one in namesakes if not birth_date or not one.birth_date]
        post = (values["unit"], values["position"])
        same_post = [one for one in unknown_day if post in self._posts(one)]
        if not same_day and len(same_post) == 1:
            return same_post[0]
        same_unit = [one for one in unknown_day if values["unit"] in {unit for unit, _ in self._posts(one)}]
        unclear = same_day or same_post or same_unit
        if not unclear:
            return None
        names = "; ".join(map(self._described, unclear[:5]))
        return Fault(values["full_name"], f"Cần chọn: {names}. Ghi mã vào cột “Mã cán bộ”.", "full_name")

    def _posts(self, person: Person) -> set[tuple[Ref, Ref]]:
        return {(t.unit, t.position) for t in person.tenures if t.holds_on(self.on)}

    def _described(self, person: Person) -> str:
        born = f", sinh {person.birth_date:%d/%m/%Y}" if person.birth_date else ""
        return f"{person.code} {person.full_name}{born}"

    def fingerprint(self, *others: object) -> str:
        """Changes whenever anything changes that was read to judge the list."""
        digest = hashlib.sha256()
        for person in sorted(self.everybody, key=lambda one: one.id or 0):
            digest.update(repr(person).encode())
        for other in others:
            digest.update(repr(other).encode())
        return digest.hexdigest()


def identities(person: Person) -> Iterable[tuple[object, ...]]:
    """By what two lines of one file are known to mean the same person."""
    if person.id:
        yield ("id", person.id)
        return
    name = fold(person.full_name)
    if person.birth_date:
        yield ("born", name, person.birth_date)
    else:
        yield ("post", name, person.unit, person.position)
    for contact in (person.phone, person.email):
        if contact:
            yield ("contact", name, contact)
