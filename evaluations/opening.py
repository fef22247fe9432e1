"""Opens the evaluations of a period for everybody who owes one."""

from datetime import date
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit, running
from accounts.models import Run, User
from accounts.notifying import notify
from accounts.running import Progress, RunKind
from cadres.deciding import deciding_units
from cadres.models import Appointment, Right, holds
from cadres.standing_in import route_fields
from criteria.models import Duty, Owed, Period, Profile, profile_of
from criteria.patience import Patience
from evaluations.models import Evaluation, ScoringPolicy, Source, SourceRequirement
from evaluations.rules import days_in_post, default_need, has_enough_time

CHUNK = 500
TOO_SHORT = "Chưa đủ thời gian đánh giá: giữ chức vụ dưới 6 tháng trong năm."
RUN_KIND = "evaluations.open"


def start_opening(period: Period, *, by: User) -> Run:
    """Ask for it as a background run with visible progress."""
    _ask(by)
    return running.start(RUN_KIND, by=by, parameters={"period": period.pk}, label=f"Mở đánh giá {period.name}")


def _ask(by: User) -> None:
    if not holds(by, Right.PERIOD_MANAGE):
        raise PermissionDenied("Ban Tổ chức - Kiểm tra mở đánh giá của kỳ.")


def open_evaluations(period: Period, *, by: User, progress: Progress | None = None) -> int:
    """One evaluation for each main post with the duty, in chunks; who has one already keeps it."""
    settle_policies(period)
    posts = owing_posts(period)
    opened = 0
    for start in range(0, len(posts), CHUNK):
        opened += _open_chunk(period, posts[start : start + CHUNK], by=by)
        if progress:
            progress(min(start + CHUNK, len(posts)), len(posts))
    return opened


@transaction.atomic
def settle_policies(period: Period) -> ScoringPolicy:
    """The policy of the year before, or the defaults, as rows of this period; rows that are there stay."""
    before = Period.objects.filter(profile=period.profile, year__lt=period.year).order_by("-year").first()
    model = ScoringPolicy.objects.filter(period=before).first() if before else None
    if not ScoringPolicy.objects.filter(period=period).exists():
        row = model or ScoringPolicy()
        row.pk, row._state.adding, row.period = None, True, period
        row.save(force_insert=True)
    needs = SourceRequirement.objects.filter(period=before).values_list("level", "category", "source", "need")
    copied = {(level, category, source): need for level, category, source, need in needs}
    SourceRequirement.objects.bulk_create(
        [
            SourceRequirement(
                period=period,
                level=duty.level,
                category=duty.category,
                source=source,
                need=copied.get((duty.level, duty.category, source)) or default_need(duty.level, duty.category, source),
            )
            for duty in Duty.objects.filter(period=period).exclude(evaluation=Owed.NONE)
            for source in Source.values
        ],
        ignore_conflicts=True,
    )
    return ScoringPolicy.objects.get(period=period)


def owing_posts(period: Period) -> list[Appointment]:
    """The main posts of today whose category owes an evaluation in this period."""
    duties = Duty.objects.filter(period=period).exclude(evaluation=Owed.NONE).values_list("level", "category")
    owing = {(level, category) for level, category in duties if profile_of(category) == period.profile}
    posts = Appointment.objects.valid_on(timezone.localdate()).main().in_posts().select_related("cadre__user")
    return [p for p in posts.order_by("pk") if (p.position.level, p.position.category) in owing]


@transaction.atomic
def _open_chunk(period: Period, posts: list[Appointment], *, by: User) -> int:
    have = set(
        Evaluation.objects.filter(period=period, cadre__in=[p.cadre_id for p in posts]).values_list("cadre", flat=True)
    )
    new = [post for post in posts if post.cadre_id not in have]
    routes = deciding_units(new, Right.EVALUATION_UNION)
    first_day = Patience().ends_on(period.pk, period.appraise_due_on)
    worked = _days_worked(period, [post.cadre_id for post in new])
    rows = []
    for post in new:
        is_rated = has_enough_time(worked[post.cadre_id])
        rows.append(
            Evaluation(
                cadre=post.cadre,
                period=period,
                appointment=post,
                unit=post.unit,
                **route_fields(routes[post.pk], first_day),
                state=Evaluation.State.OPEN if is_rated else Evaluation.State.NOT_RATED,
                not_rated_reason="" if is_rated else TOO_SHORT,
            )
        )
    for row in Evaluation.objects.bulk_create(rows):
        audit.record("evaluation.opened", row, by=by, cadre_id=row.cadre_id, unit_id=row.unit_id)
        _tell(row)
    return len(rows)


def _days_worked(period: Period, cadre_ids: list[int]) -> dict[int, int]:
    first, last = year_of(period)
    spans: dict[int, list[tuple[date, date | None]]] = {pk: [] for pk in cadre_ids}
    for cadre_id, start, end in Appointment.objects.filter(cadre__in=cadre_ids).values_list(
        "cadre", "valid_from", "valid_to"
    ):
        spans[cadre_id].append((start, end))
    return {pk: days_in_post(posts, first, last) for pk, posts in spans.items()}


def year_of(period: Period) -> tuple[date, date]:
    """The year that is judged: the calendar year, or from September to August."""
    if period.profile == Profile.SCHOOL:
        return date(period.year - 1, 9, 1), date(period.year, 8, 31)
    return date(period.year, 1, 1), date(period.year, 12, 31)


def _tell(evaluation: Evaluation) -> None:
    user, period = evaluation.cadre.user, evaluation.period
    if user is None:
        return
    is_open = evaluation.state == Evaluation.State.OPEN
    notify(
        [user],
        kind="evaluation.opened",
        subject=f"Đã mở đánh giá {period.name}",
        body=f"Đồng chí gửi phiếu tự đánh giá đến hết {period.self_due_on:%d/%m/%Y}." if is_open else TOO_SHORT,
        url=evaluation.get_absolute_url(),
        key=f"evaluation.opened:{evaluation.pk}",
    )


def _work(run: Run, progress: Progress) -> Path | None:
    """With the rights that the asker has now, and while the period is still open."""
    _ask(run.asked_by)
    period = Period.objects.open().get(pk=run.parameters["period"])
    run.outcome = {"opened": open_evaluations(period, by=run.asked_by, progress=progress)}
    return None


running.register(RunKind(RUN_KIND, "Mở đánh giá", _work))
