"""A pledge entered for somebody who cannot: begun, proved by photos of the signed paper, confirmed or objected to."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.attachments import forget, store_photo
from accounts.documents import StaleDocument
from accounts.models import Attachment, User
from cadres.models import Appointment, Cadre
from criteria import entry_notices, rules
from criteria.models import PaperPhoto, Period, Pledge, PledgeEntry
from criteria.pledging import rows
from criteria.pledging.writing import NotOwed, begun

MOST_PAPERS = 4
OWN_WORDS = "Đồng chí ấy đã tự viết bản đăng ký này. Nhờ đồng chí ấy nộp, không nhập hộ."


@transaction.atomic
def enter_for(cadre: Cadre, period: Period, *, by: User) -> Pledge:
    """The draft in which `by` writes for the person: an untouched one that is there, or a new one."""
    post = Appointment.objects.valid_on(timezone.localdate()).main().in_posts().filter(cadre=cadre).first()
    if post is None:
        raise NotOwed
    if not rules.may_enter(by, post):
        raise PermissionDenied
    pledge, is_new = begun(post, period)
    pledge = rows.locked(pledge)
    if not rules.can_be_entered(pledge, by):
        raise StaleDocument(pledge, _why_not(pledge))
    if pledge.entered_by_id == by.pk:
        return pledge
    pledge.entered_by = by
    rows.save(pledge, "entered_by")
    new = {"kind": PledgeEntry.Kind.ENTERED, "by": by, "at": timezone.now(), "answer": "", "answered_at": None}
    PledgeEntry.objects.update_or_create(pledge=pledge, defaults=new | {"objection": ""})
    rows.record("entry_begun", pledge, by=by, was="" if is_new else pledge.state)
    return pledge


def _why_not(pledge: Pledge) -> str:
    if not pledge.period.is_open:
        return "Kỳ rèn luyện này không còn nhận bản đăng ký."
    if pledge.state != Pledge.State.DRAFT:
        return f"Đồng chí {pledge.cadre} đã có bản đăng ký: {pledge.get_state_display().lower()}."
    if pledge.entered_by_id:
        return f"Đồng chí {pledge.entered_by} đang nhập hộ bản này."
    return OWN_WORDS


def add_paper(pledge: Pledge, upload: UploadedFile, *, by: User) -> PaperPhoto:
    """Keep one photo of the signed paper. It is redrawn before the row is locked; ValidationError says what to do."""
    _check_room(_entry(pledge, by=by))
    attachment = store_photo(upload, by=by)
    try:
        return _attach(pledge, attachment, by=by)
    except (ValidationError, StaleDocument, PermissionDenied):
        forget(attachment)
        raise


@transaction.atomic
def _attach(pledge: Pledge, attachment: Attachment, *, by: User) -> PaperPhoto:
    pledge = rows.locked(pledge)
    entry = _entry(pledge, by=by)
    _check_room(entry)
    paper = PaperPhoto.objects.create(entry=entry, attachment=attachment)
    rows.record("paper_added", pledge, by=by, was=pledge.state)
    return paper


@transaction.atomic
def remove_paper(paper: PaperPhoto, *, by: User) -> Pledge:
    pledge = rows.locked(paper.entry.pledge)
    kept = _entry(pledge, by=by).papers.select_related("attachment").filter(pk=paper.pk).first()
    if kept is None:
        raise StaleDocument(pledge, "Ảnh này đã được bỏ rồi.")
    kept.delete()
    forget(kept.attachment)
    rows.record("paper_removed", pledge, by=by, was=pledge.state)
    return pledge


@transaction.atomic
def take_down_paper(paper: PaperPhoto, *, by: User, reason: str) -> Pledge:
    """What must not be there goes at once, sent or not; who took it down and why stays in the trail."""
    pledge = rows.locked(paper.entry.pledge)
    if not rules.may_take_down_paper(by, pledge):
        raise PermissionDenied
    kept = PaperPhoto.objects.select_related("attachment").filter(pk=paper.pk).first()
    if kept is None:
        raise StaleDocument(pledge, "Ảnh này đã được gỡ rồi.")
    kept.delete()
    forget(kept.attachment)
    rows.record("paper_taken_down", pledge, by=by, was=pledge.state, reason=reason)
    return pledge


def _entry(pledge: Pledge, *, by: User) -> PledgeEntry:
    """Both questions to whoever changes the photos."""
    if not rules.may_write_for(by, pledge):
        raise PermissionDenied
    if not rules.can_edit(pledge):
        raise StaleDocument(pledge, "Bản đăng ký đã nộp nên không đổi ảnh được nữa.")
    return PledgeEntry.objects.get(pledge=pledge)


def _check_room(entry: PledgeEntry) -> None:
    if entry.papers.count() >= MOST_PAPERS:
        raise ValidationError(f"Đã đủ {MOST_PAPERS} ảnh. Bỏ một ảnh rồi thêm ảnh khác.")


@transaction.atomic
def confirm(pledge: Pledge, *, by: User) -> Pledge:
    """The person stands by what was entered for him."""
    pledge, entry = _locked_for_answer(pledge, by=by)
    _answer(entry, PledgeEntry.Answer.CONFIRMED)
    rows.record("entry_confirmed", pledge, by=by, was=pledge.state)
    entry_notices.answered(pledge, entry)
    return pledge


@transaction.atomic
def object_to(pledge: Pledge, *, by: User, words: str) -> Pledge:
    """The person does not stand by it: it is a draft again, be it approved, for nobody promises in another's name.

    Who entered it, or the person himself, puts it right and sends it anew; whoever decides is told.
    """
    pledge, entry = _locked_for_answer(pledge, by=by)
    was, deciding_unit = pledge.state, pledge.deciding_unit
    _answer(entry, PledgeEntry.Answer.OBJECTED, words)
    pledge.state = Pledge.State.DRAFT
    pledge.decided_at = pledge.decided_by = pledge.passed_on_at = pledge.passed_on_by = None
    pledge.return_reason = pledge.in_place_reason = pledge.minutes_no = ""
    pledge.minutes_on = pledge.stand_in_from = pledge.stand_in_unit = pledge.in_place_of = None
    route = ("stand_in_from", "stand_in_unit", "in_place_of", "in_place_reason")
    rows.save(pledge, "state", "passed_on_at", "passed_on_by", "minutes_no", "minutes_on", *route, *rows.DECISION)
    rows.record("objected", pledge, by=by, was=was, reason=words)
    entry_notices.answered(pledge, entry, deciding_unit=deciding_unit)
    return pledge


def _locked_for_answer(pledge: Pledge, *, by: User) -> tuple[Pledge, PledgeEntry]:
    pledge = rows.locked(pledge)
    entry = PledgeEntry.objects.select_related("by").filter(pledge=pledge).first()
    if not rules.may_answer(by, pledge):
        raise PermissionDenied
    if entry is None or not rules.can_answer(pledge, entry):
        raise StaleDocument(pledge, "Bản nhập hộ này đã được trả lời, hoặc không còn chờ đồng chí.")
    return pledge, entry


def _answer(entry: PledgeEntry, answer: str, objection: str = "") -> None:
    entry.answer, entry.objection, entry.answered_at = answer, objection, timezone.now()
    entry.save(update_fields=["answer", "objection", "answered_at"])
