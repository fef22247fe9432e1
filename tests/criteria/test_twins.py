"""Words that are many colleagues', or last year's: counted, shown to who may see them, and only warned of."""

import pytest
from django.db import connection
from django.db.models import CharField, Value
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.models.text import TextPrint
from cadres.names import text_print
from criteria import rules
from criteria.models import Pledge, PledgeItem, Statement
from criteria.twins import twins_of
from tests.factories.cadres import AppointmentFactory, CadreFactory, tree
from tests.factories.criteria import PeriodFactory, PledgeFactory, PledgeItemFactory

WORDS = "Hoà mình với cơ sở: dự họp chi đoàn, 12 buổi"


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    return found


def colleague(t, text=WORDS, unit=None, **pledge):
    """Somebody of the base's chi đoàn who sent these words."""
    cadre = CadreFactory(with_user=True)
    AppointmentFactory(cadre=cadre, unit=unit or t.branch)
    made = PledgeFactory(cadre=cadre, period=t.period, items=0, **({"state": "submitted"} | pledge))
    PledgeItemFactory(pledge=made, text=text, order=1)
    return made


def own(t, text=WORDS, **item):
    pledge = PledgeFactory(cadre=t.branch_secretary, period=t.period, items=0)
    PledgeItemFactory(pledge=pledge, text=text, order=1, **item)
    return pledge


@pytest.mark.parametrize(
    "text",
    ["hòa mình với cơ sở; dự họp chi đoàn – 12 buổi.", "HOÀ MÌNH  VỚI CƠ SỞ. DỰ HỌP CHI ĐOÀN 12 BUỔI", WORDS + " "],
)
def test_prints_see_through_case_marks_spaces_and_spelling(text):
    assert text_print(text) == text_print(WORDS)


@pytest.mark.parametrize("text", [WORDS, "ĐẨY mạnh “Học & làm” 90 %", "a\u0300 b", "…", "3 buổi/tháng", "ờ Ỡ ỹ Ỵ"])
def test_the_database_prints_as_python_does(text):
    printed = TextPrint(Value(text, output_field=CharField()))
    assert Statement.objects.values_list(printed, flat=True).first() == text_print(text)


def test_a_different_figure_is_a_different_promise():
    assert text_print("Dự 12 buổi") != text_print("Dự 13 buổi")


@pytest.mark.parametrize(
    ("with_it", "people", "is_common"), [(2, 2, False), (3, 9, True), (3, 10, False), (4, 10, True), (31, 100, True)]
)
def test_more_than_thirty_per_cent_and_at_least_three(with_it, people, is_common):
    assert rules.is_too_common(with_it, people, 30) is is_common


def test_words_of_many_are_counted_without_names_for_the_cadre(t):
    for _ in range(2):
        colleague(t, WORDS.upper())
    twin = twins_of(own(t))[0]
    assert (twin.people, twin.of, twin.others) == (3, 5, ())


def test_who_decides_sees_whose(t):
    theirs = [colleague(t) for _ in range(2)]
    twin = twins_of(own(t), reader=t.base_secretary.user)[0]
    assert {item.pledge_id for item in twin.others} == {pledge.pk for pledge in theirs}


def test_people_out_of_sight_are_counted_not_shown(t):
    for _ in range(2):
        colleague(t)
    assert twins_of(own(t), reader=t.other_base_secretary.user)[0].others == ()


def test_drafts_of_others_and_other_bases_do_not_count(t):
    colleague(t, state="draft")
    colleague(t, unit=t.other_branch)
    colleague(t)
    assert twins_of(own(t)) == []


@pytest.mark.parametrize("picked", ["mine", "theirs"])
def test_what_was_picked_as_it_stands_is_nobodys_own_words(t, picked):
    statement = Statement.objects.do().of_criterion("GM").first()
    for _ in range(2):
        made = colleague(t, statement.text[:300])
        if picked == "theirs":
            made.items.update(statement=statement)
    pledge = own(t, statement.text[:300], statement=statement if picked == "mine" else None)
    assert twins_of(pledge) == []


def test_last_year_word_for_word(t):
    last = PeriodFactory(year=t.period.year - 1, state="closed")
    before = PledgeFactory(cadre=t.branch_secretary, period=last, state="closed", items=0)
    PledgeItemFactory(pledge=before, text=WORDS + "!", order=1)
    twin = twins_of(own(t))[0]
    assert (twin.people, twin.last_year.text) == (0, WORDS + "!")


def test_only_the_year_before_counts(t):
    for years, text in ((2, WORDS), (1, "Việc khác hẳn")):
        period = PeriodFactory(year=t.period.year - years, state="closed")
        before = PledgeFactory(cadre=t.branch_secretary, period=period, state="closed", items=0)
        PledgeItemFactory(pledge=before, text=text, order=1)
    assert twins_of(own(t)) == []


@pytest.mark.parametrize("colleagues", [3, 30])
def test_it_costs_the_same_for_few_and_many(t, colleagues):
    for _ in range(colleagues):
        colleague(t)
    pledge = Pledge.objects.select_related("unit", "period__pledge_policy").get(pk=own(t).pk)
    with CaptureQueriesContext(connection) as captured:
        assert twins_of(pledge)[0].people == colleagues + 1
    assert len(captured) == 4


def test_both_sides_are_warned_and_neither_is_stopped(t, client):
    others = [colleague(t) for _ in range(2)]
    pledge = PledgeFactory(cadre=t.branch_secretary, period=t.period)
    PledgeItem.objects.filter(pledge=pledge, criterion="GM").update(text=WORDS)
    client.force_login(t.branch_secretary.user)
    page = client.get(reverse("criteria:pledge_step", args=[pledge.pk, "xem-lai"]), follow=True).text
    assert "Giống nhau ở 3/5 cán bộ" in page
    assert str(others[0].cadre) not in page
    data = {"version": pledge.version, "has_read": "on", "submit_key": "a" * 32}
    client.post(reverse("criteria:pledge_submit", args=[pledge.pk]), data)
    client.force_login(t.base_secretary.user)
    page = client.get(reverse("portal:inbox_record", args=["dang-ky", pledge.pk])).text
    assert "Có nội dung trùng lời, xem trước khi duyệt" in page
    assert str(others[0].cadre) in page
