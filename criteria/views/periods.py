"""The years: their dates, what is owed in them, and their course from draft to locked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from cadres.access import rights_required
from cadres.models import Right
from criteria import calendar_year
from criteria.forms.period import NewPeriodForm, PeriodDatesForm
from criteria.forms.statements import ChoiceOfSetForm
from criteria.models import DATE_FIELDS, Period

MOVES = {
    "mo": (calendar_year.open_period, "Đã mở kỳ. Cán bộ bắt đầu đăng ký được."),
    "dong": (calendar_year.close_period, "Đã đóng kỳ. Bản đăng ký đã duyệt được chốt."),
    "khoa": (calendar_year.lock_period, "Đã khóa kỳ."),
}
NEXT_MOVE = {
    Period.State.DRAFT: ("mo", "Mở kỳ", "Các quy định của kỳ được giữ nguyên từ lúc mở; mốc thời gian vẫn dời được."),
    Period.State.OPEN: ("dong", "Đóng kỳ", "Không nhận thêm bản đăng ký; bản đã duyệt được chốt."),
    Period.State.CLOSED: ("khoa", "Khóa kỳ", "Khóa hẳn, không sửa được nữa."),
}


@require_safe
@rights_required(Right.PERIOD_MANAGE)
def period_list(request: HttpRequest) -> HttpResponse:
    periods = Period.objects.select_related("statement_set")
    return render(request, "criteria/period_list.html", {"periods": periods, "form": NewPeriodForm()})


@require_POST
@rights_required(Right.PERIOD_MANAGE)
def period_new(request: HttpRequest) -> HttpResponse:
    form = NewPeriodForm(request.POST)
    if form.is_valid():
        period = calendar_year.open_year(**form.cleaned_data, by=request.user)
        messages.success(request, "Đã lập kỳ với mốc mặc định. Xem lại các mốc rồi mở kỳ.")
        return redirect(period)
    context = {"periods": Period.objects.select_related("statement_set"), "form": form}
    return render(request, "criteria/period_list.html", context, status=422)


@require_safe
@rights_required(Right.PERIOD_MANAGE)
def period_detail(request: HttpRequest, pk: int) -> HttpResponse:
    period = get_object_or_404(Period.objects.select_related("statement_set", "pledge_policy"), pk=pk)
    context = {
        "period": period,
        "dates": [(Period._meta.get_field(name).verbose_name, getattr(period, name)) for name in DATE_FIELDS],
        "duties": period.duties.all(),
        "events": audit.trail(period)[:30],
        "next_move": NEXT_MOVE.get(Period.State(period.state)),
        "can_edit": period.state in {Period.State.DRAFT, Period.State.OPEN},
        "set_form": _set_form(period),
    }
    return render(request, "criteria/period_detail.html", context)


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
