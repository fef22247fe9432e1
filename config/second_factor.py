"""The second factor as the portal offers it: secrets encrypted, the last one not given up by who needs it."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn import views as webauthn_views
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.factors import is_last
from accounts.models import User
from cadres.models import offices
from cadres.rules import needs_second_factor

KEEP_ONE = "Vai trò của đồng chí cần lớp bảo vệ thứ hai. Thêm một cách khác trước, rồi mới gỡ cách này."


def must_keep(authenticator: Authenticator) -> bool:
    """The last second factor of somebody who needs one."""
    return settings.REQUIRE_MFA and is_last(authenticator) and needs_second_factor(offices(authenticator.user))


class PortalMFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": KEEP_ONE,
        "cannot_generate_recovery_codes": "Bật ứng dụng tạo mã hoặc thêm khóa truy cập trước, rồi mới tạo mã dự phòng.",
        "incorrect_code": "Mã hoặc khóa chưa đúng. Mã đổi sau 30 giây và mỗi mã dùng một lần; chờ mã mới rồi nhập lại.",
    }

    def get_totp_label(self, user: User) -> str:
        return str(user.get_username())

    def _get_user_identifier(self, user: User) -> str:
        return str(user.get_username())

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)

    def encrypt(self, text: str) -> str:
        """A stolen table makes no codes: the key is not in the database."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not must_keep(authenticator)

    def generate_authenticator_name(self, user: User, type: str) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"Khóa {number}"


class SecondFactorStage(AuthenticateStage):
    """The step after the password. Who needs it no more, for two people removed the factor, begins anew."""

    def is_resumable(self, request: HttpRequest) -> bool:
        return self._should_handle(request)


def _cipher() -> MultiFernet:
    """Made of the secret key; keys of before still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second factor|{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def passkey_rename(request: HttpRequest, pk: int) -> HttpResponse:
    return webauthn_views.edit_webauthn(request, pk=_own_passkey(request, pk).pk)


def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    key = _own_passkey(request, pk)
    if must_keep(key):
        raise PermissionDenied(KEEP_ONE)
    return webauthn_views.remove_webauthn(request, pk=key.pk)


def _own_passkey(request: HttpRequest, pk: int) -> Authenticator:
    """Before the question who one is: another's key is not there at all."""
    return get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
