"""Addresses of signing in and of the second factor: of the package's pages only those that we offer have one."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path, re_path

from config import second_factor

urlpatterns: list[URLPattern | URLResolver] = [
    path("dang-nhap/", account.login, name="account_login"),
    path("dang-nhap/ma/", factor.authenticate, name="mfa_authenticate"),
    path("dang-nhap/khoa/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    # Also for who stands between password and second factor, and wants to begin as somebody else.
    path("dang-xuat/", login_not_required(account.logout), name="account_logout"),
    path("tai-khoan/ngung-dung/", account.account_inactive, name="account_inactive"),
    path("tai-khoan/xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/xac-nhan/ma/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("tai-khoan/xac-nhan/khoa/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("tai-khoan/bao-mat/", factor.index, name="mfa_index"),
    path("tai-khoan/bao-mat/ung-dung/", app.activate_totp, name="mfa_activate_totp"),
    path("tai-khoan/bao-mat/ung-dung/go/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("tai-khoan/bao-mat/khoa/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("tai-khoan/bao-mat/khoa/them/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("tai-khoan/bao-mat/khoa/<int:pk>/doi-ten/", second_factor.passkey_rename, name="mfa_edit_webauthn"),
    path("tai-khoan/bao-mat/khoa/<int:pk>/go/", second_factor.passkey_remove, name="mfa_remove_webauthn"),
    path("tai-khoan/bao-mat/ma-du-phong/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tai-khoan/bao-mat/ma-du-phong/tao/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("mat-khau/doi/", account.password_change, name="account_change_password"),
    path("mat-khau/quen/", account.password_reset, name="account_reset_password"),
    path("mat-khau/quen/da-gui/", account.password_reset_done, name="account_reset_password_done"),
    path("mat-khau/dat-lai/xong/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^mat-khau/dat-lai/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
