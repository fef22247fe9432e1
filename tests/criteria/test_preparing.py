"""Workbooks of pledges: one row per item, drafts that each person sends himself, nothing of his own overwritten."""

import io
import re
import threading

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import Job, Notification
from cadres import intake, resources
from cadres.importing.archive import Refused
from cadres.models import ImportBatch, Role, Sheet
from criteria import pledging
from criteria.models import Focus, Indicator, Pledge, PledgeEntry, PledgeItem, Statement
from criteria.pledging import ItemDraft
from criteria.tasks import DRAFTS
from criteria.workbooks import drafts
from tests.factories import lists
from tests.factories.cadres import AppointmentFactory, CadreFactory, tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory, ProgrammeFactory

HEADINGS = [column.label for column in DRAFTS.layout.columns]


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    found.helper = with_role(Role.UNIT_ADMIN, found.base)
    return found


@pytest.fixture
def line(t):
    def of(cadre=None, **cells):
        cadre = cadre or t.branch_secretary
        day = f"{t.period.closes_on:%d/%m/%Y}"
        kept = {"Mã cán bộ": cadre.code, "Họ và tên": cadre.full_name, "Tiêu chí": "Gương mẫu", "Thời hạn": day}
        return kept | {"Nội dung đăng ký": "Dự họp đúng giờ", "Chỉ tiêu": "12 buổi", "Minh chứng": "Sổ họp"} | cells

    return of


@pytest.fixture
def examine(t, tmp_path):
    def look(*rows, by=None, unit=None):
        path = lists.workbook(tmp_path / "dk.xlsx", rows, headings=HEADINGS)
        by = by or t.helper
        return resources.examine(
            path, unit or t.base, on=timezone.localdate(), max_rows=5000, kind=Sheet.PLEDGES, by=by
        )

    return look


def kept(t, seen):
    return resources.keep(seen, t.base, file_name="dk.xlsx", by=t.helper)


def kinds(seen):
    return [row["kind"] for row in seen.rows]


def faults(seen):
    return [error["message"] for row in seen.rows for error in row.get("errors", [])]


def test_a_list_makes_drafts_that_the_person_reads_promises_and_sends(t, examine, line):
    batch = kept(t, examine(line(), line(**{"Nội dung đăng ký": "Đọc sách", "Mã điều": "gm-1"})))
    intake.apply(batch, by=t.helper)
    pledge = Pledge.objects.get()
    assert (pledge.state, pledge.cadre, pledge.unit, pledge.entered_by) == ("draft", t.branch_secretary, t.branch, None)
    assert (pledge.commitments, pledge.due_on, pledge.number) == ([], t.period.pledge_due_on, "")
    items = pledge.items.values_list("order", "text", "target", "statement__code")
    assert list(items) == [(10, "Dự họp đúng giờ", "12 buổi", None), (11, "Đọc sách", "12 buổi", "GM-1")]
    assert (pledge.entry.kind, pledge.entry.by) == (PledgeEntry.Kind.PREPARED, t.helper)
    notice = Notification.objects.get(to=t.branch_secretary.user)
    assert "chuẩn bị bản nháp" in notice.subject
    with pytest.raises(pledging.PledgeIncomplete):
        pledging.submit(pledge, by=t.branch_secretary.user, version=pledge.version)
    with pytest.raises(PermissionDenied):
        pledging.submit(pledge, by=t.helper, version=pledge.version)


@pytest.mark.parametrize(
    ("cells", "advice"),
    [
        ({"Tiêu chí": "Chăm chỉ"}, "Chọn một trong"),
        ({"Nội dung đăng ký": "x" * 301}, "Rút ngắn còn 300 ký tự; đang có 301"),
        ({"Nội dung đăng ký": "x" * 900}, "đang có từ 500 trở lên"),
        ({"Chỉ tiêu": "x" * 151}, "Rút ngắn còn 150"),
        ({"Thời hạn": "31/12/2019"}, "Ghi ngày từ"),
        ({"Thời hạn": "30/02/2026"}, "chỉ có 28 ngày"),
        ({"Mã cán bộ": "CB-KHONG1"}, "Không có cán bộ mang mã này"),
        ({"Họ và tên": "Lê Văn Nhầm"}, "Xem lại mã hoặc tên"),
        ({"Mã điều": "SS-1"}, "không phải điều nên làm của tiêu chí Gương mẫu"),
        ({"Mã điều": "GM-K1"}, "không phải điều nên làm"),
        ({"Nội dung đăng ký": ""}, "Viết việc sẽ làm"),
        ({"Nội dung đăng ký": "=1+1"}, "công thức"),
    ],
)
def test_what_is_wrong_is_told_line_by_line(examine, line, cells, advice):
    assert any(advice in message for message in faults(examine(line(**cells))))


def test_more_than_three_of_a_criterion_are_wrong_and_repeated_ones_doubled(examine, line):
    rows = [line(**{"Nội dung đăng ký": f"Việc {n}"}) for n in (1, 2, 3, 4)]
    assert kinds(examine(*rows)) == ["new", "new", "new", "wrong"]
    assert kinds(examine(rows[0], line(**{"Nội dung đăng ký": "VIỆC 1."}))) == ["new", "duplicate"]


def test_words_like_a_total_are_words_of_an_item(examine, line):
    rows = [line(**{"Nội dung đăng ký": "Tổng số buổi đối thoại: 4"}), line(**{"Nội dung đăng ký": "Việc sau"})]
    assert kinds(examine(*rows)) == ["new", "new"]


def test_lines_without_words_are_left_alone(examine, line):
    empty = line(**{"Nội dung đăng ký": "", "Chỉ tiêu": "", "Minh chứng": ""})
    assert kinds(examine(empty, empty)) == ["unchanged", "unchanged"]


def test_people_of_another_unit_are_refused_and_strangers_not_told_apart(t, examine, line):
    assert faults(examine(line(t.other_branch_secretary)))[0].startswith("Không có cán bộ mang mã này")
    by = with_role(Role.UNIT_ADMIN, t.province)
    assert faults(examine(line(t.other_branch_secretary), by=by))[0].startswith("Cán bộ này không thuộc đơn vị")


@pytest.mark.parametrize("state", ["submitted", "approved", "returned"])
def test_what_was_sent_is_left_alone(t, examine, line, state):
    PledgeFactory(cadre=t.branch_secretary, period=t.period, state=state)
    assert "Bỏ dòng này" in faults(examine(line()))[0]


def test_what_the_person_typed_is_never_overwritten(t, examine, line):
    pledge = pledging.start(t.branch_secretary, t.period, by=t.branch_secretary.user)
    draft = ItemDraft("Việc tôi tự viết", "1", t.period.closes_on, "Sổ")
    pledging.save_step(pledge, "GM", [draft], [], by=t.branch_secretary.user, version=1)
    seen = examine(line(), line(**{"Tiêu chí": "Sáng tạo"}))
    assert (kinds(seen), "đã tự viết 1 nội dung" in faults(seen)[0]) == (["wrong", "new"], True)
    intake.apply(kept(t, seen), by=t.helper, only_right_rows=True)
    assert set(PledgeItem.objects.values_list("criterion", "text")) == {
        ("GM", "Việc tôi tự viết"),
        ("ST", "Dự họp đúng giờ"),
    }


def test_a_second_list_puts_right_what_the_first_prepared(t, examine, line):
    first, second = line(**{"Nội dung đăng ký": "Việc một"}), line(**{"Nội dung đăng ký": "Việc hai"})
    intake.apply(kept(t, examine(first, second)), by=t.helper)
    changed = line(**{"Nội dung đăng ký": "Việc hai, sửa"})
    seen = examine(first, changed)
    assert kinds(seen) == ["unchanged", "changed"]
    intake.apply(kept(t, seen), by=t.helper)
    assert list(PledgeItem.objects.values_list("text", flat=True)) == ["Việc một", "Việc hai, sửa"]
    assert Notification.objects.filter(to=t.branch_secretary.user).count() == 1


def test_what_the_person_rewrote_is_his_own(t, examine, line):
    intake.apply(kept(t, examine(line())), by=t.helper)
    PledgeItem.objects.update(target="15 buổi")
    assert "đã tự viết 1 nội dung" in faults(examine(line(**{"Chỉ tiêu": "20 buổi"})))[0]


def test_whoever_begins_after_the_preview_makes_it_stale(t, examine, line):
    batch = kept(t, examine(line()))
    pledging.start(t.branch_secretary, t.period, by=t.branch_secretary.user)
    with pytest.raises(StaleDocument):
        intake.apply(batch, by=t.helper)
    assert not PledgeItem.objects.exists()


def test_who_enters_from_paper_and_the_list_do_not_meet(t, examine, line):
    pledging.enter_for(t.branch_secretary, t.period, by=t.helper)
    assert "đang được nhập hộ" in faults(examine(line()))[0]


def test_a_secretary_of_elsewhere_brings_no_list(t, examine, line):
    seen = examine(line())
    with pytest.raises(PermissionDenied):
        resources.keep(seen, t.base, file_name="dk.xlsx", by=t.other_base_secretary.user)


def test_indicators_taken_as_they_stand_are_picks(t, examine, line):
    programme = ProgrammeFactory(unit=t.base, period=t.period, state="approved")
    statement = Statement.objects.get(set=t.period.statement_set, code="GM-3")
    focus = Focus.objects.get(programme=programme)
    indicator = Indicator.objects.create(focus=focus, statement=statement, text="Dự họp đúng giờ")
    intake.apply(kept(t, examine(line())), by=t.helper)
    item = PledgeItem.objects.get()
    assert (item.indicator, item.focus, item.statement) == (indicator, focus, statement)


def _read(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_workbook_comes_back_as_it_went(t, tmp_path, client):
    """What was made for the unit and filled in with the programme's indicators is read without a fault."""
    programme = ProgrammeFactory(unit=t.base, period=t.period, state="approved")
    for code in ("GM-3", "ST-1", "TN-4", "SS-1"):
        statement = Statement.objects.get(set=t.period.statement_set, code=code)
        focus = Focus.objects.get(programme=programme)
        Indicator.objects.create(focus=focus, statement=statement, text=f"=Việc của {code}", due_on=t.period.closes_on)
    client.force_login(t.helper)
    answer = client.get(reverse("criteria:workbook_new"), {"don_vi": t.base.pk, "san": drafts.INDICATORS})
    book = _read(answer.content)
    assert book.sheetnames == [drafts.SHEET, drafts.GUIDE, drafts.LISTS]
    assert len(book[drafts.SHEET].data_validations.dataValidation) == 3
    path = tmp_path / "ve.xlsx"
    path.write_bytes(answer.content)
    about = {"on": timezone.localdate(), "max_rows": 5000, "kind": Sheet.PLEDGES, "by": t.helper}
    seen = resources.examine(path, t.base, **about)
    assert (set(kinds(seen)), len(seen.rows)) == ({"new"}, 12)


def test_the_workbook_holds_last_year_and_leaves_out_who_has_sent(t):
    last = PeriodFactory(year=t.period.year - 1, state="closed")
    PledgeFactory(cadre=t.branch_secretary, period=last, state="closed", items__text="Việc năm trước")
    PledgeFactory(cadre=t.base_secretary, period=last, state="draft", items__text="Chưa từng gửi")
    PledgeFactory(cadre=t.base_deputy, period=t.period, state="submitted")
    rows = drafts.rows_for(t.base, t.helper, drafts.LAST_YEAR)
    assert "Chưa từng gửi" not in {row.text for row in rows}
    assert {row.full_name for row in rows} == {t.base_secretary.full_name, t.branch_secretary.full_name}
    assert {row.text for row in rows if row.code == t.branch_secretary.code} == {"Việc năm trước"}
    assert all(not row.due_on for row in rows)


@pytest.mark.parametrize("prefill", [value for value, _ in drafts.PREFILLS])
def test_a_workbook_costs_the_same_for_few_and_many(t, prefill):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            drafts.rows_for(t.base, t.helper, prefill)
        return len(captured)

    cost()  # the rights of the user are looked up once
    few = cost()
    for _ in range(20):
        AppointmentFactory(unit=t.branch, cadre=CadreFactory())
    assert cost() == few


def test_a_unit_out_of_reach_is_no_choice(t, client):
    client.force_login(t.helper)
    answer = client.get(reverse("criteria:workbook_new"), {"don_vi": t.other_base.pk})
    assert (answer.status_code, "Chọn một đơn vị trong danh sách" in answer.text) == (422, True)


def test_the_pages_of_lists_know_this_kind(t, client):
    client.force_login(t.base_secretary.user)
    page = client.get(reverse("cadres:sheet_new", args=[DRAFTS.slug]))
    assert "Nhập bản đăng ký từ Excel" in page.text
    template = client.get(reverse("cadres:sheet_template", args=[DRAFTS.slug]))
    assert template.url == reverse("criteria:workbook_new")


def test_a_hostile_workbook_is_refused(t, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(Refused):
        resources.examine(path, t.base, on=timezone.localdate(), max_rows=5000, kind=Sheet.PLEDGES, by=t.helper)


@pytest.mark.parametrize("people", [3, 30])
def test_applying_costs_the_same_for_few_and_many(t, examine, line, people):
    cadres = [AppointmentFactory(unit=t.branch).cadre for _ in range(people)]
    batch = kept(t, examine(*(line(cadre) for cadre in cadres)))
    with CaptureQueriesContext(connection) as captured:
        intake.apply(batch, by=t.helper)
    assert len(captured) < 45
    assert Pledge.objects.count() == people
    assert Notification.objects.filter(kind="pledge.prepared").count() == people
    assert Job.objects.filter(kind="mail").count() == people


@pytest.mark.django_db(transaction=True)
def test_two_lists_at_once_make_one_draft(t, examine, line):
    batches = [kept(t, examine(line(**{"Nội dung đăng ký": f"Việc {n}"}))) for n in (1, 2)]
    gate, results = threading.Barrier(2), []

    def apply(batch):
        try:
            gate.wait()
            intake.apply(batch, by=t.helper)
            results.append("applied")
        except StaleDocument:
            results.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=apply, args=[batch]) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["applied", "stale"]
    assert (Pledge.objects.count(), PledgeItem.objects.count()) == (1, 1)
    assert ImportBatch.objects.filter(state="applied").count() == 1


def test_the_person_finds_the_draft_and_nothing_ticked_in_it(t, examine, line, client):
    intake.apply(kept(t, examine(line())), by=t.helper)
    client.force_login(t.branch_secretary.user)
    assert "Đơn vị đã chuẩn bị bản nháp." in client.get("/").text
    page = client.get(reverse("criteria:pledge_mine"), follow=True).text
    assert "Đơn vị đã chuẩn bị bản nháp này" in page
    assert "Dự họp đúng giờ" in page
    assert not re.search(r'name="khong"[^>]*checked', page)
