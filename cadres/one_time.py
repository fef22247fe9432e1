"""Secrets that are shown once: made from letters or digits that are not mixed up, kept only as a keyed hash."""

import hashlib
import hmac
import secrets

from django.conf import settings

from cadres.models.people import CODE_LETTERS


def new_card_code() -> str:
    """For a card: twelve letters and digits in three groups, e.g. 7K4P-2XQM-9TRA."""
    return "-".join("".join(secrets.choice(CODE_LETTERS) for _ in range(4)) for _ in range(3))


def new_spoken_code() -> str:
    """To be read out on the phone: eight digits in two groups, e.g. 4821 7730."""
    return " ".join(f"{secrets.randbelow(10_000):04d}" for _ in range(2))


def keyed_hash(code: str, owner: str = "") -> str:
    """Keyed, so that a stolen table opens nothing; spaces, dashes and small letters do not matter."""
    plain = owner + "".join(c for c in code.upper() if c.isalnum())
    return hmac.new(settings.SECRET_KEY.encode(), plain.encode(), hashlib.sha256).hexdigest()


def is_code_of(code_hash: str, code: str, owner: str = "") -> bool:
    return hmac.compare_digest(code_hash, keyed_hash(code, owner))
