"""The small demo goes from three tiers to two by the plan of July 2025: nobody and nothing is lost."""

import datetime as dt
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import Notification, User
from accounts.outbox import work_due
from cadres import reorganising
from cadres.july_2025 import PLAN
from cadres.models import (
    Appointment,
    Cadre,
    HandDecision,
    Position,
    Reorganisation,
    Seat,
    Unit,
    UnitPlacement,
    UnitType,
)
from cadres.trees import tree_on
from criteria.models import Pledge, Programme
from criteria.routing import follow_posts as pledges_follow
from evaluations.models import Evaluation
from fieldvisits.models import Visit, VisitPlan
from fieldvisits.routing import follow_posts as plans_follow
from reports import freezing, rolling_up
from reports.models import Snapshot
from tests.demo.conftest import small_demo

DOCUMENTS = (Pledge, Programme, VisitPlan, Visit, Evaluation)


def held_today():
    return Appointment.objects.valid_on(timezone.localdate())


def figures_of(year):
    """What the roll-up says of a year, unit by unit, without ids of rows."""
    return rolling_up.count(year, with_entries=True)


@pytest.fixture(scope="module")
def after(django_db_setup, django_db_blocker):
    """Before and after the plan, and what was read of both."""
    today = timezone.localdate()
    with django_db_blocker.unblock(), small_demo(today) as world:
        world.before = {
            "people": set(Cadre.objects.values_list("pk", flat=True)),
            "posts": Counter(held_today().values_list("cadre", "is_main")),
            "main": held_today().main().count(),
            "documents": {model: model.objects.count() for model in DOCUMENTS},
            "at_units": {model: set(model.objects.values_list("pk", "unit")) for model in DOCUMENTS},
            "last_year": figures_of(today.year - 1),
            "units": {unit.pk: unit for unit in Unit.objects.all()},
        }
        world.out = StringIO()
        call_command("reorganise", PLAN, on=today, stdout=world.out)
        world.done = Reorganisation.objects.get(state=Reorganisation.State.DONE)
        world.today_is = today
        yield world


def test_36_bases_stand_directly_under_the_province_and_no_district_is_left(after):
    valid = Unit.objects.valid_on(after.today_is)
    new = valid.filter(valid_from=after.today_is)

    assert (new.count(), set(new.values_list("depth", "type"))) == (36, {(2, UnitType.BASE)})
    assert valid.filter(type=UnitType.DISTRICT).count() == 0
    assert Unit.objects.filter(valid_to=after.today_is - dt.timedelta(days=1)).count() == 91 + 9
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_counts_of_the_plan(after):
    counts = after.done.outcome["counts"]

    assert {key: counts[key] for key in ("ended", "merged", "split", "closed", "founded")} == {
        "ended": 100,
        "merged": 75,
        "split": 16,
        "closed": 9,
        "founded": 36,
    }


def test_nobody_is_lost(after):
    """Whoever held a post holds one, or stands in the list for decision."""
    assert set(Cadre.objects.values_list("pk", flat=True)) == after.before["people"]
    listed = Counter(HandDecision.objects.filter(unit=None).values_list("appointment__cadre", "appointment__is_main"))
    assert Counter(held_today().values_list("cadre", "is_main")) + listed == after.before["posts"]


def test_the_list_is_split_communes_doubled_seats_and_district_staff(after):
    units = after.before["units"]
    listed = set(HandDecision.objects.filter(unit=None).values_list("appointment", "why"))
    last = after.today_is - dt.timedelta(days=1)
    ended = list(Appointment.objects.filter(valid_to=last).select_related("unit", "position"))
    heirs: dict[int, set[int]] = {}
    for unit in Unit.objects.filter(valid_to=last).prefetch_related("successors"):
        heirs[unit.pk] = {succession.new_unit_id for succession in unit.successors.all()}
    seats = Counter(
        heir
        for post in ended
        if post.position.seat == Seat.SECRETARY and len(heirs[post.unit_id]) == 1
        for heir in heirs[post.unit_id]
    )

    def why(post):
        if units[post.unit_id].type == UnitType.DISTRICT:
            return "closed"
        if len(heirs[post.unit_id]) > 1:
            return "split"
        is_doubled = post.position.seat == Seat.SECRETARY and seats[next(iter(heirs[post.unit_id]))] > 1
        return "doubled" if is_doubled else None

    assert listed == {(post.pk, why(post)) for post in ended if why(post)}
    assert {why for _, why in listed} == {"closed", "split", "doubled"}


def test_every_unit_stands_somewhere_and_those_below_split_communes_are_listed(after):
    split = {unit for unit in Unit.objects.filter(successors__isnull=False).distinct() if unit.successors.count() > 1}
    below = Unit.objects.valid_on(after.today_is).filter(
        pk__in=UnitPlacement.objects.filter(parent__in=split, valid_to=None).values("unit")
    )

    assert set(HandDecision.objects.exclude(unit=None).values_list("unit", flat=True)) == {u.pk for u in below}
    (root,) = tree_on(after.today_is)
    standing = {node.unit_id for node in root.below() if not node.is_over}
    assert standing == set(Unit.objects.valid_on(after.today_is).values_list("pk", flat=True))


def test_documents_are_conserved_and_stay_at_the_unit_of_their_time(after):
    assert {model: model.objects.count() for model in DOCUMENTS} == after.before["documents"]
    assert {model: set(model.objects.values_list("pk", "unit")) for model in DOCUMENTS} == after.before["at_units"]


def test_figures_of_the_past_year_are_as_they_were(after):
    now = figures_of(after.today_is.year - 1)

    assert (now.rows, now.entries) == (after.before["last_year"].rows, after.before["last_year"].entries)


def test_frozen_figures_can_still_be_verified(after):
    frozen = Snapshot.objects.filter(kind=Snapshot.Kind.FROZEN)

    assert [freezing.is_intact(snapshot) for snapshot in frozen] == [True]


def test_open_documents_follow_and_approved_ones_stay(after):
    approved = set(Pledge.objects.filter(state="approved").values_list("pk", "unit"))

    pledges_follow()
    plans_follow()

    assert set(Pledge.objects.filter(state="approved").values_list("pk", "unit")) == approved
    listed = HandDecision.objects.filter(unit=None).values("appointment__cadre")
    left_open = {"state__in": ["draft", "submitted", "returned"], "period__state": "open"}
    stale = Pledge.objects.filter(**left_open, unit__valid_to__isnull=False)
    assert stale.exclude(cadre__in=listed).count() == 0
    waiting = VisitPlan.objects.filter(**left_open, unit__valid_to__isnull=False)
    assert waiting.exclude(cadre__in=listed).count() == 0


def test_the_tree_of_yesterday_is_the_one_of_three_tiers(after):
    (root,) = tree_on(after.today_is - dt.timedelta(days=1))

    districts = [node for node in root.children if node.type == UnitType.DISTRICT]
    assert (len(districts), {node.unit_id for node in root.below()}) == (9, set(after.before["units"]))


def test_everybody_with_an_account_is_told_once(after):
    work_due(limit=5000)

    told = Counter(Notification.objects.filter(kind="reorganisation").values_list("to", flat=True))
    listed = HandDecision.objects.filter(appointment__is_main=True, appointment__cadre__user__isnull=False)
    assert set(told.values()) == {1}
    assert set(listed.values_list("appointment__cadre__user", flat=True)) <= told.keys()
    moved = held_today().main().filter(unit__valid_from=after.today_is, cadre__user__isnull=False)
    assert set(moved.values_list("cadre__user", flat=True)) <= told.keys()


def test_when_all_is_decided_by_hand_every_post_is_held_again(after):
    by = User.objects.get(username="tckt")
    root = Unit.objects.get_first_root_node()
    for decision in HandDecision.objects.open().for_page().in_order():
        choices = [Unit.objects.get(pk=pk) for pk in decision.candidates] or [root]
        if decision.unit:
            reorganising.place_unit(decision, by=by, unit=choices[0])
            continue
        position = decision.appointment.position if decision.candidates else Position.objects.get(code="CV-TINH")
        try:
            with transaction.atomic():
                reorganising.place_person(decision, by=by, unit=choices[0], position=position)
        except reorganising.PlacingRefused:
            deputy = Position.objects.get(code="PBT-COSO")
            reorganising.place_person(decision, by=by, unit=choices[0], position=deputy)

    assert HandDecision.objects.open().count() == 0
    assert held_today().main().count() == after.before["main"]
    assert Counter(held_today().values_list("cadre", "is_main")) == after.before["posts"]
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    (root,) = tree_on(after.today_is)
    assert [node for node in root.below() if node.is_over] == []
