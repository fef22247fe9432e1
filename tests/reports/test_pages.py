import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import running
from cadres.models import Role
from evaluations.models import Evaluation
from fieldvisits.models import FollowUp, Visit
from reports import freezing
from reports.measures import BY_CODE
from tests.factories.cadres import holder, tree, unit, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.fieldvisits import VisitFactory, VisitPlanFactory, visiting_period

YEAR = timezone.localdate().year


@pytest.fixture
def province():
    t = tree()
    t.period = visiting_period()
    for cadre in (t.base_secretary, t.base_deputy, t.branch_secretary):
        PledgeFactory(cadre=cadre, period=t.period, state="approved")
    PledgeFactory(cadre=t.district_staff, period=t.period, state="submitted")
    VisitFactory(cadre=t.department_staff, period=t.period, state="reported")
    t.staff = with_role(Role.ORG_STAFF, t.province)
    return t


@pytest.mark.parametrize(
    "name",
    [
        "dashboard",
        "workbook_new",
        "snapshot_new",
        "snapshot_list",
    ],
)
def test_pages_open_for_provincial_staff(client, province, name):
    client.force_login(province.staff)

    assert client.get(reverse(f"reports:{name}")).status_code == 200


def test_dashboard_starts_at_the_highest_unit_in_reach(client, province):
    client.force_login(province.district_secretary.user)

    answer = client.get(reverse("reports:dashboard"))

    assert answer.context["board"].unit == province.district
    assert answer.context["board"].figures["pledge_registered"].shown == "4"


def test_dashboard_of_another_district_is_not_found(client, province):
    client.force_login(province.district_secretary.user)

    assert client.get(reverse("reports:dashboard"), {"don_vi": province.other_district.pk}).status_code == 404


def test_lines_add_up_to_the_total(client, province):
    client.force_login(province.staff)

    board = client.get(reverse("reports:dashboard")).context["board"]

    for code in ("pledge_owed", "pledge_registered", "pledge_approved", "visits"):
        assert sum(line.figures[code].count for line in board.lines) == board.figures[code].count


def test_rows_are_as_many_as_the_figure_says(client, province):
    client.force_login(province.staff)
    figure = client.get(reverse("reports:dashboard")).context["board"].figures["pledge_missing"]

    answer = client.get(figure.url)

    assert answer.context["page"].paginator.count == figure.count == 9


def test_rows_need_the_right_to_read_them(client, province):
    client.force_login(with_role(Role.PROP_STAFF, province.province))
    address = reverse("reports:rows", args=["pledge_missing"])

    assert client.get(address).status_code == 403


def test_an_unknown_figure_is_not_found(client, province):
    client.force_login(province.staff)

    assert client.get(reverse("reports:rows", args=["khong-co"])).status_code == 404


def test_a_cadre_has_no_dashboard(client, province):
    client.force_login(province.department_staff.user)

    assert client.get(reverse("reports:dashboard")).status_code == 403


def test_expanding_a_unit_gives_its_lines_alone(client, province):
    client.force_login(province.staff)
    address = reverse("reports:unit_lines", args=[province.district.pk])

    fragment = client.get(address, headers={"HX-Request": "true"})
    page = client.get(address)

    assert "Đoàn phường An Bình" in fragment.text
    assert "<html" not in fragment.text
    assert page.status_code == 302


def test_nobody_is_written_in_words(client, province):
    unit("Huyện đoàn trống", "district", province.province, "799")
    client.force_login(province.staff)

    assert "không có cán bộ" in client.get(reverse("reports:dashboard")).text


@pytest.mark.parametrize("name", ["dashboard", "rows", "snapshot_list", "snapshot_detail", "snapshot_rows"])
def test_pages_ask_the_same_number_of_queries_for_3_and_for_30_rows(client, province, name):
    client.force_login(province.staff)
    asked = []
    for many in (3, 27):
        for number in range(many):
            district = unit(f"Huyện đoàn {many}{number}", "district", province.province, f"8{many}{number:02}")
            holder(district, "BT-HUYEN")
        snapshot = freezing.freeze(YEAR, by=province.staff)
        arguments = {
            "rows": ["pledge_missing"],
            "snapshot_detail": [snapshot.pk],
            "snapshot_rows": [snapshot.pk, "pledge_missing"],
        }
        address = reverse(f"reports:{name}", args=arguments.get(name, []))
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_a_snapshot_page_shows_frozen_figures(client, province):
    snapshot = freezing.freeze(YEAR, by=province.staff, note="Tổng kết")
    PledgeFactory(cadre=province.other_base_secretary, period=province.period, state="approved")
    client.force_login(province.staff)

    answer = client.get(snapshot.get_absolute_url())
    frozen = answer.context["board"].figures["pledge_registered"]
    rows = client.get(frozen.url)

    assert frozen.count == 4
    assert rows.context["page"].paginator.count == 4
    assert client.get(reverse("reports:dashboard")).context["board"].figures["pledge_registered"].count == 5


@pytest.mark.parametrize("code", BY_CODE)
def test_every_figure_opens_a_page_live_and_frozen(client, province, code):
    VisitPlanFactory(cadre=province.department_head, period=province.period, state="approved")
    FollowUp.objects.create(visit=Visit.objects.first(), text="Sửa nhà văn hóa", resolver_name="Thành đoàn Dĩ An")
    snapshot = freezing.freeze(YEAR, by=province.staff)
    client.force_login(province.staff)

    for address in (
        reverse("reports:rows", args=[code]),
        reverse("reports:snapshot_rows", args=[snapshot.pk, code]),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert len(answer.context["items"]) == answer.context["page"].paginator.count


def test_nobody_reads_a_result_in_the_figures_before_it_is_told(client, province):
    """Not of others, and least of all the own one: it may still change."""
    decided = EvaluationFactory(
        cadre=province.base_secretary, period=province.period, deciding_unit=province.district, state="decided"
    )
    client.force_login(province.base_secretary.user)
    address, place = reverse("reports:rows", args=["evaluation_owed"]), {"don_vi": province.base.pk}

    before = client.get(address, place).text
    counted = client.get(reverse("reports:rows", args=[f"rated_{decided.rating}"]), place).context["figure"]
    Evaluation.objects.filter(pk=decided.pk).update(state="notified", notified_at=timezone.now())
    after = client.get(address, place).text

    assert "điểm" not in before
    assert counted == 0
    assert f"{decided.get_rating_display()}, " in after


def test_lines_below_a_unit_are_of_the_year_that_is_shown(client, province):
    PeriodFactory(year=YEAR - 1, state="closed")
    client.force_login(province.staff)

    answer = client.get(
        reverse("reports:unit_lines", args=[province.district.pk]), {"nam": YEAR - 1}, headers={"HX-Request": "true"}
    )

    assert answer.context["year"] == YEAR - 1


def test_staff_of_a_district_hold_nothing_over_the_whole_province(client, province):
    """Periods, freezing and the roll-up are everybody's: a role at a district gives no right over them."""
    client.force_login(with_role(Role.ORG_STAFF, province.district))

    assert client.get(reverse("criteria:period_list")).status_code == 403
    assert client.post(reverse("reports:roll_up_start")).status_code == 403
    assert client.post(reverse("evaluations:open", args=[province.period.pk])).status_code == 403


def test_a_run_asks_again_for_the_right_of_who_started_it(province):
    run = running.start("evaluations.open", by=province.staff, parameters={"period": province.period.pk})
    province.staff.grants.all().delete()

    running.work({"run": str(run.pk)})

    run.refresh_from_db()
    assert run.state == "failed"
    assert not Evaluation.objects.exists()
