"""Who owes a pledge and has not got it through: one query over main posts, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, F, FilteredRelation, Q
from django.utils import timezone

from accounts.models import User
from cadres.models import Appointment, Position, Right, away_on, back_since, within_reach
from cadres.models.appointments import AppointmentQuerySet
from criteria.deadlines import Due, pledge_dues
from criteria.models import Duty, DutyReminder, Owed, Period, Pledge, profile_of

CHUNK = 1000
# Beyond so many people, who of them is overdue is told unit by unit: each has a due date of his own.
MOST = 5_000

_NONE, _DRAFT = Q(pledge__isnull=True), Q(pledge__state=Pledge.State.DRAFT)
_RETURNED, _WAITING = Q(pledge__state=Pledge.State.RETURNED), Q(pledge__state=Pledge.State.SUBMITTED)
_TO_DO = _NONE | _DRAFT | _RETURNED
# By the word in the address: what it is called, and whom it means.
STATES: dict[str, tuple[str, Q]] = {
    "chua": ("Chưa làm", _NONE & Q(is_away=False)),
    "nhap": ("Nháp", _DRAFT & Q(is_away=False)),
    "tra-lai": ("Trả lại", _RETURNED & Q(is_away=False)),
    "cho-duyet": ("Chờ duyệt", _WAITING & Q(is_away=False)),
    "moi": ("Mới nhận", Q(is_new=True, is_away=False)),
    "nghi": ("Đang nghỉ", Q(is_away=True)),
}
OVERDUE = "qua-han"


def owing(period: Period, today: date) -> AppointmentQuerySet:
    """Main posts of the day whose holders must pledge in the period and have no approved pledge.

    With `pledge_pk`, `pledge_state`, `returned_at`; `is_away` and `is_new` (in the post, or back from leave).
    """
    duties = set(Duty.objects.filter(period=period, pledge=Owed.REQUIRED).values_list("level", "category"))
    positions = [
        position.pk
        for position in Position.objects.all()
        if (position.level, position.category) in duties and profile_of(position.category) == period.profile
    ]
    kept = [state for state in Pledge.State.values if state != Pledge.State.CANCELLED]
    pledge = Q(cadre__pledges__period=period, cadre__pledges__state__in=kept)
    since = today - timedelta(days=period.pledge_policy.new_appointee_days)
    is_new = ExpressionWrapper(Q(valid_from__gte=since) | Q(back_since(since, today)), output_field=BooleanField())
    posts = Appointment.objects.valid_on(today).main().filter(position__in=positions)
    return (
        posts.alias(pledge=FilteredRelation("cadre__pledges", condition=pledge))
        .filter(_TO_DO | _WAITING)
        .annotate(
            pledge_pk=F("pledge__pk"),
            pledge_state=F("pledge__state"),
            returned_at=F("pledge__decided_at"),
            is_away=away_on(today),
            is_new=is_new,
        )
    )


def in_charge_of(user: User) -> AppointmentQuerySet:
    """Main posts of today whose holders the user may call and remind, whatever they owe."""
    posts = Appointment.objects.valid_on(timezone.localdate()).main()
    return posts.filter(within_reach(user, Right.PLEDGE_REMIND, cadre=None))


def owing_to(user: User, period: Period) -> AppointmentQuerySet:
    """Those of them whom the user may call and remind."""
    return owing(period, timezone.localdate()).filter(within_reach(user, Right.PLEDGE_REMIND, cadre=None))


def to_remind(posts: AppointmentQuerySet) -> AppointmentQuerySet:
    """Those who have not done their part; nobody on leave."""
    return posts.filter(_TO_DO, is_away=False)


def count_states(posts: AppointmentQuerySet) -> dict[str, int]:
    counts = {word.replace("-", "_"): Count("pk", filter=condition) for word, (_, condition) in STATES.items()}
    found = posts.order_by().aggregate(**counts)
    return {word: found[word.replace("-", "_")] for word in STATES}


def overdue(posts: AppointmentQuerySet, period: Period, today: date) -> list[int] | None:
    """The posts whose holders' own day is over; None when they are too many to look at one by one."""
    late = to_remind(posts)
    if late.count() > MOST:
        return None
    return [post.pk for chunk in chunks(late) for post, due in with_dues(chunk, period) if due.on < today]


def chunks(posts: AppointmentQuerySet) -> Iterator[list[Appointment]]:
    """All of them, part by part, with what a deadline and a reminder need."""
    rows, last = posts.select_related("position", "unit", "cadre__user").order_by("pk"), 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        yield chunk


@dataclass(frozen=True)
class Owes:
    """What one person still has to do: send a pledge, or send it again."""

    reason: str
    due_on: date

    @classmethod
    def of(cls, post: Appointment, due: Due) -> Owes:
        """What was returned is owed from the day it came back, if that is later."""
        if post.pledge_state != Pledge.State.RETURNED:
            return cls(DutyReminder.Reason.MISSING, due.on)
        returned_on = timezone.localtime(post.returned_at).date()
        return cls(DutyReminder.Reason.RETURNED, max(due.on, returned_on))


def with_dues(posts: Iterable[Appointment], period: Period) -> list[tuple[Appointment, Due]]:
    posts = list(posts)
    dues = pledge_dues(posts, period)
    return [(post, dues[post.pk]) for post in posts]
