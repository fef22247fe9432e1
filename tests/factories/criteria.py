"""Periods, programmes and pledges. A pledge of any state comes whole: times, number, decision, items."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cadres.models import Appointment, Cadre, Unit
from criteria.models import (
    Criterion,
    Duty,
    Extension,
    Focus,
    Indicator,
    Owed,
    Period,
    Pledge,
    PledgeItem,
    PledgePolicy,
    Programme,
    Solution,
    SolutionEvent,
    Statement,
    StatementSet,
)
from tests.factories.accounts import UserFactory


class PeriodFactory(DjangoModelFactory):
    """An open year with its policies; dates lie round today, so that pledging is still in time."""

    class Meta:
        model = Period
        skip_postgeneration_save = True

    year = factory.LazyFunction(lambda: timezone.localdate().year)
    name = factory.LazyAttribute(lambda period: f"Năm rèn luyện {period.year}")
    state = Period.State.OPEN
    statement_set = factory.LazyFunction(lambda: StatementSet.objects.get(code="KH283", version=1))
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=30))
    focus_due_on = factory.LazyAttribute(lambda period: period.opens_on + dt.timedelta(days=15))
    leader_pledge_due_on = factory.LazyAttribute(lambda period: period.pledge_due_on - dt.timedelta(days=7))
    pledge_due_on = factory.LazyAttribute(lambda period: period.opens_on + dt.timedelta(days=45))
    approve_due_on = factory.LazyAttribute(lambda period: period.pledge_due_on + dt.timedelta(days=15))
    midyear_opens_on = factory.LazyAttribute(
        lambda period: period.opens_on + min(dt.timedelta(days=170), (period.self_opens_on - period.opens_on) // 2)
    )
    midyear_due_on = factory.LazyAttribute(lambda period: period.midyear_opens_on + dt.timedelta(days=15))
    feedback_opens_on = factory.LazyAttribute(lambda period: period.self_opens_on - dt.timedelta(days=14))
    feedback_closes_on = factory.LazyAttribute(lambda period: period.self_opens_on)
    self_opens_on = factory.LazyAttribute(lambda period: period.opens_on + dt.timedelta(days=300))
    self_due_on = factory.LazyAttribute(lambda period: period.self_opens_on + dt.timedelta(days=10))
    union_due_on = factory.LazyAttribute(lambda period: period.self_due_on + dt.timedelta(days=5))
    party_due_on = factory.LazyAttribute(lambda period: period.union_due_on + dt.timedelta(days=4))
    appraise_due_on = factory.LazyAttribute(lambda period: period.party_due_on + dt.timedelta(days=3))
    notify_due_on = factory.LazyAttribute(lambda period: period.appraise_due_on + dt.timedelta(days=1))
    reconsider_due_on = factory.LazyAttribute(lambda period: period.notify_due_on + dt.timedelta(days=7))
    closes_on = factory.LazyAttribute(lambda period: period.notify_due_on + dt.timedelta(days=20))

    @factory.post_generation
    def policies(period, create, extracted, **kwargs):
        PledgePolicy.objects.create(period=period, **kwargs)
        Duty.objects.bulk_create(Duty(period=period, **duty) for duty in DUTIES)


DUTIES = [
    {"level": "province", "category": "PROV_LEADER", "visit": Owed.REQUIRED},
    {"level": "province", "category": "PROV_STAFF", "visit": Owed.REQUIRED},
    {"level": "district", "category": "DIST_LEADER", "visit": Owed.RECOMMENDED},
    {"level": "district", "category": "DIST_STAFF", "visit": Owed.RECOMMENDED},
    {"level": "base", "category": "BASE_LEADER"},
    {"level": "base", "category": "TEAM_HEAD"},
    {"level": "branch", "category": "BRANCH_SEC"},
    {"level": "district", "category": "MIL_ASSIST"},
    {"level": "district", "category": "POLICE_YC"},
]


def unit_above(unit: Unit) -> Unit:
    """The unit right above; the root itself for the root."""
    return Unit.objects.filter(path=unit.parent_path).first() or unit


def main_post(cadre: Cadre) -> Appointment:
    return cadre.appointments.select_related("unit", "position").get(is_main=True)


class PledgeFactory(DjangoModelFactory):
    """PledgeFactory(cadre=…, period=…, state="submitted", items=2): `items` per criterion, 1 by default."""

    class Meta:
        model = Pledge
        skip_postgeneration_save = True

    class Params:
        sent = factory.LazyAttribute(lambda pledge: pledge.state not in {"draft", "cancelled"})
        decided = factory.LazyAttribute(lambda pledge: pledge.state in {"approved", "returned", "closed"})

    appointment = factory.LazyAttribute(lambda pledge: main_post(pledge.cadre))
    unit = factory.LazyAttribute(lambda pledge: pledge.appointment.unit)
    deciding_unit = factory.LazyAttribute(lambda pledge: pledge.unit if pledge.sent else None)
    due_on = factory.LazyAttribute(lambda pledge: pledge.period.pledge_due_on)
    state = Pledge.State.DRAFT
    number = factory.Maybe("sent", factory.Sequence(lambda n: f"T-{n:04}/2026"), "")
    first_submitted_at = factory.LazyAttribute(lambda pledge: timezone.now() if pledge.sent else None)
    submitted_at = factory.LazyAttribute(lambda pledge: pledge.first_submitted_at)
    decided_at = factory.LazyAttribute(lambda pledge: timezone.now() if pledge.decided else None)
    decided_by = factory.Maybe("decided", factory.SubFactory(UserFactory), None)
    return_reason = factory.LazyAttribute(lambda pledge: "Chưa đo được." if pledge.state == "returned" else "")
    commitments = factory.LazyAttribute(
        lambda pledge: list(pledge.period.statement_set.statements.dont().values_list("code", flat=True))
    )

    @factory.post_generation
    def items(pledge, create, extracted, **kwargs):
        """How many per criterion, all alike but for what `items__…` says."""
        for n, criterion in enumerate(Criterion.values * (1 if extracted is None else extracted), start=1):
            PledgeItemFactory(pledge=pledge, criterion=criterion, order=n, **kwargs)


class PledgeItemFactory(DjangoModelFactory):
    class Meta:
        model = PledgeItem

    criterion = Criterion.GM
    order = factory.Sequence(lambda n: n + 1)
    text = factory.LazyAttribute(lambda item: f"Việc {item.order} về {Criterion(item.criterion).label}")
    target = "100% cuộc họp"
    due_on = factory.LazyAttribute(lambda item: item.pledge.period.self_opens_on)
    evidence = "Biên bản"


class ExtensionFactory(DjangoModelFactory):
    """ExtensionFactory(cadre=…, period=…) or (unit=…, period=…, what="programme"): ten days more."""

    class Meta:
        model = Extension

    what = Extension.What.PLEDGE
    due_on = factory.LazyAttribute(lambda extension: extension.period.pledge_due_on + dt.timedelta(days=10))
    reason = "Mưa lũ kéo dài"
    granted_by = factory.SubFactory(UserFactory)


class ProgrammeFactory(DjangoModelFactory):
    """ProgrammeFactory(unit=…, period=…, state="approved", foci=2, solutions=1)."""

    class Meta:
        model = Programme
        skip_postgeneration_save = True

    class Params:
        decided = factory.LazyAttribute(lambda programme: programme.state in {"approved", "returned"})

    state = Programme.State.DRAFT
    deciding_unit = factory.LazyAttribute(
        lambda programme: None if programme.state == "draft" else unit_above(programme.unit)
    )
    document_no = factory.Sequence(lambda n: f"{n}-CTr/ĐTN")
    document_on = factory.LazyAttribute(lambda programme: programme.period.opens_on)
    submitted_at = factory.LazyAttribute(lambda programme: None if programme.state == "draft" else timezone.now())
    decided_at = factory.LazyAttribute(lambda programme: timezone.now() if programme.decided else None)
    decided_by = factory.Maybe("decided", factory.SubFactory(UserFactory), None)
    return_reason = factory.LazyAttribute(lambda p: "Thiếu người phụ trách." if p.state == "returned" else "")

    @factory.post_generation
    def foci(programme, create, extracted, solutions=1, codes=("GM-3", "ST-1", "TN-4", "SS-1"), **kwargs):
        statements = Statement.objects.filter(set=programme.period.statement_set, code__in=codes)
        for n in range(1, (1 if extracted is None else extracted) + 1):
            focus = Focus.objects.create(programme=programme, order=n, text=f"Trọng tâm {n}")
            focus.statements.set(statements)
            for k in range(1, solutions + 1):
                Solution.objects.create(
                    programme=programme,
                    focus=focus,
                    order=k,
                    text=f"Giải pháp {k}",
                    due_on=programme.period.self_opens_on,
                    in_charge="Phó Bí thư",
                )


class IndicatorFactory(DjangoModelFactory):
    """IndicatorFactory(focus=…): of the first statement that the focus serves."""

    class Meta:
        model = Indicator

    statement = factory.LazyAttribute(lambda indicator: indicator.focus.statements.first())
    text = factory.Sequence(lambda n: f"Có mặt trước giờ họp 5 phút, lần {n}")
    target = "100% cuộc họp"


class EventFactory(DjangoModelFactory):
    """EventFactory(solution=…): a meeting of today; the solution becomes one that holds meetings."""

    class Meta:
        model = SolutionEvent
        skip_postgeneration_save = True

    held_on = factory.LazyFunction(timezone.localdate)
    place = "Hội trường phường"
    present = 45
    recorded_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def of_meeting_kind(event, create, extracted, **kwargs):
        if not event.solution.is_meeting:
            event.solution.kind = Solution.Kind.DIALOGUE
            event.solution.save(update_fields=["kind"])
