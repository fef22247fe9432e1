import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Notification
from cadres import reset_codes
from cadres.models import ResetCode, Role
from tests.factories.cadres import CadreFactory, holder, tree, with_role

OLD, NEW = "mot cau de nho 2022", "rừng xanh núi đỏ"
USE = "/mat-khau/ma-doc/"
TOLD = "/mat-khau/ma-doc/da-dung/"


@pytest.fixture
def t():
    t = tree()
    t.staff = with_role(Role.ORG_STAFF, t.province)
    person = t.branch_secretary.user
    person.set_password(OLD)
    person.save()
    return t


def typed(name: str, code: str, password: str = NEW) -> dict[str, str]:
    return {"login": name, "code": code, "password": password, "again": password}


def test_a_code_sets_a_new_password_once(t):
    person = t.branch_secretary
    code = reset_codes.give(person, by=t.base_secretary.user)

    user = reset_codes.redeem(person.code, code.replace(" ", ""), NEW)

    assert user.check_password(NEW)
    with pytest.raises(reset_codes.WrongCode):
        reset_codes.redeem(person.code, code, "cau khac de nho 2023")
    assert list(AuditEvent.objects.order_by("seq").values_list("verb", flat=True))[-2:] == [
        "account.reset_code_given",
        "account.reset_by_code",
    ]
    assert code.replace(" ", "") not in str(list(AuditEvent.objects.values())) + str(list(ResetCode.objects.values()))


def test_a_new_code_voids_the_earlier_one(t):
    first = reset_codes.give(t.branch_secretary, by=t.base_secretary.user)
    reset_codes.give(t.branch_secretary, by=t.base_secretary.user)

    with pytest.raises(reset_codes.WrongCode):
        reset_codes.redeem(t.branch_secretary.code, first, NEW)


def test_five_misses_lock_the_code(t):
    code = reset_codes.give(t.branch_secretary, by=t.base_secretary.user)
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**8:08d}"
    for _ in range(ResetCode.MAX_MISSES):
        with pytest.raises(reset_codes.WrongCode):
            reset_codes.redeem(t.branch_secretary.code, wrong, NEW)

    with pytest.raises(reset_codes.WrongCode):
        reset_codes.redeem(t.branch_secretary.code, code, NEW)


def test_after_fifteen_minutes_the_code_is_too_old(t):
    code = reset_codes.give(t.branch_secretary, by=t.base_secretary.user)

    with (
        time_machine.travel(timezone.now() + dt.timedelta(minutes=15, seconds=1)),
        pytest.raises(reset_codes.WrongCode),
    ):
        reset_codes.redeem(t.branch_secretary.code, code, NEW)


def test_the_code_of_one_opens_no_account_of_another(t):
    code = reset_codes.give(t.branch_secretary, by=t.base_secretary.user)
    reset_codes.give(t.base_deputy, by=t.base_secretary.user)

    with pytest.raises(reset_codes.WrongCode):
        reset_codes.redeem(t.base_deputy.code, code, NEW)


def test_the_own_name_is_no_password_and_the_code_stays_good(t):
    person = holder(t.branch, "PBT-CHIDOAN", full_name="Nguyễn Hoàng Phương Thảo")
    person.user.full_name = person.full_name
    person.user.save()
    code = reset_codes.give(person, by=t.base_secretary.user)

    with pytest.raises(ValidationError):
        reset_codes.redeem(person.code, code, "nguyễn hoàng phương thảo")
    assert reset_codes.redeem(person.code, code, NEW).check_password(NEW)


@pytest.mark.parametrize(
    ("helper", "person"),
    [
        ("base_secretary", "base_secretary"),
        ("base_secretary", "district_secretary"),
        ("base_secretary", "other_branch_secretary"),
        ("district_deputy", "branch_secretary"),
        ("branch_secretary", "base_deputy"),
        ("province_deputy", "province_secretary"),
    ],
)
def test_nobody_helps_himself_nor_a_superior_nor_elsewhere(t, helper, person):
    with pytest.raises(PermissionDenied):
        reset_codes.give(getattr(t, person), by=getattr(t, helper).user)


@pytest.mark.parametrize(
    ("helper", "person"),
    [
        ("base_secretary", "base_deputy"),
        ("district_secretary", "base_secretary"),
        ("district_secretary", "branch_secretary"),
        ("province_secretary", "district_secretary"),
    ],
)
def test_the_secretary_above_helps(t, helper, person):
    assert len(reset_codes.give(getattr(t, person), by=getattr(t, helper).user)) == 9


def test_a_grant_above_the_helper_forbids_it(t):
    with_grant = t.branch_secretary
    with_grant.user.grants.create(role=Role.INSPECTOR, unit=t.province, valid_from=dt.date(2020, 1, 1))

    with pytest.raises(PermissionDenied):
        reset_codes.give(with_grant, by=t.base_secretary.user)


def test_an_account_with_a_second_factor_is_not_reset_by_phone(t):
    Authenticator.objects.create(user=t.branch_secretary.user, type=Authenticator.Type.TOTP, data={})

    with pytest.raises(PermissionDenied, match="hai bước"):
        reset_codes.give(t.branch_secretary, by=t.base_secretary.user)


def test_a_second_factor_set_up_meanwhile_voids_the_code(t):
    code = reset_codes.give(t.branch_secretary, by=t.base_secretary.user)
    Authenticator.objects.create(user=t.branch_secretary.user, type=Authenticator.Type.TOTP, data={})

    with pytest.raises(reset_codes.WrongCode):
        reset_codes.redeem(t.branch_secretary.code, code, NEW)


def test_who_has_no_account_gets_no_code(client, t):
    person = CadreFactory()

    assert reset_codes.may_give(t.base_secretary.user, person) is False


def test_the_page_shows_the_code_once(client, t):
    client.force_login(t.base_secretary.user)
    url = reverse("cadres:reset_code_give", args=[t.branch_secretary.pk])

    asked, given = client.get(url), client.post(url)

    assert "Tạo mã để đọc" in asked.text
    assert given.context["code"] in given.text
    assert given.context["code"] not in client.get(url).text
    assert url in client.get(t.branch_secretary.get_absolute_url()).text


def test_the_page_says_who_can_when_the_reader_cannot(client, t):
    client.force_login(t.district_secretary.user)
    url = reverse("cadres:reset_code_give", args=[t.district_secretary.pk])

    assert "Bí thư cấp trên" in client.get(url).text
    assert client.post(url).status_code == 403


def test_reset_ends_other_sessions_and_the_next_sign_in_tells_who_gave_the_code(client, t):
    person = t.branch_secretary
    client.force_login(person.user)
    assert client.get("/").status_code == 200
    code = reset_codes.give(person, by=t.base_secretary.user)
    other = type(client)()

    answer = other.post(USE, typed(person.code, code))

    assert answer.url == "/dang-nhap/"
    assert client.get("/").url.startswith("/dang-nhap/")
    other.post("/dang-nhap/", {"login": person.code, "password": NEW})
    assert other.get("/can-bo/").url == TOLD
    page = other.get(TOLD).text
    assert t.base_secretary.full_name in page
    assert other.post(TOLD, {"act": "mine"}).url == "/"
    assert other.get("/").status_code == 200
    assert AuditEvent.objects.latest("seq").verb == "account.reset_acknowledged"


def test_who_did_not_ask_for_it_tells_the_staff(client, t):
    code = reset_codes.give(t.branch_secretary, by=t.base_secretary.user)
    client.force_login(reset_codes.redeem(t.branch_secretary.code, code, NEW))

    answer = client.post(TOLD, {"act": "not-mine"})

    assert answer.url == reverse("account_change_password")
    assert Notification.objects.filter(to=t.staff, kind="account.reset_disowned").count() == 1
    assert AuditEvent.objects.latest("seq").verb == "account.reset_disowned"


def test_both_are_notified(t):
    code = reset_codes.give(t.branch_secretary, by=t.base_secretary.user)
    reset_codes.redeem(t.branch_secretary.code, code, NEW)

    told = Notification.objects.filter(kind="account.reset_by_code").values_list("to", flat=True)
    assert set(told) == {t.branch_secretary.user.pk, t.base_secretary.user.pk}


def test_acknowledging_twice_is_once_in_the_trail(t):
    code = reset_codes.give(t.branch_secretary, by=t.base_secretary.user)
    reset_codes.redeem(t.branch_secretary.code, code, NEW)

    for _ in range(2):
        reset_codes.acknowledge(t.branch_secretary.user, is_own=True)

    assert AuditEvent.objects.filter(verb="account.reset_acknowledged").count() == 1


def test_who_was_not_reset_is_not_held_up(client, t):
    client.force_login(t.branch_secretary.user)

    assert client.get(TOLD).url == "/"
    assert client.get("/").status_code == 200


def test_guessing_names_and_codes_is_stopped(client, t):
    answers = [client.post(USE, typed(t.branch_secretary.code, f"0000000{n}")).status_code for n in range(6)]

    assert answers == [200] * 5 + [429]
