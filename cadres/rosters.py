"""Who holds the posts of a unit, against how many there should be, and the unit's word for it once a year."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import BigIntegerField, Case, CharField, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from cadres import post_rules
from cadres.models import Appointment, Cadre, ExpectedPost, Level, Position, RosterAttestation, Unit, UnitType
from cadres.models.units import UnitQuerySet

DUE_MONTH, DUE_DAY = 1, 31
CHANGED = "Danh sách cán bộ vừa thay đổi. Xem lại rồi điểm danh."
_AFFILIATED = (UnitType.AFFILIATED_BLOCK, UnitType.AFFILIATED_ARMED, UnitType.AFFILIATED_UNIVERSITY)
# How many hold each post in a unit of a type, until the province says otherwise (ExpectedPost).
USUAL: dict[str, dict[str, int]] = {
    UnitType.PROVINCE: {"BT-TINH": 1, "PBT-TINH": 3},
    UnitType.DEPARTMENT: {"TB-TINH": 1},
    UnitType.SERVICE_UNIT: {"TB-TINH": 1},
    **{kind: {"BT-HUYEN": 1, "PBT-HUYEN": 1} for kind in (UnitType.DISTRICT, *_AFFILIATED)},
    UnitType.AFFILIATED_ENTERPRISE: {"BT-HUYEN": 1, "PBT-HUYEN": 1},
    UnitType.BASE: {"BT-COSO": 1, "PBT-COSO": 1},
    UnitType.BASE_BRANCH: {"BT-COSO": 1},
    UnitType.SECTION: {"BT-CHIDOAN": 1},
    UnitType.BRANCH: {"BT-CHIDOAN": 1},
}


@dataclass
class RosterRow:
    """One post of one unit: who holds it, how many should, and a word on what is vacant."""

    unit: Unit
    position: Position
    expected: int
    posts: list[Appointment] = field(default_factory=list)
    note: str = ""

    @property
    def key(self) -> str:
        return f"{self.unit.pk}-{self.position.pk}"

    @property
    def vacant(self) -> int:
        return max(self.expected - len(self.posts), 0)


def due_on(year: int) -> date:
    return date(year, DUE_MONTH, DUE_DAY)


def attesting(units: UnitQuerySet) -> UnitQuerySet:
    """The units that attest: a chi đoàn is attested by its base, together with the others there."""
    return units.exclude(level=Level.BRANCH).exclude(type=UnitType.CENTRAL)


def with_roster(units: UnitQuerySet, year: int, on: date) -> UnitQuerySet:
    """With `roster` (missing, stale, current), `attested_at` and `vacant` of the latest attestation of the year."""
    latest = RosterAttestation.objects.filter(unit=OuterRef("pk"), year=year).order_by("-version")
    # By range and not by prefix, so that the index on the path serves; "~" comes after every path below.
    last_path = Case(When(level=Level.BASE, then=Concat(F("path"), Value("~"))), default=F("path"))
    posts = Appointment.objects.valid_on(on).order_by("pk")
    posts = posts.filter(unit__path__gte=OuterRef("path"), unit__path__lte=OuterRef("last_path"))
    ids: ArrayField[Any, Any] = ArrayField(BigIntegerField())
    units = units.annotate(
        last_path=last_path,
        attested_at=Subquery(latest.values("attested_at")[:1]),
        vacant=Subquery(latest.values("vacant")[:1]),
        attested_posts=Subquery(latest.values("posts")[:1], output_field=ids),
    )
    is_same = Case(
        When(attested_at=None, then=Value("missing")),
        When(attested_posts=ArraySubquery(posts.values("pk")), then=Value("current")),
        default=Value("stale"),
        output_field=CharField(),
    )
    return units.annotate(roster=Coalesce(is_same, Value("stale")))


def expected_of(types: Iterable[str]) -> dict[str, dict[str, int]]:
    """Position code → number, by unit type: what the province set, else the usual."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    wanted = set(types)
    set_rows = ExpectedPost.objects.filter(unit_type__in=wanted).values_list("unit_type", "position__code", "count")
    for unit_type, code, count in set_rows:
        found[unit_type][code] = count
    return {unit_type: found.get(unit_type) or USUAL.get(unit_type, {}) for unit_type in wanted}


def roster_of(unit: Unit, on: date) -> list[RosterRow]:
    """All posts that are held or should be, in the unit and, for a base, in its chi đoàn."""
    units = Unit.objects.valid_on(on).under(unit) if unit.level == Level.BASE else Unit.objects.filter(pk=unit.pk)
    units = list(units)
    expected = expected_of(place.type for place in units)
    positions = {position.code: position for position in Position.objects.all()}
    rows = {
        (place.pk, code): RosterRow(place, positions[code], count)
        for place in units
        for code, count in expected[place.type].items()
    }
    places = {place.pk: place for place in units}
    posts = Appointment.objects.valid_on(on).filter(unit__in=places).in_posts().order_by("cadre__sort_key")
    for post in posts:
        key = (post.unit_id, post.position.code)
        row = rows.setdefault(key, RosterRow(places[post.unit_id], post.position, 0))
        row.posts.append(post)
    for row in rows.values():
        if row.position.code not in expected[row.unit.type]:
            row.expected = len(row.posts)
    order = {place.pk: number for number, place in enumerate(units)}
    return sorted(rows.values(), key=lambda row: (order[row.unit.pk], row.position.rank))


def fingerprint(rows: Iterable[RosterRow]) -> str:
    """Changes with every post that begins or ends."""
    seen = sorted(post.pk for row in rows for post in row.posts)
    return hashlib.sha256(",".join(map(str, seen)).encode()).hexdigest()[:16]


@transaction.atomic
def attest(
    unit: Unit, year: int, numbers: dict[str, tuple[int, str]], *, by: User, on: date, seen: str
) -> RosterAttestation:
    """The unit's word: these hold its posts, so many should. `numbers` give expected number and note by row."""
    if not post_rules.may_attest(by, unit):
        raise PermissionDenied("Bí thư hoặc cán bộ tổ chức của đơn vị điểm danh.")
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    rows = roster_of(unit, on)
    if fingerprint(rows) != seen:
        raise StaleDocument(unit, CHANGED)
    for row in rows:
        row.expected, row.note = numbers.get(row.key, (row.expected, ""))
    version = RosterAttestation.objects.filter(unit=unit, year=year).count() + 1
    attestation = RosterAttestation.objects.create(
        unit=unit,
        year=year,
        version=version,
        rows=[_kept(row) for row in rows],
        posts=sorted(post.pk for row in rows for post in row.posts),
        expected=sum(row.expected for row in rows),
        held=sum(len(row.posts) for row in rows),
        vacant=sum(row.vacant for row in rows),
        attested_by=by,
    )
    after = {"year": year, "version": version, "held": attestation.held, "vacant": attestation.vacant}
    audit.record("roster.attested", unit, by=by, unit_id=unit.pk, after=after)
    return attestation


def _kept(row: RosterRow) -> dict[str, Any]:
    return {
        "unit": row.unit.pk,
        "position": row.position.pk,
        "expected": row.expected,
        "cadres": [post.cadre_id for post in row.posts],
        "note": row.note,
    }


@dataclass(frozen=True)
class AttestedRow:
    """A row of an attestation as it is printed: what was said then, with the names."""

    unit: str
    position: str
    expected: int
    names: list[str]
    vacant: int
    note: str


def attested_rows(attestation: RosterAttestation) -> list[AttestedRow]:
    kept = attestation.rows
    units = Unit.objects.in_bulk([row["unit"] for row in kept])
    positions = Position.objects.in_bulk([row["position"] for row in kept])
    people = Cadre.objects.filter(pk__in=[pk for row in kept for pk in row["cadres"]])
    names = dict(people.values_list("pk", "full_name"))
    return [
        AttestedRow(
            unit=units[row["unit"]].name,
            position=positions[row["position"]].name,
            expected=row["expected"],
            names=[names[pk] for pk in row["cadres"]],
            vacant=max(row["expected"] - len(row["cadres"]), 0),
            note=row["note"],
        )
        for row in kept
    ]


def draft_rows(unit: Unit, on: date) -> list[AttestedRow]:
    """The same of a list that nobody has attested yet."""
    return [
        AttestedRow(
            unit=row.unit.name,
            position=row.position.name,
            expected=row.expected,
            names=[post.cadre.full_name for post in row.posts],
            vacant=row.vacant,
            note="",
        )
        for row in roster_of(unit, on)
    ]


@transaction.atomic
def set_expected(unit_type: str, counts: dict[Position, int], *, by: User) -> None:
    """What a unit of this type should have from now on; attestations made before keep their own numbers."""
    for position, count in counts.items():
        ExpectedPost.objects.update_or_create(unit_type=unit_type, position=position, defaults={"count": count})
    root = Unit.objects.filter(depth=1).order_by("path").first()
    if root:
        after = {position.code: count for position, count in counts.items()}
        audit.record("norm.set", root, by=by, unit_id=root.pk, after={"type": unit_type} | after)
