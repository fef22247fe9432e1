"""A year at random, for tests that hold every way of counting against each other."""

import datetime as dt
import random
from decimal import Decimal

from django.utils import timezone

from cadres.models import Appointment, Cadre, Exemption, RosterAttestation, Unit, UnitType
from criteria.models import Pledge, Profile, Programme, Solution, SolutionEvidence
from evaluations.models import Evaluation
from fieldvisits.models import FollowUp, Visit, VisitPlan
from tests.factories.accounts import UserFactory
from tests.factories.cadres import FIRST_DAY, AppointmentFactory, CadreFactory, position, unit
from tests.factories.criteria import PledgeFactory, ProgrammeFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.fieldvisits import VisitFactory, VisitPlanFactory, visiting_period

POSTS = {
    UnitType.PROVINCE: ["BT-TINH", "PBT-TINH"],
    UnitType.DEPARTMENT: ["TB-TINH", "CV-TINH"],
    UnitType.DISTRICT: ["BT-HUYEN", "PBT-HUYEN", "CB-HUYEN"],
    UnitType.BASE: ["BT-COSO", "PBT-COSO", "TPT-DOI"],
    UnitType.BRANCH: ["BT-CHIDOAN"],
}


def random_year(seed: int) -> int:
    """Units, people with one post or more, some gone or away, and documents of every state; returns the year."""
    chance = random.Random(seed)
    today = timezone.localdate()
    periods = [
        visiting_period(opens_on=today - dt.timedelta(days=90)),
        visiting_period(profile=Profile.SCHOOL, opens_on=today - dt.timedelta(days=20)),
    ]
    units = _units(chance)
    people = [cadre for place in units for cadre in _people(chance, place, units)]
    for cadre in people:
        post = cadre.appointments.filter(is_main=True).order_by("valid_from").last()
        is_school = post.position.category == "TEAM_HEAD"
        _documents(chance, cadre, periods[is_school] if chance.random() < 0.95 else periods[0], units)
    for place in units:
        if chance.random() < 0.6:
            programme = ProgrammeFactory(
                unit=place,
                period=chance.choice(periods),
                state=chance.choice(Programme.State.values),
                foci=chance.randint(0, 2),
                foci__solutions=chance.randint(0, 1),
            )
            for solution in programme.solutions.all():
                _result(chance, solution)
        if chance.random() < 0.6:
            numbers = {"expected": 1, "held": 1, "vacant": 0, "version": 1}
            year = today.year - chance.choice([0, 0, 1])
            RosterAttestation.objects.create(unit=place, year=year, attested_by=UserFactory(), **numbers)
    return today.year


def _result(chance: random.Random, solution: Solution) -> None:
    """Some are done, some of these in figures, and of some there is evidence, or there was."""
    solution.progress, solution.result = chance.choice(["in_progress", "done", "done"]), "Đã làm"
    solution.result_figure = chance.choice(["", "12/12", "12/12"])
    solution.save()
    if chance.random() < 0.8:
        evidence = SolutionEvidence(solution=solution, link="https://doan.example/a", added_by=UserFactory())
        if chance.random() < 0.3:
            evidence.link, evidence.taken_down_reason = "", "Nhầm"
            evidence.taken_down_at, evidence.taken_down_by = timezone.now(), evidence.added_by
        evidence.save()


def _units(chance: random.Random) -> list[Unit]:
    province = unit("Tỉnh đoàn", UnitType.PROVINCE, code="74")
    units = [province, unit("Ban Tổ chức", UnitType.DEPARTMENT, province)]
    for _ in range(chance.randint(1, 3)):
        district = unit("Huyện đoàn", UnitType.DISTRICT, province)
        units.append(district)
        for _ in range(chance.randint(0, 2)):
            base = unit("Đoàn xã", UnitType.BASE, district)
            units += [base, *(unit("Chi đoàn", UnitType.BRANCH, base) for _ in range(chance.randint(0, 2)))]
    return units


def _people(chance: random.Random, place: Unit, units: list[Unit]) -> list[Cadre]:
    people = []
    for code in POSTS[UnitType(place.type)]:
        cadre = CadreFactory()
        since = chance.choice([FIRST_DAY, FIRST_DAY, timezone.localdate() - dt.timedelta(days=9)])
        gone = chance.choice([None, None, None, timezone.localdate() - dt.timedelta(days=1)])
        AppointmentFactory(
            cadre=cadre, unit=place, position=position(code), valid_from=since, valid_to=gone and max(gone, since)
        )
        if chance.random() < 0.2:
            AppointmentFactory(cadre=cadre, unit=chance.choice(units), is_main=False)
        if chance.random() < 0.15:
            ago = chance.choice([None, 1, 31, 32, 200])
            last = ago and timezone.localdate() - dt.timedelta(days=ago)
            Exemption.objects.create(cadre=cadre, kind="study", valid_from=FIRST_DAY, valid_to=last)
        people.append(cadre)
    return people


def _documents(chance: random.Random, cadre: Cadre, period, units: list[Unit]) -> None:
    post = Appointment.objects.filter(cadre=cadre, is_main=True).latest("valid_from")
    given = {"cadre": cadre, "period": period, "appointment": post}
    elsewhere = chance.choice([post.unit, post.unit, chance.choice(units)])
    if chance.random() < 0.75:
        due_on = timezone.localdate() + dt.timedelta(days=chance.choice([-5, 0, 5]))
        state, entered_by = chance.choice(Pledge.State.values), chance.choice([None, None, UserFactory()])
        PledgeFactory(**given, unit=elsewhere, state=state, due_on=due_on, items=0, entered_by=entered_by)
    if chance.random() < 0.7:
        EvaluationFactory(
            **given, unit=elsewhere, state=chance.choice(Evaluation.State.values), score=chance.choice([1, 2, 3, 4])
        )
    if chance.random() < 0.3:
        VisitPlanFactory(
            **given, unit=elsewhere, state=chance.choice(VisitPlan.State.values), items=chance.randint(0, 2)
        )
    for _ in range(chance.choice([0, 0, 1, 3])):
        visit = VisitFactory(
            **given,
            unit=elsewhere,
            state=chance.choice(Visit.State.values),
            starts_on=timezone.localdate() - dt.timedelta(days=chance.choice([1, 15, 40])),
            days_branch=Decimal(chance.choice(["0.5", "1"])),
        )
        if chance.random() < 0.5:
            FollowUp.objects.create(visit=visit, text="Kiến nghị", resolver_name="Huyện đoàn", **_answer(chance))


def _answer(chance: random.Random) -> dict[str, str]:
    state = chance.choice(FollowUp.State.values)
    return {"state": state, "outcome": "Không thuộc thẩm quyền." if state == "rejected" else ""}
