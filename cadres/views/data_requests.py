from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.submit_keys import submit_once
from cadres import data_requests, forgetting
from cadres.access import rights_required
from cadres.forms.privacy import DataAnswerForm, DataRequestForm, ForgetForm
from cadres.models import Cadre, DataRequest, Right


@require_http_methods(["GET", "POST"])
@submit_once
def data_request_new(request: HttpRequest) -> HttpResponse:
    """Ask that one's own data be put right or deleted."""
    form = DataRequestForm(request.POST or None, initial={"kind": request.GET.get("loai", "correction")})
    if request.method == "POST" and form.is_valid():
        asked = data_requests.ask(by=request.user, **form.cleaned_data)
        messages.success(request, f"Đã nhận yêu cầu. Sẽ có trả lời trước hết ngày {asked.answer_due_on:%d/%m/%Y}.")
        return redirect(asked)
    return render(request, "cadres/data_request_new.html", {"form": form})


@require_safe
def data_request_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request, with its clock, for both sides."""
    asked = get_object_or_404(DataRequest.objects.visible_to(request.user).select_related("user", "answered_by"), pk=pk)
    form = DataAnswerForm(initial={"version": asked.version})
    return render(request, "cadres/data_request_detail.html", _context(request, asked, form))


def _context(request: HttpRequest, asked: DataRequest, form: DataAnswerForm) -> dict[str, object]:
    may_answer = data_requests.may_answer(request.user, asked)
    return {
        "asked": asked,
        "form": form,
        "can_answer": may_answer and asked.is_open,
        "cadre": Cadre.objects.filter(user=asked.user).first() if may_answer else None,
        "is_late": asked.is_late(timezone.localdate()),
    }


@require_safe
@rights_required(Right.PRIVACY_ANSWER)
def data_request_list(request: HttpRequest) -> HttpResponse:
    """The work of who answers for personal data: overdue first."""
    asked = DataRequest.objects.visible_to(request.user).select_related("user").most_urgent_first()
    today = timezone.localdate()
    page = Paginator(asked, 25).get_page(request.GET.get("trang"))
    rows = [(row, row.is_late(today)) for row in page]
    return render(request, "cadres/data_request_list.html", {"page": page, "rows": rows})


@require_POST
@rights_required(Right.PRIVACY_ANSWER)
@submit_once
def data_request_answer(request: HttpRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(DataRequest.objects.visible_to(request.user).select_related("user", "answered_by"), pk=pk)
    form = DataAnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "cadres/data_request_detail.html", _context(request, asked, form), status=422)
    data_requests.answer(asked, by=request.user, **form.cleaned_data)
    messages.success(request, "Đã gửi trả lời.")
    return redirect(asked)


@require_http_methods(["GET", "POST"])
@rights_required(Right.PRIVACY_ANSWER)
@submit_once
def data_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out what the law lets go of a person without a post; says before what stays, and that it is for good."""
    cadre = get_object_or_404(Cadre, pk=pk)
    if cadre.user_id == request.user.pk:
        raise PermissionDenied("Dữ liệu của chính đồng chí do người khác xóa.")
    form = ForgetForm(request.POST or None)
    holds_a_post = forgetting.holds_a_post(cadre)
    if request.method == "POST" and form.is_valid():
        forgetting.forget(cadre, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"Đã xóa liên hệ, ngày sinh, giới tính của {cadre.full_name}.")
        return redirect("cadres:data_request_list")
    context = {"cadre": cadre, "form": form, "holds_a_post": holds_a_post}
    return render(request, "cadres/data_forget.html", context)
