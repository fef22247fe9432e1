import datetime as dt
import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts import outbox
from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification, User
from cadres import confirming, registering
from cadres.confirming import Post
from cadres.models import Appointment, Cadre, Registration, Role
from tests.factories.accounts import UserFactory
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree, with_role
from tests.factories.joining import BORN, registration

State = Registration.State


@pytest.fixture
def t():
    t = tree()
    t.by = t.base_secretary.user
    return t


@pytest.fixture
def asked(t):
    return registration(t.branch, email="bich@example.org")


def post(code: str = "PBT-CHIDOAN", **more) -> Post:
    return Post(position(code), timezone.localdate(), **more)


def listed(t, unit=None, **cadre) -> Cadre:
    """Somebody on the list without an account, with a post in the branch."""
    words = {"full_name": "Lê Thị Ngọc Bích", "birth_date": BORN} | cadre
    found = CadreFactory(**words)
    AppointmentFactory(cadre=found, unit=unit or t.branch, position=position("PBT-CHIDOAN"))
    return found


def test_confirming_puts_the_person_on_the_list_with_a_post(t, asked):
    made = confirming.confirm(asked, post(decision_no="12-QĐ"), by=t.by, version=1)

    cadre = Cadre.objects.get(user=asked.user)
    assert (made.state, made.cadre, made.decided_by, made.version) == (State.CONFIRMED, cadre, t.by, 2)
    assert (cadre.full_name, cadre.birth_date, cadre.phone) == ("Lê Thị Ngọc Bích", BORN, "0903777888")
    held = Appointment.objects.get(cadre=cadre)
    assert (held.unit, held.position.code, held.decision_no, held.is_main) == (t.branch, "PBT-CHIDOAN", "12-QĐ", True)
    assert User.objects.get(pk=asked.user_id).email == "bich@example.org"
    event = AuditEvent.objects.latest("seq")
    assert (event.verb, event.cadre_id, event.actor_id) == ("registration.confirmed", cadre.pk, t.by.pk)
    assert "Bích" not in str(event.after)


def test_the_person_is_told_by_notice_and_mail(t, asked):
    confirming.confirm(asked, post(), by=t.by, version=1)
    outbox.work_due()

    assert Notification.objects.get(to=asked.user).url == "/dang-ky-tai-khoan/cua-toi/"
    (letter,) = [message for message in mail.outbox if message.to == ["bich@example.org"]]
    assert re.search(r"Mã cán bộ: CB-\w{6}", letter.body)


def test_a_mail_of_an_answer_that_changed_is_dropped(t, asked):
    refused = confirming.refuse(asked, reason="Sai ngày sinh.", by=t.by, version=1)
    registering.withdraw(refused, by=asked.user, version=2)
    outbox.work_due()

    assert [message for message in mail.outbox if message.to == ["bich@example.org"]] == []


def test_an_address_of_somebody_else_is_not_taken_for_signing_in(t, asked):
    UserFactory(email="Bich@example.org")

    confirming.confirm(asked, post(), by=t.by, version=1)

    assert User.objects.get(pk=asked.user_id).email == ""


@pytest.mark.parametrize(
    "known", [{}, {"full_name": "LE THI NGOC BICH"}, {"full_name": "Ai Đó", "phone": "0903777888"}]
)
def test_somebody_like_this_on_a_list_has_to_be_ruled_out_first(t, asked, known):
    listed(t, **known)

    with pytest.raises(confirming.AlreadyKnown):
        confirming.confirm(asked, post(), by=t.by, version=1)
    assert confirming.confirm(asked, post(), by=t.by, version=1, is_somebody_else=True).state == State.CONFIRMED


def test_merging_keeps_what_the_list_says_but_for_what_is_chosen(t, asked):
    cadre = listed(t, full_name="Lê Ngọc Bích", phone="0912000000")

    made = confirming.merge(asked, cadre, take_over=["phone", "full_name"], by=t.by, version=1)

    cadre.refresh_from_db()
    assert (made.state, made.cadre, cadre.user) == (State.MERGED, cadre, asked.user)
    assert (cadre.full_name, cadre.phone, cadre.email) == ("Lê Thị Ngọc Bích", "0903777888", "")
    assert Appointment.objects.filter(cadre=cadre).count() == 1
    assert AuditEvent.objects.latest("seq").after["fields"] == ["full_name", "phone"]


def test_nobody_is_merged_with_who_has_an_account(t, asked):
    with pytest.raises(StaleDocument):
        confirming.merge(asked, t.branch_secretary, take_over=[], by=t.by, version=1)


def test_nobody_is_merged_with_a_record_out_of_reach(t, asked):
    elsewhere = listed(t, unit=t.other_branch)

    with pytest.raises(PermissionDenied):
        confirming.merge(asked, elsewhere, take_over=[], by=t.by, version=1)


def test_passing_on_gives_it_to_the_other_unit(t, asked):
    passed = confirming.pass_on(asked, t.other_branch, reason="Ở An Bình, Phú Giáo", by=t.by, version=1)

    assert (passed.unit, passed.deciding_unit, passed.is_passed_on) == (t.other_branch, t.other_base, True)
    assert Notification.objects.filter(to=t.other_base_secretary.user, kind="registration.sent").count() == 1
    with pytest.raises(PermissionDenied):
        confirming.refuse(passed, reason="Không còn của tôi", by=t.by, version=2)


def test_a_refusal_says_why_and_may_be_answered(t, asked):
    refused = confirming.refuse(asked, reason="Sai ngày sinh.", by=t.by, version=1)

    assert (refused.state, refused.reason, refused.is_correctable) == (State.REFUSED, "Sai ngày sinh.", True)
    assert "Sai ngày sinh." in Notification.objects.get(to=asked.user).body


@pytest.mark.parametrize("who", ["other_base_secretary", "district_secretary", "base_deputy", "branch_secretary"])
def test_only_who_confirms_people_at_that_unit_answers(t, asked, who):
    with pytest.raises(PermissionDenied):
        confirming.confirm(asked, post(), by=getattr(t, who).user, version=1)


def test_the_staff_of_the_province_answers_anywhere(t, asked):
    staff = with_role(Role.ORG_STAFF, t.province)

    assert confirming.confirm(asked, post(), by=staff, version=1).state == State.CONFIRMED


def test_nobody_confirms_himself(t):
    asked = registration(t.branch)
    asked.user.grants.create(role=Role.UNIT_SECRETARY, unit=t.base, valid_from=dt.date(2020, 1, 1))

    with pytest.raises(PermissionDenied):
        confirming.confirm(asked, post(), by=asked.user, version=1)


def test_nobody_makes_a_deputy_of_his_own_unit(t):
    asked = registration(t.base, position="TPT-DOI")
    Registration.objects.filter(pk=asked.pk).update(deciding_unit=t.base)

    with pytest.raises(PermissionDenied, match="Thành đoàn Dĩ An xác nhận"):
        confirming.confirm(asked, post("PBT-COSO"), by=t.by, version=1)
    staff = with_role(Role.ORG_STAFF, t.province)
    assert confirming.confirm(asked, post("PBT-COSO"), by=staff, version=1).position.code == "PBT-COSO"


def test_a_stale_page_or_a_second_answer_changes_nothing(t, asked):
    confirming.refuse(asked, reason="Sai ngày sinh.", by=t.by, version=1)

    for version in (1, 2):
        with pytest.raises(StaleDocument):
            confirming.confirm(asked, post(), by=t.by, version=version)
    assert not Cadre.objects.filter(user=asked.user).exists()


def test_every_answer_is_in_the_trail_once(t, asked):
    passed = confirming.pass_on(asked, t.other_branch, reason="Ở Phú Giáo", by=t.by, version=1)
    by = t.other_base_secretary.user
    refused = confirming.refuse(passed, reason="Thiếu ngày sinh", by=by, version=2)
    again = registering.correct(refused, registering_details(refused), by=asked.user, version=3)
    confirming.confirm(again, post(), by=by, version=4)

    verbs = AuditEvent.objects.filter(verb__startswith="registration.").order_by("seq").values_list("verb", "reason")
    assert list(verbs) == [
        ("registration.sent", ""),
        ("registration.passed_on", "Ở Phú Giáo"),
        ("registration.refused", "Thiếu ngày sinh"),
        ("registration.corrected", ""),
        ("registration.confirmed", ""),
    ]


def registering_details(registration: Registration) -> registering.Details:
    names = ("full_name", "birth_date", "unit", "position", "phone", "email")
    return registering.Details(**{name: getattr(registration, name) for name in names})
