"""What a unit's line and tiles say."""

import datetime as dt

import pytest
from django.utils import timezone

from cadres.models import Exemption, RosterAttestation
from reports import boards, counting
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
