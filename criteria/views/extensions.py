"""More time: who was given it, giving it, taking it back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right, holds
from criteria import extending, rules
from criteria.forms.extension import ExtensionForm
from criteria.models import Extension

ROWS = 25
GIVES = (Right.PLEDGE_DECIDE, Right.PERIOD_MANAGE)


@require_safe
@rights_required(Right.PLEDGE_READ)
def extension_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(Extension.objects.visible_to(request.user).for_list(), ROWS).get_page(request.GET.get("trang"))
    for extension in page:
        is_in_force = extension.revoked_at is None and extension.period.is_open
        extension.may_revoke = is_in_force and rules.may_revoke(request.user, extension)
    context = {"page": page, "may_give": holds(request.user, *GIVES), "today": timezone.localdate()}
    return render(request, "criteria/extension_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(*GIVES)
@submit_once
def extension_new(request: HttpRequest) -> HttpResponse:
    asked = {name: request.GET[name] for name in ("ma", "viec") if name in request.GET}
    form = ExtensionForm(request.POST or None, by=request.user, initial=asked)
    if request.method == "POST" and form.is_valid():
        try:
            extension = form.give()
        except extending.NotMoreTime as error:
            form.add_error("due_on", str(error))
        else:
            messages.success(request, f"Đã gia hạn đến {extension.due_on:%d/%m/%Y} và báo cho người được gia hạn.")
            return redirect("criteria:extension_list")
    return render(request, "criteria/extension_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@rights_required(*GIVES)
def extension_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    extension = get_object_or_404(Extension.objects.visible_to(request.user), pk=pk)
    extending.revoke(extension, by=request.user)
    messages.success(request, "Đã thu lại gia hạn; hạn nộp trở về như trước.")
    return redirect("criteria:extension_list")
