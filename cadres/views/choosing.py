"""Looking for a unit or an account before a form is shown: by links, so that it works without JavaScript."""

from django.utils import timezone

from accounts.models import User
from cadres.backends import find_user
from cadres.models import Cadre, Right, Unit

FOUND = 12


def units_like(words: str, user: User, right: Right = Right.GRANT_MANAGE) -> list[Unit]:
    """Units in the reach of the right: the highest ones while nothing is typed."""
    units = Unit.objects.where(user, right).valid_on(timezone.localdate())
    return list((units.matching(words) if words else units.order_by("depth", "path"))[:FOUND])


def accounts_like(words: str, user: User) -> list[User]:
    """Accounts of people in the reach of the user; others only when sign-in name, code, e-mail or phone is exact."""
    if not words:
        return []
    people = Cadre.objects.visible_to(user).matching(words).filter(user__isnull=False).in_name_order()[:FOUND]
    found = [cadre.user for cadre in people.select_related("user").with_posts()]
    exact = find_user(words)
    return [exact, *(one for one in found if one != exact)] if exact else found
