"""The years: their dates, what is owed in them, and their course from draft to locked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from cadres.access import rights_required
from cadres.models import Right
from criteria import calendar_year, course, timelines
from criteria.forms.period import NewPeriodForm, PeriodDatesForm
from criteria.forms.statements import ChoiceOfSetForm
from criteria.models import DATE_FIELDS, HARD_DATES, Period, by_year

MOVES = {
    "mo": (calendar_year.open_period, "Đã mở kỳ. Cán bộ bắt đầu đăng ký được."),
    "dong": (calendar_year.close_period, "Đã đóng kỳ. Bản đăng ký đã duyệt được chốt."),
    "khoa": (calendar_year.lock_period, "Đã khóa kỳ."),
}
NEXT_LABELS = {Period.State.DRAFT: "Mở kỳ", Period.State.OPEN: "Đóng kỳ", Period.State.CLOSED: "Khóa kỳ"}


@require_safe
@rights_required(Right.PERIOD_MANAGE)
def period_list(request: HttpRequest) -> HttpResponse:
    context = {"years": by_year(Period.objects.all()), "form": NewPeriodForm()}
    return render(request, "criteria/period_list.html", context)


@require_POST
@rights_required(Right.PERIOD_MANAGE)
def period_new(request: HttpRequest) -> HttpResponse:
    form = NewPeriodForm(request.POST)
    if form.is_valid():
        period = calendar_year.open_year(**form.cleaned_data, by=request.user)
        messages.success(request, "Đã lập kỳ với mốc mặc định. Xem lại các mốc rồi mở kỳ.")
        return redirect(period)
    context = {"years": by_year(Period.objects.all()), "form": form}
    return render(request, "criteria/period_list.html", context, status=422)


@require_safe
@rights_required(Right.PERIOD_MANAGE)
def period_detail(request: HttpRequest, pk: int) -> HttpResponse:
    period = get_object_or_404(Period.objects.select_related("statement_set", "pledge_policy"), pk=pk)
    context = {
        "period": period,
        "dates": [
            (Period._meta.get_field(name).verbose_name, getattr(period, name), name in HARD_DATES)
            for name in DATE_FIELDS
        ],
        "steps": timelines.of_period(period),
        "duties": period.duties.all(),
        "events": audit.trail(period)[:30],
        "next_label": NEXT_LABELS.get(Period.State(period.state)),
        "can_edit": period.state in {Period.State.DRAFT, Period.State.OPEN},
        "set_form": _set_form(period),
    }
    return render(request, "criteria/period_detail.html", context)


@require_safe
@rights_required(Right.PERIOD_MANAGE)
def period_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """What the next move brings, before it is made."""
    period = get_object_or_404(Period, pk=pk)
    move = course.next_move(period)
    if move is None:
        return redirect(period)
    return render(request, "criteria/period_confirm.html", {"period": period, "move": move})


def _set_form(period: Period) -> ChoiceOfSetForm | None:
    """While the year is being prepared, by which version of the statements it goes."""
    if period.state != Period.State.DRAFT:
        return None
    return ChoiceOfSetForm(initial={"statement_set": period.statement_set_id})


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PERIOD_MANAGE)
def period_edit(request: HttpRequest, pk: int) -> HttpResponse:
    period = get_object_or_404(Period, pk=pk)
    form = PeriodDatesForm(request.POST or None, instance=period)
    if request.method == "POST" and form.is_valid():
        calendar_year.change_dates(period, form.dates, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Đã lưu các mốc.")
        return redirect(period)
    status = 422 if form.errors else 200
    return render(request, "criteria/period_edit.html", {"period": period, "form": form}, status=status)


@require_POST
@rights_required(Right.PERIOD_MANAGE)
def period_move(request: HttpRequest, pk: int) -> HttpResponse:
    period = get_object_or_404(Period, pk=pk)
    move, said = MOVES.get(request.POST.get("act", ""), (None, ""))
    if move:
        move(period, by=request.user)
        messages.success(request, said)
    return redirect(period)
