"""The page from which a list is taken along, and the file of every list."""

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.models import Run
from cadres.models import Role
from config.lists import LISTINGS
from tests.factories.cadres import RoleGrantFactory, tree, with_role
from tests.factories.criteria import PledgeFactory, ProgrammeFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.fieldvisits import VisitFactory, visiting_period

QUERIES = {"so-lieu": f"so=pledge_owed&nam={timezone.localdate().year}"}


@pytest.fixture
def t(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    t = tree()
    t.period = visiting_period()
    VisitFactory(cadre=t.department_staff, period=t.period, state="reported")
    EvaluationFactory(cadre=t.base_secretary, period=t.period, state="notified", score=4)
    EvaluationFactory(cadre=t.base_deputy, period=t.period, state="decided", score=4)
    PledgeFactory(cadre=t.base_secretary, period=t.period)
    ProgrammeFactory(unit=t.district, period=t.period)
    t.staff = with_role(Role.ORG_STAFF, t.province)
    return t


def address(code, query=""):
    return f"{reverse('portal:export_new', args=[code])}?{query or QUERIES.get(code, '')}"


def made(client, code, query="", format="xlsx"):
    answer = client.post(address(code, query), {"format": format, "reason": "Họp"})
    outbox.work_due()
    run = Run.objects.latest("created_at")
    assert (answer.url, run.state, run.error) == (reverse("accounts:run_detail", args=[run.pk]), "done", "")
    return settings.MEDIA_ROOT / run.file


def rows(path):
    return list(openpyxl.load_workbook(path).active.iter_rows(min_row=5, values_only=True))


@pytest.mark.parametrize("code", LISTINGS)
def test_every_list_becomes_a_file_with_as_many_rows_as_its_page_says(client, t, code):
    client.force_login(t.staff)
    count = client.get(address(code)).context["count"]

    assert count > 0
    assert len(rows(made(client, code))) == count
    assert len(made(client, code, format="csv").read_text(encoding="utf-8-sig").splitlines()) == count + 1


@pytest.mark.parametrize("code", [code for code in LISTINGS if code != "so-lieu"])
def test_every_list_page_leads_there_with_its_filters(client, t, code):
    client.force_login(t.staff)
    text = client.get(reverse(LISTINGS[code].page), {"trang": 1, "x": "y"}).text

    assert f'href="{reverse("portal:export_new", args=[code])}?x=y"' in text


def test_rows_behind_a_figure_lead_there_with_the_figure(client, t):
    client.force_login(t.staff)
    page = client.get(reverse("reports:rows", args=["pledge_owed"])).text

    assert f'href="{reverse("portal:export_new", args=["so-lieu"])}?so=pledge_owed"' in page
    assert client.get(address("so-lieu", "so=khong-co")).status_code == 404


def test_filters_and_order_are_those_of_the_screen(client, t):
    client.force_login(t.staff)
    query = f"don_vi={t.district.pk}&dien=BASE_LEADER"
    shown = client.get(f"{reverse('cadres:cadre_list')}?{query}").context["page"]

    assert [row[1] for row in rows(made(client, "can-bo", query))] == [cadre.code for cadre in shown]


def test_scores_are_in_the_file_only_when_they_are_told(client, t):
    client.force_login(with_role(Role.INSPECTOR, t.province))

    scores = {row[0]: (row[6], row[7]) for row in rows(made(client, "danh-gia"))}

    assert scores[t.base_secretary.full_name][1] != ""
    assert scores[t.base_secretary.full_name][0] is not None
    assert scores[t.base_deputy.full_name] == (None, None)


def test_the_page_says_what_one_sees_but_may_not_take_along(client, t):
    RoleGrantFactory(user=t.base_secretary.user, role=Role.PROP_STAFF, unit=t.district)
    client.force_login(t.base_secretary.user)

    page = client.get(address("can-bo"))

    assert (page.context["count"], page.context["hidden"]) == (3, 3)
    assert "3 dòng khác đồng chí xem được nhưng không có quyền xuất" in page.text


def test_who_may_not_export_sees_no_button(client, t):
    client.force_login(t.district_deputy.user)

    assert "Xuất danh sách" not in client.get(reverse("cadres:cadre_list")).text
    assert client.get(address("can-bo")).status_code == 403
    assert client.get(address("don-vi")).status_code == 200
