"""Whom a sign-in name means: a user name, a cadre code, an e-mail address, or a phone number that is one person's."""

from django.db.models import Q

from accounts.models import User
from cadres.models import Cadre, Registration


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
        users = {cadre.user for cadre in Cadre.objects.filter(by_cadre, user__isnull=False).select_related("user")}
    if not users:
        users = _signed_up(typed, digits)
    return users.pop() if len(users) == 1 else None


def _signed_up(typed: str, digits: str) -> set[User]:
    """Who is on no list yet is found last, by what was given when signing up: nobody else is kept out by it."""
    contact = Q(email__iexact=typed) if "@" in typed else Q(phone=digits) if len(digits) >= 9 else Q(pk__in=[])
    return {registration.user for registration in Registration.objects.open().filter(contact).select_related("user")}
