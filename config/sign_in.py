"""Sign-in: one field for whatever a person knows by heart, no sign-up, every message in Vietnamese."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.outbox import enqueue
from cadres.backends import find_user
from cadres.models import offices
from config.security_news import tell

WRONG = (
    "Mã cán bộ hoặc mật khẩu chưa đúng. Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi nhập lại."
    " Sau 5 lần sai, tài khoản tạm dừng 5 phút."
)


class PortalAdapter(DefaultAccountAdapter):
    """People come by import and activation, never by signing up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "phone_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "account_inactive": "Tài khoản đã ngừng dùng. Liên hệ cán bộ tổ chức của đơn vị.",
        "too_many_login_attempts": "Đã thử sai nhiều lần. Chờ 5 phút rồi thử lại, hoặc bấm Quên mật khẩu.",
        "enter_current_password": "Mật khẩu đang dùng chưa đúng. Nhập lại.",
        "incorrect_password": "Mật khẩu chưa đúng. Nhập lại.",
        "invalid_password_reset": "Liên kết đặt lại mật khẩu không còn dùng được. Gửi lại yêu cầu mới.",
        "rate_limited": "Đã gửi quá nhiều lần. Chờ vài phút rồi thử lại.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Only who holds no office stays signed in for a month, however he signed in."""
        wished = request.session.pop("wishes_long", False)
        super().login(request, user)
        request.session["began"] = int(time.time())
        request.session["is_long"] = wished and not offices(user)
        audit.record("account.signed_in", user, by=user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Kept for the system's keeper: which account somebody tried, never what was typed."""
        super().authentication_failed(request, **credentials)
        user = User.objects.filter(username=credentials.get("username", "")).first()
        audit.record("account.sign_in_failed", user or User(pk=0), by=None)

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:
        """Not within minutes of signing in: who just gave the password is not asked for it twice."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or time.time() - records[-1]["at"] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "config.second_factor.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("portal:account")

    def send_notification_mail(self, template_prefix: str, user: User, *_: Any, **__: Any) -> None:
        tell(user, template_prefix)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Through the outbox: the page answers as fast for an unknown address, and a lost mail server loses nothing."""
        minute = timezone.now().strftime("%Y%m%d%H%M")
        enqueue("password_reset", {"user": user.pk, "email": email}, key=f"password_reset:{user.pk}:{minute}")

    def format_email_subject(self, subject: str) -> str:
        return subject


class SignInForm(LoginForm):
    """Cadre code, user name, e-mail or phone in one field; `PortalBackend` finds out which it is."""

    remember = forms.BooleanField(
        label="Giữ đăng nhập", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label="Mã cán bộ, tên đăng nhập, e-mail hoặc số điện thoại",
            max_length=150,
            error_messages={"required": "Nhập mã cán bộ, tên đăng nhập, e-mail hoặc số điện thoại."},
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )
        self.fields["password"].label = "Mật khẩu"
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = "Nhập mật khẩu."
        self.order_fields(["login", "password", "remember"])

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """The wish to stay signed in outlives the page that asks for the second factor; the adapter grants it."""
        request.session["wishes_long"] = self.cleaned_data["remember"]
        return super().login(request, redirect_url)

    def user_credentials(self) -> dict[str, str]:
        """Always the user name, whichever of the four kinds was typed: wrong tries are counted by it.

        Otherwise each spelling of a phone number, "0903 555.018", would have five tries of its own.
        """
        typed = self.cleaned_data["login"]
        user = find_user(typed)
        return {"username": user.username if user else typed, "password": self.cleaned_data["password"]}
