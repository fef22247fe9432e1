"""A request about one's own data: its clock, who answers, and what deletion takes."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Holiday, Notification
from cadres import data_requests, forgetting, privacy_agenda
from cadres.models import Appointment, Cadre, DataRequest, Role
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree, with_role

LIST = "/quan-tri/du-lieu-ca-nhan/"


@pytest.fixture
def t():
    t = tree()
    t.officer = with_role(Role.ORG_STAFF, t.province)
    t.asker = t.branch_secretary.user
    return t


def ask(t, **more):
    return data_requests.ask(by=more.pop("by", t.asker), kind="correction", text="Sai năm sinh", **more)


def answer(t, request, state="answered", **more):
    values = {"by": t.officer, "version": request.version, "text": "Sẽ sửa theo sổ đoàn.", "state": state}
    return data_requests.answer(request, **(values | more))


def test_the_clock_counts_two_working_days(t):
    Holiday.objects.create(on=dt.date(2026, 11, 30), name="x")
    with time_machine.travel("2026-11-27 10:00+07:00"):  # a Friday before a Monday off
        assert ask(t).answer_due_on == dt.date(2026, 12, 2)


def test_asking_is_in_the_trail_without_its_words_and_tells_the_officer(t):
    request = ask(t)

    event = AuditEvent.objects.first()
    assert (event.verb, event.actor_id, event.cadre_id) == ("data.asked", t.asker.pk, t.branch_secretary.pk)
    assert event.after == {"kind": "correction", "due_on": str(request.answer_due_on)}
    assert list(Notification.objects.filter(kind="data.asked").values_list("to", flat=True)) == [t.officer.pk]


def test_a_request_is_answered_then_done(t):
    request = answer(t, ask(t))
    assert (request.state, request.answered_by, request.closed_at) == ("answered", t.officer, None)

    done = answer(t, request, "done", text="Đã sửa.")

    assert (done.state, done.answer) == ("done", "Sẽ sửa theo sổ đoàn.\n\nĐã sửa.")
    assert done.closed_at is not None
    assert Notification.objects.filter(to=t.asker).count() == 2
    verbs = AuditEvent.objects.filter(target="cadres.datarequest").values_list("verb", flat=True)
    assert list(verbs) == ["data.done", "data.answered", "data.asked"]


def test_a_closed_request_stays_closed(t):
    refused = answer(t, ask(t), "refused")

    with pytest.raises(StaleDocument):
        answer(t, refused, "done")
    with pytest.raises(StaleDocument):
        answer(t, ask(t), version=7)


def test_nobody_answers_himself_and_others_never(t):
    with pytest.raises(PermissionDenied):
        answer(t, ask(t, by=t.officer))
    with pytest.raises(PermissionDenied):
        answer(t, ask(t), by=t.province_secretary.user)


def test_lateness_is_of_the_answer(t):
    request = ask(t)
    due = request.answer_due_on

    assert (request.is_late(due), request.is_late(due + dt.timedelta(days=1))) == (False, True)
    request.answered_at = timezone.now()
    assert request.is_late(due + dt.timedelta(days=9)) is False


def test_the_list_begins_with_the_overdue(t, client):
    rows = [ask(t), ask(t), ask(t)]
    answer(t, rows[0], "done")
    answer(t, rows[1])
    DataRequest.objects.filter(pk=rows[2].pk).update(answer_due_on=timezone.localdate() - dt.timedelta(days=1))
    client.force_login(t.officer)

    page = client.get(LIST)

    assert [(row.pk, is_late) for row, is_late in page.context["rows"]] == [
        (rows[2].pk, True),
        (rows[1].pk, False),
        (rows[0].pk, False),
    ]
    assert "Quá hạn 1 ngày" in page.text


def test_the_list_costs_the_same_however_long(t, client, query_count):
    client.force_login(t.officer)
    ask(t)
    few = query_count(LIST)
    for _ in range(10):
        ask(t, by=UserFactory())

    assert query_count(LIST) == few


def test_the_officer_is_reminded_on_the_page_of_things_to_do(t):
    assert privacy_agenda.todo_for(t.officer) == []
    request = ask(t)

    (todo,) = privacy_agenda.todo_for(t.officer)

    assert (todo.title, todo.due_on, todo.is_late) == (
        "Trả lời 1 yêu cầu về dữ liệu cá nhân",
        request.answer_due_on,
        False,
    )
    assert privacy_agenda.todo_for(t.province_secretary.user) == []
    answer(t, request)
    assert privacy_agenda.todo_for(t.officer) == []


def test_asking_and_answering_on_the_pages(t, client):
    client.force_login(t.asker)
    wrong = client.post("/du-lieu-cua-toi/yeu-cau/moi/", {"kind": "deletion", "text": ""})
    assert "Viết rõ dữ liệu nào" in wrong.text
    asked = client.post("/du-lieu-cua-toi/yeu-cau/moi/", {"kind": "deletion", "text": "Xóa số cũ"})
    assert "Trả lời, sẽ làm" not in client.get(asked.url).text

    client.force_login(t.officer)
    request = DataRequest.objects.get()
    assert "Trả lời, sẽ làm" in client.get(asked.url).text
    url = f"{LIST}{request.pk}/tra-loi/"
    assert client.post(url, {"version": 1, "state": "done", "text": ""}).status_code == 422
    client.post(url, {"version": 1, "state": "refused", "text": "Còn giữ chức vụ."})

    client.force_login(t.asker)
    page = client.get(asked.url).text
    assert "Không làm được" in page
    assert "Còn giữ chức vụ." in page


@pytest.fixture
def left(t):
    """Somebody whose only post ended yesterday."""
    Appointment.objects.filter(cadre=t.branch_secretary).update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    t.branch_secretary.phone = "0903555018"
    t.branch_secretary.save()
    return t.branch_secretary


def forget_url(cadre):
    return f"{LIST}can-bo/{cadre.pk}/xoa/"


def test_deletion_says_what_stays_and_asks_for_confirmation(t, left, client):
    client.force_login(t.officer)

    page = client.get(forget_url(left)).text
    unconfirmed = client.post(forget_url(left), {"reason": "Yêu cầu số 1"})

    assert "Phải giữ" in page
    assert "Đánh dấu vào ô xác nhận" in unconfirmed.text
    assert Cadre.objects.get(pk=left.pk).phone == "0903555018"


def test_deletion_takes_what_the_law_lets_go(t, left, client):
    client.force_login(t.officer)

    client.post(forget_url(left), {"reason": "Yêu cầu số 1", "understood": "on"})

    cadre = Cadre.objects.get(pk=left.pk)
    assert (cadre.phone, cadre.birth_date, cadre.full_name) == ("", None, left.full_name)
    assert set(cadre.events.values_list("phone", flat=True)) == {""}
    event = AuditEvent.objects.first()
    assert (event.verb, event.reason) == ("cadre.forgotten", "Yêu cầu số 1")


def test_whoever_holds_a_post_is_not_forgotten(t, client):
    client.force_login(t.officer)
    cadre = t.branch_secretary

    assert "Chưa xóa được" in client.get(forget_url(cadre)).text
    answer = client.post(forget_url(cadre), {"reason": "x", "understood": "on"})

    assert answer.status_code == 409
    with pytest.raises(StaleDocument):
        forgetting.forget(cadre, by=t.officer)
