"""The unit writes its programme, or the amendment of one that is approved."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.documents import StaleDocument
from accounts.models import User
from cadres.models import Unit
from criteria import rules
from criteria.models import Focus, Indicator, Period, Programme, Progress, Solution, SolutionEvent, SolutionEvidence
from criteria.programming import rows
from criteria.rules import Content, FocusDraft, IndicatorDraft, SolutionDraft


class InUse(Exception):
    """A solution that has progress, evidence or meetings is not taken out; the message names it."""


@transaction.atomic
def start(unit: Unit, period: Period, *, by: User) -> Programme:
    """The unit's programme of the period: the one that is there, or a new draft."""
    if not rules.may_edit_programme(by, unit) or not rules.owes_programme(unit, period):
        raise PermissionDenied
    if not period.is_open:
        raise StaleDocument(period, "Kỳ rèn luyện này đã đóng.")
    programme, is_new = Programme.objects.get_or_create(unit=unit, period=period)
    if is_new:
        rows.record("started", programme, by=by, was="")
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
    """Keep what the unit wrote. Rows that stay keep their ids, for pledges and evidence point at them.

    Of an approved programme it is kept apart, as an amendment, until the superior unit accepts it.
    """
    programme = rows.locked(programme, version)
    if not rules.may_edit_programme(by, programme.unit):
        raise PermissionDenied
    is_amendment = rules.can_amend_programme(programme)
    if not (is_amendment or rules.can_edit_programme(programme)):
        raise StaleDocument(programme, "Chương trình đã gửi nên không sửa được nữa.")
    content = Content(list(foci), document_no, document_on)
    refuse_to_lose_work(programme, content)
    if is_amendment:
        programme.amendment = content.as_json()
        return rows.save(programme, "amendment")
    write_content(programme, content)
    return rows.save(programme, "document_no", "document_on")


@transaction.atomic
def discard(programme: Programme, *, by: User, version: int) -> Programme:
    """Drop the amendment that was not sent; the approved programme stays as it is."""
    programme = rows.locked(programme, version)
    if not rules.may_edit_programme(by, programme.unit):
        raise PermissionDenied
    if not rules.can_amend_programme(programme) or programme.amendment is None:
        raise StaleDocument(programme, "Không còn bản sửa đổi nào đang soạn.")
    programme.amendment = None
    rows.save(programme, "amendment")
    rows.record("discarded", programme, by=by, was=programme.state)
    return programme


def refuse_to_lose_work(programme: Programme, content: Content) -> None:
    """Raise InUse when the content lacks a solution for which something was done already."""
    gone = rules.removed_solutions(Content.of(programme).foci, content.foci)
    has_traces = (
        ~Q(progress=Progress.NOT_STARTED)
        | Exists(SolutionEvidence.objects.filter(solution=OuterRef("pk")))
        | Exists(SolutionEvent.objects.filter(solution=OuterRef("pk")))
    )
    kept = Solution.objects.filter(pk__in=gone).filter(has_traces).first()
    if kept:
        raise InUse(f"Giải pháp “{kept}” đã có tiến độ, minh chứng hoặc buổi tổ chức nên không bỏ được.")


def write_content(programme: Programme, content: Content) -> None:
    """Bring the rows of a locked programme in line with the content; the caller saves the programme."""
    programme.document_no, programme.document_on = content.document_no, content.document_on
    there = {focus.pk: focus for focus in programme.foci.all()}
    solutions = {solution.pk: solution for solution in programme.solutions.all()}
    indicators = {one.pk: one for one in Indicator.objects.filter(focus__programme=programme)}
    kept = {draft.pk for draft in content.foci}
    for order, draft in enumerate(content.foci, start=1):
        focus = there.get(draft.pk or 0, Focus(programme=programme))
        focus.order, focus.text, focus.source_id = order, draft.text, draft.source_id
        focus.save()
        focus.statements.set(draft.statement_ids)
        _write_solutions(focus, draft.solutions, solutions)
        _write_indicators(focus, draft.indicators, indicators)
    Solution.objects.filter(pk__in=solutions).delete()
    Indicator.objects.filter(pk__in=indicators).delete()
    Focus.objects.filter(pk__in=there.keys() - kept).delete()


def _write_solutions(focus: Focus, drafts: Sequence[SolutionDraft], there: dict[int, Solution]) -> None:
    """Take the rows that stay out of `there`."""
    for order, draft in enumerate(drafts, start=1):
        row = there.pop(draft.pk or 0, None) or Solution(programme_id=focus.programme_id)
        row.focus, row.order = focus, order
        for name in rules.SOLUTION_FIELDS:
            setattr(row, name, getattr(draft, name))
        row.save()
        row.statements.set(draft.statement_ids)


def _write_indicators(focus: Focus, drafts: Sequence[IndicatorDraft], there: dict[int, Indicator]) -> None:
    """Take the rows that stay out of `there`."""
    for order, draft in enumerate(drafts, start=1):
        row = there.pop(draft.pk or 0, None) or Indicator()
        row.focus, row.order = focus, order
        for name in rules.INDICATOR_FIELDS:
            setattr(row, name, getattr(draft, name))
        row.save()
