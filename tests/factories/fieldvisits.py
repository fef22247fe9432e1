"""Visit plans, visits and follow-ups. A document of any state comes whole: times, decision, items."""

import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from fieldvisits.models import FollowUp, Visit, VisitPlan, VisitPlanItem
from fieldvisits.quotas import set_defaults
from tests.factories.accounts import UserFactory
from tests.factories.criteria import PeriodFactory, main_post


def visiting_period(**period):
    """An open period with its visit policy and quotas."""
    made = PeriodFactory(**period)
    set_defaults(made)
    return made


class VisitPlanFactory(DjangoModelFactory):
    """VisitPlanFactory(cadre=…, period=…, state="submitted", deciding_unit=…, items=2)."""

    class Meta:
        model = VisitPlan
        skip_postgeneration_save = True

    quarter = factory.LazyFunction(lambda: (timezone.localdate().month - 1) // 3 + 1)
    appointment = factory.LazyAttribute(lambda plan: main_post(plan.cadre))
    unit = factory.LazyAttribute(lambda plan: plan.appointment.unit)
    state = VisitPlan.State.DRAFT
    deciding_unit = factory.LazyAttribute(lambda plan: None if plan.state == "draft" else plan.unit)
    first_submitted_at = factory.LazyAttribute(lambda plan: None if plan.state == "draft" else timezone.now())
    submitted_at = factory.LazyAttribute(lambda plan: plan.first_submitted_at)
    decided_at = factory.LazyAttribute(lambda plan: timezone.now() if plan.state in {"approved", "returned"} else None)
    decided_by = factory.LazyAttribute(lambda plan: UserFactory() if plan.decided_at else None)
    return_reason = factory.LazyAttribute(
        lambda plan: "Thêm chuyến tới khu nhà trọ." if plan.state == "returned" else ""
    )

    @factory.post_generation
    def items(plan, create, extracted, **kwargs):
        for n in range(1 if extracted is None else extracted):
            day = plan.period.opens_on + dt.timedelta(days=35 + n)
            VisitPlanItem.objects.create(
                plan=plan,
                starts_on=day,
                ends_on=day,
                days=Decimal(1),
                host_name=f"Đoàn phường số {n + 1}",
                content="Dự sinh hoạt chi đoàn, nắm tình hình thanh niên công nhân",
            )


class VisitFactory(DjangoModelFactory):
    """An unplanned one-day visit to a base, yesterday; state="reported" comes with its report."""

    class Meta:
        model = Visit

    appointment = factory.LazyAttribute(lambda visit: main_post(visit.cadre))
    unit = factory.LazyAttribute(lambda visit: visit.appointment.unit)
    is_unplanned = factory.LazyAttribute(lambda visit: visit.plan_item is None)
    plan_item = None
    state = Visit.State.LOGGED
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=1))
    ends_on = factory.LazyAttribute(lambda visit: visit.starts_on)
    host_name = "Đoàn phường An Bình"
    days_base = Decimal(1)
    report_due_on = factory.LazyAttribute(lambda visit: visit.ends_on + dt.timedelta(days=10))
    reported_at = factory.LazyAttribute(lambda visit: None if visit.state == "logged" else timezone.now())
    situation = factory.LazyAttribute(lambda visit: "" if visit.state == "logged" else "Đoàn viên đi làm ca.")
    findings = factory.LazyAttribute(lambda visit: "" if visit.state == "logged" else "Thiếu chỗ sinh hoạt.")
    decided_at = factory.LazyAttribute(
        lambda visit: timezone.now() if visit.state in {"confirmed", "questioned"} else None
    )
    decided_by = factory.LazyAttribute(lambda visit: UserFactory() if visit.decided_at else None)


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = FollowUp

    text = "Bố trí phòng sinh hoạt cho chi đoàn khu nhà trọ"
    resolver_name = "Đoàn phường An Bình"
