"""The pages on which posts and leave are changed."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.models import AuditEvent
from cadres import posting
from cadres.models import Appointment, Cadre, Exemption, Role, Transfer
from cadres.posting import PostDraft
from config import tasks
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory

TODAY = timezone.localdate
DAY = dt.timedelta(days=1)
KEY = "0b9ff6a4-6a5b-4c62-9f5e-1f8b8f4bb6a1"


@pytest.fixture
def t(client):
    t = tree()
    t.admin = with_role(Role.UNIT_ADMIN, t.district)
    client.force_login(t.admin)
    return t


def main(cadre):
    return Appointment.objects.get(cadre=cadre, is_main=True, valid_to=None)


def url(name, *args):
    return reverse(f"cadres:{name}", args=args)


def person(t, **more):
    given = {"full_name": "lê thị  HOA", "birth_date": "2001-02-03", "phone": "+84 912 345 678", "is_main": "1"}
    chosen = {"don_vi": t.base.pk, "position": position("PBT-COSO").pk, "valid_from": TODAY().isoformat()}
    return given | chosen | more


def test_a_person_is_entered_by_hand(client, t):
    answer = client.post(url("cadre_new"), person(t))

    cadre = Cadre.objects.get(full_name="Lê Thị Hoa")
    assert answer.url == cadre.get_absolute_url()
    assert (cadre.phone, main(cadre).unit) == ("0912345678", t.base)


def test_a_double_click_enters_one_person(client, t):
    answers = [client.post(url("cadre_new"), person(t, submit_key=KEY)) for _ in range(2)]

    assert answers[0].url == answers[1].url
    assert Cadre.objects.filter(full_name="Lê Thị Hoa").count() == 1


def test_somebody_alike_is_shown_and_can_be_passed_over(client, t):
    there = CadreFactory(full_name="Lê Thị Hoa", birth_date=dt.date(2001, 2, 3))

    page = client.post(url("cadre_new"), person(t))
    assert (page.status_code, page.context["known"]) == (200, [there])
    assert "ngoài phạm vi của đồng chí" in page.text
    assert 'value="lê thị  HOA"' in page.text

    assert client.post(url("cadre_new"), person(t, is_somebody_else="on")).status_code == 302


def test_the_unit_is_looked_for_first(client, t):
    page = client.get(url("cadre_new"), {"q": "an binh"})

    assert [unit.pk for unit in page.context["page"]] == [t.base.pk]


def test_a_unit_out_of_reach_cannot_be_named(client, t):
    page = client.post(url("cadre_new"), person(t, don_vi=t.other_base.pk))

    assert "chọn đơn vị" in page.text
    assert not Cadre.objects.filter(full_name="Lê Thị Hoa").exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [({"phone": "12"}, "10 chữ số"), ({"birth_date": "1890-01-01"}, "từ 14 đến 70 tuổi"), ({"valid_from": ""}, "")],
)
def test_what_is_wrong_is_said_at_its_field(client, t, more, words):
    page = client.post(url("cadre_new"), person(t, **more))

    assert page.status_code == 200
    assert words in page.text


def test_posts_that_decide_are_not_offered_in_the_own_unit(client, t):
    form = client.get(url("post_new", t.base_deputy.pk), {"don_vi": t.district.pk}).context["form"]

    assert [p.code for p in form.fields["position"].queryset] == ["PBT-HUYEN", "CB-HUYEN", "TROLY-TN", "UV-TNCA"]


def test_appointing_beside_the_main_post(client, t):
    given = {"don_vi": t.base.pk, "position": position("TPT-DOI").pk, "valid_from": TODAY().isoformat()}

    refused = client.post(url("post_new", t.branch_secretary.pk), given | {"is_main": "1"})
    assert "đang giữ chức vụ chính" in refused.text

    assert client.post(url("post_new", t.branch_secretary.pk), given | {"is_main": ""}).status_code == 302
    assert main(t.branch_secretary).unit == t.branch


def transfer(t, cadre, unit, code, **more):
    post = main(cadre)
    given = {"don_vi": unit.pk, "position": position(code).pk, "valid_from": TODAY().isoformat()}
    return url("post_transfer", post.pk), given | {"version": post.version} | more


def test_a_transfer_tells_what_follows_before_it_is_done(client, t):
    period = PeriodFactory()
    PledgeFactory(cadre=t.branch_secretary, period=period, state="submitted", deciding_unit=t.base)
    address, given = transfer(t, t.branch_secretary, t.base, "PBT-COSO")

    page = client.post(address, given)
    assert main(t.branch_secretary).unit == t.branch
    assert ("Nơi duyệt từ nay", t.district) in page.context["rows"]
    told = client.get(reverse("portal:consequences", args=[t.branch_secretary.pk]), {"giu": 1})
    assert "đi theo chức vụ mới" in told.text

    assert client.post(address, given | {"xac_nhan": "1"}).url == t.branch_secretary.get_absolute_url()
    assert main(t.branch_secretary).unit == t.base


def test_a_stale_transfer_is_a_conflict(client, t):
    address, given = transfer(t, t.branch_secretary, t.base, "PBT-COSO", xac_nhan="1")
    Appointment.objects.filter(cadre=t.branch_secretary).update(version=3)

    assert client.post(address, given).status_code == 409


def test_out_of_reach_it_becomes_a_proposal_that_the_other_side_accepts(client, t):
    address, given = transfer(t, t.base_deputy, t.other_base, "PBT-COSO", message="Về quê")
    assert "Cần nơi nhận đồng ý" in client.post(address, given).text

    proposal_url = client.post(address, given | {"xac_nhan": "1"}).url
    assert main(t.base_deputy).unit == t.base
    assert client.get(proposal_url).context["can_withdraw"] is True

    client.force_login(t.other_base_secretary.user)
    assert "“Về quê”" in client.get(proposal_url).text
    proposal = Transfer.objects.get()
    day = {"version": 0, "valid_from": TODAY().isoformat()}
    assert client.post(url("transfer_accept", proposal.pk), day).status_code == 302
    assert main(t.base_deputy).unit == t.other_base


def proposed(t):
    draft = PostDraft(position=position("PBT-COSO"), valid_from=TODAY())
    return posting.propose(main(t.base_deputy), t.other_base, draft, by=t.admin, version=0)


def test_refusing_needs_a_reason(client, t):
    proposal = proposed(t)
    client.force_login(t.other_base_secretary.user)

    page = client.post(url("transfer_refuse", proposal.pk), {"version": 0, "reason": ""})
    assert "Ghi lý do" in page.text

    client.post(url("transfer_refuse", proposal.pk), {"version": 0, "reason": "Chưa có chỗ"})
    proposal.refresh_from_db()
    assert proposal.state == "refused"


def test_a_day_that_does_not_fit_is_said(client, t):
    proposal = proposed(t)
    client.force_login(t.other_base_secretary.user)

    page = client.post(url("transfer_accept", proposal.pk), {"version": 0, "valid_from": "2018-01-01"})

    assert "phải sau ngày" in page.text


def test_the_list_of_transfers_puts_what_waits_first(client, t):
    proposal = proposed(t)
    client.force_login(t.other_base_secretary.user)
    assert list(client.get(url("transfer_list")).context["waiting"]) == [proposal]

    client.force_login(t.admin)
    page = client.get(url("transfer_list"))
    assert (list(page.context["waiting"]), list(page.context["page"])) == ([], [proposal])
    client.post(url("transfer_withdraw", proposal.pk), {"version": 0})
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_leaving_is_confirmed(client, t):
    address, post = url("post_leave", t.base_deputy.pk), main(t.base_deputy)
    given = {"posts": [f"{post.pk}.0"], "last_day": TODAY().isoformat(), "reason": "retired"}

    page = client.post(address, given)
    assert ("Chức vụ chính sau đó", "Không còn") in page.context["rows"]
    assert client.post(address, given | {"xac_nhan": "1"}).status_code == 302

    post.refresh_from_db()
    assert (post.valid_to, post.end_reason) == (TODAY(), "retired")


def test_a_post_that_changed_meanwhile_has_to_be_looked_at_again(client, t):
    post = main(t.base_deputy)
    given = {"posts": [f"{post.pk}.7"], "last_day": TODAY().isoformat(), "reason": "retired", "xac_nhan": "1"}

    assert "vừa được người khác sửa" in client.post(url("post_leave", t.base_deputy.pk), given).text


def test_a_wrong_entry_is_corrected(client, t):
    post = main(t.base_deputy)
    form = client.get(url("post_correct", post.pk)).context["form"]
    data = {field.html_name: "" if field.value() is None else field.value() for field in form}
    data |= {"decision_no": "12-QĐ", "is_main": "1", "valid_from": "2020-03-04"}

    assert client.post(url("post_correct", post.pk), data).status_code == 302
    post.refresh_from_db()
    assert (post.decision_no, post.valid_from, post.valid_to) == ("12-QĐ", dt.date(2020, 3, 4), None)


def test_the_main_post_is_changed(client, t):
    side = AppointmentFactory(cadre=t.base_deputy, unit=t.branch, position=position("BT-CHIDOAN"), is_main=False)

    client.post(url("post_main", side.pk), {"on": TODAY().isoformat(), "version": 0})

    assert main(t.base_deputy).unit == t.branch


def test_buttons_stand_where_they_work(client, t):
    def offered(cadre):
        return client.get(cadre.get_absolute_url()).context["offers"]

    assert offered(t.base_deputy).changeable == {main(t.base_deputy).pk}
    assert offered(t.district_secretary).changeable == set()
    assert offered(t.base_deputy).can_excuse is True
    client.force_login(t.base_secretary.user)
    assert offered(t.base_secretary).can_appoint is False
    client.force_login(t.district_secretary.user)
    assert offered(t.base_deputy).can_excuse is False


def test_own_posts_are_not_changed(client, t):
    client.force_login(t.base_secretary.user)

    for name, pk in (("post_correct", main(t.base_secretary).pk), ("post_new", t.base_secretary.pk)):
        page = client.get(url(name, pk))
        assert page.status_code == 403
        assert "của mình" in page.text


def test_leave_is_entered_corrected_and_ended(client, t):
    given = {"kind": "maternity", "valid_from": (TODAY() - DAY).isoformat(), "valid_to": "", "note": ""}
    client.post(url("exemption_new", t.base_deputy.pk), given)
    excuse = Exemption.objects.get()
    assert "Đang nghỉ" in client.get(t.base_deputy.get_absolute_url()).text

    client.post(url("exemption_edit", excuse.pk), given | {"note": "QĐ 5", "version": 0})
    assert client.post(url("exemption_edit", excuse.pk), given | {"version": 0}).status_code == 409
    client.post(url("exemption_return", excuse.pk), {"on": TODAY().isoformat(), "version": 1})

    excuse.refresh_from_db()
    assert (excuse.note, excuse.valid_to) == ("QĐ 5", TODAY() - DAY)


def test_leave_that_overlaps_is_said_in_the_form(client, t):
    Exemption.objects.create(cadre=t.base_deputy, kind="study", valid_from=TODAY())
    given = {"kind": "illness", "valid_from": TODAY().isoformat(), "valid_to": "", "note": ""}

    assert "trùng những ngày đó" in client.post(url("exemption_new", t.base_deputy.pk), given).text


def test_a_wrong_leave_is_deleted_after_a_question(client, t):
    excuse = Exemption.objects.create(cadre=t.base_deputy, kind="study", valid_from=TODAY())

    assert "Chưa ghi gì" in client.get(url("exemption_void", excuse.pk)).text
    client.post(url("exemption_void", excuse.pk), {"version": 0})

    assert not Exemption.objects.exists()


def test_documents_follow_by_a_job(client, t):
    pledge = PledgeFactory(cadre=t.branch_secretary, period=PeriodFactory(), state="submitted", deciding_unit=t.base)
    address, given = transfer(t, t.branch_secretary, t.base, "PBT-COSO", xac_nhan="1")
    client.post(address, given)

    assert outbox.HANDLERS["posts_changed"] is tasks.follow_posts
    outbox.work_due()

    pledge.refresh_from_db()
    assert (pledge.unit, pledge.deciding_unit) == (t.base, t.district)


def test_a_wrong_unit_is_corrected(client, t):
    post = main(t.base_deputy)
    page = client.get(url("post_correct", post.pk), {"chon": 1, "q": "khu pho"})
    assert [unit.pk for unit in page.context["page"]] == [t.branch.pk]

    given = {"position": position("PBT-CHIDOAN").pk, "valid_from": "2019-01-01", "is_main": "1", "version": 0}
    client.post(url("post_correct", post.pk), given | {"don_vi": t.branch.pk})

    post.refresh_from_db()
    assert (post.unit, post.position.code) == (t.branch, "PBT-CHIDOAN")


def test_who_cannot_be_reached_is_noted_and_cleared(client, t):
    client.post(url("remark", t.base_deputy.pk), {"kind": "unreachable", "note": "Đổi số"})
    client.post(url("remark", t.base_deputy.pk), {"kind": "refused", "note": ""})
    assert "Từ chối, ghi ngày" in client.get(t.base_deputy.get_absolute_url()).text

    client.post(url("remark", t.base_deputy.pk), {"kind": ""})

    assert not t.base_deputy.remarks.filter(cleared_at=None).exists()
    verbs = AuditEvent.objects.filter(cadre_id=t.base_deputy.pk).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["cadre.remarked", "cadre.remarked", "cadre.remark_cleared"]
