import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from cadres.models import Role
from reports import agenda, reminding, rolling_up
from reports.models import Reminder
from tests.factories.cadres import tree, with_role
from tests.factories.fieldvisits import visiting_period

YEAR = timezone.localdate().year


@pytest.fixture
def late():
    t = tree()
    visiting_period(opens_on=timezone.localdate() - dt.timedelta(days=60))
    t.staff = with_role(Role.ORG_STAFF, t.province)
    return t


def test_a_unit_is_reminded_once_a_day(late):
    for _ in range(2):
        reminding.remind(late.district, YEAR, by=late.staff)

    assert Reminder.objects.get().missing == 6
    notice = Notification.objects.get()
    assert notice.to == late.district_secretary.user
    assert notice.body.startswith("Thành đoàn Dĩ An còn 6 cán bộ chưa nộp bản đăng ký rèn luyện, hạn ")


def test_the_board_reminds_all_late_units_at_once(client, late):
    client.force_login(late.staff)
    board = client.get(reverse("reports:dashboard"))
    assert "Nhắc cả 3 đơn vị" in board.text

    answer = client.post(reverse("reports:late_remind"), {"don_vi": late.province.pk, "nam": YEAR}, follow=True)

    assert "Đã nhắc 3 đơn vị" in answer.text
    assert Reminder.objects.count() == 3


def test_the_address_in_the_notice_opens_the_late_people(client, late):
    reminding.remind(late.district, YEAR, by=late.staff)
    client.force_login(late.district_secretary.user)

    answer = client.get(Notification.objects.get().url)

    assert answer.context["page"].paginator.count == 6


def test_a_unit_out_of_reach_is_not_found(client, late):
    client.force_login(late.district_secretary.user)

    assert client.post(reverse("reports:unit_remind", args=[late.other_district.pk])).status_code == 404


def test_the_home_page_asks_to_remind_until_it_was_done(late, django_assert_max_num_queries):
    rolling_up.nightly()
    agenda.todo_for(late.staff)
    with django_assert_max_num_queries(2):
        todo = agenda.todo_for(late.staff)[0]
    assert todo.title.startswith("Nhắc 3 đơn vị trễ: Thành đoàn Dĩ An")

    for unit in (late.district, late.other_district, late.department):
        reminding.remind(unit, YEAR, by=late.staff)

    assert agenda.todo_for(late.staff) == []


def test_nobody_to_remind_is_said(client, late):
    late.department_head.appointments.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    client.force_login(late.staff)

    answer = client.post(reverse("reports:unit_remind", args=[late.department.pk]), {"nam": YEAR}, follow=True)

    assert "Chưa nhắc được Ban Tổ chức - Kiểm tra" in answer.text
