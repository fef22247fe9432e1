"""Complete drafts of many people, each with a session, ready to be sent: what a deadline finds."""

from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.privacy_notice import VERSION
from cadres.models import Appointment, Cadre
from criteria.deadlines import pledge_dues
from criteria.models import Criterion, Period, Pledge, PledgeItem, Statement


@dataclass(frozen=True)
class Draft:
    """Whose pledge it is, the cookie that signs in, and in which form it is filled in."""

    pledge: int
    session: str
    is_short: bool


def make_drafts(count: int) -> list[Draft]:
    """Drafts of `count` people of the open calendar year; what they had there before is thrown away."""
    period = Period.objects.open().filter(profile="calendar").select_related("pledge_policy").latest("year")
    posts = list(
        Appointment.objects.owing(timezone.localdate())
        .filter(position__category__in=["BASE_LEADER", "BRANCH_SEC"])
        .select_related("position", "cadre__user", "unit")
        .order_by("pk")[:count]
    )
    _give_accounts(posts)
    Pledge.objects.filter(cadre__in=[post.cadre_id for post in posts], period=period).delete()
    User.objects.filter(cadre__in=[post.cadre_id for post in posts]).update(notice_version=VERSION)
    pledges = _write(posts, period)
    shorts = period.pledge_policy.short_form_categories
    return [
        Draft(pledge.pk, _session(post.cadre.user), post.position.category in shorts)
        for pledge, post in zip(pledges, posts, strict=True)
    ]


def _give_accounts(posts: list[Appointment]) -> None:
    """Most people of the demo have not opened an account yet."""
    without = [post.cadre for post in posts if post.cadre.user is None]
    users = User.objects.bulk_create(
        User(username=f"han-chot-{cadre.pk}", full_name=cadre.full_name, password="!") for cadre in without
    )
    for cadre, user in zip(without, users, strict=True):
        cadre.user = user
    Cadre.objects.bulk_update(without, ["user"])


def _write(posts: list[Appointment], period: Period) -> list[Pledge]:
    statements = Statement.objects.filter(set=period.statement_set)
    donts = [statement.code for statement in statements.dont()]
    dues = pledge_dues(posts, period)
    pledges = Pledge.objects.bulk_create(
        Pledge(
            cadre=post.cadre,
            period=period,
            appointment=post,
            unit=post.unit,
            due_on=dues[post.pk].on,
            commitments=donts,
        )
        for post in posts
    )
    PledgeItem.objects.bulk_create(
        PledgeItem(
            pledge=pledge,
            criterion=criterion,
            order=10 * n,
            text=f"Việc của {pledge.pk} cho tiêu chí {criterion}, mỗi tháng một lần",
            target="12 lần",
            due_on=period.closes_on - timedelta(days=1),
            evidence="Biên bản họp",
        )
        for pledge in pledges
        for n, criterion in enumerate(Criterion.values, 1)
    )
    return pledges


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return next(iter(client.cookies.values())).value
