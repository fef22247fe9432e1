import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts import outbox, running
from accounts.models import AuditEvent, Job, Run
from cadres.models import Role
from reports.workbooks import WORKBOOKS
from tests.factories.cadres import holder, tree, unit, with_role
from tests.factories.evaluations import EvaluationFactory
from tests.factories.fieldvisits import VisitFactory, visiting_period

YEAR = timezone.localdate().year


@pytest.fixture
def province(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    t = tree()
    t.period = visiting_period()
    VisitFactory(cadre=t.department_staff, period=t.period, state="reported")
    EvaluationFactory(cadre=t.base_secretary, period=t.period, state="notified", score=4)
    t.staff = with_role(Role.ORG_STAFF, t.province)
    return t


def ask(client, t, book, **more):
    data = {"bieu": book, "don_vi": t.province.pk, "nam": YEAR} | more
    return client.post(reverse("reports:workbook_new"), data)


def worked() -> Run:
    for job in Job.objects.filter(kind="run"):
        outbox.work(job.pk)
    return Run.objects.latest("created_at")


@pytest.mark.parametrize("book", WORKBOOKS)
def test_every_workbook_is_made_by_a_run_with_the_columns_of_its_form(client, province, book):
    client.force_login(province.staff)

    answer = ask(client, province, book)
    run = worked()

    assert answer.url == reverse("accounts:run_detail", args=[run.pk])
    assert (run.state, run.error) == (Run.State.DONE, "")
    sheet = openpyxl.load_workbook(settings.MEDIA_ROOT / run.file).active
    numbers = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "(1)")
    assert len(numbers) == len(WORKBOOKS[book].columns)
    assert AuditEvent.objects.get(verb="workbook.made").after["book"] == book


def test_the_file_is_for_the_asker_alone(client, province):
    client.force_login(province.staff)
    ask(client, province, "B1")
    run = worked()
    address = reverse("accounts:run_file", args=[run.pk])

    assert client.get(address).status_code == 200
    client.force_login(province.province_secretary.user)
    assert client.get(address).status_code == 404


def test_results_by_person_need_the_right_to_read_them(client, province):
    client.force_login(with_role(Role.PROP_STAFF, province.province))

    assert "không xem được" in ask(client, province, "B5").text
    assert ask(client, province, "B6").status_code == 302


def test_more_than_fifty_people_take_a_reason(client, province):
    for _ in range(50):
        holder(unit("Chi đoàn", "branch", province.base), "BT-CHIDOAN")
    client.force_login(province.staff)

    assert "Ghi lý do xuất danh sách" in ask(client, province, "B2").text
    assert ask(client, province, "B2", reason="Họp Ban Thường vụ").status_code == 302
    assert worked().reason == "Họp Ban Thường vụ"


def test_a_unit_out_of_reach_is_refused(client, province):
    client.force_login(province.district_secretary.user)

    answer = ask(client, province, "B1", don_vi=province.other_district.pk)

    assert answer.status_code == 200
    assert Run.objects.count() == 0


def test_a_right_that_was_lost_meanwhile_makes_no_file(client, province):
    client.force_login(province.staff)
    ask(client, province, "B1")
    province.staff.grants.update(valid_to=timezone.localdate() - timezone.timedelta(days=1))

    assert worked().state == Run.State.FAILED


def test_roll_up_and_freeze_run_in_the_background(client, province):
    client.force_login(province.staff)
    client.post(reverse("reports:roll_up_start"), {"nam": YEAR})
    assert (worked().state, worked().done_rows) == (Run.State.DONE, 6)

    client.post(reverse("reports:snapshot_new"), {"nam": YEAR, "note": "Tổng kết", "is_sure": "on"})
    run = worked()

    assert (run.kind, run.state) == ("reports.freeze", Run.State.DONE)
    page = client.get(run.outcome["url"])
    assert "Kiểm tra số liệu" in page.text
    verified = client.post(page.context["snapshot"].get_absolute_url() + "kiem-tra/", follow=True)
    assert "Số liệu còn nguyên" in verified.text


def test_freezing_is_refused_without_the_tick(client, province):
    client.force_login(province.staff)

    answer = client.post(reverse("reports:snapshot_new"), {"nam": YEAR, "note": "Tổng kết"})

    assert "Đánh dấu vào ô này" in answer.text
    assert not Run.objects.filter(kind="reports.freeze").exists()


def test_a_kind_of_run_is_known_to_the_worker():
    assert {"reports.roll_up", "reports.freeze", "reports.workbook"} <= running.KINDS.keys()
