import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from criteria import programming
from criteria.models import Programme, Solution, SolutionEvidence, Statement
from criteria.programming import FocusDraft, SolutionDraft
from tests.factories.cadres import UnitType, tree, unit
from tests.factories.criteria import PeriodFactory, ProgrammeFactory


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    return found


def ready(t, own, **programme):
    return ProgrammeFactory(unit=own, period=t.period, **programme)


def test_course_of_a_programme(t):
    secretary, above = t.base_secretary.user, t.district_secretary.user
    programme = programming.start(t.base, t.period, by=secretary)
    codes = list(Statement.objects.filter(code__in=["GM-3", "SS-1"]).values_list("pk", flat=True))
    drafts = [FocusDraft("Đúng giờ, đúng việc", codes, [SolutionDraft("Điểm danh đầu giờ", t.period.closes_on)])]
    with pytest.raises(programming.ProgrammeIncomplete):
        programming.submit(programme, by=secretary, version=1)
    programme = programming.save(
        programme, drafts, by=secretary, version=1, document_no="5-CTr/ĐTN", document_on=t.period.opens_on
    )
    programme = programming.submit(programme, by=secretary, version=2)
    assert list(Notification.objects.values_list("to", flat=True)) == [above.pk]
    programme = programming.return_for_edit(programme, by=above, version=3, reason="Thêm người phụ trách.")
    assert Notification.objects.filter(to=secretary, kind="programme.returned").exists()
    programme = programming.submit(programme, by=secretary, version=4)
    programme = programming.approve(programme, by=above, version=5)
    assert (programme.state, programme.return_reason) == ("approved", "")
    assert set(AuditEvent.objects.filter(target="criteria.programme").values_list("verb", flat=True)) == {
        f"programme.{verb}" for verb in ("started", "submitted", "returned", "approved")
    }


def test_only_the_unit_above_decides(t):
    programme = ready(t, t.base, state="submitted")
    for person in (t.base_secretary, t.province_secretary, t.other_district_secretary):
        with pytest.raises(PermissionDenied):
            programming.approve(programme, by=person.user, version=1)
    assert list(Programme.objects.to_decide(t.district_secretary.user)) == [programme]
    assert not Programme.objects.to_decide(t.province_secretary.user).exists()


def test_root_records_its_own(t):
    programme = ready(t, t.province, state="submitted")
    assert list(Programme.objects.to_decide(t.province_deputy.user)) == [programme]
    assert programming.approve(programme, by=t.province_deputy.user, version=1).state == "approved"


def test_branches_owe_none(t):
    with pytest.raises(PermissionDenied):
        programming.start(t.branch, t.period, by=t.branch_secretary.user)


def test_a_sent_programme_is_locked(t):
    programme = ready(t, t.base, state="submitted")
    with pytest.raises(StaleDocument):
        programming.save(programme, [], by=t.base_secretary.user, version=1)


def test_with_solutions_wants_one_for_each_focus(t):
    whole = ready(t, t.base, state="approved", foci=2)
    half = ready(t, t.other_base, state="approved", foci=2)
    half.foci.last().solutions.all().delete()
    ready(t, t.district, state="approved", foci=0)
    ready(t, t.other_district, state="submitted", foci=1)
    assert list(Programme.objects.with_solutions()) == [whole]


def test_with_results_wants_a_finished_one_in_figures_with_evidence(t):
    programme = ready(t, t.base, state="approved")
    solution = programme.solutions.get()
    assert not Programme.objects.with_results().exists()
    secretary = t.base_secretary.user
    programming.record_progress(solution, by=secretary, progress="done", result="Đã làm", result_figure="12/12")
    assert not Programme.objects.with_results().exists()
    evidence = SolutionEvidence.objects.create(
        solution=solution, link="https://doan.example/bb.pdf", added_by=secretary
    )
    assert list(Programme.objects.with_results()) == [programme]
    gone = {
        "taken_down_at": timezone.now(),
        "taken_down_by": secretary,
        "taken_down_reason": "Có tên trẻ em",
        "link": "",
    }
    SolutionEvidence.objects.filter(pk=evidence.pk).update(**gone)
    assert not Programme.objects.with_results().exists()


def focus_data(programme, **more):
    codes = list(Statement.objects.filter(code__in=["GM-3"]).values_list("pk", flat=True))
    rows = {f"{name}-{what}_FORMS": n for name in ("ct", "gp") for what, n in (("TOTAL", 1), ("INITIAL", 0))}
    return {
        **rows,
        "act": "luu",
        "tt-version": programme.version,
        "tt-text": "Đúng giờ",
        "tt-statements": codes,
        "gp-0-text": "Điểm danh",
        "gp-0-kind": "other",
        "gp-0-system": "results",
        "gp-0-due_on": programme.period.closes_on.isoformat(),
        "gp-0-in_charge": "Phó Bí thư",
    } | more


def document_data(programme, **more):
    day = programme.period.opens_on.isoformat()
    return {"version": programme.version, "document_no": "5-CTr/ĐTN", "document_on": day} | more


def test_steps_save_and_send(t, client):
    client.force_login(t.base_secretary.user)
    client.post(reverse("criteria:programme_start", args=[t.base.pk]))
    programme = Programme.objects.get()
    edit = reverse("criteria:programme_edit", args=[programme.pk])
    step = reverse("criteria:focus_edit", args=[programme.pk, 1])
    assert client.get(edit).status_code == client.get(step).status_code == 200
    assert client.post(step, focus_data(programme)).url == edit
    programme.refresh_from_db()
    assert client.post(edit, document_data(programme, act="submit")).url == programme.get_absolute_url()
    programme.refresh_from_db()
    solution = Solution.objects.get()
    assert (programme.state, solution.in_charge, solution.system) == ("submitted", "Phó Bí thư", "results")
    page = client.get(programme.get_absolute_url()).text
    assert "Điểm danh" in page
    assert "Duyệt chương trình" not in page
    assert client.get(edit).url == client.get(step).url == programme.get_absolute_url()


def test_step_says_what_to_do(t, client):
    programme = ready(t, t.base, foci=0)
    client.force_login(t.base_secretary.user)
    url = reverse("criteria:focus_edit", args=[programme.pk, 1])
    wrong = {"tt-statements": [], "gp-0-in_charge": "", "gp-0-due_on": "", "ct-0-text": "Có mặt trước 5 phút"}
    answer = client.post(url, focus_data(programme) | wrong)
    assert answer.status_code == 422
    for words in (
        *("Chọn ít nhất một điều", "Chọn hạn của giải pháp", "Ghi người hoặc bộ phận phụ trách"),
        *("Chọn điều mà việc này thuộc về", "Đúng giờ", "Có mặt trước 5 phút"),
    ):
        assert words in answer.text


def test_step_adds_rows_without_end(t, client):
    programme = ready(t, t.base, foci=1, foci__solutions=6)
    client.force_login(t.base_secretary.user)
    step = reverse("criteria:focus_edit", args=[programme.pk, 1])
    assert client.get(f"{step}?them=giai-phap").context["page"].solutions.total_form_count() == 7
    assert client.get(reverse("criteria:focus_edit", args=[programme.pk, 2])).status_code == 200
    assert client.get(reverse("criteria:focus_edit", args=[programme.pk, 3])).status_code == 404


def test_a_focus_is_taken_over_from_above(t, client):
    above = ready(t, t.district, state="approved").foci.get()
    ready(t, t.other_district, state="approved")
    programme = ready(t, t.base, foci=0)
    client.force_login(t.base_secretary.user)
    step = reverse("criteria:focus_edit", args=[programme.pk, 1])
    assert [pk for pk, _ in client.get(step).context["page"].focus.fields["source"].choices] == ["", above.pk]
    client.post(step, focus_data(programme) | {"tt-source": above.pk, "tt-text": "", "tt-statements": []})
    focus = programme.foci.get()
    assert (focus.source, focus.text, set(focus.statements.all())) == (above, above.text, set(above.statements.all()))


def test_who_is_in_charge_is_found_by_code(t, client):
    programme = ready(t, t.base, foci=0)
    client.force_login(t.base_secretary.user)
    step = reverse("criteria:focus_edit", args=[programme.pk, 1])
    named = f"{t.base_deputy.code} – {t.base_deputy.full_name}"
    assert named in client.get(step).text
    client.post(step, focus_data(programme) | {"gp-0-in_charge": named})
    solution = Solution.objects.get()
    assert (solution.in_charge_cadre, solution.in_charge) == (t.base_deputy, "")
    assert named in client.get(step).text
    programme.refresh_from_db()
    stranger = f"{t.other_base_secretary.code} – Ai đó"
    client.post(step, focus_data(programme) | {"gp-0-in_charge": stranger})
    solution = Solution.objects.get()
    assert (solution.in_charge_cadre, solution.in_charge) == (None, stranger)


def test_a_focus_is_removed(t, client):
    programme = ready(t, t.base, foci=2)
    client.force_login(t.base_secretary.user)
    url = reverse("criteria:focus_remove", args=[programme.pk, 1])
    assert client.post(url, {"version": 9}).status_code == 409
    client.post(url, {"version": 1})
    assert programme.foci.get().text == "Trọng tâm 2"


def test_superior_decides_in_the_browser(t, client):
    programme = ready(t, t.base, state="submitted")
    client.force_login(t.district_secretary.user)
    assert str(t.base) in client.get("/cho-duyet/?loai=chuong-trinh").text
    assert "Xem để duyệt" in client.get(programme.get_absolute_url()).text
    url = reverse("portal:inbox_decide", args=["chuong-trinh", programme.pk])
    assert client.post(url, {"version": 1, "act": "return"}).status_code == 422
    assert client.post(url, {"version": 9, "act": "approve"}).status_code == 409
    assert client.post(url, {"version": 1, "act": "approve"}).status_code == 302
    programme.refresh_from_db()
    assert programme.state == "approved"


def test_solution_is_reported_by_the_unit(t, client):
    programme = ready(t, t.base, state="approved")
    url = reverse("criteria:solution_progress", args=[programme.solutions.get().pk])
    client.force_login(t.base_secretary.user)
    assert client.post(url, {"progress": "done"}).status_code == 422
    assert client.post(url, {"progress": "done", "result": "Xong", "result_figure": "12/12"}).status_code == 302
    client.force_login(t.other_base_secretary.user)
    assert client.post(url, {"progress": "done", "result": "Xong"}).status_code == 404


def test_list_counts_units_in_reach(t, client, query_count):
    ready(t, t.base, state="approved")
    client.force_login(t.district_secretary.user)
    page = client.get("/don-vi/chuong-trinh/")
    assert (page.context["with_solutions"], page.context["owing"]) == (1, 2)
    assert client.get("/don-vi/chuong-trinh/", {"trang_thai": "chua"}).context["page"].paginator.count == 1
    few = query_count("/don-vi/chuong-trinh/")
    for n in range(27):
        ready(t, unit(f"Đoàn cơ sở {n}", UnitType.BASE, t.district), state="approved")
    assert query_count("/don-vi/chuong-trinh/") == few


def test_home_says_who_owes_a_programme_and_who_decides(t, client):
    client.force_login(t.base_secretary.user)
    assert f"Lập chương trình năm {t.period.year} của {t.base}" in client.get("/").text
    programme = ready(t, t.base, state="returned")
    assert "Được trả lại: “Thiếu người phụ trách.”" in client.get("/").text
    client.force_login(t.district_secretary.user)
    assert "Duyệt 1 chương trình" not in client.get("/").text
    Programme.objects.filter(pk=programme.pk).update(
        state="submitted", return_reason="", decided_at=None, decided_by=None
    )
    assert "Duyệt 1 chương trình" in client.get("/").text
