"""How a step of the pledge is taken in: by its button, or by the page that saves itself (static/js/autosave.js)."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.documents import StaleDocument
from cadres.deciding import leaders_of
from criteria import pledging, routing, rules
from criteria.forms.deciding import VersionForm
from criteria.forms.step import StepForm
from criteria.forms.typed import as_text
from criteria.models import Pledge, PledgeSaving

Write = Callable[..., Pledge]


def save(request: HttpRequest, pledge: Pledge, form: Any, write: Write, onward: Callable[[], HttpResponse]) -> Any:
    """What the sender hears; nothing when the form has to be shown again with what is wrong."""
    is_auto = request.POST.get("act") == "autosave"
    version = VersionForm(request.POST)
    if pledge.is_editable and rules.is_over(pledge.period, timezone.localdate()):
        return _over(request, pledge, form, is_auto=is_auto)
    if not form.is_valid() or not version.is_valid():
        return JsonResponse({"errors": form.error_lines}, status=422) if is_auto else None
    try:
        pledge = write(by=request.user, version=version.cleaned_data["version"], tab=request.POST.get("tab", "")[:36])
    except pledging.PeriodOver:
        return _over(request, pledge, form, is_auto=is_auto)
    except StaleDocument as stale:
        if not is_auto:
            raise
        return JsonResponse({"kind": "newer" if pledge.is_editable else "sent", "message": stale.message}, status=409)
    except ValidationError as wrong:
        form.add_error("work_plan", wrong)
        return None
    return _told(pledge) if is_auto else onward()


def _told(pledge: Pledge) -> JsonResponse:
    """The time is the server's: it says when the words were safe, not when they were typed."""
    return JsonResponse({"version": pledge.version, "saved": saved_words(pledge)})


def saved_words(pledge: Pledge) -> str:
    saving = PledgeSaving.objects.filter(pledge=pledge).first()
    if saving is None:
        return ""
    at = timezone.localtime(saving.saved_at)
    day = "" if at.date() == timezone.localdate() else f" ngày {at:%d/%m/%Y}"
    return f"Đã lưu lúc {at:%H:%M}{day}."


def _over(request: HttpRequest, pledge: Pledge, form: Any, *, is_auto: bool) -> HttpResponse:
    if is_auto:
        message = "Kỳ rèn luyện đã đóng nên Cổng không ghi thêm được. Chữ ở trang này vẫn còn nguyên."
        return JsonResponse({"kind": "over", "message": message}, status=409)
    return over_page(request, pledge, form if isinstance(form, StepForm) else None)


def over_page(request: HttpRequest, pledge: Pledge, form: StepForm | None = None, message: str = "") -> HttpResponse:
    """The period was closed meanwhile: all that was written, to take along, and whom to ask."""
    routing.take_route(pledge)
    unit = pledge.deciding_unit
    context = {
        "pledge": pledge,
        "text": as_text(pledge, form, message),
        "deciding_unit": unit,
        "leader": leaders_of([unit.pk]).get(unit.pk) if unit else None,
    }
    return render(request, "criteria/pledge_over.html", context, status=409)
