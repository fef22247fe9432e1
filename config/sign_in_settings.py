"""How people sign in: the settings that are the same everywhere. config/settings.py takes them in."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["cadres.backends.PortalBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 3600
_CHECKS = "django.contrib.auth.password_validation"
_SIMILAR = {"user_attributes": ("username", "full_name", "email")}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_CHECKS}.UserAttributeSimilarityValidator", "OPTIONS": _SIMILAR},
    {"NAME": f"{_CHECKS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_CHECKS}.CommonPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "config.sign_in.PortalAdapter"
ACCOUNT_FORMS = {"login": "config.sign_in.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip,5/5m/key", "activation_failed": "10/5m/ip"}

MFA_ADAPTER = "config.second_factor.PortalMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are kept by the units, not confirmed by their owners
MFA_TOTP_ISSUER = "Cổng rèn luyện cán bộ Đoàn"
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # an office shares one address

STAFF_IDLE_SECONDS, STAFF_ABSOLUTE_SECONDS = 30 * 60, 12 * 3600
CADRE_IDLE_SECONDS, CADRE_ABSOLUTE_SECONDS = 30 * 86_400, 60 * 86_400
SESSION_COOKIE_AGE = CADRE_ABSOLUTE_SECONDS
