import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification, User
from cadres import delegating, supervising
from cadres.models import Delegation, Right, Role, Supervision, holds_at
from cadres.papers.letterhead import signatures_of
from tests.factories.cadres import holder, tree, with_role


@pytest.fixture
def t():
    found = tree()
    found.organiser = with_role(Role.UNIT_ADMIN, found.district)
    found.staff = with_role(Role.ORG_STAFF, found.province)
    return found


def give(t, by, **changes):
    today = timezone.localdate()
    values = {
        "from_cadre": t.district_secretary,
        "to_cadre": t.district_deputy,
        "area": Delegation.Area.ALL,
        "valid_from": today,
        "valid_to": today + dt.timedelta(days=30),
        "document_no": "12-GUQ/ĐTN",
    } | changes
    return delegating.delegate(t.district, by=by, **values)


def events():
    """What the trail says beyond the founding of the units."""
    return AuditEvent.objects.exclude(verb="unit.founded")


def again(cadre):
    return User.objects.get(pk=cadre.user_id)


def test_a_deputy_decides_while_it_lasts(t):
    given = give(t, t.district_secretary.user)
    assert holds_at(again(t.district_deputy), Right.PLEDGE_DECIDE, t.district.path)
    assert events().get().verb == "delegation.given"
    assert Notification.objects.get().to == t.district_deputy.user

    delegating.end(given, by=t.district_secretary.user, reason="Đã về")

    assert not holds_at(again(t.district_deputy), Right.PLEDGE_DECIDE, t.district.path)


def test_one_area_gives_no_other(t):
    give(t, t.district_secretary.user, area=Delegation.Area.VISIT)
    deputy = again(t.district_deputy)
    assert holds_at(deputy, Right.VISIT_DECIDE, t.district.path)
    assert not holds_at(deputy, Right.PLEDGE_DECIDE, t.district.path)


def test_who_manages_rights_gives_no_decisions_that_are_not_his(t):
    for by in (t.organiser, t.staff, with_role(Role.SYSADMIN, t.province)):
        with pytest.raises(PermissionDenied, match="Chỉ Bí thư"):
            give(t, by)
    assert delegating.end(give(t, t.district_secretary.user), by=t.organiser, reason="Đã về").state == "over"


@pytest.mark.parametrize(
    ("first", "second", "meets"),
    [("pledge", "pledge", True), ("pledge", "all", True), ("all", "visit", True), ("pledge", "visit", False)],
)
def test_one_area_is_in_one_deputys_hands_at_a_time(t, first, second, meets):
    secretary, other = t.district_secretary.user, holder(t.district, "PBT-HUYEN")
    earlier = give(t, secretary, area=first)
    if not meets:
        assert give(t, secretary, area=second, to_cadre=other).to_cadre == other
        return
    with pytest.raises(ValidationError, match="đã được ủy quyền"):
        give(t, secretary, area=second, to_cadre=other)
    delegating.end(earlier, by=secretary, reason="Đổi người")
    assert give(t, secretary, area=second, to_cadre=other).state == "valid"


@pytest.mark.parametrize("who", ["district_deputy", "other_district_secretary", "base_secretary"])
def test_nobody_else_delegates(t, who):
    with pytest.raises(PermissionDenied):
        give(t, getattr(t, who).user)


def test_only_leaders_of_the_unit_delegate_and_are_delegated_to(t):
    with pytest.raises(ValidationError, match="không phải Phó Bí thư"):
        give(t, t.district_secretary.user, to_cadre=t.base_deputy)
    with pytest.raises(ValidationError, match="không phải Bí thư"):
        give(t, t.base_secretary.user, from_cadre=t.base_secretary)


def test_the_same_is_not_delegated_twice_at_once(t):
    give(t, t.district_secretary.user)
    with pytest.raises(ValidationError, match="đã được ủy quyền"):
        give(t, t.district_secretary.user)


def test_it_is_ended_once(t):
    today = timezone.localdate()
    given = give(t, t.district_secretary.user)
    Delegation.objects.filter(pk=given.pk).update(valid_from=today - dt.timedelta(days=9))
    delegating.end(given, by=t.organiser, reason="Đã về")
    with pytest.raises(StaleDocument):
        delegating.end(given, by=t.organiser, reason="Đã về")


def test_papers_are_signed_by_the_deputy_and_say_why(t):
    assert signatures_of(t.district).right == ("TM. BAN THƯỜNG VỤ", "BÍ THƯ")
    given = give(t, t.district_secretary.user, document_on=dt.date(2026, 3, 5))
    body, office, paper = signatures_of(t.district, delegating.in_force(t.district, timezone.localdate())).right
    assert (body, office) == ("TM. BAN THƯỜNG VỤ", "PHÓ BÍ THƯ")
    assert f"12-GUQ/ĐTN ngày 05/03/2026, từ {given.valid_from:%d/%m/%Y}" in paper


def test_a_department_is_put_in_charge_and_its_people_read(t):
    charge = supervising.assign(t.other_district, by=t.staff, valid_from=timezone.localdate(), department=t.department)
    assert holds_at(again(t.department_staff), Right.PLEDGE_READ, t.other_base.path)
    assert set(Notification.objects.values_list("to", flat=True)) == {
        *(t.department_head.user_id, t.department_staff.user_id)
    }
    supervising.hand_over(charge, by=t.staff, supervisor=t.province_deputy)
    assert not holds_at(again(t.department_staff), Right.PLEDGE_READ, t.other_base.path)
    assert Supervision.objects.valid_on(timezone.localdate()).filter(supervisor=t.province_deputy).count() == 1


def test_nobody_puts_himself_in_charge_or_others_where_he_has_no_say(t):
    day = timezone.localdate()
    with pytest.raises(PermissionDenied):
        supervising.assign(t.other_district, by=t.organiser, valid_from=day, supervisor=t.province_deputy)
    with pytest.raises(PermissionDenied, match="tự"):
        supervising.assign(t.district, by=t.province_deputy.user, valid_from=day, supervisor=t.province_deputy)


def test_a_person_is_in_charge_of_a_unit_once(t):
    day = timezone.localdate()
    supervising.assign(t.district, by=t.staff, valid_from=day, supervisor=t.province_deputy)
    with pytest.raises(ValidationError, match="đã phụ trách"):
        supervising.assign(t.district, by=t.staff, valid_from=day, supervisor=t.province_deputy)
