"""Signing in with a user name, a cadre code, an e-mail address, or a phone number that is one person's only."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q
from django.http import HttpRequest

from accounts.models import User
from cadres.models import Cadre


class PortalBackend(ModelBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The user behind what was typed, if the password is his. An unknown name costs the same time."""
        if not username or password is None:
            return None
        user = find_user(username)
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None


def find_user(typed: str) -> User | None:
    """Whom a sign-in name means; None when nobody, or when it means more than one person."""
    typed = typed.strip()
    digits = "".join(c for c in typed if c.isdigit())
    by_cadre = Q(code__iexact=typed)
    if "@" in typed:
        by_cadre |= Q(email__iexact=typed)
    elif len(digits) >= 9 and not typed.upper().startswith("CB-"):
        by_cadre |= Q(phone=digits)
    users = set(User.objects.filter(Q(username=typed.lower()) | Q(email__iexact=typed) & ~Q(email="")))
    if not users:
        users = {cadre.user for cadre in Cadre.objects.filter(by_cadre).select_related("user")}
    return users.pop() if len(users) == 1 else None
