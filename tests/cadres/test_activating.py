import datetime as dt
import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Job, User
from cadres import activating, letters
from cadres.models import Activation, Cadre, Role
from tests.factories.accounts import UserFactory
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree, with_role

PASSWORD = "rừng xanh núi đỏ"
BORN = dt.date(2001, 9, 2)


@pytest.fixture
def t():
    return tree()


@pytest.fixture
def newcomer(t):
    cadre = CadreFactory(full_name="Nguyễn Hoàng Phương Thảo", birth_date=BORN, email="thao@example.org")
    AppointmentFactory(cadre=cadre, unit=t.branch, position=position("PBT-CHIDOAN"))
    return cadre


@pytest.fixture
def by(t):
    return t.base_secretary.user


def token_of(cadre: Cadre) -> str:
    return Activation.objects.get(cadre=cadre, way="link").token


def test_a_card_opens_the_account_and_voids_the_link(newcomer, by):
    ((_, code),) = activating.issue([newcomer], by=by)
    activating.send_links([newcomer], by=by)

    user = activating.redeem(code, BORN, PASSWORD)

    newcomer.refresh_from_db()
    assert newcomer.user == user
    assert (user.username, user.email) == (newcomer.code.lower(), "thao@example.org")
    assert [a.way for a in Activation.objects.filter(cadre=newcomer)] == ["card"]


def test_a_new_card_voids_the_earlier_one(newcomer, by):
    ((_, first),) = activating.issue([newcomer], by=by)
    activating.issue([newcomer], by=by)

    with pytest.raises(activating.NotActivated):
        activating.redeem(first, BORN, PASSWORD)


def test_a_locked_card_opens_nothing_even_with_the_right_date(newcomer, by):
    ((_, code),) = activating.issue([newcomer], by=by)
    for _ in range(Activation.MAX_MISSES):
        with pytest.raises(activating.NotActivated):
            activating.redeem(code, dt.date(2000, 1, 1), PASSWORD)

    with pytest.raises(activating.NotActivated):
        activating.redeem(code, BORN, PASSWORD)
    assert Activation.objects.get(cadre=newcomer).standing == "locked"


def test_who_has_an_account_gets_no_card(t, by):
    assert activating.issue([t.branch_secretary], by=by) == []


def test_a_link_is_mailed_without_a_secret_in_the_jobs(newcomer, by):
    assert activating.send_links([newcomer], by=by) == 1
    job = Job.objects.get(kind=letters.LINK_MAIL)
    token = token_of(newcomer)

    assert outbox.work_due() == 1

    link = re.search(r"http\S+(/kich-hoat/lien-ket/\S+)", mail.outbox[0].body).group(1)
    assert mail.outbox[0].to == ["thao@example.org"]
    assert link == reverse("cadres:activate_by_link", args=[token])
    assert token not in str(job.payload) + job.key
    assert token not in str(list(AuditEvent.objects.values()))
    assert token not in Activation.objects.get(cadre=newcomer).code_hash


def test_a_link_mailed_twice_by_a_restarted_worker_still_opens(newcomer, by):
    activating.send_links([newcomer], by=by)
    payload = Job.objects.get(kind=letters.LINK_MAIL).payload
    letters.send_link(payload)
    letters.send_link(payload)

    links = {re.search(r"lien-ket/(\w+)/", message.body).group(1) for message in mail.outbox}

    assert links == {token_of(newcomer)}
    assert activating.follow(links.pop(), PASSWORD).has_usable_password()


def test_a_link_to_a_vanished_address_is_dropped(newcomer, by):
    activating.send_links([newcomer], by=by)
    Cadre.objects.filter(pk=newcomer.pk).update(email="")

    outbox.work_due()

    assert mail.outbox == []


def test_who_has_no_address_gets_no_link(t, by):
    cadre = CadreFactory()

    assert activating.send_links([cadre], by=by) == 0
    assert not Activation.objects.filter(cadre=cadre).exists()


def test_an_address_that_somebody_signs_in_with_is_not_taken(newcomer, by):
    UserFactory(email="thao@example.org")
    ((_, code),) = activating.issue([newcomer], by=by)

    assert activating.redeem(code, BORN, PASSWORD).email == ""


def test_the_own_name_is_no_password_by_link(newcomer, by):
    activating.send_links([newcomer], by=by)

    with pytest.raises(ValidationError):
        activating.follow(token_of(newcomer), "nguyễn hoàng phương thảo")
    assert activating.of_link(token_of(newcomer)) is not None


def test_an_invited_person_opens_the_account_with_a_card_and_no_birth_date(t):
    staff = with_role(Role.ORG_STAFF, t.province)
    user = activating.invite(full_name="Trần Thị Thu Hà", email="", phone="0903111222", by=staff)
    assert (user.username, user.has_usable_password()) == ("0903111222", False)

    code = activating.issue_to_invited(user, by=staff)
    opened = activating.redeem(code, None, PASSWORD)

    assert opened == user
    assert opened.check_password(PASSWORD)
    assert not activating.invited_by(staff).exists()


def test_an_invited_person_opens_the_account_by_link(t):
    staff = with_role(Role.ORG_STAFF, t.province)
    user = activating.invite(full_name="Trần Thị Thu Hà", email="ha@example.org", phone="", by=staff)
    activating.send_link_to_invited(user, by=staff)
    outbox.work_due()
    token = re.search(r"lien-ket/(\w+)/", mail.outbox[0].body).group(1)

    assert activating.follow(token, PASSWORD) == user
    with pytest.raises(activating.NotActivated):
        activating.follow(token, PASSWORD)


@pytest.mark.parametrize("contact", [{"email": "Thao@example.org", "phone": ""}, {"email": "", "phone": "0903111222"}])
def test_nobody_is_invited_whom_the_portal_knows(newcomer, by, contact):
    UserFactory(email="thao@example.org")
    Cadre.objects.filter(pk=newcomer.pk).update(phone="0903111222")

    with pytest.raises(activating.AlreadyInvited):
        activating.invite(full_name="Nguyễn Hoàng Phương Thảo", by=by, **contact)


def test_only_who_invited_or_keeps_the_system_hands_out_the_card(t):
    staff, other = with_role(Role.ORG_STAFF, t.province), t.other_base_secretary.user
    keeper = with_role(Role.SYSADMIN, t.province)
    user = activating.invite(full_name="Trần Thị Thu Hà", email="ha@example.org", phone="", by=staff)

    with pytest.raises(PermissionDenied):
        activating.issue_to_invited(user, by=other)
    assert list(activating.invited_by(other)) == []
    assert list(activating.invited_by(keeper)) == [user]


def test_an_opened_account_gets_no_second_card(t):
    staff = with_role(Role.ORG_STAFF, t.province)
    user = activating.invite(full_name="Trần Thị Thu Hà", email="ha@example.org", phone="", by=staff)
    activating.redeem(activating.issue_to_invited(user, by=staff), None, PASSWORD)

    with pytest.raises(StaleDocument):
        activating.issue_to_invited(user, by=staff)


def test_a_stopped_account_is_not_opened(t):
    staff = with_role(Role.ORG_STAFF, t.province)
    user = activating.invite(full_name="Trần Thị Thu Hà", email="ha@example.org", phone="", by=staff)
    code = activating.issue_to_invited(user, by=staff)
    User.objects.filter(pk=user.pk).update(is_active=False)

    with pytest.raises(activating.NotActivated):
        activating.redeem(code, None, PASSWORD)


def test_without_an_address_no_link_is_sent_to_the_invited(t):
    staff = with_role(Role.ORG_STAFF, t.province)
    user = activating.invite(full_name="Trần Thị Thu Hà", email="", phone="0903111222", by=staff)

    with pytest.raises(PermissionDenied):
        activating.send_link_to_invited(user, by=staff)


def test_each_step_is_in_the_trail_once(newcomer, by):
    ((_, code),) = activating.issue([newcomer], by=by)
    activating.redeem(code, BORN, PASSWORD)

    assert list(AuditEvent.objects.filter(cadre_id=newcomer.pk).order_by("seq").values_list("verb", flat=True)) == [
        "account.code_issued",
        "account.activated",
    ]


def test_a_card_lasts_thirty_days_and_a_link_three(newcomer, by):
    activating.issue([newcomer], by=by)
    activating.send_links([newcomer], by=by)

    lasts = {a.way: a.expires_at - a.issued_at for a in Activation.objects.filter(cadre=newcomer)}
    assert lasts == {"card": dt.timedelta(days=30), "link": dt.timedelta(hours=72)}
    Activation.objects.update(expires_at=timezone.now())
    assert {a.standing for a in Activation.objects.all()} == {"expired"}
