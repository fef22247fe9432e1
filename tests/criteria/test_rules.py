import datetime as dt

import pytest
from django.utils import timezone

from cadres.models import Role
from criteria import rules
from criteria.models import Pledge, PledgeItem, PledgePolicy
from tests.factories.cadres import holder, tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory

DONTS = [("GM", "GM-K1"), ("SS", "SS-K1")]


@pytest.fixture
def t():
    return tree()


@pytest.mark.parametrize(
    "who, may",
    [
        ("district_secretary", True),
        ("base_secretary", False),
        ("district_deputy", False),
        ("other_district_secretary", False),
        ("province_secretary", False),
        ("branch_secretary", False),
    ],
)
def test_pledge_of_a_base_secretary_is_decided_by_the_secretary_above(t, who, may):
    pledge = PledgeFactory(cadre=t.base_secretary, period=PeriodFactory(), state="submitted", deciding_unit=t.district)
    assert rules.acts_as(getattr(t, who).user, pledge, timezone.localdate()) == ("decider" if may else None)


def test_bodys_decision_may_be_entered_by_staff_but_not_by_the_person(t):
    today = timezone.localdate()
    pledge = PledgeFactory(cadre=t.province_secretary, period=PeriodFactory(), state="submitted", is_by_minutes=True)
    staff = with_role(Role.ORG_STAFF, t.province)
    assert rules.acts_as(staff, pledge, today) == "recorder"
    assert rules.acts_as(t.province_deputy.user, pledge, today) == "decider"
    assert rules.acts_as(t.province_secretary.user, pledge, today) is None
    pledge.is_by_minutes = False
    assert rules.acts_as(staff, pledge, today) is None


def test_nobody_decides_on_what_he_entered_for_somebody(t):
    pledge = PledgeFactory(
        cadre=t.base_secretary,
        period=PeriodFactory(),
        state="submitted",
        deciding_unit=t.district,
        entered_by=t.district_secretary.user,
    )
    assert rules.acts_as(t.district_secretary.user, pledge, timezone.localdate()) is None
    assert not Pledge.objects.to_decide(t.district_secretary.user).exists()


@pytest.mark.parametrize(
    "state, edit, decide, progress, undo",
    [
        ("draft", True, False, False, False),
        ("submitted", False, True, False, False),
        ("approved", False, False, True, True),
        ("returned", True, False, False, True),
        ("closed", False, False, False, False),
    ],
)
def test_what_each_state_allows(t, state, edit, decide, progress, undo):
    pledge = PledgeFactory(cadre=t.base_secretary, period=PeriodFactory(), state=state)
    now = pledge.decided_at or dt.datetime.now(dt.UTC)
    found = (rules.can_edit(pledge), rules.can_decide(pledge), rules.can_progress(pledge), rules.can_undo(pledge, now))
    assert found == (edit, decide, progress, undo)


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "returned"])
def test_nothing_is_allowed_when_the_period_is_over(t, state):
    pledge = PledgeFactory(cadre=t.base_secretary, period=PeriodFactory(state="closed"), state=state)
    asked = (rules.can_edit(pledge), rules.can_decide(pledge), rules.can_progress(pledge))
    assert asked == (False, False, False)


def test_undo_ends_after_ten_minutes(t):
    pledge = PledgeFactory(cadre=t.base_secretary, period=PeriodFactory(), state="approved")
    assert rules.can_undo(pledge, pledge.decided_at + dt.timedelta(minutes=10))
    assert not rules.can_undo(pledge, pledge.decided_at + dt.timedelta(minutes=10, seconds=1))


def item(criterion: str, period, **fields) -> PledgeItem:
    filled = {"target": "3 lần", "evidence": "Ảnh", "due_on": period.pledge_due_on}
    return PledgeItem(criterion=criterion, text="Việc", **filled | fields)


def test_a_whole_pledge_has_no_gap():
    period = PeriodFactory()
    items = [item(criterion, period) for criterion in ("GM", "ST", "TN", "SS")]
    assert rules.gaps(items, ["GM-K1", "SS-K1"], DONTS, PledgePolicy(), period) == []


def test_gaps_say_what_to_do_in_which_step():
    period = PeriodFactory()
    items = [
        item("GM", period, target=""),
        *[item("ST", period)] * 4,
        item("TN", period, due_on=period.closes_on + dt.timedelta(days=1)),
        item("SS", period),
    ]
    found = rules.gaps(items, ["SS-K1"], DONTS, PledgePolicy(), period)
    assert [gap.criterion for gap in found] == ["GM", "GM", "ST", "TN"]
    assert found[1].advice == "đọc và cam kết 1 điều KHÔNG"


def test_new_appointees_have_thirty_days():
    period = PeriodFactory()
    appointed = period.pledge_due_on
    assert rules.due_on(period.pledge_due_on, appointed, PledgePolicy()) == appointed + dt.timedelta(days=30)
    assert rules.due_on(period.pledge_due_on, dt.date(2019, 1, 1), PledgePolicy()) == period.pledge_due_on


def test_pledge_is_cancelled_only_without_a_post(t):
    pledge = PledgeFactory(cadre=t.base_secretary, period=PeriodFactory(), state="submitted")
    admin = with_role(Role.UNIT_ADMIN, t.district)
    assert rules.may_cancel(admin, pledge)
    assert not rules.may_cancel(t.base_secretary.user, pledge)
    assert rules.can_cancel(pledge, has_post=False)
    assert not rules.can_cancel(pledge, has_post=True)


def test_inbox_holds_exactly_what_the_user_decides(t):
    period = PeriodFactory()
    other = holder(t.base, "TPT-DOI")
    mine = PledgeFactory(cadre=t.base_secretary, period=period, state="submitted", deciding_unit=t.district)
    PledgeFactory(cadre=other, period=period, state="approved", deciding_unit=t.district)
    PledgeFactory(cadre=t.other_base_secretary, period=period, state="submitted", deciding_unit=t.other_district)
    PledgeFactory(cadre=t.district_secretary, period=period, state="submitted", deciding_unit=t.district)
    assert list(Pledge.objects.to_decide(t.district_secretary.user)) == [mine]
