"""Photos of a visit: sent one at a time, seen by whoever may see the visit."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import attachments
from accounts.models import User
from cadres.access import rights_required
from cadres.models import Right
from fieldvisits import rules, visiting
from fieldvisits.models import Visit, VisitPhoto
from fieldvisits.quotas import policy_of


@require_POST
@rights_required(Right.VISIT_WRITE)
def photo_add(request: HttpRequest, pk: int) -> HttpResponse:
    visit = get_object_or_404(Visit.objects.visible_to(request.user).with_people(), pk=pk)
    upload = request.FILES.get("photo")
    if upload is None:
        return _answer(request, visit, error="Chọn một ảnh rồi bấm Gửi ảnh.")
    try:
        visiting.add_photo(visit, upload, by=request.user)
    except ValidationError as wrong:
        return _answer(request, visit, error=" ".join(wrong.messages))
    return _answer(request, visit, success="Đã thêm ảnh.")


def _answer(request: HttpRequest, visit: Visit, *, success: str = "", error: str = "") -> HttpResponse:
    """The photos alone for htmx, so that what is typed beside them stays; else back to where they are shown."""
    if request.htmx:
        return render(request, "fieldvisits/_photos.html", photos_context(request.user, visit) | {"error": error})
    if error:
        messages.error(request, error)
    else:
        messages.success(request, success)
    page = "fieldvisits:visit_report" if rules.can_report(visit) else "fieldvisits:visit_detail"
    return redirect(f"{reverse(page, args=[visit.pk])}#anh")


def photos_context(user: User, visit: Visit) -> dict[str, Any]:
    """What the fragment of the photos needs; every page that includes it asks here."""
    return {
        "visit": visit,
        "photos": list(visit.photos.select_related("attachment")),
        "can_change_photos": rules.may_write(user, visit) and rules.can_change_photos(visit),
        "most_photos": policy_of(visit.period).max_photos,
    }


def _visible(request: HttpRequest, pk: int) -> VisitPhoto:
    photos = VisitPhoto.objects.select_related("attachment", "visit")
    photo: VisitPhoto = get_object_or_404(photos.filter(visit__in=Visit.objects.visible_to(request.user)), pk=pk)
    return photo


@require_safe
@rights_required(Right.VISIT_READ, Right.VISIT_DECIDE)
def photo_file(request: HttpRequest, pk: int) -> HttpResponse:
    return attachments.response(_visible(request, pk).attachment)


@require_POST
@rights_required(Right.VISIT_WRITE)
def photo_remove(request: HttpRequest, pk: int) -> HttpResponse:
    visit = visiting.remove_photo(_visible(request, pk), by=request.user)
    return _answer(request, visit, success="Đã bỏ ảnh.")
