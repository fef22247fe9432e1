"""People who signed up, before those who confirm them: the list, one beside those who look like him, the answer."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.inbox import address
from accounts.submit_keys import submit_once
from cadres import confirming
from cadres.access import rights_required
from cadres.forms.confirming import ConfirmForm, MergeForm, PassOnForm, RefuseForm
from cadres.models import Cadre, Registration, Right
from cadres.resemblance import lookalikes

Forms = dict[str, Form]
State = Registration.State


@require_safe
@rights_required(Right.PEOPLE_CONFIRM)
def registration_detail(request: HttpRequest, pk: int) -> HttpResponse:
    registration = _visible(request, pk)
    return _shown(request, registration, _forms(None, registration))


@require_POST
@rights_required(Right.PEOPLE_CONFIRM)
@submit_once
def registration_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, merge, pass on or refuse; a form that lacks something comes back as it was typed."""
    registration = _visible(request, pk)
    act = request.POST.get("act", "")
    forms = _forms(request.POST, registration, act)
    if act not in _ANSWERS or not forms[act].is_valid():
        return _shown(request, registration, forms, status=200 if act == "search" else 422)
    try:
        words = _ANSWERS[act](request, registration, forms[act])
    except confirming.AlreadyKnown:
        forms[act].add_error(
            "is_somebody_else", "Có người giống trong danh sách. So sánh rồi gộp, hoặc đánh dấu ô này."
        )
        return _shown(request, registration, forms, status=422)
    messages.success(request, words)
    return redirect(address("tai-khoan"))


def _visible(request: HttpRequest, pk: int) -> Registration:
    return get_object_or_404(Registration.objects.visible_to(request.user).with_all(), pk=pk)


def _forms(data: object, registration: Registration, act: str = "") -> Forms:
    """The form that was sent gets what was typed, the others are fresh."""
    return {
        "confirm": ConfirmForm(data if act == "confirm" else None, registration=registration),
        "merge": MergeForm(data if act == "merge" else None),
        "pass-on": PassOnForm(data if act in {"pass-on", "search"} else None),
        "refuse": RefuseForm(data if act == "refuse" else None),
    }


def _shown(request: HttpRequest, registration: Registration, forms: Forms, status: int = 200) -> HttpResponse:
    is_waiting = registration.state == State.WAITING
    context = {
        "registration": registration,
        "lookalikes": lookalikes(registration, seen_by=request.user) if is_waiting else [],
        "twins": Registration.objects.waiting().alike(registration)[:5] if is_waiting else [],
        "events": audit.trail(registration)[:20],
        "confirm_form": forms["confirm"],
        "merge_form": forms["merge"],
        "pass_on_form": forms["pass-on"],
        "refuse_form": forms["refuse"],
        "act": request.POST.get("act", ""),
    }
    return render(request, "cadres/registration_detail.html", context, status=status)


def _confirm(request: HttpRequest, registration: Registration, form: Form) -> str:
    registration = confirming.confirm(
        registration,
        form.post,
        by=request.user,
        version=_version(request),
        is_somebody_else=form.cleaned_data["is_somebody_else"],
    )
    return f"Đã xác nhận đồng chí {registration.full_name}, mã cán bộ {registration.cadre.code}."


def _merge(request: HttpRequest, registration: Registration, form: Form) -> str:
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user), pk=form.cleaned_data["cadre"])
    taken = form.cleaned_data["take_over"]
    confirming.merge(registration, cadre, take_over=taken, by=request.user, version=_version(request))
    return f"Đã gộp vào hồ sơ của đồng chí {cadre.full_name}, mã cán bộ {cadre.code}."


def _pass_on(request: HttpRequest, registration: Registration, form: Form) -> str:
    given = form.cleaned_data
    registration = confirming.pass_on(
        registration, given["unit"], reason=given["reason"], by=request.user, version=_version(request)
    )
    return f"Đã chuyển tới {registration.deciding_unit}."


def _refuse(request: HttpRequest, registration: Registration, form: Form) -> str:
    reason = form.cleaned_data["reason"]
    confirming.refuse(registration, reason=reason, by=request.user, version=_version(request))
    return f"Đã trả lời đồng chí {registration.full_name}."


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() else 0


_ANSWERS: dict[str, Callable[[HttpRequest, Registration, Form], str]] = {
    "confirm": _confirm,
    "merge": _merge,
    "pass-on": _pass_on,
    "refuse": _refuse,
}
