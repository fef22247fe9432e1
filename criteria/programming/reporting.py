"""What came of an approved programme: progress of its solutions, and the report to the Party committee."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.documents import StaleDocument
from accounts.models import User
from criteria import rules
from criteria.models import Programme, Progress, Solution
from criteria.programming import rows


@transaction.atomic
def record_progress(
    solution: Solution, *, by: User, progress: str, result: str = "", result_figure: str = ""
) -> Solution:
    """How far a solution has come; a finished one says its result."""
    programme = _at_work(solution.programme, by=by)
    solution = Solution.objects.select_for_update(of=("self",)).get(pk=solution.pk, programme=programme)
    before = solution.progress
    solution.progress, solution.result, solution.result_figure = Progress(progress), result, result_figure
    solution.save(update_fields=["progress", "result", "result_figure"])
    rows.record_work(
        "progressed",
        programme,
        by=by,
        before={"solution": solution.pk, "progress": before},
        after={"solution": solution.pk, "progress": progress},
    )
    return solution


@transaction.atomic
def report_to_party(programme: Programme, *, by: User, on: date, document_no: str) -> Programme:
    """The day and number of the paper by which the Party committee was told (283-KH, V)."""
    programme = _at_work(programme, by=by)
    before = programme.reported_to_party_on
    programme.reported_to_party_on, programme.reported_to_party_no = on, document_no
    programme.save(update_fields=["reported_to_party_on", "reported_to_party_no"])
    rows.record_work(
        "reported",
        programme,
        by=by,
        before={"reported_to_party_on": before and before.isoformat()},
        after={"reported_to_party_on": on.isoformat(), "document_no": document_no},
    )
    return programme


def _at_work(programme: Programme, *, by: User) -> Programme:
    programme = rows.locked(programme)
    if not rules.may_edit_programme(by, programme.unit):
        raise PermissionDenied
    if not rules.can_report_solution(programme):
        raise StaleDocument(programme, "Chỉ cập nhật khi chương trình đã duyệt và kỳ còn mở.")
    return programme
