from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import running
from accounts.models import Run
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right
from reports.filters import BoardFilter
from reports.forms import WorkbookForm
from reports.tasks import WORKBOOK
from reports.workbooks import WORKBOOKS


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.REPORT_READ)
@submit_once
def workbook_new(request: HttpRequest) -> HttpResponse:
    """Choose a workbook; it is made in the background and only the asker can download it."""
    filters = BoardFilter(request.GET, user=request.user)
    initial = {"don_vi": filters.unit, "nam": filters.year, "bieu": "B1"}
    form = WorkbookForm(request.POST or None, initial=initial, user=request.user, filters=filters)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        book, unit = WORKBOOKS[data["bieu"]], data["don_vi"]
        run = running.start(
            WORKBOOK.code,
            by=request.user,
            parameters={"book": book.code, "unit": unit.pk, "year": data["nam"]},
            reason=data["reason"],
            label=f"{book.code}, {unit.name}, năm {data['nam']}",
        )
        return redirect("accounts:run_detail", pk=run.pk)
    made = Run.objects.visible_to(request.user).filter(kind=WORKBOOK.code, state=Run.State.DONE).exclude(file="")
    context = {"form": form, "unit": filters.unit, "year": filters.year, "filters": filters, "made": made[:5]}
    return render(request, "reports/workbook_new.html", context)
