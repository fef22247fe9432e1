"""Changes to approved pledges and good models in the one inbox: rows, record, decisions, many at once, undo."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Notification
from cadres.models import Role
from criteria import good_models
from criteria.inbox_kinds.amendments import AMENDMENTS
from criteria.models import GoodModel, PledgeRevision
from criteria.pledging import amending
from tests.criteria.test_amending import proposed
from tests.factories.cadres import AppointmentFactory, holder, position, tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory, ProgrammeFactory
from tests.factories.good_models import good_model

INBOX, DO = "/cho-duyet/", "/cho-duyet/nhieu/lam/"
LONG_AGO = dt.timedelta(days=20)


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    return found


@pytest.fixture
def secretary(t, client):
    client.force_login(t.district_secretary.user)
    return client


def amendment(t, cadre=None, **fields):
    cadre = cadre or AppointmentFactory(unit=t.base, position=position("PBT-COSO")).cadre
    pledge = PledgeFactory(cadre=cadre, period=t.period, state="approved", deciding_unit=t.district)
    made = proposed(t, pledge)
    PledgeRevision.objects.filter(pk=made.pk).update(**fields)
    made.refresh_from_db()
    return made


def model(t, **fields):
    return good_model(t.base, **fields)


MAKERS = {"sua-doi": amendment, "mo-hinh": model}
KINDS = pytest.mark.parametrize("code", MAKERS)


def rows(client, url=INBOX):
    return [(row.key.kind.code, row.key.pk) for row in client.get(url).context["page"]]


def decide(client, code, one, act="approve", **given):
    url = reverse("portal:inbox_decide", args=[code, one.pk])
    return client.post(url, {"version": one.version, "act": act, **given})


def state(one):
    one.refresh_from_db()
    return one.state


def test_both_stand_in_the_list_overdue_first(t, secretary):
    new, old = amendment(t), model(t, proposed_at=timezone.now() - LONG_AGO)
    assert rows(secretary) == [("mo-hinh", old.pk), ("sua-doi", new.pk)]
    assert rows(secretary, f"{INBOX}?loai=sua-doi") == [("sua-doi", new.pk)]
    assert rows(secretary, f"{INBOX}?qua_han=on") == [("mo-hinh", old.pk)]
    assert rows(secretary, f"{INBOX}?tim=so tay hop") == [("mo-hinh", old.pk)]
    PledgeRevision.objects.filter(pk=new.pk).update(submitted_at=timezone.now() - LONG_AGO * 2)
    page = secretary.get(INBOX)
    assert page.context["late"] == 2
    assert "“Đổi địa bàn”" in page.text and str(new.pledge.cadre) in page.text


def test_a_row_bears_the_signs_that_hold(t):
    plain, special = amendment(t), amendment(t, is_by_minutes=True)
    found = AMENDMENTS.lines(t.district_secretary.user, [plain.pk, special.pk])
    assert [[chip.text for chip in found[one.pk].chips] for one in (plain, special)] == [[], ["Theo biên bản"]]


def test_the_record_says_what_changes_or_what_worked(t, secretary):
    asked, told = amendment(t), model(t)
    page = secretary.get(f"{INBOX}sua-doi/{asked.pk}/").text
    assert "<ins>" in page and "Lý do sửa:" in page and "Duyệt và mở bản kế tiếp" in page
    page = secretary.get(f"{INBOX}mo-hinh/{told.pk}/").text
    assert told.done in page and "Công nhận và mở bản kế tiếp" in page


@KINDS
def test_a_yes_and_its_undo(t, secretary, code):
    one = MAKERS[code](t)
    before = one.state
    assert decide(secretary, code, one).status_code == 302
    assert state(one) == "accepted"
    assert [taken.document.pk for taken in secretary.get(INBOX).context["just_decided"]] == [one.pk]
    assert reverse("portal:inbox_undo", args=[code, one.pk]) in secretary.get(one.get_absolute_url()).text
    secretary.post(reverse("portal:inbox_undo", args=[code, one.pk]))
    assert (state(one), one.decided_by) == (before, None)
    assert rows(secretary) == [(code, one.pk)]


@KINDS
def test_a_no_needs_a_reason(t, secretary, code):
    one = MAKERS[code](t)
    assert "Viết lý do" in decide(secretary, code, one, "return").text
    long = "Giữ chỉ tiêu cũ. " * 55
    assert decide(secretary, code, one, "return", reason=long).status_code == 302
    assert (state(one), one.reason) == ("refused", long.strip())


@KINDS
def test_many_at_once_with_a_result_for_each(t, secretary, code):
    made = [MAKERS[code](t) for _ in range(3)]
    type(made[2]).objects.filter(pk=made[2].pk).update(version=7)
    packed = " ".join(f"{code}:{one.pk}:{one.version}" for one in made)
    page = secretary.post(DO, {"rows": packed, "act": "approve"}, follow=True)
    assert "xong 2/3" in page.text and "Hoàn tác 2 hồ sơ" in page.text
    assert [state(one) for one in made] == ["accepted", "accepted", "proposed"]
    left = f"{code}:{made[2].pk}:7"
    secretary.post(DO, {"rows": left, "act": "return", "reason": "Chưa rõ."})
    assert (state(made[2]), made[2].reason) == ("refused", "Chưa rõ.")


def test_a_body_decides_by_its_minutes(t, secretary):
    one = amendment(t, t.base_secretary, is_by_minutes=True)
    wrong = decide(secretary, "sua-doi", one)
    assert (wrong.status_code, "Điền số biên bản" in wrong.text) == (422, True)
    packed = f"sua-doi:{one.pk}:1"
    page = secretary.post(DO, {"rows": packed, "act": "return", "reason": "Chưa rõ."}, follow=True)
    assert "xong 1/1" in page.text


def test_twice_overdue_it_may_be_decided_above(t, client):
    one = amendment(t, stand_in_unit=t.province, stand_in_from=timezone.localdate())
    PledgeRevision.objects.filter(pk=one.pk).update(submitted_at=timezone.now() - LONG_AGO * 2)
    client.force_login(t.province_secretary.user)
    assert "Duyệt thay được: 1 đề nghị sửa" in client.get("/").text
    assert rows(client) == [("sua-doi", one.pk)]
    assert f"Duyệt thay {t.district}" in client.get(f"{INBOX}sua-doi/{one.pk}/").text
    assert decide(client, "sua-doi", one).status_code == 422
    decide(client, "sua-doi", one, in_place_reason="Bí thư đi công tác dài ngày")
    assert (state(one), one.in_place_of) == ("accepted", t.district)


@KINDS
def test_others_neither_see_nor_decide(t, client, code):
    one = MAKERS[code](t)
    for user, status in (
        (t.other_district_secretary.user, 404),
        (t.branch_secretary.user, {"sua-doi": 404, "mo-hinh": 403}[code]),
        (with_role(Role.SYSADMIN, t.province), 403),
    ):
        client.force_login(user)
        assert decide(client, code, one).status_code in {status, 403}
    assert state(one) == "proposed"


def test_nobody_decides_on_his_own(t, client):
    asked, told = amendment(t, t.district_secretary), model(t, proposed_by=t.district_secretary.user)
    client.force_login(t.district_secretary.user)
    assert rows(client) == []
    assert decide(client, "sua-doi", asked).status_code == 403
    assert decide(client, "mo-hinh", told).status_code == 403


@KINDS
def test_ten_rows_cost_as_many_queries_as_one(t, secretary, query_count, code):
    MAKERS[code](t)
    few = query_count(INBOX)
    for _ in range(9):
        MAKERS[code](t)
    assert query_count(INBOX) == few
    assert len(rows(secretary)) == 10


def test_ban_to_chuc_decides_on_any_model(t, client):
    one = model(t)
    client.force_login(with_role(Role.ORG_STAFF, t.province))
    assert ("mo-hinh", one.pk) in rows(client)
    decide(client, "mo-hinh", one)
    assert state(one) == "accepted"


def test_a_model_that_was_taken_over_stays_decided(t, secretary):
    one = model(t)
    decide(secretary, "mo-hinh", one)
    draft = ProgrammeFactory(unit=t.other_base, period=t.period)
    one.take_overs.create(unit=t.other_base, programme=draft, taken_by=t.other_base_secretary.user)
    assert secretary.post(reverse("portal:inbox_undo", args=["mo-hinh", one.pk])).status_code == 409
    assert state(one) == "accepted"


def test_only_who_decided_on_a_model_takes_it_back_and_only_for_ten_minutes(t, secretary, client):
    one = model(t)
    decide(secretary, "mo-hinh", one, "return", reason="Thiếu con số")
    assert Notification.objects.filter(kind="model.refused").count() == 1
    undo = reverse("portal:inbox_undo", args=["mo-hinh", one.pk])
    client.force_login(with_role(Role.ORG_STAFF, t.province))
    assert client.post(undo).status_code == 403
    client.force_login(t.district_secretary.user)
    GoodModel.objects.update(decided_at=timezone.now() - dt.timedelta(minutes=11))
    assert client.post(undo).status_code == 409
    GoodModel.objects.update(decided_at=timezone.now())
    client.post(undo)
    assert (state(one), one.reason) == ("proposed", "")
    assert not Notification.objects.filter(kind="model.refused").exists()
    assert AuditEvent.objects.filter(verb="model.undone").count() == 1


def test_a_refused_model_that_was_proposed_anew_stays_refused(t, secretary):
    programme = ProgrammeFactory(unit=t.base, period=t.period, state="approved")
    one = model(t, solution=programme.solutions.get())
    decide(secretary, "mo-hinh", one, "return", reason="Thiếu con số")
    model(t, solution=programme.solutions.get())
    assert secretary.post(reverse("portal:inbox_undo", args=["mo-hinh", one.pk])).status_code == 409


def test_links_and_notices_lead_to_the_inbox(t, secretary):
    one = amendment(t, t.base_secretary)
    record = f"{INBOX}sua-doi/{one.pk}/"
    assert Notification.objects.get(kind="pledge.amendment_proposed").url == record
    assert record in secretary.get(one.pledge.get_absolute_url()).text
    assert f"{INBOX}?loai=sua-doi" in secretary.get(reverse("criteria:pledge_list")).text
    assert secretary.get("/dang-ky/sua-doi/").url == f"{INBOX}?loai=sua-doi"
    assert secretary.get("/mo-hinh-hay/cho-xet/").url == f"{INBOX}?loai=mo-hinh"


def test_a_change_stands_under_ones_own_pledge_and_in_the_inbox_of_who_decides(t, client):
    one = amendment(t, t.base_secretary)
    for user, label in ((t.base_secretary.user, "Bản đăng ký"), (t.district_secretary.user, "Chờ duyệt")):
        client.force_login(user)
        shown = client.get(one.get_absolute_url())
        assert [item.label for item in shown.context["nav"] if item.is_current] == [label]


def test_what_is_decided_leads_to_its_own_page(t, secretary):
    one, other = amendment(t), model(t)
    amending.accept(one, by=t.district_secretary.user, version=1)
    good_models.accept(other, by=t.district_secretary.user, version=1)
    assert secretary.get(f"{INBOX}sua-doi/{one.pk}/").url == one.get_absolute_url()
    assert secretary.get(f"{INBOX}mo-hinh/{other.pk}/").url == other.get_absolute_url()


def test_checks_and_reviews_are_named_with_their_counts(t, secretary):
    cadre = holder(t.base, "PBT-COSO")
    done = {"items__progress": "done", "items__progressed_at": timezone.now()}
    PledgeFactory(cadre=cadre, period=t.period, state="approved", deciding_unit=t.district, **done)
    page = secretary.get(INBOX).text
    assert "Việc báo xong cần kiểm tra" in page and reverse("criteria:check_list") in page
