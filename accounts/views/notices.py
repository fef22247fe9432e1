from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Notification


@require_safe
def notification_list(request: HttpRequest) -> HttpResponse:
    notices = Notification.objects.filter(to=request.user)
    page = Paginator(notices, 25).get_page(request.GET.get("trang"))
    return render(request, "accounts/notification_list.html", {"page": page})


@require_POST
def notification_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and go to what it is about."""
    notice = Notification.objects.filter(to=request.user, pk=pk).first()
    if notice is None:
        return redirect("accounts:notification_list")
    Notification.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
    is_ours = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if notice.url and is_ours else "accounts:notification_list")


@require_POST
def notification_read_all(request: HttpRequest) -> HttpResponse:
    Notification.objects.filter(to=request.user).unread().update(read_at=timezone.now())
    return redirect("accounts:notification_list")
