import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.documents import StaleDocument
from accounts.models import AuditEvent
from cadres.models import Role
from criteria import pledging, rules, sampling
from criteria.models import PledgeItem, Sample, SampleItem
from tests.factories.cadres import AppointmentFactory, position, tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    found.inspector = with_role(Role.INSPECTOR, found.district)
    return found


def with_done(t, cadre, count=4):
    pledge = PledgeFactory(cadre=cadre, period=t.period, state="approved", deciding_unit=t.district)
    PledgeItem.objects.filter(pk__in=[item.pk for item in pledge.items.all()[:count]]).update(progress="done")
    return pledge


def drawn(t, size=3, unit=None):
    return sampling.draw_sample(unit or t.district, t.period, by=t.inspector, size=size, purpose="Kiểm tra 6 tháng")


def test_a_draw_follows_from_its_seed():
    assert rules.draw(range(100), 5, "a") == rules.draw(range(99, -1, -1), 5, "a")
    assert rules.draw(range(100), 5, "a") != rules.draw(range(100), 5, "b")
    assert set(rules.draw([1, 2, 3], 9, "a")) == {1, 2, 3}


def test_a_sample_is_drawn_among_what_is_done_in_the_subtree(t):
    inside, outside = with_done(t, t.base_secretary, 3), with_done(t, t.other_base_secretary)
    sample = drawn(t, size=9)
    assert set(sample.frame) == set(inside.items.filter(progress="done").values_list("pk", flat=True))
    assert not set(sample.frame) & set(outside.items.values_list("pk", flat=True))
    assert (sample.size, sample.items.count(), sampling.is_as_drawn(sample)) == (3, 3, True)
    assert AuditEvent.objects.get(verb="sample.drawn").after["seed"] == sample.seed


def test_what_was_put_in_by_hand_shows(t):
    with_done(t, t.base_secretary)
    sample = drawn(t, size=2)
    left_out = set(sample.frame) - set(sample.items.values_list("item", flat=True))
    SampleItem.objects.filter(pk=sample.items.first().pk).update(item=left_out.pop())
    assert not sampling.is_as_drawn(sample)


def test_only_the_inspection_committee_draws_and_only_in_reach(t):
    with_done(t, t.base_secretary)
    with pytest.raises(PermissionDenied):
        sampling.draw_sample(t.district, t.period, by=t.district_secretary.user, size=1, purpose="x")
    with pytest.raises(PermissionDenied):
        drawn(t, unit=t.other_district)
    with pytest.raises(sampling.NothingToDraw):
        drawn(t, unit=t.branch)


def test_a_finding_stands_beside_the_approvers_outcome(t):
    pledge = with_done(t, t.base_secretary, 1)
    row = drawn(t).items.get()
    with pytest.raises(pledging.NoteMissing):
        sampling.record_finding(row, by=t.inspector, finding="not_met")
    with pytest.raises(PermissionDenied):
        sampling.record_finding(row, by=t.district_secretary.user, finding="met")
    found = sampling.record_finding(row, by=t.inspector, finding="not_met", note="Không có biên bản")
    assert (found.finding, found.found_by) == ("not_met", t.inspector)
    assert pledge.items.get(progress="done").outcome == ""
    with pytest.raises(StaleDocument):
        sampling.record_finding(row, by=t.inspector, finding="met")


def test_pages_from_draw_to_finding(t, client):
    with_done(t, t.base_secretary)
    client.force_login(t.inspector)
    new = reverse("criteria:sample_new")
    assert "Thành đoàn Dĩ An" in client.get(new).text
    data = {"unit": t.district.pk, "period": t.period.pk, "size": "2"}
    assert client.post(new, data).status_code == 422
    nothing = client.post(new, data | {"unit": t.other_base.pk, "purpose": "Kiểm tra"})
    assert nothing.status_code == 422
    answer = client.post(new, data | {"purpose": "Kiểm tra 6 tháng"})
    sample = Sample.objects.get()
    assert answer.url == sample.get_absolute_url()
    page = client.get(answer.url).text
    assert "cho đúng mẫu này" in page and sample.seed in page
    find = reverse("criteria:sample_find", args=[sample.items.first().pk])
    assert "Viết rõ điều đã thấy." in client.post(find, {"finding": "unclear"}).text
    assert client.post(find, {"finding": "met"}).status_code == 302
    assert "Kiểm tra 6 tháng" in client.get(reverse("criteria:sample_list")).text


def test_pages_cost_the_same_with_3_and_30_rows(t, client, query_count):
    client.force_login(t.inspector)
    for _ in range(8):
        with_done(t, AppointmentFactory(unit=t.base, position=position("PBT-COSO")).cadre)
    few, many = drawn(t, 3), drawn(t, 30)
    assert query_count(few.get_absolute_url()) == query_count(many.get_absolute_url())
    lists = query_count(reverse("criteria:sample_list"))
    for _ in range(20):
        drawn(t, 1)
    assert query_count(reverse("criteria:sample_list")) == lists
