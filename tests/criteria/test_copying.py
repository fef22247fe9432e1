import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts import running
from accounts.documents import StaleDocument
from accounts.models import Notification, Run
from criteria import copying, copying_down, programming
from criteria.models import Focus, Indicator, Programme, Statement
from criteria.takers import takers_of
from tests.factories.cadres import UnitType, tree, unit
from tests.factories.criteria import PeriodFactory, ProgrammeFactory


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    found.above = ProgrammeFactory(unit=found.district, period=found.period, state="approved", foci=2)
    found.focus = found.above.foci.first()
    for n, focus in enumerate(found.above.foci.all(), start=1):
        Indicator.objects.create(
            focus=focus,
            statement=Statement.objects.get(set=found.period.statement_set, code="GM-3"),
            text=f"Chỉ tiêu {n}",
        )
    return found


def run_down(t, *units, foci=None, with_solutions=True):
    foci = foci or list(t.above.foci.all())
    run = copying_down.start(t.above, foci, units, by=t.district_secretary.user, with_solutions=with_solutions)
    running.work({"run": str(run.pk)})
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.error
    return run


def results(run):
    return dict(run.outcome["units"])


def test_take_a_focus_then_an_indicator(t):
    secretary = t.base_secretary.user
    draft = programming.start(t.base, t.period, by=secretary)
    assert copying.take(draft, t.focus, by=secretary, version=1)
    focus = draft.foci.get()
    assert (focus.text, focus.indicators.get().text, focus.solutions.count()) == ("Trọng tâm 1", "Chỉ tiêu 1", 0)
    assert not copying.take(draft, t.focus, by=secretary, version=2)
    second = t.above.foci.last()
    assert copying.take(draft, second, by=secretary, version=2, indicator=second.indicators.get())
    assert {i.text for i in Indicator.objects.filter(focus__programme=draft)} == {"Chỉ tiêu 1", "Chỉ tiêu 2"}
    with pytest.raises(StaleDocument):
        copying.take(draft, second, by=secretary, version=1)


def test_an_indicator_alone_brings_its_focus_along(t):
    secretary = t.base_secretary.user
    draft = programming.start(t.base, t.period, by=secretary)
    assert copying.take(draft, t.focus, by=secretary, version=1, indicator=t.focus.indicators.get())
    assert draft.foci.get().indicators.get().text == "Chỉ tiêu 1"


def test_nobody_takes_for_another_unit_nor_into_what_was_sent(t):
    draft = ProgrammeFactory(unit=t.base, period=t.period, state="submitted")
    with pytest.raises(StaleDocument):
        copying.take(draft, t.focus, by=t.base_secretary.user, version=1)
    with pytest.raises(PermissionDenied):
        copying.take(draft, t.focus, by=t.other_base_secretary.user, version=1)


def test_copy_down_writes_drafts_and_leaves_the_rest(t):
    full, sent, back = (unit(f"Đoàn cơ sở {n}", UnitType.BASE, t.district) for n in range(3))
    ProgrammeFactory(unit=full, period=t.period, foci=4)
    Focus.objects.filter(programme__unit=full).update(text="Việc riêng")
    ProgrammeFactory(unit=sent, period=t.period, state="submitted")
    ProgrammeFactory(unit=back, period=t.period, state="returned")
    run = run_down(t, t.base, full, sent, back)
    assert results(run) == {t.base.pk: "copied", full.pk: "full", sent.pk: "submitted", back.pk: "returned"}
    draft = Programme.objects.get(unit=t.base)
    assert (draft.state, draft.foci.count(), draft.solutions.count()) == ("draft", 2, 2)
    assert {solution.in_charge for solution in draft.solutions.all()} == {""}
    told = Notification.objects.filter(kind="programme.copied").values_list("to", flat=True)
    assert set(told) == {t.base_secretary.user_id, t.base_deputy.user_id}


def test_the_count_before_copying_is_what_the_run_then_writes(t, client, django_assert_num_queries):
    full, sent, had = (unit(f"Đoàn cơ sở {n}", UnitType.BASE, t.district) for n in range(3))
    ProgrammeFactory(unit=full, period=t.period, foci=4)
    Focus.objects.filter(programme__unit=full).update(text="Việc riêng")
    ProgrammeFactory(unit=sent, period=t.period, state="submitted")
    run_down(t, had)
    foci, units = list(t.above.foci.all()), [t.base, full, sent, had]
    with django_assert_num_queries(3):
        outlook = copying_down.outlook(t.above, foci, units)
    assert outlook.takers == [t.base]
    assert [(place, why.split(",")[0]) for place, why in outlook.others] == [
        (full, "đã đủ bốn trọng tâm"),
        (sent, "đang chờ duyệt"),
        (had, "đã có từ trước"),
    ]
    client.force_login(t.district_secretary.user)
    url = reverse("criteria:copy_down_new", args=[t.above.pk])
    chosen = {"act": "check", "foci": [focus.pk for focus in foci]}
    page = client.post(url, chosen | {"units": [place.pk for place in units]})
    assert "3 đơn vị không chép" in page.text
    assert page.text.count('name="units"') == 1
    assert "Không có đơn vị nào" in client.post(url, chosen | {"units": [sent.pk]}).text
    assert results(run_down(t, *units)) == {t.base.pk: "copied", full.pk: "full", sent.pk: "submitted", had.pk: "had"}


def test_copy_down_twice_changes_nothing(t):
    run_down(t, t.base)
    before = list(Focus.objects.filter(programme__unit=t.base).values_list("pk", "text"))
    assert results(run_down(t, t.base)) == {t.base.pk: "had"}
    assert list(Focus.objects.filter(programme__unit=t.base).values_list("pk", "text")) == before


def test_a_unit_of_another_district_gets_nothing(t):
    assert results(run_down(t, t.other_base)) == {t.other_base.pk: "gone"}
    assert not Programme.objects.filter(unit=t.other_base).exists()


def test_undo_only_where_nothing_was_changed(t):
    sister = unit("Đoàn phường Đông Hòa", UnitType.BASE, t.district)
    run = run_down(t, t.base, sister)
    Focus.objects.filter(programme__unit=sister, order=1).update(text="Của riêng Đông Hòa")
    undo = copying_down.start_undo(run, by=t.district_secretary.user)
    running.work({"run": str(undo.pk)})
    undo.refresh_from_db()
    assert results(undo) == {t.base.pk: "undone", sister.pk: "edited"}
    assert Focus.objects.filter(programme__unit=t.base).count() == 0
    assert Focus.objects.filter(programme__unit=sister).count() == 2


def test_who_may_copy_down_is_asked_again_when_it_runs(t):
    with pytest.raises(PermissionDenied):
        copying_down.start(t.above, [t.focus], [t.base], by=t.base_secretary.user, with_solutions=False)
    run = copying_down.start(t.above, [t.focus], [t.base], by=t.district_secretary.user, with_solutions=False)
    t.district_secretary.appointments.update(valid_to=t.period.opens_on)
    running.work({"run": str(run.pk)})
    run.refresh_from_db()
    assert run.state == Run.State.FAILED
    assert not Programme.objects.filter(unit=t.base).exists()


def test_takers_are_told_adapted_from_copied(t, django_assert_num_queries):
    sister = unit("Đoàn phường Đông Hòa", UnitType.BASE, t.district)
    run_down(t, t.base, sister, foci=[t.focus])
    Focus.objects.filter(programme__unit=sister).update(text="Đông Hòa họp tối thứ Tư, 60 phút")
    with django_assert_num_queries(7):
        first, second = takers_of(t.above)
    assert [(taker.programme.unit, taker.is_adapted) for taker in first.takers] == [(t.base, False), (sister, True)]
    assert second.takers == []


def test_pages_from_choosing_to_undoing(t, client):
    client.force_login(t.district_secretary.user)
    url = reverse("criteria:copy_down_new", args=[t.above.pk])
    page = client.get(url)
    assert "Chọn cả 1 đơn vị" in page.text
    assert client.post(url, {"act": "check", "foci": [t.focus.pk]}).status_code == 422
    chosen = {"foci": [t.focus.pk], "units": [t.base.pk]}
    check = client.post(url, chosen | {"act": "check"})
    assert "Chép xuống 1 đơn vị" in check.text
    assert not Run.objects.exists()
    client.post(url, chosen | {"act": "copy"})
    run = Run.objects.get()
    running.work({"run": str(run.pk)})
    result = client.get(reverse("criteria:copy_down_result", args=[run.pk]))
    assert "Đã chép" in result.text
    assert str(t.base) in result.text
    assert client.post(reverse("criteria:copy_down_undo", args=[run.pk])).status_code == 302
    below = client.get(reverse("criteria:programme_below", args=[t.above.pk]))
    assert "Còn nguyên văn" in below.text


def test_unit_takes_from_the_page_beside_its_own(t, client):
    client.force_login(t.base_secretary.user)
    url = reverse("criteria:programme_above", args=[t.base.pk])
    assert "Lấy về và cụ thể hóa" in client.get(url).text
    take = reverse("criteria:focus_take", args=[t.base.pk])
    assert client.post(take, {"focus": t.focus.pk}).url == url
    draft = Programme.objects.get(unit=t.base)
    client.post(take, {"focus": t.focus.pk, "version": draft.version})
    assert draft.foci.count() == 1
    assert "Đã lấy về" in client.get(url).text
    other = ProgrammeFactory(unit=t.other_district, period=t.period, state="approved")
    client.post(take, {"focus": other.foci.get().pk})
    assert draft.foci.count() == 1
