"""What is said to be done and not yet looked at: the list of people, and all items of one of them on one screen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right, place_of
from criteria import pledging
from criteria.forms.following import OutcomesForm
from criteria.models import Outcome, Pledge, Progress

DECIDES = (Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD)
ROWS = 25


@require_safe
@rights_required(*DECIDES)
def check_list(request: HttpRequest) -> HttpResponse:
    """Whose items wait, the longest first."""
    waiting = Pledge.objects.visible_to(request.user).to_check(request.user)
    rows = waiting.select_related("cadre", "unit", "appointment__position").annotate(place=place_of())
    page = Paginator(rows, ROWS).get_page(request.GET.get("trang"))
    return render(request, "criteria/check_list.html", {"page": page, "today": timezone.localdate()})


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(*DECIDES)
@submit_once
def pledge_check(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's done items; what gets no answer is left for later."""
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user).for_detail(), pk=pk)
    items = [item for item in pledge.items.all() if item.progress == Progress.DONE]
    since = min((item.progressed_at for item in items if item.progressed_at and not item.outcome), default=None)
    if request.user.pk == pledge.cadre.user_id or not pledging.checks_as(request.user, pledge, since):
        raise PermissionDenied("Kết quả do nơi duyệt bản đăng ký kiểm tra.")
    form = OutcomesForm(items, request.POST or None)
    is_wrong = request.method == "POST" and not form.is_valid()
    if request.method == "POST" and not is_wrong:
        said = [(row["item"], row["form"].cleaned_data) for row in form.chosen]
        count = pledging.check_items(said, by=request.user)
        messages.success(request, f"Đã ghi kết quả {count} nội dung của {pledge.cadre}.")
        return redirect("criteria:check_list")
    context = {"pledge": pledge, "form": form, "outcomes": Outcome.choices, "is_wrong": is_wrong}
    return render(request, "criteria/pledge_check.html", context, status=422 if is_wrong else 200)
