"""All addresses of the portal. Of the sign-in package only the pages that we offer have one."""

from allauth.account import views as account_views
from django.urls import URLPattern, URLResolver, include, path, re_path

from config import health

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler429 = "config.errors.too_many_requests"
handler500 = "config.errors.server_error"

APPS = ("accounts", "cadres", "criteria", "fieldvisits", "evaluations", "reports")

sign_in: list[URLPattern | URLResolver] = [
    path("dang-nhap/", account_views.login, name="account_login"),
    path("dang-xuat/", account_views.logout, name="account_logout"),
    path("tai-khoan/ngung-dung/", account_views.account_inactive, name="account_inactive"),
    path("tai-khoan/xac-nhan/", account_views.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/doi/", account_views.password_change, name="account_change_password"),
    path("mat-khau/quen/", account_views.password_reset, name="account_reset_password"),
    path("mat-khau/quen/da-gui/", account_views.password_reset_done, name="account_reset_password_done"),
    path(
        "mat-khau/dat-lai/xong/",
        account_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^mat-khau/dat-lai/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("config.portal_urls")),
    *(path("", include(f"{app}.urls")) for app in APPS),
    *sign_in,
    path("healthz/live", health.live, name="health_live"),
    path("healthz/ready", health.ready, name="health_ready"),
]
