import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Run
from accounts.outbox import work_due
from cadres import after_merger, reorganising
from cadres.merger_agenda import todo_for
from cadres.models import HandDecision, Reorganisation, Role, Unit, UnitType
from cadres.reorganising import changes, plan_lines
from cadres.reorganising.changes import Founding
from cadres.workbooks import plans
from tests.factories.cadres import holder, tree, unit, with_role


@pytest.fixture
def t(client):
    made = tree()
    made.today = timezone.localdate()
    made.sister = unit("Đoàn phường Tân Bình", UnitType.BASE, made.district, "72402")
    made.keeper = with_role(Role.UNIT_ADMIN, made.district)
    client.force_login(made.keeper)
    return made


def change_url(of, verb):
    return reverse("cadres:unit_change", args=[of.pk, verb])


def sent(client, of, verb, **data):
    given = {"on": timezone.localdate().strftime("%d/%m/%Y"), "legal_basis": "12-QĐ/TĐTN", **data}
    return client.post(change_url(of, verb), given)


def confirmed(client, made, version=None):
    url = reverse("cadres:reorganisation_confirm", args=[made.pk])
    return client.post(url, {"version": made.version if version is None else version})


def test_the_page_of_a_unit_offers_what_its_keeper_may_do(client, t):
    page = client.get(t.base.get_absolute_url())

    assert [verb.slug for verb in page.context["changes"]] == [
        *("them", "doi-ten", "chuyen", "sap-nhap", "chia-tach", "dong")
    ]
    own = client.get(t.district.get_absolute_url())
    assert [verb.slug for verb in own.context["changes"]] == ["them", "doi-ten"]
    assert client.get(change_url(t.district, "dong")).status_code == 403
    assert client.get(change_url(t.base, "khac")).status_code == 404
    assert client.get(change_url(t.other_base, "dong")).status_code == 404


def test_two_communes_are_merged_through_the_pages(client, t):
    holder(t.sister, "BT-COSO")

    answer = sent(client, t.base, "sap-nhap", others=[t.sister.pk], into="new", code="901", name="Đoàn phường Mới")
    made = Reorganisation.objects.get()
    assert answer.url == made.get_absolute_url()
    preview = client.get(made.get_absolute_url())
    assert made.preview["counts"] == made.preview["counts"] | {"founded": 1, "merged": 2, "people_by_hand": 2}
    assert {line.post.cadre for line in preview.context["carried"]} == {t.base_deputy}
    assert Unit.objects.filter(code="901").count() == 0

    assert confirmed(client, made).url == made.get_absolute_url()
    assert Unit.objects.get(code="901").name == "Đoàn phường Mới"
    assert client.get(made.get_absolute_url()).context["to_decide"] == 2


def test_what_is_missing_in_a_merger_is_said_beside_the_field(client, t):
    page = sent(client, t.base, "sap-nhap", into="new")

    assert page.context["form"].errors == {
        "code": ["Ghi mã của đơn vị mới."],
        "name": ["Ghi tên của đơn vị mới."],
        "others": ["Chọn ít nhất một đơn vị cùng sáp nhập."],
    }
    elsewhere = sent(client, t.base, "sap-nhap", into="other", more=t.other_base.code)
    assert elsewhere.context["form"].errors.keys() == {"more", "target"}


def test_each_change_has_its_form(client, t):
    founded = {"name": "Đoàn trường A", "code": "72403", "type": "base", "sector": "school"}
    for of, verb, data, title in (
        (t.district, "them", founded, "Thành lập Đoàn trường A trực thuộc Thành đoàn Dĩ An"),
        (t.base, "doi-ten", {"name": "Tên Mới", "type": "base"}, "Đổi tên Đoàn phường An Bình thành Tên Mới"),
        (t.branch, "chuyen", {"parent": "tan binh"}, "Chuyển Chi đoàn khu phố 1 về trực thuộc Đoàn phường Tân Bình"),
        (t.sister, "sap-nhap", {"into": "other", "target": "72401"}, "Sáp nhập vào Đoàn phường An Bình"),
        (
            t.base,
            "chia-tach",
            {"code_1": "72402", "code_2": "9", "name_2": "Hai"},
            "Chia tách Đoàn phường An Bình thành 2 đơn vị",
        ),
        (t.branch, "dong", {}, "Đóng Chi đoàn khu phố 1"),
    ):
        assert client.get(change_url(of, verb)).status_code == 200
        answer = sent(client, of, verb, **data)
        assert answer.status_code == 302, answer.context["form"].errors
        made = Reorganisation.objects.latest("created_at")
        assert (made.title, made.preview["conflicts"]) == (title, [])


def test_a_part_that_is_neither_new_nor_known_is_asked_for_its_name(client, t):
    page = sent(client, t.base, "chia-tach", code_1="1", code_2="2", name_2="Hai")

    assert page.context["form"].errors == {"name_1": ["Ghi tên đơn vị mới, hoặc mã của một đơn vị đã có cùng cấp."]}


def test_a_conflict_is_shown_and_cannot_be_confirmed(client, t):
    sent(client, t.district, "them", name="Đoàn A", code="72402", type="base", sector="school")
    made = Reorganisation.objects.get()

    page = client.get(made.get_absolute_url())
    assert "Mã 72402 đang dùng cho một đơn vị khác còn hoạt động. Ghi mã khác." in page.content.decode()
    assert confirmed(client, made).status_code == 409


def test_a_preview_that_is_out_of_date_is_a_conflict_and_can_be_renewed(client, t):
    sent(client, t.base, "sap-nhap", others=[t.sister.pk], into="this")
    made = Reorganisation.objects.get()
    holder(t.sister, "PBT-COSO")

    assert client.get(made.get_absolute_url()).context["is_stale"]
    assert confirmed(client, made).status_code == 409
    client.post(reverse("cadres:reorganisation_renew", args=[made.pk]))
    made.refresh_from_db()
    assert not client.get(made.get_absolute_url()).context["is_stale"]
    assert confirmed(client, made, version=0).status_code == 409
    assert confirmed(client, made).status_code == 302


def test_a_change_of_a_day_to_come_is_planned_and_cancelled(client, t):
    on = (t.today + dt.timedelta(days=9)).strftime("%d/%m/%Y")
    sent(client, t.base, "doi-ten", name="Tên Mới", type="base", on=on)
    made = Reorganisation.objects.get()
    confirmed(client, made)
    made.refresh_from_db()
    assert (made.state, client.get(made.get_absolute_url()).status_code) == ("planned", 200)

    client.post(reverse("cadres:reorganisation_cancel", args=[made.pk]), {"version": made.version})

    made.refresh_from_db()
    assert made.state == "cancelled"


def test_a_plan_is_uploaded_looked_at_and_done_as_a_run(client, t, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = False
    communes = [unit(f"Đoàn xã {n}", UnitType.BASE, t.district, f"8{n:02}") for n in range(11)]
    rows = [(one.code, one.name, "sáp nhập", "72401", "", "", "", "NQ 1", "") for one in communes]
    upload = SimpleUploadedFile("plan.xlsx", plans.workbook(rows))

    answer = client.post(reverse("cadres:reorganisation_list"), {"file": upload, "on": t.today.strftime("%d/%m/%Y")})
    made = Reorganisation.objects.get()
    assert (answer.url, made.file_name, made.preview["counts"]["merged"]) == (made.get_absolute_url(), "plan.xlsx", 11)
    run_url = confirmed(client, made).url
    work_due()

    run = Run.objects.get()
    assert (run_url, run.state, run.outcome) == (
        reverse("accounts:run_detail", args=[run.pk]),
        "done",
        {"url": made.get_absolute_url()},
    )
    assert Unit.objects.filter(valid_to__isnull=False).count() == 11


def test_faults_of_a_plan_are_said_line_by_line(client, t):
    upload = SimpleUploadedFile(
        "plan.csv", ",".join(plan_lines.COLUMNS.values()).encode() + b"\n1,,x,,,,,,01/07/2025\n"
    )

    page = client.post(reverse("cadres:reorganisation_list"), {"file": upload})

    assert [error[:32] for error in page.context["form"].errors["file"]] == ["Dòng 2: Hình thức “x” không có. "]
    assert Reorganisation.objects.count() == 0


def test_a_plan_beyond_ones_reach_is_refused(client, t):
    rows = [(t.other_base.code, "", "sáp nhập", "72401", "", "", "", "NQ 1", "01/07/2025")]
    upload = SimpleUploadedFile("plan.xlsx", plans.workbook(rows))

    assert client.post(reverse("cadres:reorganisation_list"), {"file": upload}).status_code == 403


def test_templates_open_as_workbooks(client, t):
    for query in ({}, {"mau": "thang-7-2025"}):
        answer = client.get(reverse("cadres:reorganisation_template"), query)
        assert (answer.status_code, answer.content[:2]) == (200, b"PK")


def test_the_tree_finds_without_accents_and_opens_the_way(client, t):
    page = client.get(reverse("cadres:unit_tree"), {"q": "tan binh"})
    assert (page.context["opened"], page.context["tops"][0].opened) == (t.sister, [t.base, t.sister])

    many = client.get(reverse("cadres:unit_tree"), {"q": "doan phuong"})
    assert many.context["hits"] == [(t.base, "Thành đoàn Dĩ An"), (t.sister, "Thành đoàn Dĩ An")]


def test_the_tree_counts_people_and_units_with_as_many_queries_for_3_as_for_30(client, t, query_count):
    url = reverse("cadres:unit_tree") + f"?mo={t.district.pk}"
    few = query_count(url)
    for number in range(30):
        holder(unit(f"Đoàn xã {number}", UnitType.BASE, t.district, f"8{number:02}"), "BT-COSO")

    assert query_count(url) == few
    (top,) = client.get(url).context["tops"]
    assert (top.units_below, top.people) == (33, 36)


def test_the_tree_of_another_day(client, t):
    yesterday = t.today - dt.timedelta(days=1)
    made = reorganising.draft(
        changes.rename(t.today, t.base.pk, name="Đoàn phường Tên Mới", type="base", short_name="", basis=""),
        title="x",
        legal_basis="",
        by=None,
    )
    reorganising.confirm(made, by=None, version=0)

    url = reverse("cadres:unit_tree")
    then = client.get(url, {"ngay": yesterday.strftime("%d/%m/%Y"), "mo": t.base.pk})
    (top,) = then.context["tops"]
    assert (top.unit, [place.name for place in top.opened]) == (
        t.district,
        ["Đoàn phường An Bình", "Đoàn phường Tân Bình"],
    )
    assert "Ngày chưa đúng" in client.get(url, {"ngay": "hôm qua"}).content.decode()


def test_the_checklist_of_a_merged_unit_ticks_itself_off(client, t):
    rival = holder(t.sister, "BT-COSO", phone="0912345678")
    change = changes.merge(
        t.today, [t.base.pk, t.sister.pk], Founding("901", "Đoàn phường Mới", "base", t.district.pk), "NQ 1"
    )
    reorganising.confirm(reorganising.draft(change, title="x", legal_basis="NQ 1", by=t.keeper), by=t.keeper, version=0)
    new = Unit.objects.get(code="901")

    def left():
        return [item.label for item in after_merger.checklist(new) if not item.is_done]

    assert left() == [
        *("Có Bí thư", "Chức danh trùng đã quyết định", "Điểm danh cán bộ", "Danh sách cán bộ có cách liên lạc")
    ]
    page = client.get(reverse("cadres:unit_after_merger", args=[new.pk])).content.decode()
    assert "tel:0912345678" in page
    first, second = HandDecision.objects.order_by("appointment")
    reorganising.place_person(second, by=t.keeper, unit=new, position=second.appointment.position)
    reorganising.let_go(first, by=t.keeper, reason="Nghỉ hưu")
    assert left() == ["Điểm danh cán bộ", "Danh sách cán bộ có cách liên lạc"]
    for person in (t.base_deputy, rival):
        type(person).objects.filter(pk=person.pk).update(phone="0912345678")
    assert left() == ["Điểm danh cán bộ"]


def test_the_home_page_of_a_merged_unit_says_what_is_left_for_sixty_days(t):
    change = changes.merge(t.today - dt.timedelta(days=59), [t.sister.pk], t.base.pk, "")
    reorganising.confirm(reorganising.draft(change, title="x", legal_basis="", by=None), by=None, version=0)

    assert [todo.title for todo in todo_for(t.base_secretary.user)] == [
        "Hoàn tất 2 việc sau sáp nhập của Đoàn phường An Bình"
    ]
    t.base.predecessors.update(on=t.today - dt.timedelta(days=60))
    assert todo_for(t.base_secretary.user) == []
    assert todo_for(t.branch_secretary.user) == []
