import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from cadres.models import Role
from criteria import midyear_list, pledging
from criteria.forms.midyear import MidyearFilter
from criteria.models import MidyearReview, Pledge
from tests.factories.cadres import AppointmentFactory, position, tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory


@pytest.fixture
def t():
    """The review opened five days ago: the usual days do not lie in a period round today."""
    found = tree()
    opens_on = timezone.localdate() - dt.timedelta(days=155)
    found.period = PeriodFactory(year=2020, opens_on=opens_on)
    return found


@pytest.fixture
def pledge(t):
    return PledgeFactory(cadre=t.base_secretary, period=t.period, state="approved", deciding_unit=t.district)


def sent(pledge, version=0, **more):
    percents = {item.pk: 50 for item in pledge.items.exclude(progress="dropped")}
    said = {"remark": "Đúng như đã hứa, riêng việc đối thoại còn chậm.", "help_needed": "Địa điểm"} | more
    return pledging.send_midyear(pledge, percents, by=pledge.cadre.user, version=version, **said)


def test_the_person_sends_and_may_send_again_until_there_is_a_remark(t, pledge):
    review = sent(pledge)
    assert (review.version, review.lines.count(), review.is_on_time) == (1, 4, True)
    assert Notification.objects.get().to == t.district_secretary.user
    again = sent(pledge, version=1, remark="Bổ sung")
    assert (again.version, again.remark, again.submitted_at) == (2, "Bổ sung", review.submitted_at)
    with pytest.raises(StaleDocument):
        sent(pledge, version=1)
    pledging.remark_midyear(again, by=t.district_secretary.user, version=2, verdict="on_track")
    with pytest.raises(StaleDocument):
        sent(pledge, version=3)


def test_nobody_sends_for_another_nor_too_early_nor_before_the_approval(t, pledge):
    with pytest.raises(PermissionDenied):
        pledging.send_midyear(pledge, {}, by=t.district_secretary.user, version=0, remark="x")
    with pytest.raises(StaleDocument):
        sent(PledgeFactory(cadre=t.base_deputy, period=t.period, state="submitted"))
    early = PeriodFactory(year=t.period.year + 1)
    with pytest.raises(StaleDocument):
        sent(PledgeFactory(cadre=t.base_secretary, period=early, state="approved"))


def test_nobody_reviews_for_the_person_not_even_who_entered_the_pledge(t, pledge, client):
    helper = with_role(Role.UNIT_ADMIN, t.base)
    Pledge.objects.filter(pk=pledge.pk).update(entered_by=helper)
    url = reverse("criteria:midyear_detail", args=[pledge.pk])
    shown = {}
    for user in (helper, t.base_secretary.user):
        client.force_login(user)
        shown[user] = "Gửi tự xem lại" in client.get(url).text
    assert shown == {helper: False, t.base_secretary.user: True}
    pledge.refresh_from_db()
    with pytest.raises(PermissionDenied):
        pledging.send_midyear(pledge, {}, by=helper, version=0, remark="x")


def test_the_decider_says_on_track_or_what_help(t, pledge):
    review = sent(pledge)
    for user in (t.base_secretary.user, t.other_district_secretary.user):
        with pytest.raises(PermissionDenied):
            pledging.remark_midyear(review, by=user, version=1, verdict="on_track")
    with pytest.raises(pledging.NoteMissing):
        pledging.remark_midyear(review, by=t.district_secretary.user, version=1, verdict="needs_help")
    with pytest.raises(StaleDocument):
        pledging.remark_midyear(review, by=t.district_secretary.user, version=9, verdict="on_track")
    said = {"verdict": "needs_help", "note": "Mượn hội trường phường"}
    done = pledging.remark_midyear(review, by=t.district_secretary.user, version=1, **said)
    assert (done.chip_state, done.remarked_by, done.version) == ("needs_help", t.district_secretary.user, 2)
    assert "Mượn hội trường phường" in Notification.objects.get(to=t.base_secretary.user).body
    assert AuditEvent.objects.filter(verb__startswith="pledge.midyear").count() == 2


def test_lists_say_who_misses_and_count_per_unit(t, pledge):
    missing = PledgeFactory(cadre=t.base_deputy, period=t.period, state="approved", deciding_unit=t.district)
    sent(pledge)
    user = t.district_secretary.user
    assert list(MidyearReview.objects.to_remark(user)) == [pledge.midyear]
    assert list(MidyearFilter({"ky": t.period.pk, "tinh_trang": "chua"}).listed(user)) == [missing]
    row = midyear_list.by_unit(MidyearFilter({"ky": t.period.pk}).listed(user)).get()
    assert (row["total"], row["chua"], row["cho"], row["giup"]) == (2, 1, 1, 0)
    assert midyear_list.owed_by(t.base_deputy.user) == missing
    assert midyear_list.owed_by(t.base_secretary.user) is None


def test_one_page_to_write_to_answer_and_to_print(t, pledge, client):
    client.force_login(t.base_secretary.user)
    url = reverse("criteria:midyear_detail", args=[pledge.pk])
    assert "Gửi tự xem lại" in client.get(url).text
    send = reverse("criteria:midyear_send", args=[pledge.pk])
    percents = {f"percent_{item.pk}": "60" for item in pledge.items.all()}
    wrong = client.post(send, percents | {"version": 0, "help_needed": "Một máy chiếu"})
    assert (wrong.status_code, "Một máy chiếu" in wrong.text) == (422, True)
    assert client.post(send, percents | {"version": 0, "remark": "Kịp tiến độ"}).url == url
    client.force_login(t.district_secretary.user)
    page = client.get(url).text
    assert "Kịp tiến độ" in page and "Ghi ý kiến" in page
    remark = reverse("criteria:midyear_remark", args=[pledge.pk])
    assert client.post(remark, {"version": 1, "verdict": "needs_help"}).status_code == 422
    assert client.post(remark, {"version": 1, "verdict": "on_track"}).url == url
    assert "Đúng tiến độ" in client.get(reverse("criteria:midyear_print", args=[pledge.pk])).text
    assert "Trần Thị" in client.get(reverse("criteria:midyear_list")).text


@pytest.mark.parametrize("more", ["", "?xem=don-vi"])
def test_the_list_costs_the_same_with_3_and_30_rows(t, client, query_count, more):
    def add(count):
        for _ in range(count):
            post = AppointmentFactory(unit=t.base, position=position("PBT-COSO"))
            sent(PledgeFactory(cadre=post.cadre, period=t.period, state="approved", deciding_unit=t.district))

    client.force_login(t.district_secretary.user)
    url = reverse("criteria:midyear_list") + more
    add(3)
    few = query_count(url)
    add(27)
    assert query_count(url) == few
