"""From one union to another: at once, or proposed and then accepted or refused by the other."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.submit_keys import submit_once
from cadres import post_rules, posting
from cadres.access import rights_required
from cadres.deciding import deciding_unit
from cadres.forms.posts import AcceptForm, RefuseForm, TransferForm, VersionForm
from cadres.models import Appointment, Right, Transfer, Unit
from cadres.posting import PostRefused
from cadres.views.posts import editable_post
from cadres.views.steps import ask_unit, confirm_page, form_page, is_confirmed

DECIDES = (Right.PEOPLE_EDIT, Right.PEOPLE_CONFIRM)


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_EDIT)
@submit_once
def post_transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Which unit, which post, what follows; then done, or proposed to a unit out of reach."""
    post = editable_post(request, pk)
    title, back = f"Điều chuyển {post.cadre}", post.cadre.get_absolute_url()
    everywhere = Unit.objects.valid_on(timezone.localdate())
    unit, asked = ask_unit(request, everywhere, title=title, back=back, lead="Tìm đơn vị sẽ nhận đồng chí này.")
    if asked:
        return asked
    form = _form(request, post, unit)
    if request.method == "POST" and form.is_valid():
        try:
            posting.check_move(post, unit, form.draft_after(post))
            if not is_confirmed(request):
                return _confirm(request, post, unit, form)
            return _done(request, post, unit, form)
        except PostRefused as refused:
            form.add_error(None, str(refused))
    lead = f"Đang giữ: {post}. Chức vụ này kết thúc vào ngày trước đó."
    return form_page(
        request, form, post.cadre, title=f"{title} về {unit}", lead=lead, action="Xem việc gì sẽ xảy ra", unit=unit
    )


def _form(request: HttpRequest, post: Appointment, unit: Unit) -> TransferForm:
    return TransferForm(
        request.POST or None,
        user=request.user,
        cadre=post.cadre,
        unit=unit,
        initial={
            "version": post.version,
            "is_full_time": post.is_full_time,
            "is_public_servant": post.is_public_servant,
        },
    )


def _is_direct(request: HttpRequest, post: Appointment, form: TransferForm) -> bool:
    return not post_rules.refusal(request.user, post.cadre, form.cleaned_data["position"], form.unit)


def _confirm(request: HttpRequest, post: Appointment, unit: Unit, form: TransferForm) -> HttpResponse:
    given, is_direct = form.cleaned_data, _is_direct(request, post, form)
    then = Appointment(cadre=post.cadre, unit=unit, position=given["position"])
    decides = Unit.objects.get(pk=deciding_unit(then, Right.PLEDGE_DECIDE).unit_id)
    rows: list[tuple[str, Any]] = [
        ("Từ", post),
        ("Sang", f"{given['position']}, {unit}"),
        ("Từ ngày", given["valid_from"]),
        ("Quyết định", given["decision_no"] or "Chưa ghi"),
        ("Nơi duyệt từ nay", decides),
    ]
    if not is_direct:
        rows.append(("Cần nơi nhận đồng ý", "Đồng chí này ở nguyên chức vụ cho tới khi nơi nhận trả lời"))
    title = f"Xác nhận điều chuyển {post.cadre}" if is_direct else f"Đề nghị nhận {post.cadre}"
    action = "Điều chuyển" if is_direct else "Gửi đề nghị"
    return confirm_page(request, form, post.cadre, title=title, rows=rows, action=action, keeps_post=True, unit=unit)


def _done(request: HttpRequest, post: Appointment, unit: Unit, form: TransferForm) -> HttpResponse:
    version = form.cleaned_data["version"]
    if _is_direct(request, post, form):
        posting.transfer(post, unit, form.draft_after(post), by=request.user, version=version)
        messages.success(request, f"Đã điều chuyển đồng chí {post.cadre} về {unit}.")
        return redirect(post.cadre)
    message = form.cleaned_data.get("message", "")
    proposal = posting.propose(post, unit, form.draft_after(post), by=request.user, version=version, message=message)
    messages.success(request, f"Đã gửi đề nghị tới {proposal.receiving_unit}.")
    return redirect(proposal)


@require_safe
@rights_required(*DECIDES)
def transfer_list(request: HttpRequest) -> HttpResponse:
    """Those that wait for the reader first, then all others in his reach."""
    waiting = Transfer.objects.to_decide(request.user).for_list()
    others = Transfer.objects.visible_to(request.user).exclude(pk__in=waiting.order_by().values("pk")).for_list()
    page = Paginator(others, 25).get_page(request.GET.get("trang"))
    return render(request, "cadres/transfer_list.html", {"waiting": waiting[:100], "page": page})


@require_safe
@rights_required(*DECIDES)
def transfer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _seen(request, pk))


def _seen(request: HttpRequest, pk: int) -> Transfer:
    transfers = Transfer.objects.visible_to(request.user).for_list().select_related("decided_by", "cadre__user")
    found: Transfer = get_object_or_404(transfers, pk=pk)
    return found


def _page(request: HttpRequest, transfer: Transfer, **forms: Any) -> HttpResponse:
    is_open = transfer.state == Transfer.State.PROPOSED
    context = {
        "transfer": transfer,
        "can_receive": is_open and post_rules.may_receive(request.user, transfer),
        "can_withdraw": is_open and post_rules.may_withdraw(request.user, transfer),
        "accept_form": AcceptForm.of(transfer),
        "refuse_form": RefuseForm(initial={"version": transfer.version}, auto_id="tu_choi_%s"),
        "withdraw_form": VersionForm(initial={"version": transfer.version}, auto_id="rut_%s"),
    }
    return render(request, "cadres/transfer_detail.html", context | forms)


@require_POST
@rights_required(*DECIDES)
def transfer_accept(request: HttpRequest, pk: int) -> HttpResponse:
    transfer = _seen(request, pk)
    form = AcceptForm(request.POST, auto_id="nhan_%s")
    if form.is_valid():
        try:
            posting.accept(transfer, by=request.user, **form.cleaned_data)
        except PostRefused as refused:
            form.add_error("valid_from", str(refused))
        else:
            messages.success(request, f"Đã nhận đồng chí {transfer.cadre} về {transfer.unit}.")
            return redirect(transfer)
    return _page(request, transfer, accept_form=form)


@require_POST
@rights_required(*DECIDES)
def transfer_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    transfer = _seen(request, pk)
    form = RefuseForm(request.POST, auto_id="tu_choi_%s")
    if form.is_valid():
        posting.refuse(transfer, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã trả lời nơi đề nghị.")
        return redirect(transfer)
    return _page(request, transfer, refuse_form=form)


@require_POST
@rights_required(Right.PEOPLE_EDIT)
def transfer_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    transfer = _seen(request, pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        posting.withdraw(transfer, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã rút đề nghị điều chuyển.")
    return redirect(transfer)
