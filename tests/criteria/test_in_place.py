"""Deciding in another's place ("duyệt thay"): pledges and programmes, verbs and pages."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Holiday, Notification
from cadres.models import Role, Unit
from cadres.standing_in import ReasonMissing
from criteria import agenda, pledging, programming, routing
from criteria.models import Pledge, Programme
from tests.factories.cadres import (
    AppointmentFactory,
    DelegationFactory,
    ExemptionFactory,
    RoleGrantFactory,
    holder,
    position,
    tree,
)
from tests.factories.criteria import PeriodFactory, PledgeFactory, ProgrammeFactory

WHY = "Bí thư đi công tác dài ngày"
INBOX = "/cho-duyet/?loai=dang-ky"


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    return found


def waiting(t, cadre=None, *, days=40, **fields):
    """Sent so many days ago, and routed as it would be by now."""
    pledge = PledgeFactory(cadre=cadre or t.branch_secretary, period=t.period, **fields)
    pledge = pledging.submit(pledge, by=pledge.cadre.user, version=1)
    Pledge.objects.filter(pk=pledge.pk).update(submitted_at=timezone.now() - dt.timedelta(days=days))
    routing.follow_posts()
    pledge.refresh_from_db()
    return pledge


def decide(client, pledge, **data):
    return client.post(reverse("portal:inbox_decide", args=["dang-ky", pledge.pk]), {"version": pledge.version, **data})


def test_after_two_missed_terms_both_may_decide(t):
    pledge = waiting(t)
    assert (pledge.deciding_unit, pledge.stand_in_unit) == (t.base, t.district)
    assert list(Pledge.objects.to_decide(t.base_secretary.user)) == [pledge]
    assert list(Pledge.objects.to_stand_in(t.district_secretary.user)) == [pledge]
    for user in (t.province_secretary.user, t.other_district_secretary.user, t.district_deputy.user):
        assert not Pledge.objects.to_stand_in(user).exists()
    assert pledging.approve(pledge, by=t.base_secretary.user, version=2).in_place_of is None


def test_before_that_only_the_own_secretary(t):
    pledge = waiting(t, days=5)
    assert not Pledge.objects.to_stand_in(t.district_secretary.user).exists()
    with pytest.raises(PermissionDenied):
        pledging.approve(pledge, by=t.district_secretary.user, version=2, in_place_reason=WHY)


def test_holidays_make_the_term_longer(t):
    pledge = waiting(t, days=16)
    first = pledge.stand_in_from
    Holiday.objects.create(on=first - dt.timedelta(days=1 if first.weekday() else 3), name="Nghỉ")
    routing.follow_posts()
    pledge.refresh_from_db()
    assert pledge.stand_in_from > first


def test_a_decision_in_place_says_why_for_whom_and_tells_him(t):
    pledge = waiting(t)
    above = t.district_secretary.user
    with pytest.raises(ReasonMissing):
        pledging.approve(pledge, by=above, version=2, in_place_reason=" ")
    pledge = pledging.approve(pledge, by=above, version=2, in_place_reason=WHY)
    row = AuditEvent.objects.get(verb="pledge.approved")

    assert (pledge.deciding_unit, pledge.in_place_of, pledge.in_place_reason) == (t.district, t.base, WHY)
    assert (row.actor_id, row.acting_role, row.on_behalf_of_id) == (above.pk, "stand_in", t.base_secretary.user_id)
    assert row.reason == WHY
    notice = Notification.objects.get(kind="decision.in_place")
    assert (notice.to, WHY in notice.body) == (t.base_secretary.user, True)


def test_undoing_it_gives_the_pledge_back_to_both(t):
    pledge = waiting(t)
    above = t.district_secretary.user
    pledge = pledging.approve(pledge, by=above, version=2, in_place_reason=WHY)
    pledge = pledging.undo(pledge, by=above)
    assert (pledge.deciding_unit, pledge.in_place_of, pledge.in_place_reason) == (t.base, None, "")
    assert not Notification.objects.filter(kind="decision.in_place").exists()
    assert list(Pledge.objects.to_decide(t.base_secretary.user)) == [pledge]


def test_at_once_when_the_secretary_is_on_leave(t):
    ExemptionFactory(cadre=t.base_secretary)
    pledge = waiting(t, days=0)
    assert (pledge.deciding_unit, pledge.in_place_of) == (t.district, t.base)
    pledge = pledging.return_for_edit(
        pledge, by=t.district_secretary.user, version=2, reason="Ghi con số.", in_place_reason=WHY
    )
    assert AuditEvent.objects.get(verb="pledge.returned").on_behalf_of_id == t.base_secretary.user_id
    assert Notification.objects.filter(kind="decision.in_place", to=t.base_secretary.user).exists()


def test_acting_deputy_decides_on_behalf_of_his_secretary(t):
    ExemptionFactory(cadre=t.base_secretary)
    DelegationFactory(unit=t.base, from_cadre=t.base_secretary, to_cadre=t.base_deputy, area="pledge")
    pledge = waiting(t, days=0)
    pledge = pledging.approve(pledge, by=t.base_deputy.user, version=2)
    row = AuditEvent.objects.get(verb="pledge.approved")
    assert (pledge.deciding_unit, pledge.in_place_of) == (t.base, None)
    assert (row.acting_role, row.on_behalf_of_id) == ("delegate", t.base_secretary.user_id)


def test_department_agrees_then_the_standing_members_decide(t):
    pledge = waiting(t, t.department_staff, days=0)
    with pytest.raises(Exception, match="Thường trực duyệt sau"):
        pledging.approve(pledge, by=t.department_head.user, version=2)
    pledge = pledging.pass_on(pledge, by=t.department_head.user, version=2)
    assert (pledge.state, pledge.deciding_unit, pledge.passed_on_by) == (
        "submitted",
        t.province,
        t.department_head.user,
    )
    assert pledge.chip_state == "passed_on"
    assert list(Pledge.objects.to_decide(t.province_deputy.user)) == [pledge]
    assert routing.follow_posts() == 0
    with pytest.raises(PermissionDenied):
        pledging.approve(pledge, by=t.department_head.user, version=3)
    assert pledging.approve(pledge, by=t.province_deputy.user, version=3).state == "approved"
    again = pledging.undo(pledge, by=t.province_deputy.user)
    assert (again.deciding_unit, again.passed_on_at is None) == (t.province, False)


def test_a_silent_head_is_passed_over_by_the_standing_members(t):
    pledge = waiting(t, t.department_staff)
    pledge = pledging.approve(pledge, by=t.province_secretary.user, version=2, in_place_reason=WHY)
    assert (pledge.state, pledge.deciding_unit, pledge.in_place_of) == ("approved", t.province, t.department)


def test_staff_do_not_record_what_a_body_decided_on_their_own_department(t):
    for person in (t.province_secretary, t.province_deputy):
        ExemptionFactory(cadre=person)
    pledge = waiting(t, t.department_head, days=0)
    colleague = holder(t.department, "CV-TINH")
    other = holder(Unit.objects.get(pk=t.province.pk), "CV-TINH")
    for cadre in (colleague, other):
        RoleGrantFactory(user=cadre.user, role=Role.ORG_STAFF, unit=t.province)
    minutes = {"minutes_no": "1-BB", "minutes_on": timezone.localdate()}
    assert pledge.is_by_minutes
    with pytest.raises(PermissionDenied):
        pledging.approve(pledge, by=colleague.user, version=2, **minutes)
    assert pledging.approve(pledge, by=other.user, version=2, **minutes).state == "approved"
    assert AuditEvent.objects.get(verb="pledge.approved").acting_role == "recorder"


def test_the_inbox_shows_what_may_be_decided_in_place_apart(t, client):
    pledge = waiting(t)
    client.force_login(t.district_secretary.user)
    page = client.get(INBOX)
    text = page.content.decode()
    assert [(row.key.pk, row.key.is_stand_in) for row in page.context["page"]] == [(pledge.pk, True)]
    assert "Duyệt thay được: quá hạn hai lần" in text
    assert f"đồng chí {t.base_secretary}" in text
    assert reverse("portal:inbox_record", args=["dang-ky", pledge.pk]) in text
    assert [todo.title for todo in agenda.todo_for(t.district_secretary.user)] == [
        "Đăng ký rèn luyện năm " + str(t.period.year),
        "Duyệt thay được: 1 bản đăng ký",
    ]


def test_the_secretary_who_is_late_is_told_that_the_unit_above_may_decide(t, client):
    waiting(t)
    client.force_login(t.base_secretary.user)
    assert f"Đã quá hạn hai lần: {t.district} có thể duyệt thay" in client.get(INBOX).content.decode()


def test_the_form_asks_why_and_the_paper_says_it(t, client):
    pledge = waiting(t)
    client.force_login(t.district_secretary.user)
    page = client.get(reverse("portal:inbox_record", args=["dang-ky", pledge.pk])).content.decode()
    assert f"Duyệt thay {t.base}" in page

    wrong = decide(client, pledge, act="approve")
    assert (wrong.status_code, "Ghi lý do duyệt thay" in wrong.content.decode()) == (422, True)
    kept = decide(client, pledge, act="return", in_place_reason=WHY)
    assert (kept.status_code, f'value="{WHY}"' in kept.content.decode()) == (422, True)
    assert decide(client, pledge, act="approve", in_place_reason=WHY).status_code == 302
    for address in (pledge.get_absolute_url(), reverse("criteria:pledge_print", args=[pledge.pk])):
        text = client.get(address).content.decode()
        assert f"{t.district} duyệt thay {t.base}" in text
        assert WHY in text
    assert f"(duyệt thay đồng chí {t.base_secretary})" in client.get(pledge.get_absolute_url()).content.decode()


def test_department_passes_on_in_the_browser(t, client):
    pledge = waiting(t, t.department_staff, days=0)
    client.force_login(t.department_head.user)
    assert "Đồng ý, chuyển Thường trực" in client.get(INBOX).content.decode()
    decide(client, pledge, act="approve")
    pledge.refresh_from_db()
    assert pledge.passed_on_by == t.department_head.user
    client.force_login(t.province_deputy.user)
    assert "Ban đã xem" in client.get(INBOX).content.decode()


def test_the_inbox_costs_the_same_with_3_and_30_overdue(t, client, query_count):
    client.force_login(t.district_secretary.user)
    counts = []
    for many in (3, 27):
        for _ in range(many):
            cadre = holder(t.base, "PBT-CHIDOAN")
            PledgeFactory(
                cadre=cadre,
                period=t.period,
                state="submitted",
                stand_in_unit=t.district,
                stand_in_from=timezone.localdate(),
            )
        counts.append(query_count(INBOX))
    assert counts[0] == counts[1]


def sent_programme(t, unit, by, **fields):
    programme = ProgrammeFactory(unit=unit, period=t.period, **fields)
    return programming.submit(programme, by=by.user, version=1)


def test_programme_goes_past_an_absent_superior(t, client):
    ExemptionFactory(cadre=t.district_secretary)
    programme = sent_programme(t, t.base, t.base_secretary)
    assert (programme.deciding_unit, programme.in_place_of) == (t.province, t.district)
    assert list(Programme.objects.to_decide(t.province_secretary.user)) == [programme]
    client.force_login(t.province_secretary.user)
    url = reverse("portal:inbox_decide", args=["chuong-trinh", programme.pk])
    assert client.post(url, {"version": programme.version, "act": "approve"}).status_code == 422
    client.post(url, {"version": programme.version, "act": "approve", "in_place_reason": WHY})
    programme.refresh_from_db()
    assert (programme.state, programme.in_place_reason) == ("approved", WHY)


def test_programme_that_lies_too_long_may_be_decided_further_up(t, client):
    programme = sent_programme(t, t.base, t.base_secretary)
    Programme.objects.update(submitted_at=timezone.now() - dt.timedelta(days=40))
    assert routing.follow_posts() == 1
    assert list(Programme.objects.to_stand_in(t.province_secretary.user)) == [programme]
    client.force_login(t.province_secretary.user)
    assert "Duyệt thay được" in client.get("/cho-duyet/?loai=chuong-trinh").content.decode()
    done = programming.approve(programme, by=t.province_secretary.user, version=2, in_place_reason=WHY)
    assert (done.deciding_unit, done.in_place_of) == (t.province, t.district)


def test_who_leads_both_units_does_not_decide_on_his_own_programme(t):
    AppointmentFactory(cadre=t.base_secretary, unit=t.district, position=position("BT-HUYEN"), is_main=False)
    t.district_secretary.appointments.update(valid_to=dt.date(2020, 1, 1))
    programme = sent_programme(t, t.base, t.base_deputy)
    assert programme.deciding_unit == t.province
    with pytest.raises(PermissionDenied):
        programming.approve(programme, by=t.base_secretary.user, version=2, in_place_reason=WHY)
