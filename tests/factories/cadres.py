"""People and units. `tree()` builds the small province in which most tests play."""

import datetime as dt
from types import SimpleNamespace

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from cadres.models import Appointment, Cadre, Delegation, Exemption, Position, Role, RoleGrant, Unit, UnitType
from cadres.reorganising import found
from tests.factories.accounts import UserFactory

FIRST_DAY = dt.date(2019, 1, 1)


class CadreFactory(DjangoModelFactory):
    class Meta:
        model = Cadre

    full_name = factory.Sequence(lambda n: f"Trần Thị {n}")
    birth_date = dt.date(1995, 5, 19)

    class Params:
        with_user = factory.Trait(
            user=factory.SubFactory(UserFactory, full_name=factory.SelfAttribute("..full_name")),
        )


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    cadre = factory.SubFactory(CadreFactory, with_user=True)
    position = factory.LazyFunction(lambda: position("BT-CHIDOAN"))
    valid_from = FIRST_DAY


class RoleGrantFactory(DjangoModelFactory):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    role = Role.ORG_STAFF
    valid_from = FIRST_DAY


class DelegationFactory(DjangoModelFactory):
    """DelegationFactory(unit=…, from_cadre=…, to_cadre=…): of everything, today and a month from now."""

    class Meta:
        model = Delegation

    valid_from = FIRST_DAY
    valid_to = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=30))


class ExemptionFactory(DjangoModelFactory):
    class Meta:
        model = Exemption

    kind = Exemption.Kind.MATERNITY
    valid_from = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=5))


def position(code: str) -> Position:
    """One of the posts that the migration brings, e.g. "BT-COSO"."""
    return Position.objects.get(code=code)


def unit(name: str, type: UnitType, parent: Unit | None = None, code: str = "") -> Unit:
    """A unit founded on FIRST_DAY, with its placement."""
    return found(name=name, type=type, parent=parent, code=code or f"U{Unit.objects.count()}", on=FIRST_DAY)


def holder(unit: Unit, position_code: str, **cadre) -> Cadre:
    """A cadre with an account who holds the post in the unit."""
    cadre = CadreFactory(with_user=True, **cadre)
    AppointmentFactory(cadre=cadre, unit=unit, position=position(position_code))
    return cadre


def with_role(role: Role, unit: Unit, **user) -> User:
    """A user without a post who was granted the role at the unit."""
    return RoleGrantFactory(role=role, unit=unit, user__username=user.pop("username", f"{role}-{unit.pk}")).user


def tree() -> SimpleNamespace:
    """Province with a department, two districts, two bases each with one branch, and who leads them.

    Units: province, department, district, base, branch, and other_district, other_base, other_branch.
    Cadres with accounts: province_secretary, province_deputy, department_head, department_staff,
    district_secretary, district_deputy, district_staff, base_secretary, base_deputy, branch_secretary,
    and the same of the other district: other_district_secretary, other_base_secretary, other_branch_secretary.
    """
    t = SimpleNamespace()
    t.province = unit("Tỉnh đoàn Bình Dương", UnitType.PROVINCE, code="74")
    t.department = unit("Ban Tổ chức - Kiểm tra", UnitType.DEPARTMENT, t.province, "74-TCKT")
    for prefix, district, base, code in (
        ("", "Thành đoàn Dĩ An", "Đoàn phường An Bình", "724"),
        ("other_", "Huyện đoàn Phú Giáo", "Đoàn xã An Bình", "722"),
    ):
        d = unit(district, UnitType.DISTRICT, t.province, code)
        b = unit(base, UnitType.BASE, d, f"{code}01")
        c = unit("Chi đoàn khu phố 1", UnitType.BRANCH, b, f"{code}01-KP1")
        setattr(t, f"{prefix}district", d)
        setattr(t, f"{prefix}base", b)
        setattr(t, f"{prefix}branch", c)
        setattr(t, f"{prefix}district_secretary", holder(d, "BT-HUYEN"))
        setattr(t, f"{prefix}base_secretary", holder(b, "BT-COSO"))
        setattr(t, f"{prefix}branch_secretary", holder(c, "BT-CHIDOAN"))
    t.province_secretary = holder(t.province, "BT-TINH")
    t.province_deputy = holder(t.province, "PBT-TINH")
    t.department_head = holder(t.department, "TB-TINH")
    t.department_staff = holder(t.department, "CV-TINH")
    t.district_deputy = holder(t.district, "PBT-HUYEN")
    t.district_staff = holder(t.district, "CB-HUYEN")
    t.base_deputy = holder(t.base, "PBT-COSO")
    return t
