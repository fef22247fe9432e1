"""Accounts for people who are no cadres: made here, opened by their owners with a card or a link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.submit_keys import submit_once
from cadres import activating
from cadres.access import rights_required
from cadres.forms.joining import InvitationForm
from cadres.models import Right
from cadres.papers import cards
from cadres.views.accounts import render_cards


@require_http_methods(["GET", "POST"])
@rights_required(Right.GRANT_MANAGE)
@submit_once
def invitation_new(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = activating.invite(**form.cleaned_data, by=request.user)
        except activating.AlreadyInvited:
            form.add_error(None, "E-mail hoặc số điện thoại này đã có trong Cổng. Tìm người ấy trong danh sách cán bộ.")
        else:
            return redirect("cadres:invitation_detail", pk=user.pk)
    waiting = activating.invited_by(request.user).order_by("full_name", "pk")[:50]
    return render(request, "cadres/invitation_new.html", {"form": form, "waiting": waiting})


@require_safe
@rights_required(Right.GRANT_MANAGE)
def invitation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The invited person, and the two ways to hand over the account."""
    invited = get_object_or_404(activating.invited_by(request.user), pk=pk)
    context = {"invited": invited, "events": audit.trail(invited)[:20]}
    return render(request, "cadres/invitation_detail.html", context)


@require_POST
@rights_required(Right.GRANT_MANAGE)
def invitation_card(request: HttpRequest, pk: int) -> HttpResponse:
    """A card to print, shown once."""
    invited = get_object_or_404(activating.invited_by(request.user), pk=pk)
    code = activating.issue_to_invited(invited, by=request.user)
    back = reverse("cadres:invitation_detail", args=[invited.pk])
    return render_cards(request, [cards.card_of_user(invited, code)], [(invited, code)], back=back)


@require_POST
@rights_required(Right.GRANT_MANAGE)
def invitation_link(request: HttpRequest, pk: int) -> HttpResponse:
    invited = get_object_or_404(activating.invited_by(request.user), pk=pk)
    activating.send_link_to_invited(invited, by=request.user)
    messages.success(request, f"Đã gửi liên kết tới {invited.email}. Liên kết dùng được trong 72 giờ.")
    return redirect("cadres:invitation_detail", pk=invited.pk)
