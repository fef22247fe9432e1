"""What a unit's line and tiles say."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.templatetags.portal import vn_date
from cadres.models import Exemption, Remark, RosterAttestation
from criteria.models import Period
from reports import boards, counting, lists
from reports.measures import BY_CODE
from reports.reading import tiles
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory

TODAY = timezone.localdate


@pytest.fixture
def t():
    t = tree()
    t.period = PeriodFactory()
    for cadre in (t.base_secretary, t.base_deputy, t.branch_secretary):
        PledgeFactory(cadre=cadre, period=t.period, state="approved")
    return t


def lights(t, unit):
    board = boards.live(unit, counting.year_view(TODAY().year), t.district_secretary.user)
    return {line.name: line.light.text for line in board.lines}


def attest(t, unit):
    numbers = {"expected": 2, "held": 2, "vacant": 0, "version": 1}
    RosterAttestation.objects.create(unit=unit, year=TODAY().year, attested_by=t.district_secretary.user, **numbers)


def test_an_unattested_unit_does_not_show_100_percent(t):
    assert lights(t, t.district)[t.base.name] == "Chưa điểm danh"

    attest(t, t.base)

    assert lights(t, t.district)[t.base.name] == "Đủ 100%"


def test_last_years_word_does_not_hold(t):
    attest(t, t.base)
    RosterAttestation.objects.update(year=TODAY().year - 1)

    assert lights(t, t.district)[t.base.name] == "Chưa điểm danh"


def test_the_word_of_a_base_holds_for_its_branches(t):
    assert lights(t, t.base)[t.branch.name] == "Chưa điểm danh"

    attest(t, t.base)

    assert lights(t, t.base)[t.branch.name] == "Đủ 100%"


def test_what_lacks_is_said_before_the_roster(t):
    t.branch_secretary.pledges.all().delete()

    assert lights(t, t.district)[t.base.name] == "Thiếu 1 cán bộ"


def test_two_figures_stand_side_by_side(t):
    Exemption.objects.create(cadre=t.district_staff, kind="maternity", valid_from=TODAY() - dt.timedelta(days=5))
    t.district_deputy.appointments.update(valid_from=TODAY() - dt.timedelta(days=30))
    board = boards.live(t.district, counting.year_view(TODAY().year), t.district_secretary.user)

    registered = tiles(board.figures)[0]

    assert (registered.value, registered.beside) == ("50,0%", "75,0% của 4 người đang phải nộp")


def test_without_anybody_excused_one_figure_is_enough(t):
    board = boards.live(t.district, counting.year_view(TODAY().year), t.district_secretary.user)

    assert tiles(board.figures)[0].beside == ""


def told(t, *cadres):
    """What the list of those who lack a pledge says of each."""
    view = counting.year_view(TODAY().year)
    measure = BY_CODE["pledge_missing"]
    rows = counting.rows(measure, view, t.district)
    notes = {item.name: item.note for item in lists.items(measure, lists.ordered(measure, rows), view)}
    return [notes[cadre.full_name] for cadre in cadres]


def _pledges_were_due(period):
    day = TODAY() - dt.timedelta(days=2)
    Period.objects.update(focus_due_on=period.opens_on, leader_pledge_due_on=day, pledge_due_on=day)


def leave(cadre, first, last):
    days = {"valid_from": TODAY() + dt.timedelta(days=first), "valid_to": TODAY() + dt.timedelta(days=last)}
    return Exemption.objects.create(cadre=cadre, kind="maternity", **days)


def test_who_is_missing_carries_a_reason(t):
    _pledges_were_due(t.period)
    away = leave(t.district_staff, -5, 90)
    back = leave(t.district_deputy, -60, -11)

    assert told(t, t.district_staff, t.district_deputy, t.district_secretary) == [
        f"Nghỉ thai sản đến hết {vn_date(away.valid_to)}",
        f"Mới trở lại sau khi nghỉ, từ {vn_date(back.returns_on)}",
        "Quá hạn 2 ngày",
    ]


def test_only_those_who_owe_it_now_are_late(t):
    """Away, and back for thirty days at most, are not reminded of; a day later they are."""
    _pledges_were_due(t.period)

    def late():
        view = counting.year_view(TODAY().year)
        return {post.cadre for post in counting.rows(BY_CODE["pledge_overdue"], view, t.district)}

    assert late() == {t.district_secretary, t.district_deputy, t.district_staff}
    leave(t.district_staff, -5, 90)
    excuse = leave(t.district_deputy, -60, -31)
    assert late() == {t.district_secretary}
    Exemption.objects.filter(pk=excuse.pk).update(valid_to=TODAY() - dt.timedelta(days=32))
    assert late() == {t.district_secretary, t.district_deputy}


def test_silence_is_told_and_excuses_nobody(t):
    _pledges_were_due(t.period)
    by = t.province_secretary.user
    remark = Remark.objects.create(cadre=t.district_staff, kind="unreachable", noted_by=by)

    assert told(t, t.district_staff) == [f"Quá hạn 2 ngày. {remark}"]
