import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent
from criteria import passing_on
from criteria.models import Period, ProgrammeReceipt
from criteria.passing_on import PassedOn
from criteria.spreading import Spread, spread_of
from tests.factories.cadres import UnitType, tree, unit
from tests.factories.criteria import PeriodFactory, ProgrammeFactory

TODAY = timezone.localdate()


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    found.above = ProgrammeFactory(unit=found.district, period=found.period, state="approved")
    return found


def test_received_then_passed_on(t):
    secretary = t.base_secretary.user
    receipt = passing_on.mark(t.above, t.base, by=secretary)
    assert (receipt.received_on, receipt.passed_on_on, receipt.version) == (TODAY, None, 1)
    assert passing_on.mark(t.above, t.base, by=secretary) == receipt
    receipt = passing_on.mark(t.above, t.base, PassedOn(TODAY, 85), by=secretary, version=1)
    assert (receipt.passed_on_on, receipt.audience, receipt.version) == (TODAY, 85, 2)
    verbs = AuditEvent.objects.filter(target="criteria.programmereceipt").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["receipt.received", "receipt.passed_on"]


def test_passing_on_at_once_receives_too(t):
    receipt = passing_on.mark(t.above, t.base, PassedOn(TODAY - dt.timedelta(days=3), 20), by=t.base_deputy.user)
    assert receipt.received_on == TODAY - dt.timedelta(days=3)


def test_only_the_unit_itself_marks(t):
    for person in (t.district_secretary, t.other_base_secretary, t.branch_secretary):
        with pytest.raises(PermissionDenied):
            passing_on.mark(t.above, t.base, by=person.user)
    with pytest.raises(PermissionDenied):
        passing_on.mark(t.above, t.other_base, by=t.other_base_secretary.user)


def test_not_after_the_period_closed_nor_by_an_old_form(t):
    secretary = t.base_secretary.user
    passing_on.mark(t.above, t.base, PassedOn(TODAY, 5), by=secretary)
    with pytest.raises(StaleDocument):
        passing_on.mark(t.above, t.base, PassedOn(TODAY, 6), by=secretary, version=0)
    Period.objects.update(state="closed")
    with pytest.raises(StaleDocument):
        passing_on.mark(t.above, t.base, PassedOn(TODAY, 6), by=secretary, version=1)


def test_spread_counts_units_that_carry_it_out(t):
    unit("Đoàn phường Đông Hòa", UnitType.BASE, t.district, "72409")
    unit("Chi đoàn lẻ", UnitType.BRANCH, t.district, "72410")
    passing_on.mark(t.above, t.base, PassedOn(TODAY, 5), by=t.base_secretary.user)
    assert spread_of([t.above]) == {t.above.pk: Spread(passed_on=1, received=0, units=2)}


def test_unit_says_it_from_the_page(t, client):
    client.force_login(t.base_secretary.user)
    url = reverse("criteria:programme_above", args=[t.base.pk])
    assert f"Triển khai chương trình năm {t.period.year} của {t.district} tại {t.base}" in client.get("/").text
    assert "Ghi đã nhận" in client.get(url).text
    mark = reverse("criteria:programme_receive", args=[t.base.pk])
    assert client.post(mark, {"act": "received"}).url == url
    wrong = client.post(mark, {"act": "passed_on", "version": 1, "passed_on_on": "2099-01-01", "audience": "nhiều"})
    assert wrong.status_code == 422
    assert "Ngày này chưa tới" in wrong.text
    assert "Ghi bằng chữ số" in wrong.text
    assert client.post(mark, {"act": "passed_on", "version": 1, "passed_on_on": TODAY, "audience": 85}).url == url
    assert ProgrammeReceipt.objects.get().how == "meeting"
    assert "đến 85 người" in client.get(url).text
    assert "Ghi đã triển khai</a>" not in client.get("/").text


def test_superior_sees_who_has_not(t, client, query_count):
    passing_on.mark(t.above, t.base, PassedOn(TODAY, 85), by=t.base_secretary.user)
    client.force_login(t.district_secretary.user)
    url = reverse("criteria:programme_spread", args=[t.above.pk])
    assert "1/1 đơn vị trực thuộc đã triển khai" in client.get(t.above.get_absolute_url()).text
    assert "1/1 đơn vị trực thuộc đã triển khai" in client.get("/don-vi/chuong-trinh/").text
    few = query_count(url)
    for n in range(30):
        unit(f"Đoàn cơ sở {n}", UnitType.BASE, t.district)
    page = client.get(url)
    assert "còn 30 đơn vị chưa triển khai" in page.text
    assert query_count(url) == few
    assert client.get(url, {"tinh_trang": "da"}).context["page"].paginator.count == 1
    assert client.get(url, {"tinh_trang": "chua"}).context["page"].paginator.count == 30


def test_without_a_programme_above_the_page_says_so(t, client):
    t.above.delete()
    client.force_login(t.base_secretary.user)
    assert "chưa có chương trình được duyệt" in client.get(reverse("criteria:programme_above", args=[t.base.pk])).text
    assert client.post(reverse("criteria:programme_receive", args=[t.base.pk])).status_code == 404
