"""Which way a pledge is filled in, and until when. Nothing here writes."""

from collections.abc import Iterable
from datetime import date

from criteria.models import Criterion, Period, PledgeItem, PledgeLinks, PledgePolicy


def has_short_form(category: str, policy: PledgePolicy) -> bool:
    """Secretaries of chi đoàn pick one indicator per criterion instead of writing (domain §16)."""
    return category in policy.short_form_categories


def fits_short_form(items: Iterable[PledgeItem]) -> bool:
    """The short form has room for one item per criterion; more were written in the full one."""
    criteria = [item.criterion for item in items]
    return all(criteria.count(criterion) <= 1 for criterion in Criterion.values)


def is_over(period: Period, today: date) -> bool:
    """Has the one hard date passed, or was the period closed? Nothing is written into it any more."""
    return not period.is_open or today > period.closes_on


def links_missing(links: PledgeLinks | None) -> list[str]:
    """What the step of links has not been told yet; it is advice and keeps nobody from sending."""
    missing = []
    if links is None or links.has_youth_programme is None:
        missing.append("cho biết đã đăng ký Chương trình rèn luyện đoàn viên chưa")
    if links is None or not links.has_work_plan:
        missing.append("ghi số hoặc gửi tệp kế hoạch công tác năm")
    return missing
