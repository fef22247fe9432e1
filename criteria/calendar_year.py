"""The course of a period: prepared with default dates, opened, closed, locked."""

from collections.abc import Callable
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.models import model_to_dict

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from cadres.models import Category, Level, Right, holds
from criteria.models import DATE_FIELDS, Duty, Owed, Period, Phase, Pledge, PledgePolicy, Profile, StatementSet
from criteria.period_turns import close_alone
from criteria.routing import open_pledges, put_off

# (day, month, years before the period's year), in the order of DATE_FIELDS.
_DATES: dict[str, tuple[tuple[int, int, int], ...]] = {
    Profile.CALENDAR: (
        *((2, 1, 0), (15, 1, 0), (21, 2, 0), (28, 2, 0), (15, 3, 0)),
        *((25, 6, 0), (10, 7, 0), (25, 10, 0), (8, 11, 0)),
        *((8, 11, 0), (18, 11, 0), (28, 11, 0), (2, 12, 0), (5, 12, 0), (6, 12, 0), (13, 12, 0), (31, 12, 0)),
    ),
    Profile.SCHOOL: (
        *((1, 9, 1), (15, 9, 1), (24, 10, 1), (31, 10, 1), (15, 11, 1)),
        *((5, 1, 0), (20, 1, 0), (20, 4, 0), (5, 5, 0)),
        *((5, 5, 0), (20, 5, 0), (5, 6, 0), (10, 6, 0), (20, 6, 0), (23, 6, 0), (30, 6, 0), (30, 6, 0)),
    ),
}
# The same round a given day, so that a demo can pledge, go out and evaluate at once.
_DAYS_ROUND_TODAY = (-40, -20, 0, 7, 14, -6, 12, -9, 12, -3, 21, 28, 32, 35, 36, 43, 60)

_NO, _HINT, _MUST = Owed.NONE, Owed.RECOMMENDED, Owed.REQUIRED
# (level, category): visit duty; pledge and evaluation are owed by all of them (domain §3).
DUTIES: dict[tuple[Level, Category], Owed] = {
    (Level.PROVINCE, Category.PROV_LEADER): _MUST,
    (Level.PROVINCE, Category.PROV_STAFF): _MUST,
    (Level.DISTRICT, Category.DIST_LEADER): _HINT,
    (Level.DISTRICT, Category.DIST_STAFF): _HINT,
    (Level.DISTRICT, Category.MIL_ASSIST): _NO,
    (Level.DISTRICT, Category.POLICE_YC): _NO,
    (Level.BASE, Category.BASE_LEADER): _NO,
    (Level.BASE, Category.TEAM_HEAD): _NO,
    (Level.BRANCH, Category.BRANCH_SEC): _NO,
}

# What other apps add to a new period: called with it and the period of the year before, if any.
CopiesPolicy = Callable[[Period, Period | None], None]
COPIERS: list[CopiesPolicy] = []


def copies_policy(copier: CopiesPolicy) -> CopiesPolicy:
    """Declare what fills a new period with an app's own settings, like those of the year before."""
    COPIERS.append(copier)
    return copier


def default_dates(year: int, profile: str, today: date | None = None, begins_on: date | None = None) -> dict[str, date]:
    """The usual dates of such a year, or the whole course laid round `today`.

    A year that begins later, as the first of a phase, has its pledges as long after its first day as any other.
    """
    if today is not None:
        days = [today + timedelta(days=offset) for offset in _DAYS_ROUND_TODAY]
    else:
        days = [date(year - before, month, day) for day, month, before in _DATES[profile]]
    if begins_on and begins_on > days[0]:
        shift, approve = begins_on - days[0], DATE_FIELDS.index("approve_due_on")
        begun = [day + shift for day in days[: approve + 1]]
        days = begun + [max(day, begun[-1]) for day in days[approve + 1 :]]
    return dict(zip(DATE_FIELDS, days, strict=True))


@transaction.atomic
def open_year(
    year: int, profile: str = Profile.CALENDAR, *, by: User | None = None, today: date | None = None
) -> Period:
    """Prepare a period as a draft: default dates, the newest statements, the policies of the year before.

    Without `by` (demo, tests) nobody is asked; staff then look through it and open it.
    """
    _ask(by)
    word = "Năm học" if profile == Profile.SCHOOL else "Năm rèn luyện"
    period = Period.objects.create(
        year=year,
        profile=profile,
        name=f"{word} {year - 1}–{year}" if profile == Profile.SCHOOL else f"{word} {year}",
        statement_set=StatementSet.objects.newest(),
        **default_dates(year, profile, today, _first_day(year, profile)),
    )
    previous = Period.objects.filter(profile=profile, year__lt=year).order_by("-year").first()
    for copier in COPIERS:
        copier(period, previous)
    audit.record("period.prepared", period, by=by, after={"year": year, "profile": profile})
    return period


def _first_day(year: int, profile: str) -> date | None:
    """The day on which a phase begins within the calendar year."""
    phase = Phase.objects.filter(begins_on__year=year).first() if profile == Profile.CALENDAR else None
    return phase.begins_on if phase else None


@copies_policy
def _copy_policies(period: Period, previous: Period | None) -> None:
    """Duties and the pledge policy, from the year before or the defaults."""
    if previous is None:
        PledgePolicy.objects.create(period=period)
        duties = [{"level": level, "category": category, "visit": visit} for (level, category), visit in DUTIES.items()]
    else:
        policy = PledgePolicy.objects.get(period=previous)
        PledgePolicy.objects.create(period=period, **model_to_dict(policy, exclude=["id", "period"]))
        duties = [model_to_dict(duty, exclude=["id", "period"]) for duty in previous.duties.all()]
        period.owing_types = previous.owing_types
        period.save(update_fields=["owing_types"])
    Duty.objects.bulk_create(Duty(period=period, **duty) for duty in duties)


def _ask(by: User | None) -> None:
    if by is not None and not holds(by, Right.PERIOD_MANAGE):
        raise PermissionDenied


@transaction.atomic
def change_dates(period: Period, dates: dict[str, date], *, by: User, reason: str = "") -> Period:
    """Move the soft dates of a period that is not over; an open one needs a reason, which the trail keeps."""
    period = _locked(period, by, Period.State.DRAFT, Period.State.OPEN)
    before = {name: getattr(period, name).isoformat() for name in dates}
    for name, day in dates.items():
        setattr(period, name, day)
    period.save(update_fields=list(dates))
    put_off(open_pledges().filter(period=period))
    after = {name: day.isoformat() for name, day in dates.items()}
    audit.record("period.moved", period, by=by, reason=reason, before=before, after=after)
    return period


def _locked(period: Period, by: User | None, *states: str) -> Period:
    _ask(by)
    close_alone(period.pk)
    period = Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if period.state not in states:
        raise StaleDocument(period, f"Kỳ này đang ở trạng thái “{period.get_state_display()}”.")
    return period


_PAST = {Period.State.OPEN: "opened", Period.State.CLOSED: "closed", Period.State.LOCKED: "locked"}


def _move(period: Period, was: str, state: str, by: User | None) -> Period:
    period = _locked(period, by, was)
    period.state = state
    period.save(update_fields=["state"])
    audit.record(f"period.{_PAST[state]}", period, by=by, before={"state": was}, after={"state": state})
    return period


@transaction.atomic
def open_period(period: Period, *, by: User | None = None) -> Period:
    """From now on cadres pledge in it; its policies are frozen."""
    return _move(period, Period.State.DRAFT, Period.State.OPEN, by)


@transaction.atomic
def close_period(period: Period, *, by: User | None = None) -> Period:
    """Nothing is accepted any more; approved pledges become closed."""
    period = _move(period, Period.State.OPEN, Period.State.CLOSED, by)
    Pledge.objects.filter(period=period, state=Pledge.State.APPROVED).update(state=Pledge.State.CLOSED)
    return period


@transaction.atomic
def lock_period(period: Period, *, by: User | None = None) -> Period:
    """For good: kept as it is."""
    return _move(period, Period.State.CLOSED, Period.State.LOCKED, by)
