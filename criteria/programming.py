"""What happens to a unit's programme: the only module that writes its state, foci and solutions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, check_version, lock
from accounts.inbox import UNDO_TIME
from accounts.models import User
from accounts.notifying import notify
from cadres.deciding import deciders
from cadres.models import Right, Unit
from cadres.standing_in import ROUTE, Acting, settle, tell_passed_over
from criteria import rules
from criteria.models import Focus, Period, Programme, Progress, Solution
from criteria.routing import take_programme_route

_ROUTE = tuple(name for name in ROUTE if name != "is_by_minutes")
_DECISION = ("decided_at", "decided_by", "return_reason", "in_place_reason")


class ProgrammeIncomplete(Exception):
    """The programme cannot be sent: the message says what it lacks."""


@dataclass(frozen=True)
class SolutionDraft:
    text: str
    due_on: date
    kind: str = Solution.Kind.CAMPAIGN
    in_charge: str = ""


@dataclass(frozen=True)
class FocusDraft:
    """One focus as the form gives it, with its statements (ids) and solutions."""

    text: str
    statement_ids: list[int]
    solutions: list[SolutionDraft] = field(default_factory=list)


def _locked(programme: Programme, version: int) -> Programme:
    lock(programme)
    locked = Programme.objects.select_related("unit", "period", "submitted_by").get(pk=programme.pk)
    check_version(locked, version, lambda: [str(solution) for solution in locked.solutions.all()])
    return locked


def _save(programme: Programme, *fields: str) -> Programme:
    programme.version += 1
    programme.save(update_fields=["version", *fields])
    return programme


def _record(
    verb: str, programme: Programme, *, by: User, was: str, reason: str = "", acting: Acting | None = None
) -> None:
    acting = acting or Acting()
    audit.record(
        f"programme.{verb}",
        programme,
        by=by,
        unit_id=programme.unit_id,
        reason=reason,
        before={"state": was},
        after={"state": programme.state, "version": programme.version},
        acting_role=acting.role,
        on_behalf_of=acting.on_behalf_of,
    )


@transaction.atomic
def start(unit: Unit, period: Period, *, by: User) -> Programme:
    """The unit's programme of the period: the one that is there, or a new draft."""
    if not rules.may_edit_programme(by, unit) or not rules.owes_programme(unit, period):
        raise PermissionDenied
    if not period.is_open:
        raise StaleDocument(period, "Kỳ rèn luyện này đã đóng.")
    programme, is_new = Programme.objects.get_or_create(unit=unit, period=period)
    if is_new:
        _record("started", programme, by=by, was="")
    return programme


@transaction.atomic
def save(
    programme: Programme,
    foci: Iterable[FocusDraft],
    *,
    by: User,
    version: int,
    document_no: str = "",
    document_on: date | None = None,
) -> Programme:
    """Write the document's number, the foci and their solutions anew."""
    programme = _locked(programme, version)
    if not rules.may_edit_programme(by, programme.unit):
        raise PermissionDenied
    if not rules.can_edit_programme(programme):
        raise StaleDocument(programme, "Chương trình đã gửi nên không sửa được nữa.")
    programme.foci.all().delete()
    for n, draft in enumerate(foci, start=1):
        focus = Focus.objects.create(programme=programme, order=n, text=draft.text)
        focus.statements.set(draft.statement_ids)
        Solution.objects.bulk_create(
            Solution(programme=programme, focus=focus, order=k, **vars(solution))
            for k, solution in enumerate(draft.solutions, start=1)
        )
    programme.document_no, programme.document_on = document_no, document_on
    return _save(programme, "document_no", "document_on")


@transaction.atomic
def submit(programme: Programme, *, by: User, version: int) -> Programme:
    programme = _locked(programme, version)
    if not rules.may_edit_programme(by, programme.unit):
        raise PermissionDenied
    if not rules.can_edit_programme(programme):
        raise StaleDocument(programme, "Chương trình này đã gửi rồi.")
    lack = rules.programme_lack(programme, list(programme.foci.prefetch_related("solutions", "statements")))
    if lack:
        raise ProgrammeIncomplete(lack)
    was, programme.state = programme.state, Programme.State.SUBMITTED
    programme.submitted_at, programme.submitted_by = timezone.now(), by
    programme.decided_at = programme.decided_by = None
    programme.return_reason = programme.in_place_reason = ""
    take_programme_route(programme)
    _save(programme, "state", "submitted_at", "submitted_by", *_ROUTE, *_DECISION)
    _record("submitted", programme, by=by, was=was)
    notify(
        [user for user in deciders(programme.deciding_unit, Right.PROGRAMME_DECIDE) if user != by],
        kind="programme.submitted",
        subject=f"{programme.unit} gửi chương trình năm {programme.period.year}",
        body=f"Văn bản số {programme.document_no}, ngày {programme.document_on:%d/%m/%Y}.",
        url=reverse("criteria:programme_detail", args=[programme.pk]),
        key=f"programme-submitted:{programme.pk}:{programme.version}",
    )
    return programme


def _decide(
    programme: Programme, state: str, *, by: User, version: int, reason: str = "", in_place_reason: str = ""
) -> Programme:
    programme = _locked(programme, version)
    take_programme_route(programme)
    acts = rules.programme_acts_as(by, programme, timezone.localdate())
    if acts is None:
        raise PermissionDenied("Đơn vị cấp trên duyệt chương trình, và không ai tự duyệt của đơn vị mình.")
    if not rules.can_decide_programme(programme):
        raise StaleDocument(programme, "Chương trình này không còn chờ duyệt.")
    acting = settle(programme, acts, Right.PROGRAMME_DECIDE, by=by, reason=in_place_reason)
    was = programme.state
    programme.state, programme.decided_at, programme.decided_by = state, timezone.now(), by
    programme.return_reason = reason
    _save(programme, "state", *_ROUTE, *_DECISION)
    _record(state, programme, by=by, was=was, reason=reason or programme.in_place_reason, acting=acting)
    word = "được duyệt" if state == Programme.State.APPROVED else "được trả lại để sửa"
    notify(
        [programme.submitted_by] if programme.submitted_by else [],
        kind=f"programme.{state}",
        subject=f"Chương trình năm {programme.period.year} của {programme.unit} {word}",
        body=reason or "Cập nhật tiến độ từng giải pháp trong năm.",
        url=reverse("criteria:programme_detail", args=[programme.pk]),
        key=f"programme-decided:{programme.pk}:{programme.version}",
        mail_delay=UNDO_TIME,
    )
    tell_passed_over(
        programme,
        Right.PROGRAMME_DECIDE,
        what=f"chương trình năm {programme.period.year} của {programme.unit} {word}",
        by=by,
        key=f"programme-in-place:{programme.pk}:{programme.version}",
    )
    return programme


@transaction.atomic
def approve(programme: Programme, *, by: User, version: int, in_place_reason: str = "") -> Programme:
    return _decide(programme, Programme.State.APPROVED, by=by, version=version, in_place_reason=in_place_reason)


@transaction.atomic
def return_for_edit(
    programme: Programme, *, by: User, version: int, reason: str, in_place_reason: str = ""
) -> Programme:
    return _decide(
        programme, Programme.State.RETURNED, by=by, version=version, reason=reason, in_place_reason=in_place_reason
    )


@transaction.atomic
def record_progress(
    solution: Solution, *, by: User, progress: str, result: str = "", result_figure: str = ""
) -> Solution:
    """How far a solution has come; a finished one says its result."""
    solution = (
        Solution.objects.select_for_update(of=("self",))
        .select_related("programme__unit", "programme__period")
        .get(pk=solution.pk)
    )
    programme = solution.programme
    if not rules.may_edit_programme(by, programme.unit):
        raise PermissionDenied
    if not rules.can_report_solution(programme):
        raise StaleDocument(programme, "Chỉ cập nhật khi chương trình đã duyệt và kỳ còn mở.")
    before = solution.progress
    solution.progress, solution.result, solution.result_figure = Progress(progress), result, result_figure
    solution.save(update_fields=["progress", "result", "result_figure"])
    audit.record(
        "programme.progressed",
        programme,
        by=by,
        unit_id=programme.unit_id,
        before={"solution": solution.pk, "progress": before},
        after={"solution": solution.pk, "progress": progress},
    )
    return solution
