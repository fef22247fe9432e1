"""Evidence of pledge items and of solutions: added on a page of its own, downloaded, taken down at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import attachments
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right
from criteria import evidencing, rules
from criteria.evidencing import AnyEvidence
from criteria.forms.evidence import EvidenceForm, TakeDownForm
from criteria.models import ItemEvidence, Pledge, PledgeItem, Programme, Solution, SolutionEvidence
from criteria.views.navigation import stand_under_pledges

READS_PLEDGES = (Right.PLEDGE_READ, Right.PLEDGE_DECIDE)
ITEM = ("item__pledge__unit", "item__pledge__deciding_unit", "item__pledge__period", "item__pledge__cadre")
SOLUTION = ("solution__programme__unit", "solution__programme__deciding_unit", "solution__programme__period")


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PLEDGE_WRITE, Right.PLEDGE_ENTER)
@submit_once
def item_evidence_add(request: HttpRequest, pk: int) -> HttpResponse:
    written = PledgeItem.objects.filter(pledge__in=Pledge.objects.to_write(request.user))
    return _add(request, get_object_or_404(written.select_related("pledge__cadre", "pledge__period"), pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PROGRAMME_EDIT)
@submit_once
def solution_evidence_add(request: HttpRequest, pk: int) -> HttpResponse:
    seen = Solution.objects.filter(programme__in=Programme.objects.visible_to(request.user))
    return _add(request, get_object_or_404(seen.select_related("programme__unit", "programme__period"), pk=pk))


def _add(request: HttpRequest, owner: PledgeItem | Solution) -> HttpResponse:
    if not rules.may_prove(request.user, owner):
        raise PermissionDenied
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        caption = form.cleaned_data["caption"]
        try:
            if form.upload:
                evidencing.attach_file(owner, form.upload, by=request.user, caption=caption)
            else:
                evidencing.attach_link(owner, form.cleaned_data["link"], by=request.user, caption=caption)
        except ValidationError as wrong:
            form.add_error("file" if form.upload else None, wrong)
        else:
            messages.success(request, "Đã thêm minh chứng.")
            return redirect(_place(owner))
    context = {"owner": owner, "form": form, "back": _place(owner), "may_now": rules.can_prove(owner)}
    return render(request, "criteria/evidence_add.html", context, status=422 if form.errors else 200)


def _place(owner: PledgeItem | Solution) -> str:
    """Where the item or solution stands on the page of its document."""
    if isinstance(owner, PledgeItem):
        return f"{owner.pledge.get_absolute_url()}#noi-dung-{owner.pk}"
    return f"{owner.programme.get_absolute_url()}#giai-phap-{owner.pk}"


def _item_evidence(request: HttpRequest, pk: int) -> ItemEvidence:
    seen = ItemEvidence.objects.visible_to(request.user).select_related("attachment", *ITEM)
    return get_object_or_404(seen, pk=pk)


def _solution_evidence(request: HttpRequest, pk: int) -> SolutionEvidence:
    seen = SolutionEvidence.objects.visible_to(request.user).select_related("attachment", *SOLUTION)
    return get_object_or_404(seen, pk=pk)


@require_safe
@rights_required(*READS_PLEDGES)
def item_evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(_item_evidence(request, pk))


@require_safe
@rights_required(Right.PROGRAMME_READ)
def solution_evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(_solution_evidence(request, pk))


def _file(evidence: AnyEvidence) -> HttpResponse:
    if evidence.attachment is None:
        raise Http404
    return attachments.response(evidence.attachment)


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PLEDGE_WRITE, Right.PLEDGE_DECIDE, Right.PERIOD_MANAGE)
@submit_once
def item_evidence_take_down(request: HttpRequest, pk: int) -> HttpResponse:
    evidence = _item_evidence(request, pk)
    stand_under_pledges(request, evidence.item.pledge)
    return _take_down(request, evidence, evidence.item)


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PROGRAMME_EDIT, Right.PROGRAMME_DECIDE, Right.PERIOD_MANAGE)
@submit_once
def solution_evidence_take_down(request: HttpRequest, pk: int) -> HttpResponse:
    evidence = _solution_evidence(request, pk)
    return _take_down(request, evidence, evidence.solution)


def _take_down(request: HttpRequest, evidence: AnyEvidence, owner: Any) -> HttpResponse:
    """Asks why, then the file is gone."""
    if not rules.may_take_down(request.user, evidence):
        raise PermissionDenied
    form = TakeDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        evidencing.take_down(evidence, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Đã gỡ minh chứng.")
        return redirect(_place(owner))
    context = {"evidence": evidence, "owner": owner, "form": form, "back": _place(owner)}
    return render(request, "criteria/evidence_take_down.html", context, status=422 if form.errors else 200)
