"""The mid-year review: sent by the person on one page, answered by one remark of whoever decides on the pledge."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.documents import StaleDocument, check_version, lock
from accounts.models import User
from cadres.models import Right
from cadres.standing_in import acting_of
from criteria import following_notices, rules
from criteria.amendment_routes import route_of_today
from criteria.models import MidyearLine, MidyearReview, Pledge, Progress
from criteria.pledging import rows
from criteria.pledging.checking import checks_as
from criteria.pledging.progress import NoteMissing


@transaction.atomic
def send_midyear(
    pledge: Pledge, percents: Mapping[int, int], *, by: User, version: int, remark: str, help_needed: str = ""
) -> MidyearReview:
    """Send, or send anew while there is no remark; `version` is that of the review, 0 for the first. The first
    sending settles whether it was in time."""
    pledge = rows.locked(pledge)
    if not rules.is_own(by, pledge):
        raise PermissionDenied
    now = timezone.now()
    if not rules.can_write_midyear(pledge, timezone.localdate(now)):
        raise StaleDocument(pledge, "Chưa đến kỳ tự xem lại giữa năm, hoặc kỳ đã đóng.")
    review = MidyearReview.objects.filter(pledge=pledge).first()
    if (review.version if review else 0) != version or (review and review.verdict):
        raise StaleDocument(pledge, "Bản tự xem lại đã có ý kiến hoặc vừa được gửi ở máy khác. Mở lại để xem.")
    items = list(pledge.items.exclude(progress=Progress.DROPPED))
    if {item.pk for item in items} != set(percents):
        raise StaleDocument(pledge, "Các nội dung vừa thay đổi. Mở lại trang rồi ghi tiến độ.")
    if review is None:
        due_on = pledge.period.midyear_due_on
        review = MidyearReview(pledge=pledge, version=0, submitted_at=now, due_on=due_on)
    review.remark, review.help_needed = remark, help_needed
    review.version += 1
    review.save()
    review.lines.all().delete()
    MidyearLine.objects.bulk_create(MidyearLine(review=review, item=item, percent=percents[item.pk]) for item in items)
    rows.record("midyear_sent", pledge, by=by, was=pledge.state, about={"midyear": review.version})
    following_notices.midyear_sent(review, route_of_today(pledge, now).deciding_unit)
    return review


@transaction.atomic
def remark_midyear(review: MidyearReview, *, by: User, version: int, verdict: str, note: str = "") -> MidyearReview:
    """Đúng tiến độ, or what help is needed; said once more, it replaces what was said."""
    pledge = rows.locked(review.pledge)
    lock(review)
    review = MidyearReview.objects.get(pk=review.pk)
    review.pledge = pledge
    acts = checks_as(by, pledge, review.submitted_at)
    if acts is None:
        raise PermissionDenied("Ý kiến do nơi duyệt bản đăng ký ghi, và không ai tự ghi cho mình.")
    check_version(review, version)
    if not rules.can_progress(pledge):
        raise StaleDocument(pledge, "Kỳ đã đóng nên không ghi ý kiến được nữa.")
    note = note.strip()
    if verdict == MidyearReview.Verdict.NEEDS_HELP and not note:
        raise NoteMissing
    review.verdict, review.verdict_note = MidyearReview.Verdict(verdict), note
    review.remarked_at, review.remarked_by = timezone.now(), by
    review.version += 1
    review.save(update_fields=["verdict", "verdict_note", "remarked_at", "remarked_by", "version"])
    rows.record(
        "midyear_remarked",
        pledge,
        by=by,
        was=pledge.state,
        reason=note,
        acting=acting_of(pledge, acts, Right.PLEDGE_DECIDE, by=by),
        about={"midyear": review.version, "verdict": review.verdict},
    )
    following_notices.midyear_remarked(review)
    return review
