"""The first weeks of the newly appointed: who was shown what there is to do, and by whom."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from cadres import post_rules
from cadres.models import Appointment, Briefing, Right, Seat, Unit, holdings, within_reach
from cadres.posting import newly_appointed, posts

FIRST_DAYS = 30  # how long the first-week page leads the list of what to do
LISTED_DAYS = 90  # how long somebody new is listed for those who should brief


def new_people(user: User) -> QuerySet[Appointment]:
    """First posts of the last months that this user should have shown the ropes, the newest first."""
    reach = within_reach(user, Right.PEOPLE_EDIT, cadre=None) | within_reach(user, Right.PEOPLE_CONFIRM, cadre=None)
    for holding in holdings(user):
        if holding.right == Right.PEOPLE_CONFIRM and holding.path:
            depth = len(holding.path) // Unit.steplen + 1
            leads = Q(position__seat__in=[Seat.SECRETARY, Seat.HEAD])
            reach |= leads & Q(unit__path__startswith=holding.path, unit__depth=depth)
    found = newly_appointed(LISTED_DAYS).filter(reach).exclude(cadre__user=user)
    return found.order_by("unit__path", "-valid_from", "pk")


def not_briefed(user: User) -> QuerySet[Appointment]:
    return new_people(user).filter(~Exists(Briefing.objects.filter(appointment=OuterRef("pk"))))


def is_new(user: User) -> bool:
    """Is the reader in the first days of a first post?"""
    return newly_appointed(FIRST_DAYS).filter(cadre__user=user).exists()


@transaction.atomic
def brief(post: Appointment, *, by: User) -> Briefing:
    """Note that the person was briefed; the first to say so is kept."""
    post = posts.locked_post(post)
    if not post_rules.may_brief(by, post):
        raise PermissionDenied("Bí thư hoặc cán bộ tổ chức của đơn vị quản lý ghi việc này.")
    briefing, is_first = Briefing.objects.get_or_create(appointment=post, defaults={"by": by})
    if is_first:
        posts.record("cadre.briefed", post.cadre, post.unit, by=by, after={"appointment": post.pk})
    return briefing
