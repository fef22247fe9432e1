"""Talks, dialogues and training: writing them down, and who was there."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from accounts.documents import StaleDocument
from cadres.models import Cadre
from criteria import own_data, programming
from criteria.models import Solution, SolutionEvent
from criteria.programming import EventDraft
from tests.factories.cadres import holder, tree
from tests.factories.criteria import EventFactory, PeriodFactory, ProgrammeFactory

TODAY = timezone.localdate


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    found.programme = ProgrammeFactory(unit=found.base, period=found.period, state="approved")
    found.solution = found.programme.solutions.get()
    Solution.objects.update(kind="dialogue")
    found.solution.refresh_from_db()
    found.secretary = found.base_secretary.user
    return found


def names(event):
    return set(event.attendances.values_list("cadre", flat=True))


def test_a_meeting_is_written_down_and_mended(t):
    draft = EventDraft(TODAY(), "Nhà văn hóa", 40, "Thống nhất", [("Giờ mở cửa?", "Đến 21 giờ"), ("Kinh phí?", "")])
    event = programming.record_event(t.solution, draft, by=t.secretary)
    assert list(event.questions.values_list("order", "question", "answer")) == [
        (1, "Giờ mở cửa?", "Đến 21 giờ"),
        (2, "Kinh phí?", ""),
    ]
    event = programming.record_event(
        t.solution, EventDraft(TODAY(), "Hội trường"), by=t.secretary, event=event, version=1
    )
    assert (event.place, event.version, event.questions.count()) == ("Hội trường", 2, 0)
    with pytest.raises(StaleDocument):
        programming.record_event(t.solution, draft, by=t.secretary, event=event, version=1)


def test_only_the_unit_writes_and_only_of_kinds_that_are_held(t):
    draft = EventDraft(TODAY(), "Nhà văn hóa")
    for person in (t.branch_secretary, t.district_secretary, t.other_base_secretary):
        with pytest.raises(PermissionDenied):
            programming.record_event(t.solution, draft, by=person.user)
    Solution.objects.update(kind="propaganda")
    with pytest.raises(StaleDocument):
        programming.record_event(t.solution, draft, by=t.secretary)


def test_people_of_the_unit_and_below_are_marked_and_nobody_else(t):
    event = EventFactory(solution=t.solution)
    everybody = [t.base_deputy.pk, t.branch_secretary.pk, t.other_branch_secretary.pk, t.district_secretary.pk]
    assert programming.mark_present(event, everybody, by=t.secretary) == 2
    assert names(event) == {t.base_deputy.pk, t.branch_secretary.pk}
    programming.mark_present(event, [], by=t.secretary, among=[t.base_deputy.pk])
    assert names(event) == {t.branch_secretary.pk}


def test_a_wrong_meeting_is_removed_with_its_list(t):
    event = EventFactory(solution=t.solution)
    programming.mark_present(event, [t.base_deputy.pk], by=t.secretary)
    programming.remove_event(event, by=t.secretary, version=1)
    assert not SolutionEvent.objects.exists()


def test_form_writes_a_meeting(t, client):
    client.force_login(t.secretary)
    url = reverse("criteria:event_new", args=[t.solution.pk])
    assert client.get(url).status_code == 200
    data = {
        "buoi-held_on": (TODAY() + dt.timedelta(days=1)).isoformat(),
        "buoi-place": "",
        "ch-TOTAL_FORMS": 1,
        "ch-INITIAL_FORMS": 0,
        "ch-0-question": "",
        "ch-0-answer": "Có",
    }
    answer = client.post(url, data)
    assert answer.status_code == 422
    for words in ("Chọn ngày không sau hôm nay", "Điền địa điểm", "Ghi câu hỏi của câu trả lời này"):
        assert words in answer.text
    right = {"buoi-held_on": TODAY().isoformat(), "buoi-place": "Nhà văn hóa", "ch-0-question": "Mấy giờ?"}
    answer = client.post(url, data | right | {"act": "cau-hoi"})
    event = SolutionEvent.objects.get()
    assert answer.url == reverse("criteria:event_edit", args=[event.pk]) + "?them=cau-hoi#cau-hoi-moi"
    assert client.get(answer.url).context["page"].questions.total_form_count() == 2
    page = client.get(event.get_absolute_url()).text
    assert "Mấy giờ?" in page
    assert "Nhà văn hóa" in client.get(t.programme.get_absolute_url()).text


def test_names_on_the_list_are_for_those_who_see_the_people(t, client):
    event = EventFactory(solution=t.solution)
    programming.mark_present(event, [t.branch_secretary.pk], by=t.secretary)
    client.force_login(t.district_secretary.user)
    assert t.branch_secretary.full_name in client.get(event.get_absolute_url()).text
    client.force_login(t.other_base_secretary.user)
    assert client.get(event.get_absolute_url()).status_code == 404


def test_list_is_ticked_part_by_part(t, client, query_count):
    event = EventFactory(solution=t.solution)
    client.force_login(t.secretary)
    url = reverse("criteria:attendance_edit", args=[event.pk])
    assert t.branch_secretary.full_name in client.get(url).text
    few = query_count(url)
    for _ in range(9):
        holder(t.branch, "BT-CHIDOAN")
    assert query_count(url) == few
    mark = reverse("criteria:attendance_mark", args=[event.pk])
    shown = [t.base_deputy.pk, t.branch_secretary.pk]
    client.post(mark, {"shown": shown, "present": [*shown, t.other_branch_secretary.pk]})
    assert names(event) == set(shown)
    client.post(mark, {"shown": [t.base_deputy.pk]})
    assert names(event) == {t.branch_secretary.pk}
    assert client.get(url, {"tim": "không có ai tên này"}).context["page"].paginator.count == 0


def sheet(rows, head=("Mã cán bộ", "Họ và tên", "Ngày sinh", "Điện thoại", "Có mặt")):
    book = Workbook()
    for row in [("Danh sách dự",), head, *rows]:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile("du.xlsx", content.getvalue())


def test_excel_list_is_matched_and_shown_before_anything_is_kept(t, client):
    Cadre.objects.filter(pk=t.branch_secretary.pk).update(phone="0903111222", full_name="Hồ Thị Bảy")
    Cadre.objects.filter(pk=t.base_secretary.pk).update(full_name="Lê Văn Sáu", birth_date=dt.date(1990, 2, 3))
    event = EventFactory(solution=t.solution)
    client.force_login(t.secretary)
    rows = [
        (t.base_deputy.code, "", "", "", "x"),
        ("", "Hồ Thị Bảy", "", "0903111222", "x"),
        ("", "Lê Văn Sáu", "03/02/1990", "", "x"),
        ("", "Lê Văn Sáu", "", "", ""),
        (t.other_branch_secretary.code, "Người xã khác", "", "", "x"),
        ("", "Nguyễn Văn Lạ", "01/01/1999", "", "x"),
    ]
    url = reverse("criteria:attendance_read", args=[event.pk])
    page = client.post(url, {"file": sheet(rows)})
    assert {cadre.pk for cadre in page.context["people"]} == {
        *(t.base_deputy.pk, t.branch_secretary.pk, t.base_secretary.pk)
    }
    reading = page.context["reading"]
    assert ([number for number, _, _ in reading.faults], reading.absent) == ([7, 8], 1)
    assert "Không thấy đồng chí này" in page.text
    assert not names(event)


def test_excel_list_without_a_column_for_the_cross_names_those_who_came(t, client):
    event = EventFactory(solution=t.solution)
    client.force_login(t.secretary)
    head = ("Mã cán bộ", "Họ và tên", "Ngày sinh")
    page = client.post(
        reverse("criteria:attendance_read", args=[event.pk]),
        {"file": sheet([(t.base_deputy.code, t.base_deputy.full_name, "")], head)},
    )
    assert [cadre.pk for cadre in page.context["people"]] == [t.base_deputy.pk]


def test_a_file_that_is_no_list_is_refused_in_words(t, client):
    event = EventFactory(solution=t.solution)
    client.force_login(t.secretary)
    url = reverse("criteria:attendance_read", args=[event.pk])
    assert "Chọn tệp danh sách." in client.post(url).text
    answer = client.post(url, {"file": SimpleUploadedFile("a.xlsx", b"khong phai")})
    assert (answer.status_code, "không phải là sổ tính" in answer.text) == (422, True)
    answer = client.post(url, {"file": sheet([("x",)], ("Cột lạ",))})
    assert (answer.status_code, "Không thấy dòng tiêu đề" in answer.text) == (422, True)


def test_template_names_the_people_and_is_read_back(t, client):
    event = EventFactory(solution=t.solution)
    client.force_login(t.secretary)
    content = client.get(reverse("criteria:attendance_template", args=[event.pk])).content
    page = load_workbook(BytesIO(content)).active
    rows = list(page.iter_rows(min_row=5, values_only=True))
    assert {row[0] for row in rows} == {t.base_secretary.code, t.base_deputy.code, t.branch_secretary.code}
    page.cell(5, 6).value = "x"
    filled = BytesIO()
    page.parent.save(filled)
    upload = SimpleUploadedFile("du.xlsx", filled.getvalue())
    answer = client.post(reverse("criteria:attendance_read", args=[event.pk]), {"file": upload})
    assert [cadre.code for cadre in answer.context["people"]] == [rows[0][0]]


def test_a_person_sees_what_he_took_part_in(t, client):
    event = EventFactory(solution=t.solution)
    programming.mark_present(event, [t.branch_secretary.pk], by=t.secretary)
    client.force_login(t.branch_secretary.user)
    page = client.get(reverse("criteria:attended_panel", args=[t.branch_secretary.pk]))
    assert str(event) in page.text
    parts = {part.code: part for part in own_data.parts_for(t.branch_secretary.user)}
    assert [row[1] for row in parts["attended"].rows] == ["Đối thoại"]


def test_who_is_in_charge_finds_it_in_his_own_data(t):
    Solution.objects.update(in_charge_cadre=t.base_deputy)
    parts = {part.code: part for part in own_data.parts_for(t.base_deputy.user)}
    assert [row[2] for row in parts["solutions_in_charge"].rows] == [t.solution.text]
