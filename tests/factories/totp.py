"""The app on the phone: a secret of an account and the code that it shows at the moment."""

import secrets
import time
from base64 import b32encode

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

PERIOD = 30


def totp_of(user) -> str:
    """Set up the app for the user; returns the secret."""
    secret = b32encode(secrets.token_bytes(20)).decode()
    TOTP.activate(user, secret)
    return secret


def code(secret: str, spare: float = 1) -> str:
    """What the app shows; as a person would, the next one is waited for when this one has less than `spare` seconds."""
    left = PERIOD - time.time() % PERIOD
    if left < spare:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))


def recovery_codes_of(user) -> list[str]:
    return RecoveryCodes.activate(user).get_unused_codes()
