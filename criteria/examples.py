"""Who goes first above a cadre: the leaders of the own unit and of those above, and what they promised."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from cadres.models import Appointment
from criteria.deadlines import Due, pledge_dues
from criteria.models import Period, Pledge, going_first, paths_above


@dataclass(frozen=True)
class Leader:
    """A leader with the pledge of the year; only an approved one is open."""

    post: Appointment
    due: Due
    pledge: Pledge | None

    @property
    def is_open(self) -> bool:
        return self.pledge is not None and self.pledge.state in {Pledge.State.APPROVED, Pledge.State.CLOSED}

    @property
    def is_sent(self) -> bool:
        return self.pledge is not None and self.pledge.first_submitted_at is not None


def leaders_above(user: User, period: Period) -> list[Leader]:
    """From the province down. Few queries, however many leaders."""
    posts = Appointment.objects.valid_on(timezone.localdate()).main().in_posts()
    above = posts.filter(going_first("position"), unit__path__in=paths_above(user))
    found = list(above.order_by("unit__path", "position__rank", "cadre__sort_key"))
    dues = pledge_dues(found, period)
    pledges = Pledge.objects.current().filter(period=period, cadre__in=[post.cadre_id for post in found])
    by_cadre = {pledge.cadre_id: pledge for pledge in pledges}
    return [Leader(post, dues[post.pk], by_cadre.get(post.cadre_id)) for post in found]
