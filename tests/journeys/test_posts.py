"""Changing posts through pages and buttons: somebody comes, is briefed, goes to another union, is away, leaves."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts import outbox
from cadres.models import Appointment, Cadre, Role
from config import tasks
from criteria.models import Pledge
from fieldvisits.models import VisitPlan
from tests.factories.cadres import position, tree, with_role
from tests.factories.criteria import PledgeFactory
from tests.factories.fieldvisits import VisitFactory, VisitPlanFactory, visiting_period
from tests.journeys.visitor import Visitor

PASSWORD = "rừng vàng biển bạc"
TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


@pytest.fixture
def t():
    t = tree()
    t.period = visiting_period()
    users = {
        "tochuc": with_role(Role.UNIT_ADMIN, t.district),
        "bithucoso": t.base_secretary.user,
        "phugiao": t.other_base_secretary.user,
        "canbo": t.base_deputy.user,
    }
    for name, user in users.items():
        user.username = name
        user.set_password(PASSWORD)
        user.save()
    return t


def visitor(name: str) -> Visitor:
    return Visitor(name, PASSWORD)


def work_on_jobs() -> None:
    """As the worker does."""
    assert outbox.HANDLERS["posts_changed"] is tasks.follow_posts
    outbox.work_due()


def of(cadre) -> Appointment:
    return Appointment.objects.in_posts().valid_on(TODAY()).main().get(cadre=cadre)


def test_a_new_cadre_is_entered_briefed_and_leads_the_home_page(t):
    keeper = visitor("tochuc")
    keeper.open("/can-bo/")
    keeper.follow("Thêm cán bộ")
    keeper.press("Tìm", in_form="", q="phuong an binh")
    keeper.follow("Đoàn phường An Bình")
    keeper.press(
        "Thêm cán bộ",
        full_name="Đặng Mỹ Hạnh",
        phone="0912345678",
        position=position("TPT-DOI").pk,
        valid_from=TODAY().isoformat(),
    )
    assert "Đã thêm đồng chí Đặng Mỹ Hạnh" in keeper.text

    secretary = visitor("bithucoso")
    secretary.open("/")
    secretary.follow("Xem danh sách")
    secretary.press("Đã hướng dẫn")
    assert "Ai cũng đã được hướng dẫn" in secretary.text
    assert Cadre.objects.get(full_name="Đặng Mỹ Hạnh").appointments.get().briefing.by == t.base_secretary.user


def test_a_transfer_in_mid_year_takes_open_work_along_and_leaves_history(t):
    """An approved pledge and what was visited stay with the old unit; the open plan goes to the new one."""
    pledge = PledgeFactory(cadre=t.base_deputy, period=t.period, state="approved")
    visit = VisitFactory(cadre=t.base_deputy, period=t.period, state="reported", deciding_unit=t.district)
    plan = VisitPlanFactory(cadre=t.base_deputy, period=t.period, state="submitted", deciding_unit=t.district)

    keeper = visitor("tochuc")
    keeper.open(t.base_deputy.get_absolute_url())
    keeper.follow("Điều chuyển")
    keeper.press("Tìm", q="doan xa an binh")
    keeper.follow("Đoàn xã An Bình")
    keeper.press("Xem việc gì sẽ xảy ra", position=position("PBT-COSO").pk, valid_from=TODAY().isoformat())
    assert "Cần nơi nhận đồng ý" in keeper.text
    keeper.press("Gửi đề nghị")
    assert of(t.base_deputy).unit == t.base

    receiver = visitor("phugiao")
    receiver.open("/")
    receiver.follow("Xem đề nghị")
    receiver.follow(t.base_deputy.full_name)
    receiver.press("Nhận về đơn vị")
    work_on_jobs()

    for document in (pledge, visit, plan):
        document.refresh_from_db()
    assert of(t.base_deputy).unit == t.other_base
    assert (pledge.state, pledge.unit, visit.unit) == ("approved", t.base, t.base)
    assert (plan.unit, plan.deciding_unit) == (t.other_base, t.other_district)
    deputy = visitor("canbo")
    assert "Nhận điều chuyển" in deputy.open(t.base_deputy.get_absolute_url())
    assert "Điều chuyển đồng chí" in deputy.open("/thong-bao/")


def test_leave_and_return_change_what_is_owed(t):
    deputy = visitor("canbo")
    assert "Đăng ký rèn luyện" in deputy.open("/")

    keeper = visitor("bithucoso")
    keeper.open(t.base_deputy.get_absolute_url())
    keeper.follow("Ghi thời gian nghỉ")
    keeper.press("Ghi", kind="illness", valid_from=(TODAY() - 20 * DAY).isoformat())
    assert "Đang nghỉ" in keeper.text
    assert "Đăng ký rèn luyện" not in deputy.open("/").split("<main", 1)[1].split("rl-year")[0]

    keeper.follow("Trở lại")
    keeper.press("Ghi trở lại", on=TODAY().isoformat())
    [todo] = [todo for todo in deputy_todos(deputy) if "Đăng ký" in todo.title]
    assert todo.due_on == max(t.period.pledge_due_on, TODAY() + 30 * DAY)


def deputy_todos(deputy: Visitor):
    deputy.open("/")
    return deputy.page.context["todos"]


def test_who_leaves_keeps_a_record_and_owes_nothing(t):
    PledgeFactory(cadre=t.base_deputy, period=t.period)
    VisitPlanFactory(cadre=t.base_deputy, period=t.period)

    keeper = visitor("bithucoso")
    keeper.open(t.base_deputy.get_absolute_url())
    keeper.follow("Thôi giữ chức vụ")
    keeper.press("Tiếp tục", last_day=(TODAY() - DAY).isoformat(), reason="left_union")
    keeper.press("Xác nhận thôi giữ")
    assert t.base_deputy.full_name in keeper.text
    assert "Ghi nhầm? Sửa lại" in keeper.text
    work_on_jobs()

    assert Pledge.objects.get().state == "cancelled"
    assert VisitPlan.objects.get().state == "expired"
    keeper.open(f"/quan-tri/diem-danh/{t.base.pk}/")
    assert "Khuyết" in keeper.text
    keeper.press("Xác nhận danh sách này")
    assert "Đã điểm danh" in keeper.text
