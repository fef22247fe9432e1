import pytest
from django.urls import reverse
from django.utils import timezone

from cadres import registration_agenda
from cadres.models import Cadre, Registration, Role
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree, with_role
from tests.factories.joining import BORN, registration

INBOX = "/cho-duyet/?loai=tai-khoan"


@pytest.fixture
def t():
    return tree()


@pytest.fixture
def asked(t):
    return registration(t.branch)


@pytest.fixture
def twin(t):
    """The same person, on the list without an account."""
    cadre = CadreFactory(full_name="Lê Thị Ngọc Bích", birth_date=BORN, phone="0911000222")
    AppointmentFactory(cadre=cadre, unit=t.branch, position=position("PBT-CHIDOAN"))
    return cadre


@pytest.fixture
def decide(client, t, asked):
    client.force_login(t.base_secretary.user)
    url = reverse("cadres:registration_decide", args=[asked.pk])

    def answer(act: str, **more):
        return client.post(url, {"act": act, "version": "1", **more})

    return answer


def confirmed(**more) -> dict[str, str]:
    return {"position": str(position("PBT-CHIDOAN").pk), "valid_from": f"{timezone.localdate():%d/%m/%Y}", **more}


def test_the_inbox_lists_those_of_the_own_unit(client, t, asked):
    registration(t.other_branch, full_name="Người Khác Hẳn", phone="0903000111")
    client.force_login(t.base_secretary.user)

    page = client.get(INBOX)

    assert [row.key.pk for row in page.context["page"]] == [asked.pk]
    assert "Phó Bí thư chi đoàn, Chi đoàn khu phố 1, Đoàn phường An Bình" in page.text


def test_the_staff_sees_all_and_others_nothing(client, t, asked):
    client.force_login(with_role(Role.ORG_STAFF, t.province))
    assert [row.key.pk for row in client.get(INBOX).context["page"]] == [asked.pk]
    client.force_login(t.other_base_secretary.user)
    assert client.get(asked.get_absolute_url()).status_code == 404
    client.force_login(t.base_deputy.user)
    assert client.get(INBOX).status_code == 403


def test_an_empty_inbox_says_so(client, t):
    client.force_login(t.base_secretary.user)

    assert "Không có hồ sơ nào chờ" in client.get(INBOX).text


def test_the_inbox_costs_the_same_with_many(client, t, query_count):
    client.force_login(t.base_secretary.user)
    for n in range(3):
        registration(t.branch, full_name=f"Lê Thị {n}", phone=f"090377788{n}")
    with_three = query_count(INBOX)
    for n in range(15):
        registration(t.branch, full_name=f"Lê Văn {n}", phone=f"09037779{n:02d}")

    assert query_count(INBOX) == with_three


def test_the_lookalike_stands_beside_with_what_matches(client, t, asked, twin):
    client.force_login(t.base_secretary.user)

    page = client.get(asked.get_absolute_url())

    assert [one.cadre for one in page.context["lookalikes"]] == [twin]
    assert "Trùng tên" in page.text
    assert "Trùng ngày sinh" in page.text
    assert "Trùng điện thoại" not in page.text
    assert "Gộp vào hồ sơ này" in page.text


def test_of_a_lookalike_elsewhere_no_phone_is_shown(client, t, asked, twin):
    twin.appointments.update(unit=t.other_branch)
    client.force_login(t.base_secretary.user)

    page = client.get(asked.get_absolute_url()).text

    assert "ngoài phạm vi" in page
    assert "0911000222" not in page
    assert "Gộp vào hồ sơ này" not in page


def test_one_who_sent_it_twice_is_pointed_out(client, t, asked):
    registration(t.branch, phone="0903777000")
    client.force_login(t.base_secretary.user)

    assert "còn 1 đăng ký khác" in client.get(asked.get_absolute_url()).text


def test_confirming_leads_back_to_the_list(decide, asked):
    answer = decide("confirm", **confirmed())

    assert answer.url == INBOX
    assert Registration.objects.get().state == "confirmed"


def test_a_lookalike_has_to_be_ruled_out_on_the_page(decide, twin):
    first = decide("confirm", **confirmed(decision_no="5-QĐ"))

    assert first.status_code == 422
    assert "So sánh rồi gộp" in first.text
    assert 'value="5-QĐ"' in first.text
    assert decide("confirm", **confirmed(is_somebody_else="on")).status_code == 302


def test_merging_from_the_page(decide, twin):
    answer = decide("merge", cadre=str(twin.pk), take_over=["phone"])

    twin.refresh_from_db()
    assert answer.status_code == 302
    assert (twin.user, twin.phone) == (Registration.objects.get().user, "0903777888")


def test_a_record_out_of_reach_is_not_found(decide, t):
    assert decide("merge", cadre=str(t.other_branch_secretary.pk)).status_code == 404


def test_passing_on_from_the_page(decide, t):
    without = decide("pass-on", unit=str(t.other_base.pk))
    searched = decide("search", unit_words="phu giao", reason="Ở Phú Giáo")
    passed = decide("pass-on", unit=str(t.other_base.pk), reason="Ở Phú Giáo")

    assert (without.status_code, searched.status_code, passed.status_code) == (422, 200, 302)
    assert "Huyện đoàn Phú Giáo" in searched.text
    assert "Ở Phú Giáo" in searched.text
    assert "Ghi lý do chuyển" in without.text
    assert Registration.objects.get().deciding_unit == t.other_base


def test_refusing_needs_a_reason(decide):
    assert decide("refuse", reason="").status_code == 422
    assert decide("refuse", reason="Sai ngày sinh.").status_code == 302
    assert Registration.objects.get().reason == "Sai ngày sinh."


def test_a_stale_answer_is_told(decide):
    decide("refuse", reason="Sai ngày sinh.")

    assert decide("confirm", **confirmed()).status_code == 409
    assert decide("nothing").status_code == 422
    assert Cadre.objects.filter(full_name="Lê Thị Ngọc Bích").count() == 0


def test_a_day_before_the_unit_was_founded_is_refused(decide):
    answer = decide("confirm", **confirmed(valid_from="01/01/2010"))

    assert "không hoạt động vào ngày 01/01/2010" in answer.text


def test_home_and_inbox_tell_the_decider(client, t, asked):
    by = t.base_secretary.user

    (todo,) = registration_agenda.todo_for(by)
    (waiting,) = registration_agenda.waiting_for(by)

    assert todo.title == "Xác nhận 1 người tự đăng ký tài khoản"
    assert (waiting.count, waiting.url, waiting.oldest_on) == (1, INBOX, timezone.localdate())
    assert registration_agenda.todo_for(t.other_base_secretary.user) == []
    assert registration_agenda.waiting_for(t.branch_secretary.user) == []
    client.force_login(by)
    assert "Xác nhận 1 người tự đăng ký" in client.get("/").text


def test_what_was_answered_is_still_shown(client, t, decide, asked):
    decide("confirm", **confirmed())

    page = client.get(asked.get_absolute_url())

    assert page.context["lookalikes"] == []
    assert "Xác nhận người tự đăng ký" in page.text
