"""What everybody is told about the personal data kept here, and that it was read (law 91/2025/QH15)."""

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User

# Raise it whenever the text changes in substance: everybody is asked again at the next page.
VERSION = 1


def has_read(user: User) -> bool:
    return user.notice_version >= VERSION


@transaction.atomic
def acknowledge(user: User, *, version: int) -> User:
    """Keep that the person read this version, and when; a version replaced meanwhile is not the text in force."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if version != VERSION:
        raise StaleDocument(user, "Thông báo vừa có bản mới. Đọc bản mới rồi xác nhận.")
    if not has_read(user):
        user.notice_version, user.notice_acknowledged_at = VERSION, timezone.now()
        user.save(update_fields=["notice_version", "notice_acknowledged_at"])
        audit.record("notice.acknowledged", user, by=user, after={"version": VERSION})
    return user
