import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import AuditEvent, Notification, Run
from accounts.outbox import work_due
from cadres.models import Role
from criteria import reminding
from criteria.models import Contact, DutyReminder
from tests.factories.cadres import AppointmentFactory, CadreFactory, ExemptionFactory, tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory, main_post

TODAY = timezone.localdate()
LIST = "/dang-ky/con-thieu/"


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory(opens_on=TODAY - dt.timedelta(days=50))  # pledges were due 5 days ago
    return found


@pytest.fixture
def secretary(t, client):
    client.force_login(t.district_secretary.user)
    return t.district_secretary.user


def url(cadre, verb):
    return f"{LIST}{main_post(cadre).pk}/{verb}/"


def names(answer):
    return {line.post.cadre for line in answer.context["page"].object_list}


def test_the_list_tells_who_stands_where(t, client, secretary):
    PledgeFactory(cadre=t.base_secretary, period=t.period, state="submitted")
    PledgeFactory(cadre=t.base_deputy, period=t.period, state="approved")
    PledgeFactory(cadre=t.branch_secretary, period=t.period)
    PledgeFactory(cadre=t.district_deputy, period=t.period, state="returned")
    ExemptionFactory(cadre=t.district_staff)
    new = AppointmentFactory(unit=t.branch, valid_from=TODAY - dt.timedelta(days=3)).cadre

    answer = client.get(LIST)

    counts = {word: count for word, _, count, _ in answer.context["states"]}
    assert counts == {"chua": 2, "nhap": 1, "tra-lai": 1, "cho-duyet": 1, "qua-han": 3, "moi": 1, "nghi": 1}
    for state, expected in {
        "chua": {t.district_secretary, new},
        "nhap": {t.branch_secretary},
        "tra-lai": {t.district_deputy},
        "cho-duyet": {t.base_secretary},
        "qua-han": {t.district_secretary, t.branch_secretary, t.district_deputy},
        "moi": {new},
        "nghi": {t.district_staff},
    }.items():
        assert names(client.get(f"{LIST}?trang_thai={state}")) == expected
    assert "Thành đoàn Dĩ An còn 3 cán bộ chưa nộp bản đăng ký rèn luyện" in answer.context["group_text"]
    assert "1 cán bộ cần sửa và gửi lại" in answer.context["group_text"]
    assert "Trần Thị" not in answer.context["group_text"]


def test_a_unit_is_chosen_by_name_and_others_stay_out_of_sight(t, client, secretary):
    assert names(client.get(f"{LIST}?don_vi=an+binh")) == {t.base_secretary, t.base_deputy, t.branch_secretary}
    assert names(client.get(f"{LIST}?don_vi=xa+an+binh")) == set()
    assert client.post(url(t.other_base_secretary, "nhac")).status_code == 404


def test_cadres_and_inspectors_have_no_list(t, client):
    for user in (t.branch_secretary.user, with_role(Role.INSPECTOR, t.province)):
        client.force_login(user)
        assert client.get(LIST).status_code == 403


def test_somebody_is_reminded_once_a_day(t, client, secretary):
    t.base_secretary.user.email = "bithu@example.org"
    t.base_secretary.user.save()
    first = client.post(url(t.base_secretary, "nhac"), {"loc": "trang_thai=chua"}, follow=True)
    again = client.post(url(t.base_secretary, "nhac"), follow=True)

    assert "thông báo trên Cổng và e-mail" in first.text
    assert first.request["QUERY_STRING"] == "trang_thai=chua"
    assert "đã được nhắc hôm nay" in again.text
    notice = Notification.objects.get()
    assert notice.to == t.base_secretary.user
    assert "quá hạn 5 ngày" in notice.body
    assert AuditEvent.objects.get(verb="pledge.reminded").cadre_id == t.base_secretary.pk


def test_who_has_done_it_is_not_reminded(t, client, secretary):
    PledgeFactory(cadre=t.base_secretary, period=t.period, state="submitted")
    assert "không còn phải nhắc" in client.post(url(t.base_secretary, "nhac"), follow=True).text
    assert not DutyReminder.objects.exists()


def test_nobody_reminds_himself_or_others_people(t):
    for by in (t.district_secretary.user, t.other_district_secretary.user):
        with pytest.raises(PermissionDenied):
            reminding.remind(main_post(t.district_secretary), t.period, by=by)


def test_a_call_is_kept_for_the_line_of_the_unit(t, client, secretary):
    page = url(t.base_secretary, "goi")
    t.base_secretary.phone = "0903111222"
    t.base_secretary.save()
    assert 'href="tel:0903111222"' in client.get(page).text
    lacking = client.post(page, {"outcome": "promised", "promised_on": ""})
    assert lacking.status_code == 422
    assert "Chọn ngày đồng chí ấy hẹn nộp" in lacking.text
    past = client.post(page, {"outcome": "promised", "promised_on": TODAY - dt.timedelta(days=1)})
    assert past.status_code == 422

    day = TODAY + dt.timedelta(days=3)
    told = client.post(page, {"outcome": "promised", "promised_on": day}, follow=True)
    client.post(page, {"outcome": "unreachable"})

    assert f"hẹn nộp {day:%d/%m/%Y}" in told.text
    assert Contact.objects.count() == 2
    assert "Không liên lạc được" in client.get(LIST).text
    other = with_role(Role.UNIT_ADMIN, t.other_district)
    assert not Contact.objects.visible_to(other).exists()
    assert not Contact.objects.visible_to(t.base_secretary.user).filter(unit=t.other_base).exists()


def test_many_are_reminded_by_a_run_that_counts_who_has_no_channel(t, client, secretary):
    AppointmentFactory(cadre=CadreFactory(full_name="Lê Không Máy"), unit=t.branch)
    client.post(url(t.base_deputy, "nhac"))

    client.post(f"{LIST}nhac/", {"ky": t.period.pk, "don_vi": "An Bình"})
    work_due()

    run = Run.objects.get()
    assert run.state == "done", run.error
    assert run.outcome["text"] == "Đã nhắc 2 người, 1 người không có kênh liên lạc; 1 người đã được nhắc hôm nay."
    assert {cadre.full_name for cadre in names(client.get(run.outcome["url"]))} == {"Lê Không Máy"}
    assert "Đã nhắc 2 người" in client.get(f"/tac-vu/{run.pk}/").text
    assert "Nhắc tay" in client.get(f"{LIST}nhat-ky/").text

    client.post(f"{LIST}nhac/", {"ky": t.period.pk, "don_vi": "An Bình"})
    work_due()

    again = Run.objects.exclude(pk=run.pk).get().outcome["text"]
    assert again == "Đã nhắc 0 người, 1 người không có kênh liên lạc; 3 người đã được nhắc hôm nay."
    assert "Nhắc gần nhất" not in client.get(run.outcome["url"]).text


def test_the_log_shows_each_step_of_ones_own_units(t, client, secretary):
    for cadre, channel in ((t.base_secretary, "mail"), (t.base_deputy, "none"), (t.other_base_secretary, "notice")):
        DutyReminder.objects.create(
            period=t.period,
            reason="missing",
            cadre=cadre,
            unit=main_post(cadre).unit,
            step=-3,
            due_on=TODAY,
            on=TODAY,
            channel=channel,
            batch="00000000-0000-0000-0000-000000000001",
        )

    rows = client.get(f"{LIST}nhat-ky/").context["page"].object_list

    assert [(row["step"], row["total"], row["mail"], row["none"]) for row in rows] == [("Trước hạn 3 ngày", 2, 1, 1)]


def test_without_an_open_year_the_list_says_so(t, client, secretary):
    type(t.period).objects.update(state="closed")
    assert "Chưa có kỳ nào đang mở" in client.get(LIST).text
    assert client.post(url(t.base_secretary, "nhac")).status_code == 302
    assert client.get(url(t.base_secretary, "goi")).status_code == 302
    assert client.post(f"{LIST}nhac/").status_code == 302


def test_too_many_are_told_unit_by_unit(t, client, secretary, monkeypatch):
    monkeypatch.setattr("criteria.lateness.MOST", 3)
    page = client.get(LIST)
    assert "Chọn đơn vị để thấy ai quá hạn" in page.text
    assert "qua-han" not in {word for word, *_ in page.context["states"]}


def test_the_list_costs_the_same_with_3_and_30_people(t, secretary, query_count):
    few = query_count(LIST)
    for _ in range(30):
        AppointmentFactory(unit=t.branch)
    assert query_count(LIST) == few
