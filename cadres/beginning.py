"""The first unit and the first account of a new site: everything else is done in the browser from there on."""

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from cadres import activating, reorganising
from cadres.models import Role, RoleGrant, Unit, UnitType

ROLES = (Role.SYSADMIN, Role.ORG_STAFF, Role.UNIT_ADMIN)
REASON = "Khi lập cổng"


class NotEmpty(Exception):
    """There are units or accounts already."""


@transaction.atomic
def begin(*, unit_name: str, unit_code: str, full_name: str, email: str, on: date) -> tuple[User, str]:
    """Found the root and invite who sets the portal up; returns the account and its card code, which is shown once."""
    if Unit.objects.exists() or User.objects.exists():
        raise NotEmpty
    root = reorganising.found(name=unit_name, type=UnitType.PROVINCE, parent=None, code=unit_code, on=on)
    user = activating.invite(full_name=full_name, email=email, phone="", by=None)
    for role in ROLES:
        given = RoleGrant.objects.create(user=user, role=role, unit=root, valid_from=on, reason=REASON)
        audit.record("grant.given", given, by=None, unit_id=root.pk, reason=REASON, after={"role": role})
    return user, activating.issue_to_invited(user, by=user)
