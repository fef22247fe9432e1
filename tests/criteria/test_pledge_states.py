"""Whoever does what in whatever order: a pledge is only ever in a state that domain §8 allows, one trace a step."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.documents import StaleDocument
from accounts.models import Attachment, AuditEvent
from cadres.models import Appointment, Role
from cadres.standing_in import ReasonMissing
from criteria import calendar_year, pledging
from criteria.models import PaperPhoto, Period, Pledge, PledgeItem
from criteria.pledging import ItemDraft
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory

START = ""
STEPS = {
    "start": {(START, "draft"), ("cancelled", "draft")},
    "submit": {("draft", "submitted"), ("returned", "submitted")},
    "approve": {("submitted", "approved")},
    "return": {("submitted", "returned")},
    "undo": {("approved", "submitted"), ("returned", "submitted")},
    "cancel": {(state, "cancelled") for state in ("draft", "submitted", "approved", "returned")},
    "close": {("approved", "closed")},
    "enter": {(START, "draft"), ("cancelled", "draft")},
    "object": {("submitted", "draft"), ("approved", "draft")},
    "confirm": set(),
    "write": set(),
    "leave": set(),
}
"""What each verb may do to the state; writing, confirming and leaving a post touch none."""
ACTORS = ("himself", "base_deputy", "district_secretary", "district_deputy", "other_district_secretary", "keeper")
REFUSALS = (PermissionDenied, StaleDocument, ReasonMissing)
REFUSALS += (pledging.PledgeIncomplete, pledging.PaperMissing, pledging.NotOwed)


class Undone(Exception):
    """Takes everything of one example back."""


@pytest.fixture
def world():
    t = tree()
    t.period = PeriodFactory()
    people = {name: getattr(t, name).user for name in ACTORS[1:-1]}
    t.users = people | {"himself": t.base_secretary.user, "keeper": with_role(Role.UNIT_ADMIN, t.district)}
    return t


def act(t, verb, user, version_off):
    pledge = Pledge.objects.filter(cadre=t.base_secretary).order_by("-pk").first()
    if verb == "start":
        pledging.start(t.base_secretary, t.period, by=user)
    elif verb == "enter":
        with_paper(pledging.enter_for(t.base_secretary, t.period, by=user))
    elif verb == "close":
        calendar_year.close_period(t.period)
    elif verb == "leave":
        Appointment.objects.filter(cadre=t.base_secretary).update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    elif pledge:
        given_ = {"by": user, "version": pledge.version - version_off}
        if verb == "submit":
            pledging.submit(pledge, **given_)
        elif verb == "write":
            whole(pledge, user, given_["version"])
        elif verb == "approve":
            pledging.approve(pledge, **given_)
        elif verb == "return":
            pledging.return_for_edit(pledge, reason="Chưa đo được.", **given_)
        elif verb == "undo":
            pledging.undo(pledge, by=user)
        elif verb == "object":
            pledging.object_to(pledge, by=user, words="Tôi không ký chỉ tiêu này.")
        elif verb == "confirm":
            pledging.confirm(pledge, by=user)
        elif verb == "cancel":
            pledging.cancel(pledge, reason="Thôi chức vụ.", **given_)


def with_paper(pledge):
    """As if a photo of the signed paper had been sent."""
    if not pledge.entry.papers.exists():
        photo = {"kind": "photo", "file": "photos/giay.jpg", "name": "anh.jpg", "size": 1, "sha256": "0" * 64}
        attachment = Attachment.objects.create(**photo, uploaded_by=pledge.entered_by)
        PaperPhoto.objects.create(entry=pledge.entry, attachment=attachment)


def whole(pledge, user, version):
    """Write all four criteria, so that the pledge could be sent."""
    donts = pledge.period.statement_set.statements.dont()
    for criterion in ("GM", "ST", "TN", "SS"):
        draft = ItemDraft(f"Việc {criterion}", "12 lần", pledge.period.closes_on, "Biên bản")
        codes = [dont.code for dont in donts if dont.criterion == criterion]
        pledge = pledging.save_step(pledge, criterion, [draft], codes, by=user, version=version)
        version = pledge.version


def state_of(t) -> str:
    return Pledge.objects.filter(cadre=t.base_secretary).order_by("-pk").values_list("state", flat=True).first() or ""


anything = st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(ACTORS), st.sampled_from([0, 0, 0, 1]))
DONE_RIGHT = {
    "start": ("start", "himself", 0),
    "submit": ("submit", "himself", 0),
    "write": ("write", "himself", 0),
    "approve": ("approve", "district_secretary", 0),
    "return": ("return", "district_secretary", 0),
    "undo": ("undo", "district_secretary", 0),
    "enter": ("enter", "keeper", 0),
    "write for": ("write", "keeper", 0),
    "submit for": ("submit", "keeper", 0),
    "object": ("object", "himself", 0),
    "confirm": ("confirm", "himself", 0),
    "leave": ("leave", "himself", 0),
    "cancel": ("cancel", "keeper", 0),
    "close": ("close", "himself", 0),
}
"""By whom each step succeeds; chance alone rarely finds the right person for the next one."""
himself = ["start", "write"]
entered = ["enter", "write for", "submit for"]
begun = st.sampled_from(
    [
        *(himself + rest for rest in ([], ["submit"], ["submit", "approve"], ["submit", "return"])),
        *([*himself, "submit", "approve", "undo"], entered, [*entered, "approve"], [*entered, "return"]),
    ]
)
steps = st.lists(st.sampled_from(sorted(DONE_RIGHT.values())) | anything, min_size=3, max_size=12)


@given(begun, steps)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_order_of_actions_leaves_the_table(world, first, actions):
    ready = [DONE_RIGHT[verb] for verb in first]
    try:
        with transaction.atomic():
            for verb, name, version_off in [*ready, *actions]:
                check(world, verb, world.users[name], version_off)
            raise Undone
    except Undone:
        pass


def check(t, verb, user, version_off):
    before, events = state_of(t), AuditEvent.objects.count()
    items = PledgeItem.objects.count()
    try:
        with transaction.atomic():
            act(t, verb, user, version_off)
    except REFUSALS:
        assert (state_of(t), AuditEvent.objects.count()) == (before, events), f"{verb} was refused and left something"
        assert PledgeItem.objects.count() == items
        return
    after, written = state_of(t), AuditEvent.objects.count() - events
    if before != after:
        assert (before, after) in STEPS[verb], f"{verb}: {before} → {after}"
        assert written == 1
    assert written <= 1
    assert_whole(t)


def assert_whole(t):
    """What must hold in every state."""
    period = Period.objects.get(pk=t.period.pk)
    for pledge in Pledge.objects.filter(cadre=t.base_secretary):
        sent = pledge.revisions.count()
        assert (sent > 0) == (pledge.first_submitted_at is not None)
        undecided = pledge.revisions.filter(decision="").count()
        assert undecided == (pledge.state == "submitted") or pledge.state == "cancelled"
        if period.state != Period.State.OPEN:
            assert pledge.state != "approved"
    assert Pledge.objects.current().filter(cadre=t.base_secretary).count() <= 1
