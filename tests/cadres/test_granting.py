import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from cadres import granting
from cadres.models import Right, Role, RoleGrant, holds_at
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree, with_role


@pytest.fixture
def t():
    found = tree()
    found.organiser = with_role(Role.UNIT_ADMIN, found.district)
    found.staff = with_role(Role.ORG_STAFF, found.province)
    found.person = found.base_deputy.user
    return found


def events():
    """What the trail says beyond the founding of the units."""
    return AuditEvent.objects.exclude(verb="unit.founded")


def again(user):
    """The user as the next request sees him."""
    return type(user).objects.get(pk=user.pk)


def test_a_role_is_given_told_and_traced(t):
    given = granting.grant(t.person, Role.UNIT_ADMIN, t.base, by=t.organiser, reason="QĐ 12")

    assert holds_at(again(t.person), Right.PEOPLE_EDIT, t.branch.path)
    event = events().get()
    assert (event.verb, event.actor_id, event.unit_id, event.reason) == (
        *("grant.given", t.organiser.pk),
        *(t.base.pk, "QĐ 12"),
    )
    assert event.after == {"user": t.person.pk, "role": "unit_admin", "from": f"{timezone.localdate()}", "to": None}
    assert Notification.objects.get().to == t.person
    assert given.granted_by == t.organiser


@pytest.mark.parametrize(
    ("giver", "role", "place"),
    [
        ("organiser", Role.UNIT_ADMIN, "other_base"),
        ("organiser", Role.UNIT_SECRETARY, "base"),
        ("organiser", Role.ORG_STAFF, "province"),
        ("staff", Role.SYSADMIN, "province"),
        ("staff", Role.ORG_STAFF, "district"),
    ],
)
def test_nobody_gives_above_his_own_right(t, giver, role, place):
    with pytest.raises(PermissionDenied):
        granting.grant(t.person, role, getattr(t, place), by=getattr(t, giver), reason="x")
    assert (RoleGrant.objects.filter(user=t.person).count(), events().count()) == (0, 0)


def test_nobody_gives_to_himself(t):
    with pytest.raises(PermissionDenied, match="tự"):
        granting.grant(t.organiser, Role.UNIT_ADMIN, t.base, by=t.organiser, reason="x")


def test_the_same_role_is_not_given_twice_at_once(t):
    granting.grant(t.person, Role.UNIT_ADMIN, t.base, by=t.organiser, reason="x")
    with pytest.raises(ValidationError, match="đã có vai trò"):
        granting.grant(t.person, Role.UNIT_ADMIN, t.base, by=t.organiser, reason="x")


def test_a_role_of_tomorrow_gives_nothing_today(t):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    given = granting.grant(t.person, Role.UNIT_ADMIN, t.base, by=t.organiser, reason="x", valid_from=tomorrow)
    assert given.state == "coming"
    assert not holds_at(again(t.person), Right.PEOPLE_EDIT, t.base.path)


def test_a_revoked_role_is_gone_at_the_next_request_and_kept_in_the_trail(t):
    user = with_role(Role.PARTY_REP, t.district, username="cap-uy")
    given = RoleGrant.objects.get(user=user)
    assert holds_at(user, Right.EVALUATION_PARTY, t.base.path)

    granting.revoke(given, by=t.district_secretary.user, reason="Chuyển công tác")

    assert not holds_at(again(user), Right.EVALUATION_PARTY, t.base.path)
    given.refresh_from_db()
    assert (given.state, given.ended_by, given.end_reason) == ("over", t.district_secretary.user, "Chuyển công tác")
    assert events().get().verb == "grant.ended"


@pytest.mark.parametrize("days", [0, 5])
def test_a_role_given_by_mistake_is_gone_the_same_day_and_can_be_given_again(t, days):
    starts = timezone.localdate() + dt.timedelta(days=days)
    given = granting.grant(t.person, Role.UNIT_ADMIN, t.base, by=t.organiser, reason="x", valid_from=starts)

    ended = granting.revoke(given, by=t.staff, reason="Nhầm người")

    assert ended.state == "over"
    assert not holds_at(again(t.person), Right.PEOPLE_EDIT, t.base.path)
    assert not RoleGrant.objects.valid_on(starts).filter(pk=given.pk).exists()
    told = Notification.objects.filter(subject__contains="đã kết thúc").values_list("to", flat=True)
    assert set(told) == {t.person.pk, t.organiser.pk}
    anew = granting.grant(t.person, Role.UNIT_ADMIN, t.base, by=t.organiser, reason="x", valid_from=starts)
    assert anew.state == given.state


def test_staff_whose_role_is_over_hear_nothing_more(t):
    gone = with_role(Role.ORG_STAFF, t.province, username="tckt-cu")
    granting.revoke(gone.grants.get(), by=t.staff, reason="x")
    assert RoleGrant.objects.valid_on(timezone.localdate()).get(role=Role.ORG_STAFF, unit=t.province).user == t.staff


def test_a_role_is_revoked_once(t):
    given = RoleGrant.objects.get(user=with_role(Role.PARTY_REP, t.district, username="cap-uy"))
    granting.revoke(given, by=t.staff, reason="x")
    with pytest.raises(StaleDocument):
        granting.revoke(given, by=t.staff, reason="x")


def test_the_last_of_those_who_can_give_it_again_stays(t):
    other = with_role(Role.ORG_STAFF, t.province, username="tckt-2")
    own = RoleGrant.objects.get(user=t.staff)
    granting.revoke(own, by=other, reason="Thôi việc")
    third = with_role(Role.ORG_STAFF, t.province, username="tckt-3")
    left = RoleGrant.objects.get(user=other)
    RoleGrant.objects.filter(user=third).update(valid_to=timezone.localdate())

    with pytest.raises(ValidationError, match="cuối cùng"):
        granting.revoke(left, by=third, reason="x")


def test_a_role_is_extended_with_its_reason(t):
    today = timezone.localdate()
    given = granting.grant(t.person, Role.UNIT_ADMIN, t.base, by=t.organiser, reason="x", valid_to=today)
    granting.extend(given, by=t.organiser, reason="Gia hạn theo QĐ 13", valid_to=today + dt.timedelta(days=90))
    given.refresh_from_db()
    assert given.valid_to == today + dt.timedelta(days=90)
    assert events().first().reason == "Gia hạn theo QĐ 13"


def test_an_ended_role_is_not_extended(t):
    given = RoleGrant.objects.get(user=with_role(Role.PARTY_REP, t.district, username="cap-uy"))
    granting.revoke(given, by=t.staff, reason="x")
    with pytest.raises(StaleDocument):
        granting.extend(given, by=t.staff, reason="x", valid_to=None)


def test_somebody_outside_every_list_may_hold_a_role(t):
    outsider = UserFactory(username="ngoai")
    granting.grant(outsider, Role.PARTY_REP, t.district, by=t.district_secretary.user, reason="CV 5")
    assert holds_at(again(outsider), Right.EVALUATION_PARTY, t.district.path)
