"""Appointing, transferring, ending and correcting posts."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Job, Notification
from cadres import posting
from cadres.models import Appointment, Role, Transfer
from cadres.posting import AlreadyKnown, PersonDraft, PostDraft, PostRefused
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree, with_role

TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


@pytest.fixture
def t():
    t = tree()
    t.staff = with_role(Role.ORG_STAFF, t.province)
    t.admin = with_role(Role.UNIT_ADMIN, t.district)
    t.other_admin = with_role(Role.UNIT_ADMIN, t.other_district, username="quantri-phugiao")
    return t


def draft(code, **more):
    return PostDraft(**{"position": position(code), "valid_from": TODAY()} | more)


def main(cadre):
    return Appointment.objects.in_posts().get(cadre=cadre, is_main=True, valid_to=None)


def verbs(cadre):
    return list(AuditEvent.objects.filter(cadre_id=cadre.pk).order_by("seq").values_list("verb", flat=True))


def told(subject):
    """Who was told, by user name."""
    return set(Notification.objects.filter(subject__startswith=subject).values_list("to__full_name", flat=True))


PERSON = PersonDraft(full_name="Lê Thị Hoa", birth_date=dt.date(2001, 2, 3), phone="0912345678")


def test_registering_makes_a_person_with_a_first_post(t):
    cadre = posting.register(PERSON, t.branch, draft("PBT-CHIDOAN", decision_no="5-QĐ"), by=t.base_secretary.user)

    post = main(cadre)
    assert (post.unit, post.position.code, post.decision_no) == (t.branch, "PBT-CHIDOAN", "5-QĐ")
    assert (cadre.user, verbs(cadre)) == (None, ["cadre.registered"])
    assert AuditEvent.objects.get(cadre_id=cadre.pk).after["appointment"] == post.pk


@pytest.mark.parametrize(
    "known",
    [
        {"full_name": "LE THI HOA", "birth_date": dt.date(2001, 2, 3)},
        {"full_name": "Lê Thị Hoa", "birth_date": None},
        {"full_name": "Người khác", "phone": "0912345678"},
    ],
)
def test_somebody_alike_is_shown_before(t, known):
    there = CadreFactory(**known)

    with pytest.raises(AlreadyKnown) as found:
        posting.register(PERSON, t.branch, draft("PBT-CHIDOAN"), by=t.base_secretary.user)

    assert found.value.cadres == [there]
    new = posting.register(PERSON, t.branch, draft("PBT-CHIDOAN"), by=t.base_secretary.user, is_somebody_else=True)
    assert new.pk != there.pk


def test_same_name_with_another_birth_date_is_somebody_else(t):
    CadreFactory(full_name="Lê Thị Hoa", birth_date=dt.date(1999, 1, 1))

    assert posting.register(PERSON, t.branch, draft("PBT-CHIDOAN"), by=t.base_secretary.user).pk


def test_appointing_beside_the_main_post(t):
    post = posting.appoint(t.branch_secretary, t.base, draft("TPT-DOI", is_main=False), by=t.base_secretary.user)

    assert main(t.branch_secretary).unit == t.branch
    assert (post.is_main, verbs(t.branch_secretary)) == (False, ["appointment.made"])
    assert told("Đồng chí giữ chức vụ") == {t.branch_secretary.full_name}
    assert Job.objects.get(kind="posts_changed").payload == {"cadres": [t.branch_secretary.pk]}


def test_the_secretary_is_told_of_somebody_new(t):
    posting.appoint(t.branch_secretary, t.base, draft("TPT-DOI", is_main=False), by=t.admin)

    assert told(f"Đồng chí {t.branch_secretary}") == {t.base_secretary.full_name}


@pytest.mark.parametrize(
    ("code", "more", "words"),
    [
        ("TPT-DOI", {}, "đang giữ chức vụ chính"),
        ("BT-CHIDOAN", {"is_main": False}, "không phải chức vụ của đoàn cơ sở"),
        ("TPT-DOI", {"is_main": False, "valid_from": dt.date(2018, 1, 1)}, "không hoạt động vào ngày 01/01/2018"),
        ("TPT-DOI", {"is_main": False, "valid_to": dt.date(2020, 1, 1)}, "Ngày kết thúc"),
    ],
)
def test_a_post_that_does_not_fit_says_why(t, code, more, words):
    with pytest.raises(PostRefused, match=words):
        posting.appoint(t.branch_secretary, t.base, draft(code, **more), by=t.admin)


def test_the_same_post_is_held_once(t):
    with pytest.raises(PostRefused, match="đã giữ chức vụ này"):
        posting.appoint(t.base_deputy, t.base, draft("PBT-COSO", is_main=False), by=t.admin)


def test_nobody_gives_himself_a_post(t):
    with pytest.raises(PermissionDenied, match="của mình"):
        posting.appoint(t.base_secretary, t.branch, draft("BT-CHIDOAN", is_main=False), by=t.base_secretary.user)


def test_a_post_that_decides_is_given_from_above(t):
    newcomer = CadreFactory()
    with pytest.raises(PermissionDenied, match="cấp trên"):
        posting.appoint(newcomer, t.district, draft("BT-HUYEN"), by=t.admin)
    with pytest.raises(PermissionDenied, match="cấp trên"):
        posting.appoint(newcomer, t.base, draft("BT-COSO"), by=t.base_secretary.user)

    assert posting.appoint(newcomer, t.base, draft("BT-COSO"), by=t.admin).unit == t.base


def test_lists_of_others_are_not_touched(t):
    with pytest.raises(PermissionDenied, match="không quản lý"):
        posting.appoint(CadreFactory(), t.other_base, draft("PBT-COSO"), by=t.admin)
    with pytest.raises(PermissionDenied):
        posting.appoint(CadreFactory(), t.base, draft("PBT-COSO"), by=t.district_secretary.user)


def test_transfer_ends_the_old_post_the_day_before(t):
    old = main(t.base_deputy)

    new = posting.transfer(old, t.other_base, draft("PBT-COSO"), by=t.staff, version=0)

    old.refresh_from_db()
    assert (old.valid_to, old.end_reason, old.version) == (TODAY() - DAY, "moved", 1)
    assert (new.unit, new.valid_from, new.is_main) == (t.other_base, TODAY(), True)
    assert verbs(t.base_deputy) == ["appointment.transferred"]
    both = {t.base_secretary.full_name, t.other_base_secretary.full_name}
    assert told("Điều chuyển đồng chí") == both | {t.base_deputy.full_name}


def test_transfer_out_of_reach_needs_the_other_side(t):
    with pytest.raises(PermissionDenied):
        posting.transfer(main(t.base_deputy), t.other_base, draft("PBT-COSO"), by=t.admin, version=0)


@pytest.mark.parametrize(
    ("day", "words"), [(dt.date(2019, 1, 1), "phải sau ngày"), (dt.date(2018, 12, 31), "phải sau ngày")]
)
def test_transfer_begins_after_the_old_post(t, day, words):
    with pytest.raises(PostRefused, match=words):
        posting.transfer(main(t.base_deputy), t.base, draft("TPT-DOI", valid_from=day), by=t.admin, version=0)


def test_transfer_of_a_post_that_changed_meanwhile_is_stale(t):
    post = main(t.base_deputy)
    posting.correct(post, t.base, draft("PBT-COSO", decision_no="7"), by=t.admin, version=0)

    with pytest.raises(StaleDocument):
        posting.transfer(post, t.other_base, draft("PBT-COSO"), by=t.staff, version=0)


def proposed(t, code="PBT-COSO", unit=None):
    return posting.propose(main(t.base_deputy), unit or t.other_base, draft(code), by=t.admin, version=0, message="Nhờ")


def test_a_proposal_leaves_the_person_where_he_is(t):
    proposal = proposed(t)

    assert (proposal.state, proposal.receiving_unit, main(t.base_deputy).unit) == ("proposed", t.other_base, t.base)
    assert told("Đề nghị nhận đồng chí") == {t.other_base_secretary.full_name}
    assert [p.pk for p in Transfer.objects.to_decide(t.other_base_secretary.user)] == [proposal.pk]
    assert list(Transfer.objects.to_decide(t.admin)) == []
    with pytest.raises(PostRefused, match="đang có một đề nghị"):
        proposed(t)


def test_the_post_that_decides_is_received_by_the_unit_above(t):
    proposal = proposed(t, "BT-COSO")

    assert proposal.receiving_unit == t.other_district
    with pytest.raises(PermissionDenied):
        posting.accept(proposal, by=t.other_base_secretary.user, version=0)
    assert posting.accept(proposal, by=t.other_district_secretary.user, version=0).unit == t.other_base


def test_accepting_moves_the_person(t):
    proposal = proposed(t)
    later = TODAY() + 5 * DAY

    new = posting.accept(proposal, by=t.other_admin, version=0, valid_from=later)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.version) == ("accepted", t.other_admin, 1)
    assert (new.valid_from, new.unit) == (later, t.other_base)
    assert verbs(t.base_deputy) == ["transfer.proposed", "transfer.accepted"]
    with pytest.raises(StaleDocument):
        posting.refuse(proposal, by=t.other_admin, version=1, reason="Thôi")


def test_refusing_tells_who_proposed(t):
    proposal = posting.refuse(proposed(t), by=t.other_base_secretary.user, version=0, reason="Chưa có chỗ")

    assert (proposal.state, proposal.reason) == ("refused", "Chưa có chỗ")
    assert Notification.objects.get(kind="transfer.refused").to == t.admin
    assert main(t.base_deputy).unit == t.base


def test_only_the_giving_side_withdraws(t):
    proposal = proposed(t)
    with pytest.raises(PermissionDenied):
        posting.withdraw(proposal, by=t.other_admin, version=0)

    assert posting.withdraw(proposal, by=t.admin, version=0).state == "withdrawn"
    assert proposed(t).pk != proposal.pk


def test_whoever_proposes_does_not_receive(t):
    proposal = posting.propose(main(t.base_deputy), t.other_base, draft("PBT-COSO"), by=t.staff, version=0)

    with pytest.raises(PermissionDenied):
        posting.accept(proposal, by=t.staff, version=0)


def test_accepting_after_the_person_left_is_stale(t):
    proposal = proposed(t)
    leave(t, t.base_deputy, last_day=TODAY() - 10 * DAY)

    with pytest.raises(StaleDocument):
        posting.accept(proposal, by=t.other_admin, version=0)


def leave(t, cadre, *posts, last_day=None, by=None, reason="term_over"):
    ending = [(post, post.version) for post in posts or [main(cadre)]]
    return posting.leave(cadre, ending, by=by or t.admin, last_day=last_day or TODAY(), reason=reason)


def test_leaving_ends_the_post_with_its_reason(t):
    [ended] = leave(t, t.base_deputy, reason="retired")

    assert (ended.valid_to, ended.end_reason, ended.get_end_reason_display()) == (TODAY(), "retired", "Nghỉ hưu")
    assert verbs(t.base_deputy) == ["appointment.ended"]
    assert told("Đồng chí") == {t.base_deputy.full_name, t.base_secretary.full_name}


def test_nobody_writes_to_the_dead(t):
    leave(t, t.base_deputy, reason="died")

    assert told("Đồng chí") == {t.base_secretary.full_name}


def test_the_highest_post_that_stays_becomes_the_main_one(t):
    AppointmentFactory(cadre=t.base_deputy, unit=t.branch, position=position("BT-CHIDOAN"), is_main=False)
    AppointmentFactory(cadre=t.base_deputy, unit=t.base, position=position("TPT-DOI"), is_main=False)

    leave(t, t.base_deputy)

    new = Appointment.objects.get(cadre=t.base_deputy, valid_from=TODAY() + DAY)
    assert (new.position.code, new.is_main, new.unit) == ("BT-CHIDOAN", True, t.branch)
    assert Appointment.objects.get(cadre=t.base_deputy, unit=t.branch, valid_to=TODAY()).is_main is False


def test_several_posts_end_at_once(t):
    side = AppointmentFactory(cadre=t.base_deputy, unit=t.branch, position=position("BT-CHIDOAN"), is_main=False)

    leave(t, t.base_deputy, main(t.base_deputy), side)

    assert not Appointment.objects.valid_on(TODAY() + DAY).filter(cadre=t.base_deputy).exists()
    assert verbs(t.base_deputy) == ["appointment.ended"]


def test_leaving_before_the_post_began_is_refused(t):
    with pytest.raises(PostRefused, match="bắt đầu ngày 01/01/2019"):
        leave(t, t.base_deputy, last_day=dt.date(2018, 12, 31))


def test_correcting_keeps_what_was_said_before(t):
    post = posting.correct(
        main(t.base_deputy), t.base, draft("TPT-DOI", valid_from=dt.date(2020, 5, 1)), by=t.admin, version=0
    )

    event = AuditEvent.objects.get(verb="appointment.corrected")
    assert (post.position.code, post.version) == ("TPT-DOI", 1)
    assert (event.before["position"], event.after["position"]) == ("PBT-COSO", "TPT-DOI")


def test_another_post_becomes_the_main_one(t):
    side = AppointmentFactory(cadre=t.base_deputy, unit=t.branch, position=position("BT-CHIDOAN"), is_main=False)

    new = posting.make_main(side, by=t.admin, version=0, on=TODAY())

    assert (new.valid_from, new.is_main, new.unit) == (TODAY(), True, t.branch)
    today = Appointment.objects.valid_on(TODAY()).filter(cadre=t.base_deputy)
    assert {(post.unit_id, post.is_main) for post in today} == {(t.branch.pk, True), (t.base.pk, False)}
    assert Appointment.objects.valid_on(TODAY() - DAY).get(cadre=t.base_deputy, is_main=True).unit == t.base
    assert verbs(t.base_deputy) == ["appointment.made_main"]


def test_the_main_post_is_not_taken_from_another_list(t):
    side = AppointmentFactory(
        cadre=t.other_base_secretary, unit=t.branch, position=position("BT-CHIDOAN"), is_main=False
    )

    with pytest.raises(PermissionDenied):
        posting.make_main(side, by=t.admin, version=0, on=TODAY())


def test_newly_appointed_are_those_with_a_first_main_post(t):
    first = posting.appoint(CadreFactory(), t.base, draft("PBT-COSO"), by=t.admin)
    posting.transfer(main(t.branch_secretary), t.base, draft("TPT-DOI"), by=t.admin, version=0)
    AppointmentFactory(cadre=CadreFactory(), unit=t.base, valid_from=TODAY() - 31 * DAY)

    assert [post.pk for post in posting.newly_appointed(30)] == [first.pk]


def test_history_keeps_every_version(t):
    post = main(t.base_deputy)
    posting.correct(post, t.base, draft("PBT-COSO", decision_no="9-QĐ"), by=t.admin, version=0)

    assert list(post.events.order_by("pgh_id").values_list("decision_no", flat=True)) == ["", "9-QĐ"]
