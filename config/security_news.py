"""What the owner of an account is told, and the trail keeps, when something about signing in changes."""

from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.context import origin
from accounts.models import User
from accounts.notifying import notify


@dataclass(frozen=True)
class News:
    verb: str
    subject: str


# By the names that the sign-in package gives its notices.
NEWS = {
    "account/email/password_changed": News("account.password_changed", "Mật khẩu vừa được đổi"),
    "account/email/password_reset": News("account.password_reset", "Mật khẩu vừa được đặt lại qua e-mail"),
    "mfa/email/totp_activated": News("factor.app_added", "Ứng dụng tạo mã vừa được bật"),
    "mfa/email/totp_deactivated": News("factor.app_removed", "Ứng dụng tạo mã vừa được gỡ"),
    "mfa/email/webauthn_added": News("factor.passkey_added", "Khóa truy cập vừa được thêm"),
    "mfa/email/webauthn_removed": News("factor.passkey_removed", "Khóa truy cập vừa được gỡ"),
    "mfa/email/recovery_codes_generated": News("factor.codes_made", "Bộ mã dự phòng mới vừa được tạo"),
}


@transaction.atomic
def tell(user: User, name: str) -> None:
    """A notice (and mail) to the owner, for it may have been somebody else; and a row in the trail."""
    news = NEWS[name]
    at = timezone.localtime().strftime("%H:%M ngày %d/%m/%Y")
    whence = f" từ địa chỉ {origin.get().ip}" if origin.get().ip else ""
    notify(
        [user],
        kind="security",
        subject=news.subject,
        body=f"{news.subject}, lúc {at}{whence}. Nếu không phải đồng chí làm, đổi mật khẩu ngay và báo Bí thư hoặc"
        " cán bộ tổ chức của đơn vị.",
        url=reverse("portal:account"),
        key=f"security:{uuid4().hex}",
    )
    audit.record(news.verb, user, by=user)
