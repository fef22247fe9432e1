"""One settings file for trial, tests and production: everything that differs is in the environment."""

import ipaddress
import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from config.beat import CELERY_BEAT_SCHEDULE  # noqa: F401 - a setting
from config.content_security import CONTENT_SECURITY_POLICY  # noqa: F401 - a setting
from config.limits import ACCOUNT_RATE_LIMITS  # noqa: F401 - a setting
from config.logs import logging_at
from config.sign_in_settings import *  # noqa: F403 - what is the same everywhere

# Word papers bring lxml along; workbooks are read by the parser that defusedxml makes safe all the same.
os.environ["OPENPYXL_LXML"] = "False"

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

SECRET_KEY = env("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY needs at least 50 characters; copy .env.example and make a new one.")
DEBUG = False

# Where the public reaches the portal; it decides transport security (docs/adr/0003).
PUBLIC_URL = env("PUBLIC_URL").rstrip("/")
_public = urlsplit(PUBLIC_URL)
IS_HTTPS = _public.scheme == "https"


def _is_private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"


if not IS_HTTPS and not _is_private(_public.hostname or ""):
    raise ImproperlyConfigured("PUBLIC_URL must be https://… unless the host is local.")
ALLOWED_HOSTS = [_public.hostname, *env.list("EXTRA_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var")))
AUDIT_HEAD_DIR = Path(env("AUDIT_HEAD_DIR", default=str(DATA_DIR / "audit")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "heroicons",
    "import_export",
    "pgtrigger",
    "pghistory",
    "treebeard",
    "accounts",
    "cadres",
    "criteria",
    "fieldvisits",
    "evaluations",
    "reports",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.SessionLimits",
    "accounts.middleware.RequestContext",
    "accounts.middleware.HistoryContext",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.PrivatePages",
    "accounts.middleware.NoticeGate",
    "cadres.middleware.SessionsOfOffice",
    "cadres.middleware.SecondFactorGate",
    *("cadres.middleware.ResetGate", "cadres.middleware.WaitingGate"),
    "accounts.middleware.Conflicts",
    "accounts.middleware.Refusals",
]

ROOT_URLCONF, WSGI_APPLICATION = "config.urls", "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.shell.shell",
            ],
            "builtins": ["accounts.templatetags.portal", "heroicons.templatetags.heroicons"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Two database roles: the application cannot change its own tables; migrations and tests run as their owner.
DATABASES = {
    "default": env.db_url("DATABASE_OWNER_URL" if env("DATABASE_ROLE", default="app") == "owner" else "DATABASE_URL")
}
DATABASES["default"] |= {
    "ATOMIC_REQUESTS": False,
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
    "CONN_HEALTH_CHECKS": True,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL")
CACHES = {
    # Rate limits must outlive a lost Redis, and not be pushed out by other people's: Django keeps 300 entries.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    # For what may be lost at any moment; in production a Redis of its own that drops the oldest.
    "volatile": env.cache_url("CACHE_URL", default="locmemcache://volatile"),
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-sid" if IS_HTTPS else "sid"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY, X_FRAME_OPTIONS = "same-origin", "DENY"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
PERMISSIONS_POLICY = {"geolocation": [], "microphone": [], "camera": ["self"], "payment": [], "usb": []}

# Off only for a trial: whoever decides or sees many people's papers signs in with a second factor.
REQUIRE_MFA = env.bool("REQUIRE_MFA", default=True)
# A passkey is bound to https; over http it works at localhost only, which browsers trust.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

LANGUAGE_CODE = "vi"
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="khong-tra-loi@localhost")

CELERY_BROKER_URL = REDIS_URL
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1800,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "max_retries": 1,
}
CELERY_TIMEZONE = TIME_ZONE

PGHISTORY_APPEND_ONLY = IMPORT_EXPORT_USE_TRANSACTIONS = True

IS_DEMO = env.bool("DEMO", default=False)
# How many months after the last post contacts and birth date are kept.
CONTACT_MONTHS = env.int("CONTACT_MONTHS", default=12)
PROVINCE_NAME = env("PROVINCE_NAME", default="Tỉnh đoàn Bình Dương")

LOGGING = logging_at(env("LOG_LEVEL", default="INFO"))
