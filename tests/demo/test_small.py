"""The small demo: everything there, every state, and nothing that the portal itself would contradict."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts.audit import trail
from accounts.models import AuditEvent, Holiday, Notification, User
from accounts.verbs import VERBS
from cadres.deciding import deciding_units
from cadres.models import Appointment, Cadre, FactorReset, Right, Unit, UnitPlacement, holds, holds_at
from cadres.rules import DecidingUnit
from criteria.models import (
    Contact,
    DutyReminder,
    NumberSeries,
    Period,
    Pledge,
    PledgeItem,
    PledgeRevision,
    Programme,
)
from demo.accounts import ACCOUNTS
from evaluations.gathering import sheet_of, statuses
from evaluations.models import Breach, Evaluation, Rating, SourceAssessment
from fieldvisits.models import FollowUp, Visit, VisitPlan, VisitPlanItem
from reports.freezing import is_intact
from reports.models import Snapshot
from tests.demo.conftest import PASSWORD, TODAY

pytestmark = pytest.mark.usefixtures("world")


def test_tree_is_that_of_2020():
    province = Unit.objects.get(code="74")

    assert province.name == "Tỉnh đoàn Bình Dương"
    assert Unit.objects.filter(type="district").count() == 9
    assert Unit.objects.filter(type__startswith="affiliated").count() == 11
    assert Unit.objects.filter(level="base", code__regex=r"^[0-9]+$").count() == 91
    assert Unit.objects.get(code="25744").name == "Đoàn phường Phú Lợi"
    assert [unit.name for unit in Unit.objects.above(Unit.objects.get(code="25744"))] == [
        "Thành đoàn Thủ Dầu Một",
        "Tỉnh đoàn Bình Dương",
    ]


def test_tree_is_whole():
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    assert UnitPlacement.objects.filter(valid_to=None).count() == Unit.objects.count()


def test_size_is_about_six_hundred_people():
    assert 540 <= Cadre.objects.count() <= 660
    assert {period.state for period in Period.objects.filter(year=TODAY.year - 1)} == {"locked"}
    assert {period.state for period in Period.objects.filter(year=TODAY.year)} == {"open"}


@pytest.mark.parametrize(
    "model", [Programme, Pledge, VisitPlan, VisitPlanItem, Visit, FollowUp, Breach, Evaluation, SourceAssessment]
)
def test_every_state_is_there(model):
    wanted = set(model.State.values)

    assert set(model.objects.order_by().values_list("state", flat=True)) == wanted


def test_every_rating_is_there():
    assert set(Evaluation.objects.exclude(rating="").values_list("rating", flat=True)) == set(Rating.values)


def test_history_goes_on_after_the_load():
    cadre = Cadre.objects.first()
    cadre.phone = "0190000000"
    cadre.save(update_fields=["phone"])

    assert cadre.events.count() == 1


def test_keys_go_on_after_the_load():
    assert Unit.objects.create(path="0009", depth=1, code="X", name="X", type="branch", valid_from=TODAY).pk
    assert User.objects.create(username="moi").pk > User.objects.get(username="canbo").pk


def test_documents_wait_where_the_table_of_deciders_says():
    posts = Appointment.objects.in_posts().order_by("pk")
    waiting = {Right.PLEDGE_DECIDE: Pledge.objects.filter(state="submitted")}
    waiting[Right.EVALUATION_UNION] = Evaluation.objects.exclude(state__in=Evaluation.DECIDED)
    columns = ("appointment", "deciding_unit", "is_by_minutes", "in_place_of", "stand_in_unit")

    for right, rows in waiting.items():
        routes = deciding_units(posts, right, TODAY)
        found = {pk: DecidingUnit(*route) for pk, *route in rows.values_list(*columns)}
        assert found == {pk: routes[pk] for pk in found}


def test_some_documents_may_be_decided_in_place_of_others():
    secretary = User.objects.get(username="bithu")
    assert Pledge.objects.to_stand_in(secretary).exists()
    assert Pledge.objects.exclude(in_place_of=None).exists()


@pytest.mark.parametrize("model", [Pledge, Evaluation, VisitPlan])
def test_nobody_decided_on_himself(model):
    assert not model.objects.filter(cadre__user=F("decided_by")).exists()


def test_results_are_those_that_the_portal_computes():
    computed = Evaluation.objects.exclude(result=None).for_detail().order_by("pk")

    for evaluation in computed[::23]:
        assert sheet_of(evaluation, statuses(evaluation)) == evaluation.sheet


def test_sent_pledges_have_their_revisions_and_numbers():
    sent = Pledge.objects.filter(state__in=Pledge.SENT)

    assert PledgeRevision.objects.values("pledge").distinct().count() == sent.count()
    assert (
        NumberSeries.objects.get(unit__code="724", kind="pledge", year=TODAY.year).last
        == sent.filter(period__year=TODAY.year, number__startswith="DA-").count()
    )
    assert not PledgeItem.objects.exclude(due_on__range=(dt.date(2024, 9, 1), dt.date(2026, 12, 31))).exists()


def test_nothing_lies_ahead_of_today():
    tomorrow = timezone.make_aware(dt.datetime.combine(TODAY + dt.timedelta(days=1), dt.time()))

    assert not Pledge.objects.filter(decided_at__gte=tomorrow).exists()
    assert not Visit.objects.filter(starts_on__gt=TODAY).exists()
    assert not AuditEvent.objects.filter(verb__startswith="pledge.", at__gte=tomorrow).exists()


def test_named_accounts_can_sign_in_and_nobody_else():
    named = User.objects.filter(username__in=[account.username for account in ACCOUNTS])

    assert named.count() == len(ACCOUNTS) == 12
    assert all(user.check_password(PASSWORD) for user in named[:2])
    assert named.values("password").distinct().count() == 1
    assert not any(user.has_usable_password() for user in User.objects.exclude(pk__in=named))
    assert all(user.email == f"{user.username}@example.org" for user in named)


@pytest.mark.parametrize(
    ("username", "right", "code"),
    [
        ("bithu", Right.PLEDGE_DECIDE, "724"),
        ("bithu", Right.EVALUATION_UNION, "724"),
        ("bithucoso", Right.PLEDGE_DECIDE, "25960"),
        ("capuy", Right.EVALUATION_PARTY, "25960"),
        ("tckt", Right.PERIOD_MANAGE, "74"),
        ("tckt", Right.EVALUATION_APPRAISE, "724"),
        ("ubkt", Right.BREACH_RECORD, "74"),
        ("quantri", Right.SYSTEM_MANAGE, "74"),
        ("truongban", Right.VISIT_DECIDE, "74-CNNTDT"),
        ("tochuc", Right.PEOPLE_EDIT, "25960"),
        ("phutrach", Right.REPORT_READ, "724"),
        ("phutrach", Right.REPORT_READ, "725"),
        ("tuyengiao", Right.REPORT_READ, "74"),
    ],
)
def test_accounts_have_their_rights(username, right, code):
    assert holds_at(User.objects.get(username=username), right, Unit.objects.get(code=code).path)


def test_rights_end_where_they_should():
    assert not holds_at(User.objects.get(username="bithu"), Right.PLEDGE_DECIDE, Unit.objects.get(code="725").path)
    assert not holds_at(User.objects.get(username="phutrach"), Right.REPORT_READ, Unit.objects.get(code="718").path)
    assert not holds(User.objects.get(username="quantri"), Right.EVALUATION_READ)
    assert not holds(User.objects.get(username="canbo"), Right.PLEDGE_DECIDE)


def test_canbo_has_a_year_to_play():
    canbo = User.objects.get(username="canbo").cadre
    pledge = Pledge.objects.get(cadre=canbo, period__year=TODAY.year)
    evaluation = Evaluation.objects.get(cadre=canbo, period__year=TODAY.year)

    assert pledge.state == "draft"
    assert set(pledge.items.values_list("criterion", flat=True)) == {"GM"}
    assert Evaluation.objects.get(cadre=canbo, period__year=TODAY.year - 1).state == "locked"
    assert evaluation.state == "open"
    assert not evaluation.sources.exists()
    assert VisitPlan.objects.get(cadre=canbo, period__year=TODAY.year).items.filter(state="planned").exists()
    assert Visit.objects.filter(cadre=canbo, period__year=TODAY.year).exists()


def test_inboxes_are_full():
    bithu, bithucoso = User.objects.get(username="bithu"), User.objects.get(username="bithucoso")

    assert Pledge.objects.to_decide(bithu).count() >= 5
    assert VisitPlan.objects.to_decide(bithu).count() >= 2
    assert Evaluation.objects.lacking("union").filter(deciding_unit__code="724").count() >= 5
    assert Pledge.objects.to_decide(bithucoso).count() >= 3
    notices = Notification.objects.filter(to=bithu, kind="pledge.submitted")
    assert notices.count() == Pledge.objects.to_decide(bithu).count()


def test_a_request_to_remove_a_second_factor_waits_beside_answered_ones():
    decisions = list(FactorReset.objects.order_by("asked_at").values_list("decision", flat=True))
    assert decisions == ["waiting", "refused", "confirmed"]
    assert Authenticator.objects.filter(type="totp").count() == 2  # the confirmed one is gone


def test_days_off_are_known():
    assert Holiday.objects.filter(on__range=(dt.date(2026, 2, 16), dt.date(2026, 2, 20))).count() == 5


def test_nothing_is_left_unchecked():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D' AND NOT tgisinternal")
        assert cursor.fetchone() == (0,)


def test_trail_tells_what_happened_in_words():
    events = AuditEvent.objects.filter(target__in=["criteria.pledge", "evaluations.evaluation", "fieldvisits.visit"])

    assert events.count() > 800
    assert {event.verb for event in AuditEvent.objects.all()} <= set(VERBS)
    decided = Pledge.objects.filter(period__year=TODAY.year, state="approved").first()
    assert [event.verb for event in trail(decided)] == ["pledge.approved", "pledge.submitted"]


def test_figures_of_last_year_are_frozen():
    snapshot = Snapshot.objects.get(year=TODAY.year - 1, kind=Snapshot.Kind.FROZEN)

    assert snapshot.rows.count() == Unit.objects.count()
    assert is_intact(snapshot)


def test_minutes_are_of_the_day_of_the_decision():
    recorded = Pledge.objects.exclude(minutes_no="")

    assert recorded.exists()
    assert all(pledge.minutes_on == timezone.localtime(pledge.decided_at).date() for pledge in recorded)


def test_the_step_of_the_day_and_calls_are_there():
    assert set(DutyReminder.objects.values_list("on", flat=True)) == {TODAY}
    assert set(DutyReminder.objects.values_list("channel", flat=True)) >= {"none", "mail"}
    assert set(Contact.objects.values_list("outcome", flat=True)) == {"promised", "unreachable"}
