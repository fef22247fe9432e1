"""Many decisions at once: what is asked before, what becomes of each row, and taking them back."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.models import AuditEvent, Notification, Run
from cadres.models import Role
from config import inbox_bulk
from criteria.models import Pledge
from fieldvisits.models import Visit, VisitPlan
from tests.factories.cadres import ExemptionFactory, holder, tree, with_role
from tests.factories.criteria import PledgeFactory, ProgrammeFactory
from tests.factories.fieldvisits import VisitFactory, VisitPlanFactory, visiting_period
from tests.factories.joining import registration

ASK, DO = "/cho-duyet/nhieu/", "/cho-duyet/nhieu/lam/"
THAY = "Bí thư đi công tác dài ngày"


@pytest.fixture
def t():
    found = tree()
    found.period = visiting_period()
    return found


@pytest.fixture
def secretary(t, client):
    client.force_login(t.district_secretary.user)
    return client


def pledge(t, cadre=None, unit=None, **fields):
    cadre = cadre or holder(t.district, "CB-HUYEN")
    return PledgeFactory(cadre=cadre, period=t.period, state="submitted", deciding_unit=unit or t.district, **fields)


def text(document, version=None):
    code = {"pledge": "dang-ky", "visitplan": "di-co-so", "visit": "chuyen-di", "programme": "chuong-trinh"}
    return f"{code[document._meta.model_name]}:{document.pk}:{version or document.version}"


def do(client, documents, act="approve", **more):
    packed = " ".join(one if isinstance(one, str) else text(one) for one in documents)
    return client.post(DO, {"rows": packed, "act": act, **more}, follow=True)


def state(document):
    document.refresh_from_db()
    return document.state


def test_the_question_names_the_exact_number_kind_and_units(t, secretary):
    documents = [pledge(t) for _ in range(3)]
    page = secretary.post(ASK, {"ids": [text(one) for one in documents], "act": "approve"})
    assert "Duyệt 3 bản đăng ký của 1 đơn&nbsp;vị?" in page.text
    assert state(documents[0]) == "submitted"


def test_mixed_kinds_are_counted_each(t, secretary):
    documents = [
        pledge(t),
        pledge(t),
        VisitPlanFactory(cadre=t.district_staff, period=t.period, state="submitted", deciding_unit=t.district, items=1),
    ]
    page = secretary.post(ASK, {"ids": [text(one) for one in documents], "act": "approve"})
    assert "Duyệt 3 hồ&nbsp;sơ của" in page.text
    assert "Gồm 2 bản đăng ký, 1 bảng đăng ký đi cơ sở" in page.text
    assert "xong 3/3" in do(secretary, documents).text
    assert {state(one) for one in documents} == {"approved"}


def test_all_of_the_filter_is_what_it_is_at_this_moment(t, secretary):
    documents = [pledge(t) for _ in range(3)]
    registration(t.district)
    page = secretary.post(f"{ASK}?loai=dang-ky", {"all": "1", "count": "5", "act": "approve"})
    assert page.context["packed"].split() == [text(one) for one in documents]
    assert "khi đó có 5 hồ sơ theo bộ lọc" in page.text
    page = secretary.post(ASK, {"all": "1", "count": "4", "act": "approve"})
    assert "1 hồ sơ khác theo bộ lọc được trả lời ở trang riêng" in page.text
    assert "Danh sách đã đổi" not in page.text


def test_rows_that_changed_since_are_left_out_and_named(t, secretary):
    good, changed = pledge(t), pledge(t)
    ids = [text(good), text(changed)]
    Pledge.objects.filter(pk=changed.pk).update(version=7)
    page = secretary.post(ASK, {"ids": ids, "act": "approve"})
    assert [one.name for one in page.context["left_out"]] == [str(changed.cadre)]
    assert page.context["packed"] == text(good)

    result = do(secretary, ids)
    assert "xong 1/2" in result.text
    assert "Vừa thay đổi" in result.text or "đã thay đổi" in result.text
    assert (state(good), state(changed)) == ("approved", "submitted")


def test_nothing_ready_says_so(t, secretary):
    one = pledge(t)
    Pledge.objects.filter(pk=one.pk).update(version=7)
    assert "Không còn hồ&nbsp;sơ nào" in secretary.post(ASK, {"ids": [text(one)]}).text
    assert "Chọn ít nhất một hồ sơ" in secretary.post(ASK, {}, follow=True).text
    assert (
        "Chọn ít nhất một hồ sơ"
        in secretary.post(ASK, {"ids": ["bia:1", "dang-ky:x", "tai-khoan:1:1"]}, follow=True).text
    )


def test_returning_takes_one_reason_or_one_for_each(t, secretary):
    one, other = pledge(t), pledge(t)
    answer = do(secretary, [one, other], "return")
    assert answer.status_code == 422
    assert "Viết lý do chung" in answer.text
    kept = do(secretary, [one, other], "return", **{f"reason-dang-ky:{one.pk}": "Thêm con số."})
    assert (kept.status_code, 'value="Thêm con số."' in kept.text) == (422, True)
    done = do(secretary, [one, other], "return", reason="Viết lại.", **{f"reason-dang-ky:{one.pk}": "Thêm con số."})
    assert "xong 2/2" in done.text
    assert (state(one), one.return_reason) == ("returned", "Thêm con số.")
    assert (state(other), other.return_reason) == ("returned", "Viết lại.")


def test_minutes_of_one_meeting_serve_all_that_need_them(t, client):
    needs = pledge(t, t.province_secretary, t.province, is_by_minutes=True)
    client.force_login(with_role(Role.ORG_STAFF, t.province))
    assert "Ban Thường vụ quyết định tập thể" in client.post(ASK, {"ids": [text(needs)]}).text
    left = do(client, [needs])
    assert "điền số và ngày biên bản" in left.text
    assert do(client, [needs], minutes_no="12-BB/TĐTN").status_code == 422
    assert "xong 1/1" in do(client, [needs], minutes_no="12-BB/TĐTN", minutes_on="05/06/2026").text
    assert (state(needs), needs.minutes_no) == ("approved", "12-BB/TĐTN")


def test_deciding_for_others_needs_its_reason_and_is_named_without(t, secretary):
    ExemptionFactory(cadre=t.base_secretary)
    own, place = pledge(t), pledge(t, t.branch_secretary, t.district, in_place_of=t.base)
    page = secretary.post(ASK, {"ids": [text(own), text(place)], "act": "approve"})
    assert f"(thay {t.base})" in page.text
    left = do(secretary, [own, place])
    assert "xong 1/2" in left.text
    assert "Đây là duyệt thay" in left.text
    assert (state(own), state(place)) == ("approved", "submitted")
    assert "xong 1/1" in do(secretary, [place], in_place_reason=THAY).text
    assert (state(place), place.in_place_reason) == ("approved", THAY)


def test_the_first_look_of_a_department_is_named(t, client):
    first = pledge(t, t.department_staff, t.department)
    client.force_login(t.department_head.user)
    assert "1 hồ sơ qua Ban chuyên môn" in client.post(ASK, {"ids": [text(first)]}).text
    assert "Đã đồng ý và chuyển Thường trực" in do(client, [first]).text
    assert state(first) == "submitted"


def test_failed_rows_are_tried_again_with_what_they_are_now(t, secretary):
    one = pledge(t)
    result = do(secretary, [text(one, 9)])
    assert "Làm lại 1 hồ sơ" in result.text
    again = secretary.post(ASK, {"act": "approve", "ids": [f"dang-ky:{one.pk}"]})
    assert again.context["packed"] == text(one)


def test_up_to_fifty_are_done_at_once_and_more_in_the_background(t, secretary, monkeypatch):
    monkeypatch.setattr("config.inbox_bulk.DIRECTLY", 2)
    documents = [pledge(t) for _ in range(3)]
    assert "xong 2/2" in do(secretary, documents[:2]).text
    page = do(secretary, [documents[2], text(documents[0]), text(documents[1])])
    assert "Đang xếp hàng" in page.text
    assert state(documents[2]) == "submitted"
    outbox.work_due()
    run = Run.objects.latest("created_at")
    assert "xong 1/3" in secretary.get(reverse("portal:inbox_result", args=[run.pk])).text
    assert state(documents[2]) == "approved"


def test_a_run_that_is_taken_up_again_does_nothing_twice(t, secretary):
    documents = [pledge(t), pledge(t)]
    do(secretary, documents)
    run = Run.objects.get()
    Run.objects.update(state="running", finished_at=None)
    inbox_bulk.running.work({"run": str(run.pk)})
    run.refresh_from_db()
    assert [result.get("did") for result in run.outcome["rows"].values()] == ["duyệt", "duyệt"]
    assert AuditEvent.objects.filter(verb="pledge.approved").count() == 2


def test_the_trail_of_a_run_holds_no_words_that_were_typed(t, secretary):
    do(secretary, [pledge(t)], "return", reason="Chữ riêng của người duyệt")
    (event,) = AuditEvent.objects.filter(verb="run.started")
    assert "Chữ riêng" not in str(event.after)
    assert Run.objects.get().parameters.keys() == {"act", "rows"}


def test_all_is_taken_back_that_can_be(t, secretary):
    one, built_on = pledge(t), pledge(t)
    visit = VisitFactory(cadre=t.district_staff, period=t.period, state="reported", deciding_unit=t.district)
    result = do(secretary, [one, built_on, visit])
    run = Run.objects.get()
    assert "Hoàn tác 3 hồ sơ" in result.text
    Pledge.objects.filter(pk=built_on.pk).update(decided_at=timezone.now() - dt.timedelta(minutes=11))

    undone = secretary.post(reverse("portal:inbox_bulk_undo", args=[run.pk]), follow=True)

    assert "xong 1/2" in undone.text
    assert "Chỉ hoàn tác được trong 10 phút" in undone.text
    assert (state(one), state(built_on)) == ("submitted", "approved")
    assert Visit.objects.get(pk=visit.pk).state == "confirmed"
    assert not Notification.objects.filter(key__startswith=f"pledge-decided:{one.pk}:").exists()
    again = secretary.post(reverse("portal:inbox_bulk_undo", args=[Run.objects.latest("created_at").pk]), follow=True)
    assert "không còn gì để hoàn tác" in again.text


def test_a_run_uses_the_rights_of_its_own_moment(t, secretary, monkeypatch):
    monkeypatch.setattr("config.inbox_bulk.DIRECTLY", 0)
    one = pledge(t)
    do(secretary, [one])
    t.district_secretary.appointments.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    outbox.work_due()
    (result,) = Run.objects.get().outcome["rows"].values()
    assert result["problem"]
    assert state(one) == "submitted"


def test_another_persons_result_is_not_seen(t, secretary, client):
    do(secretary, [pledge(t)])
    client.force_login(t.other_district_secretary.user)
    assert client.get(reverse("portal:inbox_result", args=[Run.objects.get().pk])).status_code == 404


def test_fifty_rows_are_asked_about_in_as_many_queries_as_three(t, secretary, django_assert_max_num_queries):
    few = [text(pledge(t)) for _ in range(3)]
    with django_assert_max_num_queries(30):
        secretary.post(ASK, {"ids": few})
    many = few + [text(pledge(t)) for _ in range(30)]
    with django_assert_max_num_queries(30):
        secretary.post(ASK, {"ids": many})


def test_a_programme_is_decided_and_taken_back_with_the_others(t, secretary):
    sent = ProgrammeFactory(unit=t.base, period=t.period, state="submitted", deciding_unit=t.district)
    plan = VisitPlanFactory(
        cadre=t.district_staff, period=t.period, state="submitted", deciding_unit=t.district, items=1
    )
    do(secretary, [sent, plan])
    run = Run.objects.get()
    assert "xong 2/2" in secretary.post(reverse("portal:inbox_bulk_undo", args=[run.pk]), follow=True).text
    assert state(sent) == "submitted"
    assert VisitPlan.objects.get(pk=plan.pk).state == "submitted"
