import pytest
from django.urls import reverse
from django.utils import timezone

from cadres.models import Role
from criteria import pledging
from criteria.models import Pledge
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory

INBOX = "/cho-duyet/?loai=dang-ky"


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    return found


@pytest.fixture
def secretary(t, client):
    client.force_login(t.district_secretary.user)
    return client


def sent(t, cadre):
    return pledging.submit(PledgeFactory(cadre=cadre, period=t.period), by=cadre.user, version=1)


def decide(client, pledge, act, **data):
    url = reverse("portal:inbox_decide", args=["dang-ky", pledge.pk])
    return client.post(url, {"version": pledge.version, "act": act} | data)


def test_inbox_opens_the_one_that_waits_longest(t, secretary):
    first = sent(t, t.base_secretary)
    page = secretary.get(INBOX)
    assert page.context["pledge"] == first
    assert "Duyệt và mở bản kế tiếp" in page.text
    assert secretary.get("/dang-ky/cho-duyet/").url == "/cho-duyet/?loai=dang-ky"
    assert secretary.get(f"/dang-ky/cho-duyet/{first.pk}/").url == f"/cho-duyet/dang-ky/{first.pk}/"
    assert "Duyệt 1 bản đăng ký" in secretary.get("/").text


def test_approving_leads_to_the_next_and_offers_undo(t, secretary):
    first, second = sent(t, t.base_secretary), sent(t, t.base_deputy)
    answer = decide(secretary, first, "approve")
    assert answer.url == reverse("portal:inbox_record", args=["dang-ky", second.pk])
    page = secretary.get(answer.url).text
    assert "Hoàn tác" in page
    secretary.post(reverse("portal:inbox_undo", args=["dang-ky", first.pk]))
    first.refresh_from_db()
    assert first.state == "submitted"


def test_returning_needs_a_reason(t, secretary):
    pledge = sent(t, t.base_secretary)
    answer = decide(secretary, pledge, "return")
    assert answer.status_code == 422
    assert "Viết lý do" in answer.text
    assert decide(secretary, pledge, "return", reason="Thêm con số.").status_code == 302
    pledge.refresh_from_db()
    assert (pledge.state, pledge.return_reason) == ("returned", "Thêm con số.")


def test_stale_decision_gets_the_409_page(t, secretary):
    pledge = sent(t, t.base_secretary)
    assert decide(secretary, pledge, "approve", version=1).status_code == 409


def test_others_do_not_decide(t, client):
    pledge = sent(t, t.base_secretary)
    for user, status in (
        (t.province_secretary.user, 403),
        (t.other_district_secretary.user, 404),
        (t.district_deputy.user, 403),
        (t.base_secretary.user, 403),
    ):
        client.force_login(user)
        assert decide(client, pledge, "approve").status_code == status
    assert Pledge.objects.get().state == "submitted"


def test_staff_enter_the_minutes_of_the_body(t, client):
    pledge = sent(t, t.province_secretary)
    client.force_login(with_role(Role.ORG_STAFF, t.province))
    assert "Số biên bản" in client.get(INBOX).text
    assert decide(client, pledge, "approve").status_code == 422
    minutes = {"minutes_no": "12-BB/TĐTN", "minutes_on": timezone.localdate().isoformat()}
    assert decide(client, pledge, "approve", **minutes).status_code == 302
    pledge.refresh_from_db()
    assert (pledge.state, pledge.minutes_no) == ("approved", "12-BB/TĐTN")


def test_empty_inbox_says_so(t, secretary):
    assert "Không có hồ sơ nào chờ" in secretary.get(INBOX).text


def test_cancel_is_offered_when_the_person_left(t, client):
    cadre = CadreFactory()
    post = AppointmentFactory(cadre=cadre, unit=t.base, position=position("PBT-COSO"))
    pledge = PledgeFactory(cadre=cadre, period=t.period, state="approved")
    post.valid_to = post.valid_from
    post.save(update_fields=["valid_to"])
    client.force_login(with_role(Role.UNIT_ADMIN, t.district))
    assert "Hủy bản đăng ký" in client.get(pledge.get_absolute_url()).text
    client.post(reverse("criteria:pledge_cancel", args=[pledge.pk]), {"version": 1, "reason": "Thôi công tác"})
    pledge.refresh_from_db()
    assert pledge.state == "cancelled"
