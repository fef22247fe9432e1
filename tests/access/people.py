"""People whose rights changed or are about to: beside those of every role, for the further places of the matrix."""

import datetime as dt
from types import SimpleNamespace

from django.utils import timezone

from accounts.models import User
from cadres import delegating, granting
from cadres.models import DELEGATED, Appointment, Delegation, Role, UnitType
from tests.factories.accounts import UserFactory
from tests.factories.cadres import AppointmentFactory, RoleGrantFactory, holder, position, unit

DAY = dt.timedelta(days=1)
EMPTY_HANDED = ["expired grant", "grant from tomorrow", "revoked grant"]
"""They hold nothing anywhere, so one place is as good as another: they are asked about one."""
FURTHER = [*EMPTY_HANDED, "moved person", "delegate", "former delegate"]


def add(world: SimpleNamespace) -> SimpleNamespace:
    """The same world with these people in it, and what they may do written out by hand."""
    t, today = world.tree, timezone.localdate()
    t.sister_base = unit("Đoàn phường Dĩ An", UnitType.BASE, t.district, "72402")
    t.sister_secretary = holder(t.sister_base, "BT-COSO")
    deputies = {name: holder(t.district, "PBT-HUYEN") for name in ("delegate", "former delegate")}
    world.users |= {
        "expired grant": _granted(t, valid_to=today - DAY),
        "grant from tomorrow": _granted(t, valid_from=today + DAY),
        "revoked grant": _revoked(t, world.users["province secretary"]),
        "moved person": _moved(t, today),
        **{name: cadre.user for name, cadre in deputies.items()},
    }
    _delegate(t, deputies, today)
    world.reach |= {
        **{name: [] for name in ("expired grant", "grant from tomorrow", "revoked grant")},
        "moved person": [(Role.UNIT_SECRETARY, t.other_base.path), (Role.UNIT_ADMIN, t.other_base.path)],
        **{name: [(Role.DEPUTY_SECRETARY, t.district.path)] for name in deputies},
    }
    world.delegated["delegate"] = (DELEGATED[Delegation.Area.ALL], t.district.path)
    return world


def _granted(t: SimpleNamespace, **span: dt.date) -> User:
    return RoleGrantFactory(role=Role.UNIT_ADMIN, unit=t.district, **span).user


def _revoked(t: SimpleNamespace, by: User) -> User:
    user = UserFactory()
    given = granting.grant(user, Role.PROP_STAFF, t.province, by=by, reason="Thử")
    granting.revoke(given, by=by, reason="Nhầm người")
    return user


def _moved(t: SimpleNamespace, today: dt.date) -> User:
    """Secretary of one base until yesterday, of another in the other district from today."""
    cadre = holder(t.base, "BT-COSO")
    Appointment.objects.filter(cadre=cadre).update(valid_to=today - DAY)
    AppointmentFactory(cadre=cadre, unit=t.other_base, position=position("BT-COSO"), valid_from=today)
    return cadre.user


def _delegate(t: SimpleNamespace, deputies: dict, today: dt.date) -> None:
    secretary = t.district_secretary
    given = {"from_cadre": secretary, "by": secretary.user, "area": Delegation.Area.ALL}
    span = {"valid_from": today, "valid_to": today + 30 * DAY}
    former = delegating.delegate(t.district, to_cadre=deputies["former delegate"], **given, **span)
    delegating.end(former, by=secretary.user, reason="Đổi người")
    delegating.delegate(t.district, to_cadre=deputies["delegate"], **given, **span)
