"""Days off by year: the fixed ones at once, those that follow the moon by hand, and the Saturdays worked instead."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Holiday
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right
from criteria import holidays
from criteria.forms.holiday import HolidayForm, NationalDaysForm, year_of


def _to_year(year: int) -> HttpResponseRedirect:
    return redirect(f"{reverse('criteria:holiday_list')}?nam={year}")


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PERIOD_MANAGE)
@submit_once
def holiday_list(request: HttpRequest) -> HttpResponse:
    form = HolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        day = holidays.save(form.save(commit=False), by=request.user)
        messages.success(request, f"Đã thêm {day}.")
        return _to_year(day.on.year)
    today = timezone.localdate()
    year = year_of(request.GET, today.year)
    context = {
        "year": year,
        "years": range(today.year - 1, today.year + 3),
        "days": Holiday.objects.in_year(year),
        "form": form,
        "national": NationalDaysForm(initial={"year": year}),
        "has_tet": Holiday.objects.in_year(year).filter(name__icontains="Nguyên đán").exists(),
    }
    return render(request, "criteria/holiday_list.html", context, status=422 if form.errors else 200)


@require_POST
@rights_required(Right.PERIOD_MANAGE)
def holiday_national(request: HttpRequest) -> HttpResponse:
    form = NationalDaysForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Chọn năm và ngày nghỉ cạnh 2/9.")
        return redirect("criteria:holiday_list")
    year = form.cleaned_data["year"]
    added = holidays.add_national_days(year, form.cleaned_data["beside"], by=request.user)
    if added:
        messages.success(request, f"Đã thêm {len(added)} ngày của năm {year}.")
    else:
        messages.info(request, f"Năm {year} đã có đủ các ngày lễ cố định.")
    return _to_year(year)


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PERIOD_MANAGE)
def holiday_edit(request: HttpRequest, pk: int) -> HttpResponse:
    day = get_object_or_404(Holiday, pk=pk)
    form = HolidayForm(request.POST or None, instance=day)
    if request.method == "POST" and form.is_valid():
        holidays.save(form.save(commit=False), by=request.user)
        messages.success(request, f"Đã sửa thành {day}.")
        return _to_year(day.on.year)
    context = {"day": Holiday.objects.get(pk=pk), "form": form}
    return render(request, "criteria/holiday_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PERIOD_MANAGE)
def holiday_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once, then takes the day out."""
    day = get_object_or_404(Holiday, pk=pk)
    if request.method == "POST":
        holidays.remove(day, by=request.user)
        messages.success(request, f"Đã bỏ {day}.")
        return _to_year(day.on.year)
    return render(request, "criteria/holiday_remove.html", {"day": day})
