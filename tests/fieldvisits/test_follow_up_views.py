import pytest
from django.urls import reverse

from tests.factories.cadres import tree
from tests.factories.fieldvisits import FollowUpFactory, VisitFactory, visiting_period

LIST, INBOX = "/di-co-so/kien-nghi/", "/cho-duyet/?loai=kien-nghi"


@pytest.fixture
def t():
    found = tree()
    found.period = visiting_period()
    found.visit = VisitFactory(cadre=found.base_secretary, period=found.period, state="reported")
    found.follow_up = FollowUpFactory(visit=found.visit, resolver_unit=found.other_district)
    return found


def address(t, name="followup_detail"):
    return reverse(f"fieldvisits:{name}", args=[t.follow_up.pk])


@pytest.mark.parametrize(
    "who, status, sees_visit",
    [
        ("base_secretary", 200, True),
        ("district_secretary", 200, True),
        ("other_district_secretary", 200, False),
        ("other_base_secretary", 404, False),
        ("branch_secretary", 404, False),
    ],
)
def test_the_unit_that_is_asked_sees_the_request_but_not_the_visit(client, t, who, status, sees_visit):
    client.force_login(getattr(t, who).user)
    answer = client.get(address(t))
    assert answer.status_code == status
    assert (t.visit.get_absolute_url() in answer.content.decode()) is sees_visit


def test_list_shows_what_is_in_sight_and_filters(client, t):
    FollowUpFactory(visit=t.visit, text="Đã xong rồi", state="resolved", outcome="Xong")
    client.force_login(t.district_secretary.user)
    page = client.get(LIST).content.decode()
    assert str(t.follow_up) in page and "Đã xong rồi" not in page
    assert "Đã xong rồi" in client.get(f"{LIST}?trang_thai=resolved").content.decode()
    client.force_login(t.other_base_secretary.user)
    assert str(t.follow_up) not in client.get(LIST).content.decode()


def test_a_draft_is_in_nobodys_list(client, t):
    draft = VisitFactory(cadre=t.base_secretary, period=t.period)
    FollowUpFactory(visit=draft, text="Chưa gửi", resolver_unit=t.other_district)
    for user in (t.base_secretary.user, t.other_district_secretary.user):
        client.force_login(user)
        assert "Chưa gửi" not in client.get(LIST).content.decode()


def test_inbox_is_what_ones_own_unit_is_asked_for(client, t):
    client.force_login(t.other_district_secretary.user)
    assert str(t.follow_up) in client.get(INBOX).content.decode()
    client.force_login(t.district_secretary.user)
    assert "Không có hồ sơ nào chờ" in client.get(INBOX).content.decode()
    client.force_login(t.branch_secretary.user)
    assert client.get(INBOX).status_code == 403


def test_move_wants_words_then_records_them(client, t):
    client.force_login(t.other_district_secretary.user)
    form = {"version": 1, "state": "resolved", "outcome": ""}
    answer = client.post(address(t, "followup_move"), form)
    assert answer.status_code == 422
    assert "Ghi kết quả giải quyết" in answer.content.decode()
    assert client.post(address(t, "followup_move"), form | {"outcome": "Đã mở phòng"}).status_code == 302
    assert "Đã mở phòng" in client.get(address(t)).content.decode()
    assert client.post(address(t, "followup_move"), form | {"outcome": "x"}).status_code == 409


def test_who_only_reads_moves_nothing(client, t):
    client.force_login(t.district_secretary.user)
    assert "Lưu tình trạng" not in client.get(address(t)).content.decode()
    form = {"version": 1, "state": "resolved", "outcome": "x"}
    assert client.post(address(t, "followup_move"), form).status_code == 403


@pytest.mark.parametrize("url", [LIST, INBOX])
def test_as_many_queries_with_3_rows_as_with_30(client, t, query_count, url):
    client.force_login(t.other_district_secretary.user)
    FollowUpFactory.create_batch(2, visit=t.visit, resolver_unit=t.other_district)
    few = query_count(url)
    FollowUpFactory.create_batch(22, visit=t.visit, resolver_unit=t.other_district)
    assert query_count(url) == few


def test_a_move_without_a_state_says_what_to_choose(client, t):
    client.force_login(t.base_secretary.user)
    answer = client.post(address(t, "followup_move"), {"version": 1, "outcome": "x"})
    assert answer.status_code == 422
    assert "Chọn tình trạng mới." in answer.content.decode()
