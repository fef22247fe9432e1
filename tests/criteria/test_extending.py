import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from cadres.models import Role
from criteria import agenda, calendar_year, extending, pledging, programme_agenda
from criteria.models import DATE_FIELDS, Extension, Period, Pledge
from reports import counting, lists
from reports.measures import BY_CODE
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import ExtensionFactory, PeriodFactory, PledgeFactory, ProgrammeFactory

DAY = dt.timedelta(days=1)
TODAY = timezone.localdate
LIST, NEW = "/dang-ky/gia-han/", "/dang-ky/gia-han/them/"


@pytest.fixture
def t():
    t = tree()
    t.period = PeriodFactory()
    t.due = t.period.pledge_due_on
    t.staff = with_role(Role.ORG_STAFF, t.province)
    return t


def extend(t, cadre, days=10, by=None):
    by = by or t.district_secretary.user
    return extending.extend_cadre(cadre, t.period, t.due + days * DAY, by=by, reason="Mưa lũ")


def test_the_district_gives_its_people_ten_days(t):
    pledge = PledgeFactory(cadre=t.base_deputy, period=t.period)
    extend(t, t.base_deputy)
    pledge.refresh_from_db()
    assert (pledge.due_on, pledge.extended_from) == (t.due + 10 * DAY, t.due)
    assert AuditEvent.objects.get(verb="extension.granted").reason == "Mưa lũ"
    assert Notification.objects.get(to=t.base_deputy.user).body == "Lý do: Mưa lũ"


def test_the_district_gives_no_more_than_ten_days_and_the_province_does(t):
    with pytest.raises(extending.NotMoreTime, match="nhiều nhất 10 ngày"):
        extend(t, t.base_deputy, 11)
    assert extend(t, t.base_deputy, 40, by=t.staff).due_on == t.due + 40 * DAY


def test_ten_days_count_from_the_usual_day_not_from_the_last_extension(t):
    extend(t, t.base_deputy, 8)
    with pytest.raises(extending.NotMoreTime):
        extend(t, t.base_deputy, 14)
    extend(t, t.base_deputy, 10)
    assert Extension.objects.in_force().count() == 1


@pytest.mark.parametrize("giver", ["base_secretary", "other_district_secretary", "district_deputy"])
def test_others_give_no_time(t, giver):
    user = getattr(t, giver, None)
    user = user.user if user else with_role(Role.UNIT_SECRETARY, t.other_district)
    with pytest.raises(PermissionDenied):
        extend(t, t.base_deputy, by=user)


def test_nobody_gives_himself_time(t):
    with pytest.raises(PermissionDenied):
        extend(t, t.district_secretary)


def test_what_was_sent_needs_no_time(t):
    PledgeFactory(cadre=t.base_deputy, period=t.period, state="submitted")
    with pytest.raises(StaleDocument, match="đã nộp"):
        extend(t, t.base_deputy)


def test_a_draft_begun_later_has_the_extended_day(t):
    extend(t, t.base_deputy)
    assert agenda.todo_for(t.base_deputy.user)[0].due_on == t.due + 10 * DAY
    pledge = pledging.start(t.base_deputy, t.period, by=t.base_deputy.user)
    assert (pledge.due_on, pledge.extended_from) == (t.due + 10 * DAY, t.due)


def test_sent_in_the_time_given_is_on_time_by_extension(t):
    now = timezone.now()
    sent = {"state": "submitted", "first_submitted_at": now, "submitted_at": now}
    late = PledgeFactory(cadre=t.base_deputy, period=t.period, due_on=TODAY() - DAY, **sent)
    given = PledgeFactory(
        cadre=t.base_secretary, period=t.period, due_on=TODAY() + DAY, extended_from=TODAY() - DAY, **sent
    )
    early = PledgeFactory(
        cadre=t.branch_secretary, period=t.period, due_on=TODAY() + DAY, extended_from=TODAY(), **sent
    )
    words = [pledge.punctuality for pledge in (late, given, early)]
    assert words == ["sau hạn", "đúng hạn (gia hạn)", "đúng hạn"]
    assert set(Pledge.objects.on_time()) == {given, early}


def test_only_the_province_gives_units_time(t):
    draft = PledgeFactory(cadre=t.branch_secretary, period=t.period)
    sent = PledgeFactory(cadre=t.base_secretary, period=t.period, state="submitted")
    more = {"reason": "Bão số 5"}
    with pytest.raises(PermissionDenied):
        extending.extend_unit(t.base, t.period, "pledge", t.due + DAY, by=t.district_secretary.user, **more)
    extending.extend_unit(t.base, t.period, "pledge", t.due + 20 * DAY, by=t.staff, **more)
    draft.refresh_from_db()
    sent.refresh_from_db()
    assert (draft.due_on, draft.extended_from) == (t.due + 20 * DAY, t.due)
    assert (sent.due_on, sent.extended_from) == (t.due, None)


def test_a_programme_is_put_off_until_it_is_sent(t):
    later = t.period.focus_due_on + 30 * DAY
    extending.extend_unit(t.base, t.period, "programme", later, by=t.staff, reason="Đại hội")
    assert programme_agenda.todo_for(t.base_secretary.user)[0].due_on == later
    ProgrammeFactory(unit=t.other_base, period=t.period, state="submitted")
    with pytest.raises(StaleDocument):
        extending.extend_unit(t.other_base, t.period, "programme", later, by=t.staff, reason="Đại hội")


def test_taken_back_while_nobody_used_it(t):
    pledge = PledgeFactory(cadre=t.base_deputy, period=t.period)
    given = extend(t, t.base_deputy)
    extending.revoke(given, by=t.district_secretary.user)
    pledge.refresh_from_db()
    assert (pledge.due_on, pledge.extended_from) == (t.due, None)
    assert not Notification.objects.filter(to=t.base_deputy.user).exists()
    with pytest.raises(StaleDocument):
        extending.revoke(given, by=t.district_secretary.user)


def test_taking_back_leaves_what_another_extension_gives(t):
    pledge = PledgeFactory(cadre=t.base_deputy, period=t.period)
    extending.extend_unit(t.base, t.period, "pledge", t.due + 5 * DAY, by=t.staff, reason="Bão")
    extending.revoke(extend(t, t.base_deputy), by=t.staff)
    pledge.refresh_from_db()
    assert (pledge.due_on, pledge.extended_from) == (t.due + 5 * DAY, t.due)


def test_not_taken_back_once_used(t):
    given = ExtensionFactory(
        cadre=t.base_deputy, period=t.period, due_on=TODAY() + DAY, granted_by=t.district_secretary.user
    )
    PledgeFactory(
        cadre=t.base_deputy,
        period=t.period,
        state="submitted",
        due_on=TODAY() + DAY,
        extended_from=TODAY() - DAY,
    )
    with pytest.raises(StaleDocument, match="Đã có người nộp"):
        extending.revoke(given, by=t.district_secretary.user)


def test_only_the_giver_and_the_province_take_back(t):
    given = extend(t, t.base_deputy, by=t.staff)
    with pytest.raises(PermissionDenied):
        extending.revoke(given, by=t.district_secretary.user)


def test_a_closed_period_gives_no_time(t):
    Period.objects.update(state="closed")
    with pytest.raises(StaleDocument):
        extend(t, t.base_deputy)


def test_moving_the_dates_of_a_period_gives_drafts_the_later_day(t):
    pledge = PledgeFactory(cadre=t.base_deputy, period=t.period)
    dates = {name: getattr(t.period, name) for name in DATE_FIELDS}
    dates["pledge_due_on"] += 3 * DAY
    calendar_year.change_dates(t.period, dates, by=t.staff, reason="Tết")
    pledge.refresh_from_db()
    assert (pledge.due_on, pledge.extended_from) == (t.due + 3 * DAY, None)


def test_given_time_is_a_reason_to_be_missing(t):
    day = TODAY() - 2 * DAY
    Period.objects.update(focus_due_on=t.period.opens_on, leader_pledge_due_on=day, pledge_due_on=day)
    ExtensionFactory(cadre=t.base_deputy, period=t.period, due_on=TODAY())
    view = counting.year_view(TODAY().year)
    late = {post.cadre for post in counting.rows(BY_CODE["pledge_overdue"], view, t.base)}
    excused = counting.rows(BY_CODE["pledge_excused"], view, t.base)
    assert t.base_secretary in late
    assert t.base_deputy not in late
    notes = [item.note for item in lists.items(BY_CODE["pledge_excused"], excused, view)]
    assert f"Được gia hạn đến {TODAY():%d/%m/%Y}" in notes


def test_pages(t, client):
    client.force_login(t.district_secretary.user)
    page = client.get(NEW, {"ma": t.base_deputy.code}).text
    assert t.base_deputy.code in page
    sent = {"ma": t.base_deputy.code, "viec": "pledge", "due_on": (t.due + 9 * DAY).isoformat(), "reason": "Ốm"}
    assert "nhiều nhất 10 ngày" in client.post(NEW, sent | {"due_on": (t.due + 11 * DAY).isoformat()}).text
    assert "mã đơn vị" in client.post(NEW, sent | {"viec": "programme"}).text
    assert "Không thấy mã này" in client.post(NEW, sent | {"ma": "CB-0"}).text
    assert "không gia hạn được cho mã này" in client.post(NEW, sent | {"ma": t.base.code}).text
    assert client.post(NEW, sent).status_code == 302
    listed = client.get(LIST).text
    assert t.base_deputy.full_name in listed
    assert "Thu lại" in listed
    given = Extension.objects.get()
    client.post(f"{LIST}{given.pk}/thu/")
    assert "Đã thu lại" in client.get(LIST).text


def test_the_list_shows_the_people_in_reach(t, client):
    extend(t, t.base_deputy)
    client.force_login(t.base_deputy.user)
    assert "Mưa lũ" in client.get(LIST).text
    client.force_login(t.other_base_secretary.user)
    assert "Mưa lũ" not in client.get(LIST).text


def test_the_list_takes_as_many_queries_for_many(t, client, query_count):
    client.force_login(t.staff)
    ExtensionFactory(cadre=t.base_deputy, period=t.period)
    few = query_count(LIST)
    for cadre in (t.base_secretary, t.branch_secretary, t.district_staff):
        ExtensionFactory(cadre=cadre, period=t.period)
    assert query_count(LIST) == few


def test_the_pledge_page_offers_more_time_to_those_who_may(t, client):
    pledge = PledgeFactory(cadre=t.base_deputy, period=t.period)
    for user, offers in ((t.district_secretary.user, True), (t.base_deputy.user, False)):
        client.force_login(user)
        assert (f"{NEW}?ma={t.base_deputy.code}" in client.get(pledge.get_absolute_url()).text) is offers
