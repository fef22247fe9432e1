"""What the person does with his own pledge: start, write, send, report progress."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from cadres.models import Appointment, Cadre
from criteria import pledge_notices, rules
from criteria.models import Criterion, Period, Pledge, PledgeItem, PledgeRevision, Progress
from criteria.numbering import next_number
from criteria.pledging import rows
from criteria.routing import due_on_of, take_route


class PledgeIncomplete(Exception):
    """The pledge lacks something; `gaps` say what, step by step."""

    def __init__(self, gaps: list[rules.Gap]) -> None:
        super().__init__("; ".join(gap.advice for gap in gaps))
        self.gaps = gaps


class NotOwed(Exception):
    """The person has no post, or one that owes no pledge."""


@dataclass(frozen=True)
class ItemDraft:
    """One item as the form gives it."""

    text: str
    target: str = ""
    due_on: date | None = None
    evidence: str = ""
    statement_id: int | None = None
    focus_id: int | None = None


@transaction.atomic
def start(cadre: Cadre, period: Period, *, by: User) -> Pledge:
    """The person's pledge of the period: the one that is there, or a new draft."""
    if cadre.user_id != by.pk:
        raise PermissionDenied
    today = timezone.localdate()
    appointment = Appointment.objects.valid_on(today).main().in_posts().filter(cadre=cadre).first()
    if appointment is None:
        raise NotOwed
    if not period.is_open:
        raise StaleDocument(period, "Kỳ rèn luyện này không còn nhận bản đăng ký.")
    pledge, is_new = Pledge.objects.current().get_or_create(
        cadre=cadre,
        period=period,
        defaults={
            "appointment": appointment,
            "unit": appointment.unit,
            "due_on": due_on_of(period, appointment),
        },
    )
    if is_new:
        rows.record("started", pledge, by=by, was="")
    return pledge


@transaction.atomic
def save_step(
    pledge: Pledge,
    criterion: str,
    items: Iterable[ItemDraft],
    commitments: Collection[str],
    *,
    by: User,
    version: int,
) -> Pledge:
    """Write the items of one criterion and the KHÔNG confirmed there; the other steps stay as they are."""
    pledge = rows.locked(pledge, version)
    if not rules.may_write(by, pledge):
        raise PermissionDenied
    if not rules.can_edit(pledge):
        raise StaleDocument(pledge, "Bản đăng ký đã nộp nên không sửa được nữa.")
    first = (Criterion.values.index(criterion) + 1) * 10
    pledge.items.filter(criterion=criterion).delete()
    PledgeItem.objects.bulk_create(
        PledgeItem(pledge=pledge, criterion=criterion, order=first + n, **vars(item)) for n, item in enumerate(items)
    )
    others = [code for code in pledge.commitments if not code.startswith(f"{criterion}-")]
    pledge.commitments = sorted({*others, *commitments})
    return rows.save(pledge, "commitments")


@transaction.atomic
def submit(pledge: Pledge, *, by: User, version: int, message: str = "") -> Pledge:
    """Send to whoever decides. The first sending gives the number and settles "on time"."""
    pledge = rows.locked(pledge, version)
    if not rules.may_write(by, pledge):
        raise PermissionDenied
    if not rules.can_edit(pledge):
        raise StaleDocument(pledge, "Bản đăng ký này đã nộp rồi.")
    items = list(pledge.items.select_related("statement"))
    bound = pledge.period.statement_set.statements.applying_to(pledge.appointment)
    donts = bound.dont().values_list("criterion", "code")
    gaps = rules.gaps(items, pledge.commitments, donts, pledge.period.pledge_policy, pledge.period)
    if gaps:
        raise PledgeIncomplete(gaps)
    was, now = pledge.state, timezone.now()
    pledge.state, pledge.submitted_at, pledge.message = Pledge.State.SUBMITTED, now, message
    pledge.decided_at = pledge.decided_by = pledge.passed_on_at = pledge.passed_on_by = None
    pledge.return_reason = pledge.in_place_reason = ""
    take_route(pledge)
    pledge.first_submitted_at = pledge.first_submitted_at or now
    pledge.number = pledge.number or next_number(pledge.unit, "pledge", pledge.period.year)
    rows.save(
        pledge,
        "state",
        "submitted_at",
        "message",
        "passed_on_at",
        "passed_on_by",
        "in_place_reason",
        *rows.ROUTE,
        *rows.DECISION,
        "first_submitted_at",
        "number",
    )
    no = pledge.revisions.count() + 1
    PledgeRevision.objects.create(
        pledge=pledge, no=no, items=rows.frozen(items), commitments=pledge.commitments, submitted_at=now
    )
    rows.record("submitted", pledge, by=by, was=was)
    pledge_notices.submitted(pledge)
    return pledge


@transaction.atomic
def record_progress(item: PledgeItem, *, by: User, progress: str, note: str = "") -> PledgeItem:
    """How far an item has come, said by the person himself."""
    pledge = rows.locked(item.pledge)
    if not rules.may_write(by, pledge):
        raise PermissionDenied
    if not rules.can_progress(pledge):
        raise StaleDocument(pledge, "Chỉ cập nhật tiến độ khi bản đăng ký đã duyệt và kỳ còn mở.")
    item = PledgeItem.objects.select_for_update(of=("self",)).get(pk=item.pk, pledge=pledge)
    before, now = item.progress, timezone.now()
    item.progress, item.progress_note, item.progressed_at = Progress(progress), note, now
    item.save(update_fields=["progress", "progress_note", "progressed_at"])
    audit.record(
        "pledge.progressed",
        pledge,
        by=by,
        cadre_id=pledge.cadre_id,
        unit_id=pledge.unit_id,
        before={"item": item.pk, "progress": before},
        after={"item": item.pk, "progress": item.progress},
    )
    return item
