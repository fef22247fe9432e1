"""Personal data: what the portal keeps about me, all of it and mine only, to see and to take away."""

import json

import openpyxl
import pytest

from accounts import outbox
from accounts.models import AuditEvent, Run
from config import own_data
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.fieldvisits import VisitFactory

PAGE = "/du-lieu-cua-toi/"


@pytest.fixture
def t(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    t = tree()
    t.period = PeriodFactory()
    t.me, t.other = t.base_secretary, t.other_base_secretary
    for cadre, word in ((t.me, "CUATOI"), (t.other, "CUANGUOIKHAC")):
        pledge = PledgeFactory(cadre=cadre, period=t.period)
        pledge.items.update(text=f"=HYPERLINK {word}")
        VisitFactory(cadre=cadre, period=t.period, situation=word, state="reported")
        EvaluationFactory(cadre=cadre, period=t.period)
        type(cadre).objects.filter(pk=cadre.pk).update(phone="0903555018" if cadre is t.me else "0903555999")
    return t


def text_of(parts):
    return json.dumps([[list(part.headings), list(part.rows)] for part in parts], default=str, ensure_ascii=False)


def test_i_see_all_of_mine_and_nothing_of_others(t):
    parts = own_data.parts_of(t.me.user)

    found = text_of(parts)
    assert {word for word in ("CUATOI", "0903555018", t.me.code) if word not in found} == set()
    assert {word for word in ("CUANGUOIKHAC", "0903555999", t.other.code) if word in found} == set()
    assert {part.code for part in parts if not (part.purpose and part.seen_by and part.kept)} == set()
    assert [part.code for part in parts] == [
        *("account", "sign_ins", "notices", "person", "posts", "grants", "data_requests"),
        *("pledges", "pledge_items", "extensions", "pledge_links", "pledge_entries", "good_models"),
        *("attended", "solutions_in_charge", "pledge_amendments", "item_log", "midyear", "contacts", "reminders"),
        *("plans", "visits"),
        *("evaluations", "self_assessments", "breaches"),
    ]


def test_every_row_fits_its_headings(t):
    parts = own_data.parts_of(t.me.user)

    assert {part.code for part in parts for row in part.rows if len(row) != len(part.headings)} == set()


def test_a_result_that_was_not_told_is_not_given_away(t):
    (part,) = [part for part in own_data.parts_of(t.me.user) if part.code == "evaluations"]

    assert [tuple(row) for row in part.rows] == [(t.period.year, "Đang đánh giá", None, "", None)]


def test_the_page_shows_every_kind_with_purpose_readers_and_term(t, client):
    client.force_login(t.me.user)

    page = client.get(PAGE).text

    assert "Biết đồng chí là ai và liên hệ khi có việc" in page
    assert page.count("Giữ bao lâu") == len(own_data.parts_of(t.me.user))
    assert "CUATOI" in page


def test_somebody_without_a_post_has_a_page_too(client):
    client.force_login(UserFactory(full_name="Đại diện cấp ủy"))

    page = client.get(PAGE)

    assert page.status_code == 200
    assert "Hồ sơ cá nhân" not in page.text


def taken(client, user, wanted):
    client.force_login(user)
    answer = client.post(f"{PAGE}tai/", {"dang": wanted})
    outbox.work_due()
    run = Run.objects.get()
    assert (answer.status_code, run.state) == (302, "done")
    return client.get(f"/tac-vu/{run.pk}/tep/"), own_data.running.run_path(run, f"du-lieu-cua-toi.{wanted}")


def test_json_holds_the_same_rows(t, client):
    _, path = taken(client, t.me.user, "json")

    kinds = {part["loại"]: part for part in json.loads(path.read_text())["dữ liệu"]}
    assert kinds["Hồ sơ cá nhân"]["các dòng"][0]["Điện thoại"] == "0903555018"
    assert kinds["Hồ sơ cá nhân"]["các dòng"][0]["Ngày sinh"] == "1995-05-19"
    assert "CUANGUOIKHAC" not in path.read_text()


def test_excel_holds_text_only_and_its_download_is_in_the_trail(t, client):
    answer, path = taken(client, t.me.user, "xlsx")

    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert any(cell.value == "=HYPERLINK CUATOI" for cell in cells)
    assert len(book.sheetnames) == len(own_data.parts_of(t.me.user))
    assert "attachment" in answer["Content-Disposition"]
    assert list(AuditEvent.objects.values_list("verb", flat=True)[:2]) == ["run.downloaded", "run.started"]


def test_the_file_is_nobody_elses(t, client):
    taken(client, t.me.user, "json")
    client.force_login(t.other.user)

    assert client.get(f"/tac-vu/{Run.objects.get().pk}/tep/").status_code == 404
