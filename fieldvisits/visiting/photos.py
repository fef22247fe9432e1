"""Photos of a visit, one by one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.attachments import forget, store_photo
from accounts.documents import StaleDocument
from accounts.models import Attachment, User
from fieldvisits import rules
from fieldvisits.models import Visit, VisitPhoto
from fieldvisits.quotas import policy_of
from fieldvisits.visiting import rows


def add_photo(visit: Visit, upload: UploadedFile, *, by: User) -> VisitPhoto:
    """Check and keep one photo. The picture is redrawn before the row is locked; ValidationError says what to do."""
    _check_room(_check(visit, by=by))
    attachment = store_photo(upload, by=by)
    try:
        return _attach(visit, attachment, by=by)
    except (ValidationError, StaleDocument):
        forget(attachment)
        raise


@transaction.atomic
def _attach(visit: Visit, attachment: Attachment, *, by: User) -> VisitPhoto:
    visit = _check(rows.locked(visit), by=by)
    _check_room(visit)
    photo = VisitPhoto.objects.create(visit=visit, attachment=attachment)
    rows.record("photo_added", visit, by=by, was=visit.state)
    return photo


@transaction.atomic
def remove_photo(photo: VisitPhoto, *, by: User) -> Visit:
    visit = _check(rows.locked(photo.visit), by=by)
    kept = visit.photos.select_related("attachment").filter(pk=photo.pk).first()
    if kept is None:
        raise StaleDocument(visit, "Ảnh này đã được bỏ rồi.")
    kept.delete()
    forget(kept.attachment)
    rows.record("photo_removed", visit, by=by, was=visit.state)
    return visit


def _check(visit: Visit, *, by: User) -> Visit:
    if not rules.may_write(by, visit):
        raise PermissionDenied
    if not rules.can_change_photos(visit):
        raise StaleDocument(visit, "Chuyến đi đã được xác nhận nên không đổi ảnh được nữa.")
    return visit


def _check_room(visit: Visit) -> None:
    most = policy_of(visit.period).max_photos
    if visit.photos.count() >= most:
        raise ValidationError(f"Đã đủ {most} ảnh. Bỏ một ảnh rồi thêm ảnh khác.")
