"""The person behind an account, looked up once per request."""

from django.utils import timezone

from accounts.models import User
from cadres.models import Appointment, Cadre


def own_cadre(user: User) -> Cadre | None:
    """The cadre who signs in with this account; a Party representative has none."""
    return getattr(user, "cadre", None)


def main_post(user: User) -> Appointment | None:
    """Today's main post of the person, with unit and position."""
    if "_main_post" not in user.__dict__:
        cadre = own_cadre(user)
        posts = Appointment.objects.valid_on(timezone.localdate()).main().in_posts()
        user.__dict__["_main_post"] = posts.filter(cadre=cadre).first() if cadre else None
    post: Appointment | None = user.__dict__["_main_post"]
    return post
