import pytest

from cadres.models import Role
from fieldvisits.models import VisitQuota
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory

URL = "/di-co-so/dinh-muc/"


@pytest.fixture
def staff(client):
    user = with_role(Role.ORG_STAFF, tree().province)
    client.force_login(user)
    return user


def test_without_a_period_the_page_says_what_to_do(client, staff):
    assert "Lập kỳ rèn luyện" in client.get(URL).content.decode()


def test_defaults_then_own_numbers_while_the_period_is_a_draft(client, staff):
    period = PeriodFactory(state="draft")
    assert "chưa có định mức" in client.get(URL).content.decode()
    client.post(f"{URL}{period.pk}/mac-dinh/")
    assert VisitQuota.objects.get(category="PROV_STAFF").days == 60
    fields = {f"{duty.level}-{duty.category}": "12" for duty in period.duties.all()}
    assert client.post(f"{URL}?ky={period.pk}", fields | {"province-PROV_STAFF": "30.5"}).status_code == 302
    assert str(VisitQuota.objects.get(category="PROV_STAFF").days) == "30.5"
    assert VisitQuota.objects.get(category="BRANCH_SEC").days == 12
    answer = client.post(f"{URL}?ky={period.pk}", fields | {"province-PROV_STAFF": ""})
    assert answer.status_code == 422
    assert "không có thì ghi 0" in answer.content.decode()


def test_an_open_period_is_read_only(client, staff):
    period = PeriodFactory()
    client.post(f"{URL}{period.pk}/mac-dinh/")
    page = client.get(URL).content.decode()
    assert "Lưu định mức" not in page and "được giữ nguyên" in page
    fields = {f"{duty.level}-{duty.category}": "1" for duty in period.duties.all()}
    assert client.post(f"{URL}?ky={period.pk}", fields).status_code == 409


def test_others_do_not_get_in(client):
    t = tree()
    client.force_login(t.province_secretary.user)
    assert client.get(URL).status_code == 403
