"""A month of base visits as a grid and as an agenda: what was done and what is planned, day by day."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from accounts.chips import Chip, state_chip_of
from fieldvisits.models import Visit, VisitPlan, VisitPlanItem

WEEKDAYS = ("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "Chủ nhật")


@dataclass(frozen=True)
class Entry:
    """One visit, planned or done."""

    first: date
    last: date
    host: str
    detail: str
    chip: Chip
    url: str
    action: str = ""
    action_url: str = ""
    is_open: bool = False

    @property
    def weekday(self) -> str:
        """As the head of a calendar names it."""
        return WEEKDAYS[self.first.weekday()]


@dataclass(frozen=True)
class Cell:
    day: date
    is_out: bool
    is_now: bool
    entries: list[Entry]


def month_of(text: str | None, today: date) -> date:
    """First day of the month asked for as 2026-05; of this month when that means nothing."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def last_day(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def month_after(month: date) -> date:
    return last_day(month) + timedelta(days=1)


def entries(visits: Iterable[Visit], items: Iterable[VisitPlanItem], today: date) -> list[Entry]:
    """What is open comes first, then what is planned, then what is done; each by day."""
    found = [*(_of_visit(visit) for visit in visits), *(_of_item(item, today) for item in items)]
    return sorted(found, key=lambda entry: (not entry.is_open, entry.first))


def _of_visit(visit: Visit) -> Entry:
    needs_report = visit.state in {Visit.State.LOGGED, Visit.State.QUESTIONED}
    return Entry(
        first=visit.starts_on,
        last=visit.ends_on,
        host=visit.host_name,
        detail=visit.get_form_display(),
        chip=state_chip_of("visit", visit.chip_state),
        url=visit.get_absolute_url(),
        action="Viết báo cáo" if visit.state == Visit.State.LOGGED else "Làm rõ báo cáo" if needs_report else "",
        action_url=reverse("fieldvisits:visit_report", args=[visit.pk]) if needs_report else "",
        is_open=needs_report,
    )


def _of_item(item: VisitPlanItem, today: date) -> Entry:
    plan = item.plan
    is_approved = plan.state == VisitPlan.State.APPROVED
    is_due = is_approved and item.state == VisitPlanItem.State.PLANNED and item.starts_on <= today
    chip = state_chip_of("plan", plan.state)
    if is_approved:
        chip = state_chip_of("plan_item", item.state)
        if item.state == VisitPlanItem.State.PLANNED:
            chip = Chip("info", "calendar-days", "Đã duyệt")
    return Entry(
        first=item.starts_on,
        last=item.ends_on,
        host=item.host_name,
        detail=item.content,
        chip=chip,
        url=plan.get_absolute_url(),
        action="Ghi chuyến đã đi" if is_due else "",
        action_url=f"{reverse('fieldvisits:visit_new')}?muc={item.pk}" if is_due else "",
        is_open=is_due,
    )


def weeks(month: date, found: Iterable[Entry], today: date) -> list[list[Cell]]:
    """Whole weeks from Monday that cover the month."""
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in found:
        for n in range((entry.last - entry.first).days + 1):
            by_day[entry.first + timedelta(days=n)].append(entry)
    return [
        [Cell(day, day.month != month.month, day == today, by_day[day]) for day in week]
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month)
    ]
