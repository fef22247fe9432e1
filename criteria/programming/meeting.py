"""Talks, dialogues and training that a unit held for its programme, and who was there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.documents import StaleDocument, check_version, lock
from accounts.models import User
from cadres.models import Cadre
from criteria import rules
from criteria.models import Attendance, EventQuestion, Programme, Solution, SolutionEvent
from criteria.programming import rows


@dataclass(frozen=True)
class EventDraft:
    """One meeting as the form gives it; `questions` are pairs of question and answer."""

    held_on: date
    place: str
    present: int | None = None
    summary: str = ""
    questions: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def record_event(
    solution: Solution, draft: EventDraft, *, by: User, event: SolutionEvent | None = None, version: int = 0
) -> SolutionEvent:
    """Write down a meeting, or mend what was written (`event`)."""
    programme = _writable(solution, by=by)
    if event:
        event = _locked(event, version)
        event.version += 1
    else:
        event = SolutionEvent(solution=solution, recorded_by=by)
    event.held_on, event.place = draft.held_on, draft.place
    event.present, event.summary = draft.present, draft.summary
    event.save()
    event.questions.all().delete()
    EventQuestion.objects.bulk_create(
        EventQuestion(event=event, order=n, question=question, answer=answer)
        for n, (question, answer) in enumerate(draft.questions, start=1)
    )
    after = {"solution": solution.pk, "event": event.pk, "held_on": draft.held_on.isoformat()}
    rows.record_work("held", programme, by=by, after=after)
    return event


@transaction.atomic
def remove_event(event: SolutionEvent, *, by: User, version: int) -> None:
    """Take out a meeting that was written down by mistake, with its list of people."""
    programme = _writable(event.solution, by=by)
    event = _locked(event, version)
    before = {"event": event.pk, "held_on": event.held_on.isoformat(), "people": event.attendances.count()}
    event.delete()
    rows.record_work("unheld", programme, by=by, before=before, after={})


@transaction.atomic
def mark_present(
    event: SolutionEvent, present: Collection[int], *, by: User, among: Iterable[int] | None = None
) -> int:
    """Of the people named by `among` (else of everybody), those in `present` were there and the others were not.

    Only people of the unit and of those below it. Returns how many are on the list now.
    """
    programme = _writable(event.solution, by=by)
    event = _locked(event)
    reachable = Cadre.objects.serving_under(programme.unit, event.held_on)
    asked = set(reachable.filter(pk__in=present).values_list("pk", flat=True))
    listed = event.attendances.all()
    if among is not None:
        listed = listed.filter(cadre__in=set(among))
    there = set(listed.values_list("cadre", flat=True))
    listed.filter(cadre__in=there - asked).delete()
    come = sorted(asked - there - set(event.attendances.values_list("cadre", flat=True)))
    Attendance.objects.bulk_create(Attendance(event=event, cadre_id=pk, added_by=by) for pk in come)
    if come or there - asked:
        after = {"event": event.pk, "came": len(come), "left_out": len(there - asked)}
        rows.record_work("attended", programme, by=by, after=after)
    return event.attendances.count()


def _writable(solution: Solution, *, by: User) -> Programme:
    programme = rows.locked(solution.programme)
    if not rules.may_edit_programme(by, programme.unit):
        raise PermissionDenied
    if not rules.can_record_event(Solution.objects.select_related("programme__period").get(pk=solution.pk)):
        raise StaleDocument(programme, "Chỉ ghi buổi tổ chức khi chương trình đã duyệt và kỳ còn mở.")
    return programme


def _locked(event: SolutionEvent, version: int | None = None) -> SolutionEvent:
    lock(event)
    row: SolutionEvent = SolutionEvent.objects.select_related("solution").get(pk=event.pk)
    if version is not None:
        check_version(row, version)
    return row
