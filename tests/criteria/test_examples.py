import pytest

from cadres.models import Role
from criteria.models import Pledge
from tests.factories.cadres import holder, tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory

URL = "/don-vi/neu-guong/"


@pytest.fixture
def t():
    t = tree()
    t.period = PeriodFactory()
    t.pledge = PledgeFactory(cadre=t.district_secretary, period=t.period, state="approved", items__text="Đi đúng giờ")
    return t


def test_cadres_of_the_unit_and_below_read_what_was_approved(t, client):
    for cadre in (t.district_staff, t.base_deputy, t.branch_secretary):
        assert list(Pledge.objects.examples_for(cadre.user)) == [t.pledge]
        client.force_login(cadre.user)
        assert t.district_secretary.full_name in client.get(URL).text
        assert "Đi đúng giờ" in client.get(f"{URL}{t.pledge.pk}/").text


def test_neither_other_districts_nor_accounts_without_a_post(t, client):
    for user in (t.other_base_secretary.user, with_role(Role.INSPECTOR, t.province)):
        assert not Pledge.objects.examples_for(user).exists()
        client.force_login(user)
        assert client.get(f"{URL}{t.pledge.pk}/").status_code == 404


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "cancelled"])
def test_what_is_not_approved_stays_closed(t, state):
    PledgeFactory(cadre=t.district_deputy, period=t.period, state=state)
    assert list(Pledge.objects.examples_for(t.base_deputy.user)) == [t.pledge]


def test_the_pledges_of_others_than_leaders_stay_closed(t):
    PledgeFactory(cadre=t.district_staff, period=t.period, state="approved")
    PledgeFactory(cadre=t.base_secretary, period=t.period, state="approved")
    assert list(Pledge.objects.examples_for(t.base_deputy.user)) == [t.pledge]


def test_history_print_and_the_full_page_stay_closed(t, client):
    client.force_login(t.branch_secretary.user)
    for tail in ("", "lich-su/", "in/"):
        assert client.get(f"/dang-ky/{t.pledge.pk}/{tail}").status_code == 404
    assert t.pledge.number not in client.get("/dang-ky/danh-sach/").text
    page = client.get(f"{URL}{t.pledge.pk}/").text
    assert "Quá trình" not in page


def test_the_list_says_who_has_and_who_has_not(t, client):
    PledgeFactory(cadre=t.district_deputy, period=t.period, state="submitted")
    client.force_login(t.base_deputy.user)
    page = client.get(URL).text
    assert "Đã đăng ký" in page
    assert "Đã nộp, chờ duyệt" in page


def test_the_list_takes_as_many_queries_for_many_leaders(t, client, query_count):
    client.force_login(t.base_deputy.user)
    few = query_count(URL)
    for _ in range(5):
        PledgeFactory(cadre=holder(t.district, "PBT-HUYEN"), period=t.period, state="approved")
    assert query_count(URL) == few


def test_without_a_period_the_page_says_so(t, client):
    t.period.__class__.objects.update(state="closed")
    client.force_login(t.base_deputy.user)
    assert "Chưa có kỳ rèn luyện nào đang mở" in client.get(URL).text
