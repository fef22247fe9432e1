"""The visit policy of a period: copied from the year before, or the defaults of the province's practice."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from cadres.models import Category, Level, Right, holds
from criteria.models import Period
from fieldvisits import rules
from fieldvisits.models import VisitPolicy, VisitQuota

# Days a year (domain §7): 60 for provincial staff, about three a month for leaders, 24 for districts.
DEFAULT_QUOTAS: dict[tuple[Level, Category], int] = {
    (Level.PROVINCE, Category.PROV_LEADER): 36,
    (Level.PROVINCE, Category.PROV_STAFF): 60,
    (Level.DISTRICT, Category.DIST_LEADER): 24,
    (Level.DISTRICT, Category.DIST_STAFF): 24,
}


def policy_of(period: Period) -> VisitPolicy:
    """The period's policy, or the usual one while none was set."""
    return VisitPolicy.objects.filter(period=period).first() or VisitPolicy(period=period)


@transaction.atomic
def set_defaults(period: Period) -> VisitPolicy:
    """Give the period its visit policy and quotas, once; what is already there stays."""
    policy, _ = VisitPolicy.objects.get_or_create(period=period)
    if not VisitQuota.objects.filter(period=period).exists():
        before = VisitQuota.objects.filter(period__year=period.year - 1, period__profile=period.profile)
        days = {(q.level, q.category): q.days for q in before} or DEFAULT_QUOTAS
        VisitQuota.objects.bulk_create(
            VisitQuota(period=period, level=level, category=category, days=Decimal(n))
            for (level, category), n in days.items()
        )
    return policy


@transaction.atomic
def adopt_defaults(period: Period, *, by: User) -> None:
    """The button: defaults for a period that has none yet."""
    period = _settable(period, by=by)
    set_defaults(period)
    audit.record("quota.set", period, by=by, reason="Mức mặc định")


@transaction.atomic
def save_quotas(period: Period, days: dict[tuple[str, str], Decimal], *, by: User) -> None:
    """Days by level and category, while the period is a draft."""
    period = _settable(period, by=by)
    VisitPolicy.objects.get_or_create(period=period)
    there = {(quota.level, quota.category): quota for quota in VisitQuota.objects.filter(period=period)}
    before = {quota.category: str(quota.days) for quota in there.values()}
    for (level, category), number in days.items():
        quota = there.get((level, category)) or VisitQuota(period=period, level=level, category=category)
        quota.days = number
        quota.save()
    audit.record("quota.set", period, by=by, before=before, after={key[1]: str(n) for key, n in days.items()})


def _settable(period: Period, *, by: User) -> Period:
    if not holds(by, Right.PERIOD_MANAGE):
        raise PermissionDenied
    period = Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    has_quotas = VisitQuota.objects.filter(period=period).exists()
    if not rules.can_set_quotas(period, has_quotas=has_quotas):
        raise StaleDocument(period, "Kỳ đã mở nên định mức được giữ nguyên đến hết kỳ.")
    return period
