from collections import Counter
from pathlib import Path

from celery import shared_task
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts import running
from accounts.models import Run
from cadres import resources
from cadres.models import Right, holds
from criteria import amendment_routes, copying_down, following, ladder, routing
from criteria.filters import LateFilter
from criteria.importing.judging import judge
from criteria.importing.kind import KIND
from criteria.lateness import Owes, chunks, to_remind, with_dues
from criteria.models import Period
from criteria.reminding import Channel, ask_of, send

RUNS = copying_down.RUNS  # known to a worker by being named here
DRAFTS = resources.register(KIND, judge)


@shared_task
def follow_posts() -> int:
    """Hourly: open pledges and open changes go along with their person's post and with whoever decides today."""
    return routing.follow_posts() + amendment_routes.reroute() + following.cancel_of_leavers()


@shared_task
def climb_ladder() -> int:
    """Daily: remind those who are due for a reminder today."""
    return ladder.climb()


def _remind(run: Run, progress: running.Progress) -> Path | None:
    """Remind all whom the list held, with the rights that the asker has now; who was reminded today is left out."""
    if not holds(run.asked_by, Right.PLEDGE_REMIND):
        raise PermissionDenied
    period = Period.objects.open().select_related("pledge_policy").get(pk=run.parameters["ky"])
    filters = LateFilter(run.parameters, user=run.asked_by, period=period)
    late = to_remind(filters.listed()).exclude(cadre__user=run.asked_by)
    total, done, today = late.count(), 0, timezone.localdate()
    counts: Counter[str] = Counter()
    for chunk in chunks(late):
        asked = [ask_of(post, Owes.of(post, due), period, today=today) for post, due in with_dues(chunk, period)]
        sent = send(asked, period, on=today, by=run.asked_by)
        counts["reached"] += sent[Channel.MAIL] + sent[Channel.NOTICE]
        counts["unreached"] += sum(one.channel == Channel.NONE for one in asked)
        done += len(chunk)
        progress(done, total)
    url = filters.url(kenh="khong") if counts["unreached"] else filters.url()
    run.outcome = {"text": _told(counts, done), "url": url}
    return None


def _told(counts: Counter[str], done: int) -> str:
    words = f"Đã nhắc {counts['reached']} người, {counts['unreached']} người không có kênh liên lạc"
    before = done - counts["reached"] - counts["unreached"]
    return f"{words}; {before} người đã được nhắc hôm nay." if before else f"{words}."


REMIND = running.register(
    running.RunKind("criteria.remind", "Nhắc người còn thiếu bản đăng ký", _remind, untold=("tim",))
)
