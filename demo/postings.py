"""What makes the pages about posts worth a look: attested rosters and one that is not, leave, somebody new, a
transfer that waits, in the small demo."""

import datetime as dt
from collections import defaultdict

from django.utils import timezone

from cadres.models import Appointment, Briefing, Exemption, Position, RosterAttestation, Transfer, Unit
from cadres.rosters import USUAL, attesting
from demo.accounts import BASE, DISTRICT
from demo.world import World

NOT_ATTESTED = ("25942", "25960")  # two bases of Dĩ An, one of them that of the demo's base secretary
FROM, TO = "25945", "725"  # a deputy of Dĩ An whom Thuận An is asked to take
JANUARY = (1, 20)


def write_postings(world: World) -> None:
    _attest(world)
    _leave(world)
    _newcomer(world)
    _propose(world)


def _attest(world: World) -> None:
    """Both years: last year all units, this year all but two."""
    by = world.named["tckt"]
    positions = {position.pk: position.code for position in Position.objects.all()}
    held: dict[int, list[Appointment]] = defaultdict(list)
    bases = dict(Unit.objects.filter(level="base").values_list("path", "pk"))
    for post in Appointment.objects.valid_on(world.today).select_related("unit").order_by("pk"):
        is_branch = post.unit.level == "branch"
        held[bases[post.unit.parent_path] if is_branch else post.unit_id].append(post)
    codes = {code: pk for pk, code in positions.items()}
    made = []
    for year in (world.today.year - 1, world.today.year):
        at = timezone.make_aware(dt.datetime.combine(dt.date(year, *JANUARY), dt.time(9)))
        for unit in attesting(Unit.objects.all()):
            if year == world.today.year and unit.code in NOT_ATTESTED:
                continue
            rows = _rows(unit, held[unit.pk], codes)
            expected, there = sum(row["expected"] for row in rows), sum(len(row["cadres"]) for row in rows)
            vacant = sum(max(row["expected"] - len(row["cadres"]), 0) for row in rows)
            made.append(
                RosterAttestation(
                    unit=unit,
                    year=year,
                    version=1,
                    rows=rows,
                    posts=[post.pk for post in held[unit.pk]],
                    expected=expected,
                    held=there,
                    vacant=vacant,
                    attested_by_id=world.secretaries.get(unit.pk, by),
                    attested_at=min(at, world.now),
                )
            )
    RosterAttestation.objects.bulk_create(made, batch_size=500)


def _rows(unit: Unit, posts: list[Appointment], codes: dict[str, int]) -> list[dict[str, object]]:
    usual = {codes[code]: count for code, count in USUAL[unit.type].items()}
    held: dict[tuple[int, int], list[int]] = {(unit.pk, position): [] for position in usual}
    for post in posts:
        held.setdefault((post.unit_id, post.position_id), []).append(post.cadre_id)
    return [
        {
            "unit": unit_id,
            "position": position,
            "expected": usual.get(position, len(cadres)) if unit_id == unit.pk else len(cadres),
            "cadres": cadres,
            "note": "",
        }
        for (unit_id, position), cadres in held.items()
    ]


def _leave(world: World) -> None:
    """Besides those who are away: one deputy of An Bình who came back last week."""
    post = Appointment.objects.filter(unit__code=BASE, position__code="PBT-COSO").first()
    if post and not post.cadre.exemptions.exists():
        first, last = world.today - dt.timedelta(days=187), world.today - dt.timedelta(days=8)
        Exemption.objects.create(cadre=post.cadre, kind=Exemption.Kind.MATERNITY, valid_from=first, valid_to=last)


def _newcomer(world: World) -> None:
    """Of those who came this month one was briefed; a chi đoàn secretary of An Bình took office three days ago."""
    recent = world.today - dt.timedelta(days=30)
    briefed = Appointment.objects.filter(valid_from__gte=recent, unit__path__startswith=_path(DISTRICT)).first()
    if briefed:
        Briefing.objects.create(appointment=briefed, by_id=world.named["bithu"], at=world.now)
    newest = Appointment.objects.filter(unit__path__startswith=_path(BASE), position__code="BT-CHIDOAN").last()
    if newest:
        newest.valid_from = newest.decision_on = world.today - dt.timedelta(days=3)
        newest.save(update_fields=["valid_from", "decision_on"])


def _propose(world: World) -> None:
    post = Appointment.objects.filter(unit__code=FROM, position__code="PBT-COSO").first()
    unit = Unit.objects.filter(path__startswith=_path(TO), type="base").exclude(code=TO).first()
    if post and unit:
        Transfer.objects.create(
            cadre=post.cadre,
            appointment=post,
            unit=unit,
            receiving_unit=unit,
            position=post.position,
            valid_from=world.today + dt.timedelta(days=10),
            decision_no="145-QĐ/TĐTN-TCKT",
            decision_on=world.today - dt.timedelta(days=2),
            message="Đồng chí có nguyện vọng công tác gần nhà, nhờ đơn vị tạo điều kiện.",
            proposed_by_id=world.named["tochuc"],
            proposed_at=world.now - dt.timedelta(days=1),
        )


def _path(code: str) -> str:
    path: str = Unit.objects.get(code=code).path
    return path
