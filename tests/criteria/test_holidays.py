import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEvent, Holiday
from cadres.models import Role
from criteria import holidays, rules
from criteria.patience import Patience
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory

URL = "/quan-tri/ngay-nghi/"


@pytest.fixture
def t(client):
    t = tree()
    t.staff = with_role(Role.ORG_STAFF, t.province)
    client.force_login(t.staff)
    return t


def test_national_days_of_a_year_without_weekends():
    days = dict(rules.national_days(2025, 1))
    assert list(days) == [dt.date(2025, m, d) for m, d in ((1, 1), (4, 30), (5, 1), (9, 1), (9, 2))]


def test_a_national_day_on_a_weekend_gives_the_next_working_day():
    days = dict(rules.national_days(2022, 1))
    assert days[dt.date(2022, 1, 3)] == "Nghỉ bù Tết Dương lịch"
    assert days[dt.date(2022, 5, 2)] == "Nghỉ bù Ngày Giải phóng miền Nam"
    assert days[dt.date(2022, 5, 3)] == "Nghỉ bù Ngày Quốc tế Lao động"


def test_fixed_days_are_added_once(t, client):
    client.post(f"{URL}co-dinh/", {"year": 2025, "beside": 3})
    assert Holiday.objects.filter(on=dt.date(2025, 9, 3)).exists()
    assert Holiday.objects.in_year(2025).count() == 5
    page = client.post(f"{URL}co-dinh/", {"year": 2025, "beside": 3}, follow=True).text
    assert "đã có đủ" in page
    assert AuditEvent.objects.filter(verb="holiday.added").count() == 5


def test_a_day_is_added_changed_and_removed(t, client):
    client.post(URL, {"on": "2027-02-06", "name": "Tết Nguyên đán"})
    day = Holiday.objects.get()
    assert "Tết Nguyên đán" in client.get(URL, {"nam": 2027}).text
    client.post(f"{URL}{day.pk}/", {"on": "2027-02-05", "name": "Tết Nguyên đán"})
    day.refresh_from_db()
    assert day.on == dt.date(2027, 2, 5)
    assert "Bỏ Tết Nguyên đán 05/02/2027?" in client.get(f"{URL}{day.pk}/bo/").text
    client.post(f"{URL}{day.pk}/bo/")
    assert not Holiday.objects.exists()
    verbs = AuditEvent.objects.filter(target="accounts.holiday").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["holiday.added", "holiday.changed", "holiday.removed"]


def test_what_cannot_be_is_said_and_kept(t, client):
    Holiday.objects.create(on=dt.date(2027, 2, 5), name="Tết")
    twice = client.post(URL, {"on": "2027-02-05", "name": "Tết Nguyên đán"})
    assert "Ngày này đã có trong bảng" in twice.text
    monday = client.post(URL, {"on": "2027-02-08", "name": "Làm bù", "is_working": "on"})
    assert (monday.status_code, "thứ Bảy hoặc Chủ nhật" in monday.text) == (422, True)
    assert 'value="2027-02-08"' in monday.text
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(on=dt.date(2027, 2, 8), name="Làm bù", is_working=True)


def test_tet_is_asked_for_while_it_is_missing(t, client):
    assert "Chưa có Tết Nguyên đán 2027" in client.get(URL, {"nam": 2027}).text
    Holiday.objects.create(on=dt.date(2027, 2, 5), name="Tết Nguyên đán")
    assert "Chưa có Tết Nguyên đán 2027" not in client.get(URL, {"nam": 2027}).text


def test_only_staff_keep_the_table(t):
    with pytest.raises(PermissionDenied):
        holidays.add_national_days(2027, 1, by=t.district_secretary.user)


@pytest.mark.parametrize(("hour", "day"), [(16, 13), (17, 14)])
def test_the_term_of_a_decision_begins_on_the_day_in_vietnam(hour, day):
    """The day after ten working days; what comes after midnight here counts from the next day."""
    since = dt.datetime(2026, 2, 26, hour, 30, tzinfo=dt.UTC)
    first = Patience().ends_on(0, since)
    assert first == dt.date(2026, 3, day)


@pytest.mark.parametrize(("second", "is_on_time"), [(59, True), (60, False)])
def test_a_pledge_is_on_time_until_midnight_in_vietnam(t, second, is_on_time):
    day = timezone.localdate() + dt.timedelta(days=3)
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59))) + dt.timedelta(seconds=second)
    period = PeriodFactory()
    pledge = PledgeFactory(
        cadre=t.base_deputy,
        period=period,
        state="submitted",
        due_on=day,
        first_submitted_at=midnight,
        submitted_at=midnight,
    )
    assert pledge.is_on_time is is_on_time
    assert pledge.__class__.objects.on_time().exists() is is_on_time
