import datetime as dt
from io import StringIO
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from cadres import recovering
from cadres.models import FactorReset, Role
from cadres.rules import needs_second_factor
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree, with_role
from tests.factories.totp import recovery_codes_of, totp_of

PASSWORD = "mot cau de nho 2022"


@pytest.fixture
def t():
    """A district secretary who lost the phone, the secretary above, and two keepers of the system."""
    t = tree()
    lost = t.district_secretary.user
    lost.set_password(PASSWORD)
    lost.save()
    totp_of(lost)
    recovery_codes_of(lost)
    keepers = [with_role(Role.SYSADMIN, t.province, username=name) for name in ("quantri1", "quantri2")]
    return SimpleNamespace(tree=t, lost=lost, above=t.province_secretary.user, keepers=keepers)


def ask(t, account=None, by=None):
    return recovering.ask(account or t.lost, by=by or t.above, reason="Mất điện thoại")


def test_two_people_restore_an_account(t):
    client = Client()
    client.post("/dang-nhap/", {"login": t.lost.username, "password": PASSWORD})
    assert client.get("/thong-bao/").status_code == 302
    reset = ask(t)
    recovering.confirm(reset, by=t.keepers[0])
    assert not Authenticator.objects.filter(user=t.lost).exists()
    client.post("/dang-nhap/", {"login": t.lost.username, "password": PASSWORD})
    assert client.get("/thong-bao/").status_code == 200


def test_sessions_of_before_end(t):
    client = Client()
    Authenticator.objects.all().delete()
    client.post("/dang-nhap/", {"login": t.lost.username, "password": PASSWORD})
    totp_of(t.lost)
    recovering.confirm(ask(t), by=t.keepers[0])
    assert client.get("/thong-bao/").status_code == 302


def test_owner_asker_and_keepers_are_told(t):
    recovering.confirm(ask(t), by=t.keepers[0])
    told = Notification.objects.order_by("pk").values_list("to__username", "subject")
    assert list(told) == [
        ("quantri1", "Đề nghị gỡ lớp bảo vệ thứ hai"),
        ("quantri2", "Đề nghị gỡ lớp bảo vệ thứ hai"),
        (t.lost.username, "Có đề nghị gỡ lớp bảo vệ thứ hai của đồng chí"),
        (t.lost.username, "Lớp bảo vệ thứ hai đã được gỡ"),
        (t.above.username, "Trả lời đề nghị gỡ lớp bảo vệ thứ hai"),
    ]


def test_trail_holds_who_asked_and_who_confirmed(t):
    reset = recovering.confirm(ask(t), by=t.keepers[0])
    told = AuditEvent.objects.filter(target="cadres.factorreset").order_by("seq")
    events = told.values_list("verb", "actor_id", "target_id", "cadre_id", "after")
    cadre = t.lost.cadre.pk
    assert list(events) == [
        ("factor.reset_asked", t.above.pk, str(reset.pk), cadre, None),
        (
            "factor.reset_confirmed",
            t.keepers[0].pk,
            str(reset.pk),
            cadre,
            {"factors_removed": 2, "sessions_ended": 0},
        ),
    ]


def test_refused_request_leaves_all_as_it_is_and_says_why(t):
    reset = recovering.refuse(ask(t), by=t.keepers[0], answer="Gọi lại không gặp")
    assert Authenticator.objects.filter(user=t.lost).count() == 2
    assert (reset.decision, reset.answer) == ("refused", "Gọi lại không gặp")
    assert "Gọi lại không gặp" in Notification.objects.get(to=t.above).body


def test_nobody_asks_for_himself(t):
    totp_of(t.above)
    with pytest.raises(PermissionDenied):
        ask(t, t.above, by=t.above)


@pytest.mark.parametrize("asker", ["district_deputy", "base_secretary", "other_district_secretary"])
def test_only_who_helps_with_accounts_above_asks(t, asker):
    with pytest.raises(PermissionDenied):
        ask(t, by=getattr(t.tree, asker).user)


def test_party_representative_is_helped_where_the_grant_is(t):
    account = with_role(Role.PARTY_REP, t.tree.district, username="capuy")
    totp_of(account)
    with pytest.raises(PermissionDenied):
        ask(t, account, by=t.tree.other_district_secretary.user)
    assert ask(t, account, by=t.tree.district_secretary.user).user == account


def test_a_keeper_of_the_system_is_helped_at_the_root_and_never_decides_on_himself(t):
    totp_of(t.keepers[0])
    reset = ask(t, t.keepers[0])
    with pytest.raises(PermissionDenied):
        recovering.confirm(reset, by=t.keepers[0])
    assert recovering.confirm(reset, by=t.keepers[1]).decided_by == t.keepers[1]


def test_the_same_person_never_asks_and_confirms(t):
    both = with_role(Role.ORG_STAFF, t.tree.province, username="ca-hai")
    with_role(Role.SYSADMIN, t.tree.province, username="x").grants.update(user=both)
    reset = ask(t, by=both)
    with pytest.raises(PermissionDenied):
        recovering.confirm(reset, by=both)


def test_only_who_keeps_the_system_decides(t):
    reset = ask(t)
    with pytest.raises(PermissionDenied):
        recovering.refuse(reset, by=with_role(Role.ORG_STAFF, t.tree.province), answer="x")


def test_without_a_second_factor_there_is_nothing_to_remove(t):
    with pytest.raises(StaleDocument):
        ask(t, t.tree.district_staff.user)


def test_one_request_at_a_time_and_one_decision(t):
    reset = ask(t)
    with pytest.raises(StaleDocument):
        ask(t)
    recovering.confirm(reset, by=t.keepers[0])
    with pytest.raises(StaleDocument):
        recovering.refuse(reset, by=t.keepers[1], answer="x")


def test_a_request_is_good_for_24_hours(t, time_machine):
    time_machine.move_to("2022-03-01 08:00+07:00")
    reset = ask(t)
    time_machine.shift(dt.timedelta(hours=24, seconds=1))
    with pytest.raises(StaleDocument):
        recovering.confirm(reset, by=t.keepers[0])
    assert Authenticator.objects.filter(user=t.lost).exists()
    assert ask(t) != reset
    reset.refresh_from_db()
    assert reset.decision == "expired"


def row(t, **changes):
    now = timezone.now()
    given = {"user": t.lost, "asked_by": t.above, "reason": "x", "expires_at": now + dt.timedelta(hours=1)}
    return FactorReset(**given | changes)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("nobody_asks_for_the_own_reset", lambda t: {"asked_by": t.lost}),
        ("two_others_restore_an_account", lambda t: decided(t.above)),
        ("two_others_restore_an_account", lambda t: decided(t.lost)),
        ("a_decided_reset_says_who_and_when", lambda t: {"decision": "confirmed"}),
        ("a_decided_reset_says_who_and_when", lambda t: decided(t.keepers[0]) | {"decision": "waiting"}),
        ("a_reset_expires_after_it_was_asked", lambda t: {"expires_at": timezone.now() - dt.timedelta(days=1)}),
    ],
)
def test_the_table_refuses_what_must_never_be(t, constraint, change):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row(t, **change(t)).save()


def decided(by):
    return {"decision": "confirmed", "decided_by": by, "decided_at": timezone.now()}


def test_the_table_holds_one_waiting_request_per_account(t):
    row(t).save()
    with pytest.raises(IntegrityError, match="one_waiting_reset_per_user"), transaction.atomic():
        row(t).save()


@pytest.mark.parametrize(
    ("offices", "is_needed"),
    [
        ([], False),
        ([("unit_secretary", "base"), ("unit_admin", "base")], False),
        ([("deputy_secretary", "district"), ("unit_admin", "district"), ("party_rep", "district")], False),
        ([("unit_secretary", "district")], True),
        ([("deputy_secretary", "province")], True),
        ([("dept_head", "province")], True),
        ([("party_rep", "province")], True),
        ([("supervisor", "base")], True),
        ([("inspector", "district")], True),
        ([("unit_secretary", "base"), ("sysadmin", "province")], True),
    ],
)
def test_second_factor_is_needed_by_those_who_decide_or_oversee(offices, is_needed):
    assert needs_second_factor(offices) is is_needed


def test_strangers_see_no_request(t):
    reset = ask(t)
    assert list(FactorReset.objects.visible_to(t.above)) == [reset]
    assert list(FactorReset.objects.visible_to(t.keepers[0])) == [reset]
    assert list(FactorReset.objects.visible_to(UserFactory())) == []


def test_at_the_machine_itself_the_last_keeper_gets_back_in(t):
    out = StringIO()
    call_command("remove_second_factor", t.lost.username, "--reason", "Chỉ có một người quản trị", stdout=out)
    assert "Đã gỡ 2 cách xác thực" in out.getvalue()
    event = AuditEvent.objects.get(verb="factor.removed_at_the_machine")
    assert (event.actor_id, event.target_id, event.reason) == (None, str(t.lost.pk), "Chỉ có một người quản trị")


@pytest.mark.parametrize("name", ["khong-co-ai", "quantri1"])
def test_command_says_when_there_is_nothing_to_remove(t, name):
    with pytest.raises(CommandError):
        call_command("remove_second_factor", name, "--reason", "x")


def test_home_page_of_the_keeper_tells_what_waits(t, client):
    ask(t)
    client.force_login(t.keepers[0])
    assert "1 đề nghị gỡ lớp bảo vệ thứ hai" in client.get("/").text
    client.force_login(t.above)
    assert "đề nghị gỡ lớp bảo vệ thứ hai" not in client.get("/").text
