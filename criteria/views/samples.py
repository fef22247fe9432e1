"""Random samples of the inspection committee: draw, look at each item, see what was found before."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right
from criteria import sampling
from criteria.forms.following import FindingForm, SampleForm
from criteria.models import Outcome, Sample, SampleItem

ROWS = 25


@require_safe
@rights_required(Right.PLEDGE_INSPECT)
def sample_list(request: HttpRequest) -> HttpResponse:
    samples = Sample.objects.visible_to(request.user).with_counts().select_related("unit", "period", "drawn_by")
    page = Paginator(samples.defer("frame"), ROWS).get_page(request.GET.get("trang"))
    return render(request, "criteria/sample_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PLEDGE_INSPECT)
@submit_once
def sample_new(request: HttpRequest) -> HttpResponse:
    form = SampleForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            sample = sampling.draw_sample(data.pop("unit"), data.pop("period"), by=request.user, **data)
        except sampling.NothingToDraw:
            form.add_error(None, "Ở đó chưa có nội dung nào báo hoàn thành. Chọn đơn vị hoặc kỳ khác.")
        else:
            messages.success(request, f"Đã rút {sample.size} nội dung.")
            return redirect(sample)
    return render(request, "criteria/sample_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@rights_required(Right.PLEDGE_INSPECT)
def sample_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, pk)


def _shown(request: HttpRequest, pk: int, wrong: FindingForm | None = None, wrong_row: int = 0) -> HttpResponse:
    seen = Sample.objects.visible_to(request.user).select_related("unit", "period", "drawn_by")
    sample = get_object_or_404(seen, pk=pk)
    related = ("item__pledge__cadre", "item__pledge__unit", "item__statement", "found_by")
    rows = sample.items.select_related(*related).prefetch_related("item__evidences__attachment")
    context = {
        "sample": sample,
        "rows": rows,
        "is_as_drawn": sampling.is_as_drawn(sample),
        "outcomes": Outcome.choices,
        "wrong": wrong,
        "wrong_row": wrong_row,
    }
    return render(request, "criteria/sample_detail.html", context, status=422 if wrong else 200)


@require_POST
@rights_required(Right.PLEDGE_INSPECT)
@submit_once
def sample_find(request: HttpRequest, pk: int) -> HttpResponse:
    drawn = get_object_or_404(SampleItem.objects.visible_to(request.user), pk=pk)
    form = FindingForm(request.POST)
    if not form.is_valid():
        return _shown(request, drawn.sample_id, form, drawn.pk)
    sampling.record_finding(drawn, by=request.user, **form.cleaned_data)
    messages.success(request, "Đã ghi kết luận.")
    return redirect(f"{drawn.sample.get_absolute_url()}#noi-dung-{drawn.pk}")
