"""What the person does with his own pledge besides filling it in: start, send."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import User
from cadres.models import Appointment, Cadre
from criteria import entry_notices, pledge_notices, rules
from criteria.deadlines import pledge_dues
from criteria.models import Period, Pledge, PledgeEntry, PledgeRevision
from criteria.numbering import next_number
from criteria.period_turns import write_in
from criteria.pledging import rows
from criteria.routing import take_route


class PledgeIncomplete(Exception):
    """The pledge lacks something; `gaps` say what, step by step."""

    def __init__(self, gaps: list[rules.Gap]) -> None:
        super().__init__("; ".join(gap.advice for gap in gaps))
        self.gaps = gaps


class NotOwed(Exception):
    """The person has no post, or one that owes no pledge."""


class PaperMissing(Exception):
    """Who enters a pledge for somebody shows the paper that the person signed."""


@transaction.atomic
def start(cadre: Cadre, period: Period, *, by: User) -> Pledge:
    """The person's pledge of the period: the one that is there, or a new draft."""
    if cadre.user_id != by.pk:
        raise PermissionDenied
    today = timezone.localdate()
    appointment = Appointment.objects.valid_on(today).main().in_posts().filter(cadre=cadre).first()
    if appointment is None:
        raise NotOwed
    write_in(period.pk)
    period = Period.objects.select_related("pledge_policy").get(pk=period.pk)
    if rules.is_over(period, today):
        raise StaleDocument(period, "Kỳ rèn luyện này không còn nhận bản đăng ký.")
    pledge, is_new = begun(appointment, period)
    if is_new:
        rows.record("started", pledge, by=by, was="")
    return pledge


def begun(post: Appointment, period: Period) -> tuple[Pledge, bool]:
    """The pledge of the holder of the post: the one that is there, or a new draft; and whether it is new."""
    due = pledge_dues([post], period)[post.pk]
    new = {"appointment": post, "unit": post.unit, "due_on": due.on, "extended_from": due.extended_from}
    return Pledge.objects.current().get_or_create(cadre=post.cadre, period=period, defaults=new)


@transaction.atomic
def submit(pledge: Pledge, *, by: User, version: int, message: str = "") -> Pledge:
    """Send to whoever decides. The first sending gives the number and settles "on time"."""
    pledge = rows.locked(pledge, version)
    if not rules.may_write(by, pledge):
        raise PermissionDenied
    if pledge.is_editable and rules.is_over(pledge.period, timezone.localdate()):
        raise rows.PeriodOver(pledge)
    if not rules.can_edit(pledge):
        raise StaleDocument(pledge, "Bản đăng ký này đã nộp rồi.")
    items = list(pledge.items.select_related("statement"))
    bound = pledge.period.statement_set.statements.applying_to(pledge.appointment)
    donts = bound.dont().values_list("criterion", "code")
    gaps = rules.gaps(items, pledge.commitments, donts, pledge.period.pledge_policy, pledge.period)
    if gaps:
        raise PledgeIncomplete(gaps)
    was, now, is_entered = pledge.state, timezone.now(), rules.may_write_for(by, pledge)
    pledge.entered_by = by if is_entered else None
    if is_entered:
        _with_paper(pledge)
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
        "entered_by",
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
    if is_entered:
        entry_notices.entered(pledge, by=by)
    return pledge


def _with_paper(pledge: Pledge) -> None:
    """A new sending is a new question to the person; without a photo of the paper there is none."""
    entry = PledgeEntry.objects.get(pledge=pledge)
    if not entry.papers.exists():
        raise PaperMissing
    entry.answer, entry.objection, entry.answered_at = "", "", None
    entry.save(update_fields=["answer", "objection", "answered_at"])
