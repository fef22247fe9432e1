"""What signing in and out leaves in the audit trail: who and when, never what was typed."""

import hashlib
import hmac
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from accounts import audit
from accounts.models import User
from config.people import own_cadre


class AuditedAdapter(DefaultAccountAdapter):
    """One row for each sign-in, failed sign-in and sign-out; of passwords and factors security_news tells."""

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        _record("session.opened", user, by=user)

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        _record("session.closed", user, by=user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        typed = credentials.get("username") or credentials.get("email") or ""
        by = request.user if request.user.is_authenticated else None
        user = User.objects.filter(username=typed.lower()).first()
        if user:
            _record("session.failed", user, by=by)
        else:
            audit.record("session.failed", None, by=by, after={"name": _disguised(typed)})


def _record(verb: str, user: User, *, by: User | None) -> None:
    cadre = own_cadre(user)
    audit.record(verb, user, by=by, cadre_id=cadre.pk if cadre else None)


def _disguised(typed: str) -> str:
    """A name that nobody has may be a password in the wrong field; the same one can still be told again."""
    return hmac.new(settings.SECRET_KEY.encode(), typed.lower().encode(), hashlib.sha256).hexdigest()[:16]
