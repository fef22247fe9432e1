import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification, User
from cadres import confirming, registering
from cadres.confirming import Post
from cadres.models import Appointment, Cadre, Registration, Role
from cadres.sign_in_names import find_user
from tests.factories.cadres import CadreFactory, position, tree, with_role
from tests.factories.joining import BORN, PASSWORD, details, registration

State = Registration.State


@pytest.fixture
def t():
    return tree()


@pytest.fixture
def asked(t):
    return registration(t.branch)


def told(kind: str) -> list[User]:
    return [notice.to for notice in Notification.objects.filter(kind=kind).select_related("to").order_by("pk")]


def test_signing_up_makes_an_account_and_no_cadre(t):
    before = Cadre.objects.count()

    made = registration(t.branch)

    assert (made.state, made.deciding_unit) == (State.WAITING, t.base)
    assert made.user.check_password(PASSWORD)
    assert made.user.email == ""
    assert Cadre.objects.count() == before
    assert told("registration.sent") == [t.base_secretary.user]
    event = AuditEvent.objects.get(verb="registration.sent")
    assert (event.actor_id, event.unit_id, event.after) == (made.user_id, t.branch.pk, {"notice": 1})


@pytest.mark.parametrize(
    ("unit", "code", "deciding"),
    [
        ("branch", "BT-CHIDOAN", "base"),
        ("base", "TPT-DOI", "district"),
        ("base", "PBT-COSO", "district"),
        ("base", "BT-COSO", "district"),
        ("district", "CB-HUYEN", "district"),
        ("district", "BT-HUYEN", "province"),
        ("department", "CV-TINH", "department"),
        ("province", "BT-TINH", "province"),
    ],
)
def test_the_unit_that_decides_on_such_a_post_confirms(t, unit, code, deciding):
    made = registration(getattr(t, unit), position=code)

    assert made.deciding_unit == getattr(t, deciding)


def test_where_nobody_can_sign_in_the_unit_above_confirms(t):
    Cadre.objects.filter(pk=t.base_secretary.pk).update(user=None)

    assert registration(t.branch).deciding_unit == t.district


def test_where_nobody_at_all_can_sign_in_the_staff_is_told(t):
    Cadre.objects.update(user=None)
    staff = with_role(Role.ORG_STAFF, t.province)

    assert registration(t.branch).deciding_unit == t.base
    assert told("registration.sent") == [staff]


def test_a_form_sent_twice_is_one_registration(t):
    key = uuid4()

    first = registering.sign_up(details(t.branch), password=PASSWORD, submit_key=key)
    second = registering.sign_up(details(t.branch), password=PASSWORD, submit_key=key)

    assert first == second
    assert Registration.objects.count() == 1
    with pytest.raises(ValidationError):
        registering.sign_up(details(t.branch), password="cau khac de nho 2023", submit_key=key)


def test_the_own_name_is_no_password(t):
    with pytest.raises(ValidationError):
        registering.sign_up(details(t.branch), password="Lê Thị Ngọc Bích 1", submit_key=uuid4())
    assert Registration.objects.count() == 0


def test_one_signs_in_by_the_contact_given_but_never_in_somebody_elses_place(t, asked):
    assert find_user("0903 777 888") == asked.user
    assert find_user(asked.user.username.upper()) == asked.user

    Cadre.objects.filter(pk=t.branch_secretary.pk).update(phone="0903777888")

    assert find_user("0903777888") == t.branch_secretary.user
    assert find_user(asked.user.username) == asked.user


def test_a_correction_goes_to_the_unit_that_it_names(t, asked):
    again = registering.correct(asked, details(t.other_branch, full_name="Lê Thị Bích"), by=asked.user, version=1)

    assert (again.deciding_unit, again.version, again.state) == (t.other_base, 2, State.WAITING)
    assert User.objects.get(pk=asked.user_id).full_name == "Lê Thị Bích"
    assert told("registration.sent") == [t.base_secretary.user, t.other_base_secretary.user]


def test_a_correction_within_the_unit_tells_nobody_again(t, asked):
    registering.correct(asked, details(t.branch, full_name="Lê Thị Bích"), by=asked.user, version=1)

    assert told("registration.sent") == [t.base_secretary.user]


def test_what_was_refused_or_withdrawn_is_sent_again(t, asked):
    confirming.refuse(asked, reason="Sai ngày sinh.", by=t.base_secretary.user, version=1)

    again = registering.correct(asked, details(t.branch), by=asked.user, version=2)
    assert (again.state, again.reason, again.decided_by) == (State.WAITING, "", None)
    gone = registering.withdraw(again, by=asked.user, version=3)
    assert gone.state == State.WITHDRAWN
    assert registering.correct(gone, details(t.branch), by=asked.user, version=4).state == State.WAITING


def test_a_stale_page_changes_nothing(t, asked):
    registering.correct(asked, details(t.branch), by=asked.user, version=1)

    with pytest.raises(StaleDocument):
        registering.withdraw(asked, by=asked.user, version=1)


def test_what_was_confirmed_is_not_corrected_nor_withdrawn(t, asked):
    confirmed = confirming.confirm(asked, post("PBT-CHIDOAN"), by=t.base_secretary.user, version=1)

    for verb in (
        lambda: registering.correct(confirmed, details(t.branch), by=asked.user, version=2),
        lambda: registering.withdraw(confirmed, by=asked.user, version=2),
    ):
        with pytest.raises(StaleDocument):
            verb()


def test_only_the_own_registration_is_changed(t, asked):
    other = registration(t.other_branch, full_name="Người Khác Hẳn", phone="0903000111")

    with pytest.raises(Registration.DoesNotExist):
        registering.withdraw(asked, by=other.user, version=1)


def test_not_my_unit_after_passing_on_goes_to_the_unit_above_with_the_note(t, asked):
    passed = confirming.pass_on(asked, t.other_branch, reason="Ở Phú Giáo", by=t.base_secretary.user, version=1)
    assert passed.is_contestable

    back = registering.contest(passed, reason="Tôi ở Dĩ An", by=asked.user, version=2)

    assert (back.deciding_unit, back.reason, back.is_contested) == (t.other_district, "Tôi ở Dĩ An", True)
    assert t.other_district_secretary.user in told("registration.sent")
    with pytest.raises(StaleDocument):
        registering.contest(back, reason="Vẫn không đúng", by=asked.user, version=3)


def test_not_my_unit_after_confirmation_ends_the_post_there(t, asked):
    first_day = timezone.localdate() - dt.timedelta(days=40)
    post = Post(position("PBT-CHIDOAN"), first_day)
    confirmed = confirming.confirm(asked, post, by=t.base_secretary.user, version=1)

    back = registering.contest(confirmed, reason="Tôi ở khu phố 2", by=asked.user, version=2)

    assert (back.state, back.deciding_unit, back.cadre) == (State.WAITING, t.district, confirmed.cadre)
    assert Appointment.objects.get(cadre=back.cadre).valid_to == timezone.localdate() - dt.timedelta(days=1)
    passed = confirming.pass_on(back, t.other_branch, reason="Theo lời", by=t.district_secretary.user, version=3)
    again = confirming.confirm(
        passed, Post(position("PBT-CHIDOAN"), first_day), by=t.other_base_secretary.user, version=4
    )
    assert again.cadre == confirmed.cadre
    assert list(
        Appointment.objects.filter(cadre=again.cadre).order_by("valid_from").values_list("unit", "valid_from")
    ) == [
        (t.branch.pk, first_day),
        (t.other_branch.pk, timezone.localdate()),
    ]


def test_after_thirty_days_the_unit_is_no_longer_contested(t, asked):
    confirmed = confirming.confirm(asked, post("PBT-CHIDOAN"), by=t.base_secretary.user, version=1)

    with time_machine.travel(timezone.now() + dt.timedelta(days=31)), pytest.raises(StaleDocument):
        registering.contest(confirmed, reason="Muộn", by=asked.user, version=2)


def test_the_root_has_no_unit_above_to_go_to(t):
    asked = registration(t.other_branch)
    passed = confirming.pass_on(asked, t.province, reason="Không rõ", by=t.other_base_secretary.user, version=1)

    back = registering.contest(passed, reason="Không phải", by=asked.user, version=2)

    assert back.deciding_unit == t.province


def test_a_listed_person_signs_up_like_anybody(t):
    CadreFactory(full_name="Lê Thị Ngọc Bích", birth_date=BORN, phone="0903777888")

    assert registration(t.branch).state == State.WAITING


def post(code: str) -> Post:
    return Post(position(code), timezone.localdate())
