from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import privacy_notice
from accounts.forms import NoticeForm
from accounts.gates import asked_for


@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest) -> HttpResponse:
    """What is kept about people: to be acknowledged before the first page, to be read again at any time."""
    has_read = privacy_notice.has_read(request.user)
    form = NoticeForm(request.POST or None, initial={"version": privacy_notice.VERSION})
    if request.method == "POST" and form.is_valid():
        privacy_notice.acknowledge(request.user, version=form.cleaned_data["version"])
        if not has_read:
            return redirect(asked_for(request))
        messages.info(request, "Đồng chí đã xác nhận bản này từ trước.")
        return redirect("accounts:privacy_notice")
    context = {"form": form, "has_read": has_read, "version": privacy_notice.VERSION}
    return render(request, "accounts/privacy_notice.html", context)
