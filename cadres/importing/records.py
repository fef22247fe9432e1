"""What an import reads of the database: one query per table, however long the list."""

from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Upper

from accounts.models import User
from cadres.importing.lines import Line
from cadres.importing.matching import People, Person, Tenure
from cadres.importing.places import Place, Post, Posts, Ref, Units
from cadres.importing.values import Fault
from cadres.models import Appointment, Cadre, Position, Unit
from cadres.names import fold


@dataclass(frozen=True)
class Wanted:
    """By what the people of one list are looked up."""

    names: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, lines: list[Line]) -> "Wanted":
        def all_of(key: str) -> list[str]:
            values = (line.values.get(key) for line in lines)
            return sorted({value for value in values if value and not isinstance(value, Fault)})

        names = sorted({fold(name) for name in all_of("full_name")})
        return cls(names, all_of("phone"), all_of("email"), [code.upper() for code in all_of("code")])

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def own_cadre(user: User | None) -> int | None:
    return Cadre.objects.filter(user=user).values_list("pk", flat=True).first() if user else None


def units_under(unit: Unit, on: date) -> Units:
    rows = Unit.objects.valid_on(on).under(unit)
    fields = rows.values_list("id", "code", "name", "short_name", "path", "level")
    return Units((Place(*row) for row in fields), unit.name)


def posts() -> Posts:
    return Posts(
        Post(row.pk, row.name, row.level, row.seat, row.rank, tuple(row.aliases)) for row in Position.objects.all()
    )


def place_units(lines: list[Line], units: Units) -> list[Line]:
    """The lines with their units found."""
    return [
        replace(line, values=line.values | {"unit": units.find(text)})
        if isinstance(text := line.values.get("unit"), str)
        else line
        for line in lines
    ]


def place_posts(lines: list[Line], units: Units, posts: Posts) -> list[Line]:
    """The lines with their units and posts found."""
    placed = []
    for line in place_units(lines, units):
        unit, post = line.values["unit"], line.values["position"]
        if isinstance(post, str):
            place = None if isinstance(unit, Fault) else units.by_id.get(unit.id)
            line = replace(line, values=line.values | {"position": posts.find(post, place)})  # noqa: PLW2901
        placed.append(line)
    return placed


def people_like(wanted: Wanted, unit: Unit, on: date, *, lock: bool = False) -> People:
    """Everybody under the unit with one of the names, and everybody anywhere with one of the contacts."""
    known = Cadre.objects.filter(pk__in=_ids_like(wanted, unit))
    if lock:
        known = known.select_for_update(of=("self",))
    fields = ("id", "code", "full_name", "birth_date", "gender", "phone", "email")
    people = [Person(**row) for row in known.order_by("id").values(*fields)]
    tenures = _tenures([person.id for person in people if person.id], unit)
    for person in people:
        held = tenures.get(person.id or 0, [])
        person.tenures = tuple(tenure for tenure, _ in held)
        person.is_within = _is_within(held, unit, on)
    return People(on, people)


def _ids_like(wanted: Wanted, unit: Unit) -> set[int]:
    """Way by way of knowing somebody, for each has an index of its own; together they would read all the people."""
    under = Appointment.objects.filter(unit__path__startswith=unit.path).order_by()
    emails = [email.upper() for email in wanted.emails]
    ways = (
        Cadre.objects.filter(~Q(phone=""), phone__in=wanted.phones),
        Cadre.objects.alias(email_key=Upper("email")).filter(email_key__in=emails),
        Cadre.objects.filter(code__in=wanted.codes),
        Cadre.objects.filter(search_key__in=wanted.names, pk__in=under.values("cadre")),
    )
    return {pk for way in ways for pk in way.order_by().values_list("pk", flat=True)}


def _tenures(ids: list[int], unit: Unit) -> dict[int, list[tuple[Tenure, str]]]:
    found: dict[int, list[tuple[Tenure, str]]] = defaultdict(list)
    rows = Appointment.objects.filter(cadre__in=ids).order_by("valid_from", "id").select_related("unit", "position")
    for row in rows:
        tenure = Tenure(
            row.pk,
            Ref(row.unit_id, row.unit.name),
            Ref(row.position_id, row.position.name),
            row.valid_from,
            row.valid_to,
            row.is_full_time,
            row.decision_no,
            row.is_main,
            row.unit.path.startswith(unit.path),
            row.decision_on,
        )
        found[row.cadre_id].append((tenure, row.unit.path))
    return found


def _is_within(held: list[tuple[Tenure, str]], unit: Unit, on: date) -> bool:
    """By the posts of the day; without any, by the last one; somebody who never had a post belongs to the root."""
    posts_now = [path for tenure, path in held if tenure.holds_on(on)] or [path for _, path in held[-1:]]
    return any(path.startswith(unit.path) for path in posts_now) if posts_now else unit.is_root()
