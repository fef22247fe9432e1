import datetime as dt

import pytest

from cadres.models import Appointment, Position
from criteria import rules
from criteria.deadlines import Due, pledge_dues, programme_dues
from criteria.models import Period
from tests.factories.cadres import tree
from tests.factories.criteria import ExtensionFactory, PeriodFactory, main_post

DAY = dt.timedelta(days=1)


@pytest.fixture
def t():
    t = tree()
    t.period = PeriodFactory()
    return t


def due_of(t, cadre):
    post = main_post(cadre)
    return pledge_dues([post], t.period)[post.pk]


@pytest.mark.parametrize(
    ("level", "seat", "is_early"),
    [
        ("province", "secretary", True),
        ("province", "deputy", True),
        ("province", "head", False),
        ("district", "deputy", True),
        ("district", "staff", False),
        ("base", "secretary", False),
        ("branch", "secretary", False),
    ],
)
def test_leaders_of_province_and_district_go_first(level, seat, is_early):
    period = Period(leader_pledge_due_on=dt.date(2026, 2, 21), pledge_due_on=dt.date(2026, 2, 28))
    usual = rules.usual_due_on(period, Position(level=level, seat=seat))
    assert usual == (dt.date(2026, 2, 21) if is_early else dt.date(2026, 2, 28))


def test_a_leader_is_due_a_week_before_the_others(t):
    assert due_of(t, t.district_secretary).on == due_of(t, t.base_secretary).on - 7 * DAY


def test_an_extension_moves_the_day_of_its_person_only(t):
    usual = t.period.pledge_due_on
    ExtensionFactory(cadre=t.base_secretary, period=t.period)
    assert due_of(t, t.base_secretary) == Due(usual + 10 * DAY, usual)
    assert due_of(t, t.base_secretary).is_extended
    assert due_of(t, t.base_deputy) == Due(usual)


def test_an_extension_of_a_unit_reaches_all_below(t):
    usual = t.period.pledge_due_on
    ExtensionFactory(unit=t.base, period=t.period)
    assert due_of(t, t.branch_secretary) == Due(usual + 10 * DAY, usual)
    assert not due_of(t, t.other_base_secretary).is_extended


def test_an_earlier_day_than_the_own_one_is_no_extension(t):
    Appointment.objects.filter(cadre=t.base_secretary).update(valid_from=t.period.pledge_due_on)
    ExtensionFactory(cadre=t.base_secretary, period=t.period)
    assert due_of(t, t.base_secretary) == Due(t.period.pledge_due_on + 30 * DAY)


def test_what_was_revoked_or_is_of_another_period_gives_nothing(t):
    other = PeriodFactory(year=t.period.year + 1, state="draft")
    ExtensionFactory(cadre=t.base_secretary, period=other)
    given = ExtensionFactory(cadre=t.base_secretary, period=t.period)
    given.revoked_at, given.revoked_by = given.granted_at, given.granted_by
    given.save()
    assert not due_of(t, t.base_secretary).is_extended


def test_programmes_have_their_own_extensions(t):
    ExtensionFactory(unit=t.base, period=t.period, what="programme")
    ExtensionFactory(unit=t.other_base, period=t.period)
    dues = programme_dues([t.base.pk, t.other_base.pk], t.period)
    assert dues[t.base.pk].is_extended
    assert dues[t.other_base.pk] == Due(t.period.focus_due_on)


def test_many_posts_cost_as_many_queries_as_one(t, django_assert_num_queries):
    ExtensionFactory(unit=t.base, period=t.period)
    posts = list(Appointment.objects.select_related("position"))
    t.period.pledge_policy  # noqa: B018
    with django_assert_num_queries(3):
        assert len(pledge_dues(posts, t.period)) == len(posts)
