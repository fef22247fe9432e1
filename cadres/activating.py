"""Accounts for listed cadres: a code on paper, good once, together with the birth date. Never a password in a list."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import audit
from accounts.models import User
from cadres.models import Activation, Cadre
from cadres.models.people import CODE_LETTERS

KEEP = timedelta(days=30)


class NotActivated(Exception):
    """Code and birth date open no account: unknown, used, too old, or locked. The reason is not told."""


@transaction.atomic
def issue(cadres: Iterable[Cadre], *, by: User) -> list[tuple[Cadre, str]]:
    """Make a new code for each cadre without an account; earlier unused codes are void. Codes are shown once."""
    issued = []
    waiting = Cadre.objects.select_for_update(of=("self",)).filter(pk__in=[c.pk for c in cadres], user=None)
    for cadre in waiting.in_name_order():
        Activation.objects.filter(cadre=cadre, used_at=None).delete()
        code = "-".join("".join(secrets.choice(CODE_LETTERS) for _ in range(4)) for _ in range(3))
        Activation.objects.create(cadre=cadre, code_hash=_hash(code), issued_by=by, expires_at=timezone.now() + KEEP)
        audit.record("account.code_issued", cadre, by=by, cadre_id=cadre.pk)
        issued.append((cadre, code))
    return issued


def redeem(code: str, birth_date: date, password: str) -> User:
    """Open the account of the cadre who holds this code. Raises NotActivated, a miss is counted; or ValidationError
    when the password is too much like the name."""
    activation = Activation.objects.usable().filter(code_hash=_hash(code)).select_related("cadre").first()
    if activation is None:
        raise NotActivated
    # A cadre whose list had no birth date proves himself by the code alone.
    if activation.cadre.birth_date not in {None, birth_date}:
        Activation.objects.filter(pk=activation.pk).update(misses=F("misses") + 1)
        raise NotActivated
    validate_password(password, _user_of(activation.cadre))
    return _open_account(activation, password)


@transaction.atomic
def _open_account(activation: Activation, password: str) -> User:
    cadre = Cadre.objects.select_for_update(of=("self",)).get(pk=activation.cadre_id)
    if cadre.user_id or not Activation.objects.filter(pk=activation.pk, used_at=None).update(used_at=timezone.now()):
        raise NotActivated
    user = _user_of(cadre)
    if User.objects.filter(email__iexact=user.email).exists():
        user.email = ""
    user.set_password(password)
    user.save()
    cadre.user = user
    cadre.save(update_fields=["user"])
    audit.record("account.activated", cadre, by=user, cadre_id=cadre.pk)
    return user


def _user_of(cadre: Cadre) -> User:
    return User(username=cadre.code.lower(), email=cadre.email, full_name=cadre.full_name)


def _hash(code: str) -> str:
    """Keyed, so that a stolen table opens nothing; spaces, dashes and small letters do not matter."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    return hmac.new(settings.SECRET_KEY.encode(), plain.encode(), hashlib.sha256).hexdigest()
