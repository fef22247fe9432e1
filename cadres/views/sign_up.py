"""Signing up, and the one page that somebody sees until the unit has answered."""

from uuid import UUID, uuid4

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres import asking, registering
from cadres.forms.joining import CardAskForm, DetailsForm, SignUpForm
from cadres.models import Registration
from cadres.unit_finding import offered_units

BACKEND = "cadres.backends.PortalBackend"
SEARCH = "search"


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """For who is on no list yet; who is on one gets the same answer. It ends on the waiting page."""
    if request.user.is_authenticated:
        return redirect("portal:home")
    is_search = request.POST.get("act") == SEARCH
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and not is_search and form.is_valid():
        if not ratelimit.consume(request, action="registration_sent"):
            return ratelimit.respond_429(request)
        if form.cleaned_data["website"]:
            return redirect("account_login")
        try:
            return _signed_up(request, form)
        except ValidationError as weak:
            form.add_error("password", weak)
    context = {"form": form, "is_search": is_search, "submit_key": _submit_key(request)}
    return render(request, "cadres/sign_up.html", context)


@login_not_required
@require_safe
def sign_up_notice(request: HttpRequest) -> HttpResponse:
    """What is kept of who signs up, and for what: read before anything is typed."""
    return render(request, "cadres/sign_up_notice.html")


def _signed_up(request: HttpRequest, form: SignUpForm) -> HttpResponse:
    password = form.cleaned_data["password"]
    registration = registering.sign_up(form.details, password=password, submit_key=_submit_key(request))
    login(request, registration.user, backend=BACKEND)
    return redirect("cadres:registration_own")


def _submit_key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("submit_key", ""))
    except ValueError:
        return uuid4()


@login_not_required
@require_POST
def unit_search(request: HttpRequest) -> HttpResponse:
    """Units that fit what is being typed, to choose from."""
    if not ratelimit.consume(request, action="unit_search"):
        return ratelimit.respond_429(request)
    words, chosen = request.POST.get("unit_words", "").replace("\0", "")[:100], request.POST.get("unit", "")
    context = {"units": offered_units(words, chosen), "chosen": chosen, "words": words}
    return render(request, "cadres/_unit_options.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def card_ask(request: HttpRequest) -> HttpResponse:
    """Who believes to be on the list asks the unit for a card; the answer is the same for everybody."""
    form = CardAskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="card_asked"):
            return ratelimit.respond_429(request)
        asking.ask_for_card(**form.cleaned_data)
        return redirect("cadres:card_asked")
    return render(request, "cadres/card_ask.html", {"form": form})


@login_not_required
@require_safe
def card_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "cadres/card_asked.html")


@require_safe
def registration_own(request: HttpRequest) -> HttpResponse:
    """What became of one's own registration; the only page until it is settled."""
    registration = get_object_or_404(Registration.objects.with_all(), user=request.user)
    return render(request, "cadres/registration_own.html", {"registration": registration})


@require_http_methods(["GET", "POST"])
def registration_correct(request: HttpRequest) -> HttpResponse:
    registration = get_object_or_404(Registration.objects.with_all(), user=request.user)
    form = DetailsForm.of(registration, request.POST or None)
    is_search = request.POST.get("act") == SEARCH
    if request.method == "POST" and not is_search and form.is_valid():
        registering.correct(registration, form.details, by=request.user, version=_version(request))
        messages.success(request, "Đã gửi lại đăng ký.")
        return redirect("cadres:registration_own")
    context = {"registration": registration, "form": form, "is_search": is_search}
    return render(request, "cadres/registration_correct.html", context)


@require_POST
def registration_withdraw(request: HttpRequest) -> HttpResponse:
    registration = get_object_or_404(Registration, user=request.user)
    registering.withdraw(registration, by=request.user, version=_version(request))
    messages.success(request, "Đã rút đăng ký.")
    return redirect("cadres:registration_own")


@require_POST
def registration_contest(request: HttpRequest) -> HttpResponse:
    """ "Tôi không ở đơn vị này"."""
    registration = get_object_or_404(Registration, user=request.user)
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:500]
    if not reason:
        messages.error(request, "Ghi đồng chí đang ở đơn vị nào để cấp trên chuyển đúng nơi.")
        return redirect("cadres:registration_own")
    registering.contest(registration, reason=reason, by=request.user, version=_version(request))
    request.session.pop("is_settled", None)
    messages.success(request, "Đã báo đơn vị cấp trên.")
    return redirect("cadres:registration_own")


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() else 0
