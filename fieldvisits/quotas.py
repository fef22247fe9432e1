"""The visit policy of a period: copied from the year before, or the defaults of the province's practice."""

from decimal import Decimal

from django.db import transaction

from cadres.models import Category, Level
from criteria.models import Period
from fieldvisits.models import VisitPolicy, VisitQuota

# Days a year (domain §7): 60 for provincial staff, about three a month for leaders, 24 for districts.
DEFAULT_QUOTAS: dict[tuple[Level, Category], int] = {
    (Level.PROVINCE, Category.PROV_LEADER): 36,
    (Level.PROVINCE, Category.PROV_STAFF): 60,
    (Level.DISTRICT, Category.DIST_LEADER): 24,
    (Level.DISTRICT, Category.DIST_STAFF): 24,
}


@transaction.atomic
def set_defaults(period: Period) -> VisitPolicy:
    """Give the period its visit policy and quotas, once; what is already there stays."""
    policy, is_new = VisitPolicy.objects.get_or_create(period=period)
    if is_new:
        before = VisitQuota.objects.filter(period__year=period.year - 1, period__profile=period.profile)
        days = {(q.level, q.category): q.days for q in before} or DEFAULT_QUOTAS
        VisitQuota.objects.bulk_create(
            VisitQuota(period=period, level=level, category=category, days=Decimal(n))
            for (level, category), n in days.items()
        )
    return policy
