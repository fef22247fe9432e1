"""One thing per criterion, picked; the KHÔNG two by two; for secretaries of chi đoàn (domain §16)."""

import pytest
from django.urls import reverse

from criteria import rules
from criteria.models import Indicator, Pledge, PledgePolicy, Statement
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory, PledgeItemFactory, ProgrammeFactory


@pytest.fixture
def t():
    t = tree()
    t.period = PeriodFactory()
    t.pledge = PledgeFactory(cadre=t.branch_secretary, period=t.period, items=0, commitments=[])
    return t


@pytest.fixture
def secretary(client, t):
    client.force_login(t.branch_secretary.user)
    return client


def url(t, step):
    return reverse("criteria:pledge_short", args=[t.pledge.pk, step])


def picks(page):
    return [row.suggestion.text for row in page.context["form"].choices]


def test_it_is_where_secretaries_of_chi_doan_begin_and_others_do_not(t, secretary):
    assert secretary.get("/dang-ky/").url == url(t, "gm")
    own = PledgeFactory(cadre=t.base_secretary, period=t.period)
    secretary.force_login(t.base_secretary.user)
    assert secretary.get("/dang-ky/").url == reverse("criteria:pledge_step", args=[own.pk, "gm"])
    page = secretary.get(reverse("criteria:pledge_short", args=[own.pk, "gm"]))
    assert page.url == reverse("criteria:pledge_step", args=[own.pk, "gm"])


def test_an_indicator_is_taken_with_all_that_it_brings(t, secretary):
    focus = ProgrammeFactory(unit=t.base, period=t.period, state="approved").foci.get()
    one = Indicator.objects.create(
        focus=focus,
        statement=Statement.objects.get(set=t.period.statement_set, code="GM-1"),
        text="Sinh hoạt chi đoàn đúng lịch",
        target="12 buổi",
        due_on=t.period.closes_on,
        evidence="Sổ chi đoàn",
    )
    page = secretary.get(url(t, "gm"))
    assert picks(page)[0] == one.text
    assert "checked" not in page.text.split("<fieldset", 1)[1]
    row = page.context["form"].choices[0]
    data = {row[name].html_name: row[name].value() for name in ("text", "target", "evidence")}
    data[row["due_on"].html_name] = one.due_on.isoformat()

    answer = secretary.post(url(t, "gm"), data | {"pick": f"i{one.pk}", "version": 1})

    assert answer.url == url(t, "st")
    item = t.pledge.items.get()
    assert (item.text, item.target, item.due_on, item.evidence) == (one.text, "12 buổi", one.due_on, "Sổ chi đoàn")
    assert secretary.get(url(t, "gm")).text.count(" checked") == 1


def test_where_the_unit_asks_for_nothing_statements_are_offered_and_completed(t, secretary):
    page = secretary.get(url(t, "tn"))
    assert len(picks(page)) >= 3
    row = page.context["form"].choices[0]
    data = {"pick": row.prefix, "version": 1, f"{row.prefix}-text": "Họp đúng giờ"}

    answer = secretary.post(url(t, "tn"), data)

    assert answer.status_code == 422
    assert "Điền chỉ tiêu, ví dụ" in answer.text
    assert "Họp đúng giờ" in answer.text
    assert secretary.post(url(t, "tn"), {"version": 1}).context["form"].errors == ["Chọn một việc sẽ làm."]


def test_donts_are_confirmed_one_by_one_two_on_a_screen(t, secretary):
    page = secretary.get(url(t, "khong-1"))
    codes = page.context["form"].shown
    assert len(codes) == 2
    assert page.text.count('name="khong"') == 2
    assert " checked" not in page.text
    half = secretary.post(url(t, "khong-1"), {"version": 1, "khong": codes[0]})
    assert (half.status_code, "Đọc và đánh dấu 1 điều còn lại" in half.text) == (422, True)

    answer = secretary.post(url(t, "khong-1"), {"version": 1, "khong": codes})

    assert answer.url == url(t, "khong-2")
    t.pledge.refresh_from_db()
    assert t.pledge.commitments == sorted(codes)


def test_a_half_confirmed_screen_saves_itself(t, secretary):
    answer = secretary.post(url(t, "khong-1"), {"version": 1, "khong": "GM-K1", "act": "autosave"})

    assert answer.json()["version"] == 2
    t.pledge.refresh_from_db()
    assert t.pledge.commitments == ["GM-K1"]


def test_what_was_written_in_the_full_form_is_a_choice_and_more_leads_back_there(t, secretary):
    PledgeItemFactory(pledge=t.pledge, criterion="GM", order=10, text="Tự viết trước đây")
    page = secretary.get(url(t, "gm"))
    assert picks(page)[0] == "Tự viết trước đây"
    assert page.context["form"].taken[0].suggestion.text == "Tự viết trước đây"
    PledgeItemFactory(pledge=t.pledge, criterion="GM", order=11)

    assert secretary.get(url(t, "gm")).url == reverse("criteria:pledge_step", args=[t.pledge.pk, "gm"])
    assert "Dùng bản rút gọn" not in secretary.get(reverse("criteria:pledge_step", args=[t.pledge.pk, "gm"])).text


def test_the_last_screen_shows_all_and_leads_back_to_each(t, secretary):
    page = secretary.get(url(t, "xem-lai")).text
    for step in ("gm", "st", "tn", "ss", "khong-1"):
        assert url(t, step) in page
    assert secretary.get(reverse("criteria:pledge_step", args=[t.pledge.pk, "xem-lai"])).url == url(t, "xem-lai")
    assert secretary.get(url(t, "la")).status_code == 404
    Pledge.objects.filter(pk=t.pledge.pk).update(state="cancelled")
    assert secretary.get(url(t, "gm")).status_code == 302


def test_which_posts_have_it():
    assert rules.has_short_form("BRANCH_SEC", PledgePolicy())
    assert not rules.has_short_form("BASE_LEADER", PledgePolicy())
    assert rules.has_short_form("TEAM_HEAD", PledgePolicy(short_form_categories=["TEAM_HEAD"]))
