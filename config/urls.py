"""All addresses of the portal."""

from django.urls import URLPattern, URLResolver, include, path

from config import health

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler429 = "config.errors.too_many_requests"
handler500 = "config.errors.server_error"

APPS = ("accounts", "cadres", "criteria", "fieldvisits", "evaluations", "reports")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("config.portal_urls")),
    *(path("", include(f"{app}.urls")) for app in APPS),
    path("", include("config.sign_in_urls")),
    path("healthz/live", health.live, name="health_live"),
    path("healthz/ready", health.ready, name="health_ready"),
]
