"""What a unit still owes its programme: the list, the page and the counts say the same."""

import datetime as dt

import pytest
from django.utils import timezone

from criteria import programming, rules
from criteria.models import Programme, Solution
from tests.factories.cadres import UnitType, tree, unit
from tests.factories.criteria import EventFactory, IndicatorFactory, PeriodFactory, ProgrammeFactory

TODAY = timezone.localdate


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    return found


def lacks(programme):
    found = Programme.objects.with_shortfalls(TODAY()).get(pk=programme.pk)
    return [one.code for one in rules.shortfalls(found)]


def test_no_programme_is_all_that_is_missing():
    assert [one.label for one in rules.shortfalls(None)] == ["Chưa lập chương trình"]


def test_a_draft_lacks_approval_and_its_solutions(t):
    assert lacks(ProgrammeFactory(unit=t.base, period=t.period, foci=0)) == ["approval", "solution"]
    bare = ProgrammeFactory(unit=t.other_base, period=t.period, state="submitted", foci=2)
    bare.foci.last().solutions.all().delete()
    assert lacks(bare) == ["approval", "solution"]


def test_a_district_needs_both_systems_and_what_was_dropped_does_not_count(t):
    programme = ProgrammeFactory(unit=t.district, period=t.period, state="approved", foci__solutions=2)
    assert lacks(programme) == ["results", "dialogue", "party_report"]
    last = programme.solutions.last()
    Solution.objects.filter(pk=last.pk).update(system="results")
    assert lacks(programme) == ["dialogue", "party_report"]
    Solution.objects.filter(pk=last.pk).update(progress="dropped")
    assert lacks(programme) == ["results", "dialogue", "party_report"]


def test_an_approved_programme_is_done_when_all_is_done(t):
    programme = ProgrammeFactory(unit=t.base, period=t.period, state="approved")
    solution, by = programme.solutions.get(), t.base_secretary.user
    Solution.objects.filter(pk=solution.pk).update(due_on=TODAY() - dt.timedelta(days=1))
    assert lacks(programme) == ["dialogue", "party_report", "progress"]
    EventFactory(solution=solution)
    assert lacks(programme) == ["party_report", "progress"]
    programming.report_to_party(programme, by=by, on=TODAY(), document_no="15-BC/ĐTN")
    programming.record_progress(solution, by=by, progress="in_progress")
    assert lacks(programme) == []


def test_checklist_asks_by_level_and_state(t):
    draft = ProgrammeFactory(unit=t.base, period=t.period)
    ProgrammeFactory(unit=t.district, period=t.period, state="approved")
    first, second = Programme.objects.with_shortfalls(TODAY()).order_by("pk")
    asked = [(check.shortfall.code, check.is_met) for check in rules.checklist(first, is_district=False)]
    assert (first, asked) == (draft, [("approval", False), ("solution", True)])
    assert len(rules.checklist(second, is_district=True)) == 7


def test_list_counts_and_filters_what_is_missing(t, client, query_count):
    ProgrammeFactory(unit=t.base, period=t.period, state="approved")
    client.force_login(t.district_secretary.user)
    page = client.get("/don-vi/chuong-trinh/")
    counts = {code: count for code, _, count in page.context["lacks"]}
    assert counts == {"thieu-approval": 1, "thieu-dialogue": 1, "thieu-party_report": 1}
    for code, count in counts.items():
        found = client.get("/don-vi/chuong-trinh/", {"trang_thai": code}).context["page"]
        assert found.paginator.count == count, code
    few = query_count("/don-vi/chuong-trinh/")
    for n in range(27):
        ProgrammeFactory(unit=unit(f"Đoàn cơ sở {n}", UnitType.BASE, t.district), period=t.period, state="approved")
    assert query_count("/don-vi/chuong-trinh/") == few


def test_page_tells_the_unit_and_its_superior(t, client, query_count):
    programme = ProgrammeFactory(unit=t.base, period=t.period, state="approved", foci=1)
    for person in (t.base_secretary, t.district_secretary):
        client.force_login(person.user)
        assert "Thiếu đối thoại." in client.get(programme.get_absolute_url()).text
    few = query_count(programme.get_absolute_url())
    many = ProgrammeFactory(unit=t.other_base, period=t.period, state="approved", foci=6, foci__solutions=5)
    client.force_login(t.other_district_secretary.user)
    assert query_count(many.get_absolute_url()) == few


def test_report_to_the_party_committee_is_marked(t, client):
    programme = ProgrammeFactory(unit=t.base, period=t.period, state="approved")
    client.force_login(t.base_secretary.user)
    url = f"{programme.get_absolute_url()}cap-uy/"
    late = TODAY() + dt.timedelta(days=1)
    assert "không sau hôm nay" in client.post(url, {"document_no": "15-BC", "on": late}).text
    assert client.post(url, {"document_no": "15-BC/ĐTN", "on": TODAY()}).status_code == 302
    assert "Văn bản 15-BC/ĐTN" in client.get(programme.get_absolute_url()).text


def test_print_shows_all_of_it(t, client):
    programme = ProgrammeFactory(unit=t.base, period=t.period, state="approved", foci=2)
    indicator = IndicatorFactory(focus=programme.foci.first())
    client.force_login(t.base_secretary.user)
    page = client.get(f"{programme.get_absolute_url()}in/").text
    for words in (*("Trọng tâm 1", "Trọng tâm 2", "Giải pháp 1", programme.document_no), indicator.text):
        assert words in page
