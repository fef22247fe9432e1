"""Makes a whole demo in one transaction, part after part."""

import datetime as dt
import random
import time
from collections.abc import Callable

from django.db import models, transaction

from accounts.models import Holiday, User
from cadres.models import Appointment, Cadre, Delegation, Exemption, RoleGrant, Supervision, Unit, UnitPlacement
from criteria.models import (
    Attendance,
    EventQuestion,
    Focus,
    Indicator,
    NumberSeries,
    Pledge,
    PledgeEntry,
    PledgeItem,
    PledgeRevision,
    Programme,
    Solution,
    SolutionEvent,
    SolutionEvidence,
)
from demo.accounts import write_grants
from demo.amendments import write_amendment
from demo.evaluations import write_evaluations
from demo.extensions import write_extensions
from demo.following import write_following
from demo.growth import grow
from demo.loading import analyse, go_on_counting, without_history
from demo.lost_factors import write_lost_factors
from demo.newcomers import write_newcomers
from demo.people import staff, write_people
from demo.persons import People
from demo.pledges import write_pledges
from demo.postings import write_postings
from demo.privacy import write_privacy
from demo.programmes import write_programmes
from demo.reminders import write_reminders
from demo.reorganising import plan_merger
from demo.scales import SCALES
from demo.spreading import write_models, write_receipts
from demo.trails import write_trails
from demo.units import write_units
from demo.visits import write_visits
from demo.world import World
from demo.years import lock_last_year, open_years
from evaluations.models import Breach, Evaluation, Reconsideration, SourceAssessment, SourceWaiver
from fieldvisits.models import FollowUp, Visit, VisitPlan, VisitPlanItem
from reports.freezing import freeze

TABLES: tuple[type[models.Model], ...] = (
    *(Unit, UnitPlacement, User, Cadre, Appointment, Exemption, RoleGrant, Supervision, Delegation, Holiday),
    *(Programme, Focus, Indicator, Solution, SolutionEvidence, SolutionEvent, EventQuestion, Attendance),
    *(NumberSeries, Pledge, PledgeEntry, PledgeItem, PledgeRevision),
    *(VisitPlan, VisitPlanItem, Visit, FollowUp),
    *(Breach, SourceWaiver, Evaluation, SourceAssessment, Reconsideration),
)


def make_demo(scale: str, *, seed: int, today: dt.date, say: Callable[[str], None]) -> World:
    """Everything or nothing: units, people, two years of documents."""
    rng, chosen = random.Random(seed), SCALES[scale]  # noqa: S311 - invented data, the same for the same seed
    tree = grow(chosen, rng)
    world = World(rng, today, chosen, tree, People(rng, today))
    told = _Clock(say)
    with transaction.atomic():
        open_years(world)
        with without_history(TABLES):
            write_units(tree)
            told(f"{len(tree.nodes)} đơn vị")
            staff(world)
            write_people(world)
            write_grants(world)
            told(f"{len(world.posts)} cán bộ")
            write_programmes(world)
            write_receipts(world)
            told(f"{world.counts['programme']} chương trình")
            pledges = write_pledges(world)
            told(f"{len(pledges)} bản đăng ký")
            write_visits(world)
            told(f"{world.counts['visit']} chuyến đi")
            analyse(TABLES)
            write_evaluations(world, pledges)
            told(f"{world.counts['evaluation']} đánh giá")
        if chosen.has_story:
            write_trails(world)
            write_lost_factors(world)
            write_privacy(world)
        lock_last_year(world)
        go_on_counting(TABLES)
        analyse(TABLES)
        if chosen.has_story:
            _go_on(world)
            told("đã chốt số liệu năm trước")
    told("xong")
    return world


def _go_on(world: World) -> None:
    """What happens through the verbs, once all that was copied in is there."""
    write_models(world)
    write_newcomers()
    for tell in (write_amendment, write_extensions, write_postings, write_following, plan_merger, write_reminders):
        tell(world)
    freeze(world.today.year - 1, by=User.objects.get(username="tckt"), note="Số liệu chính thức của năm trước")


class _Clock:
    """Says what is done and how long it took."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.since = time.monotonic()

    def __call__(self, done: str) -> None:
        now = time.monotonic()
        self.say(f"  {done} ({now - self.since:.1f} giây)")
        self.since = now
