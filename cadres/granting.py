"""Giving roles by hand and taking them back. What a post gives by itself (POST_ROLES) needs none of this."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from accounts.notifying import notify
from cadres.granting_rules import NEVER_LAST, may_grant
from cadres.models import Role, RoleGrant, Unit, holdings
from cadres.turns import take_turn

NOT_YOURS = "Chỉ người giữ đủ các quyền này tại đơn vị đó mới trao được. Nhờ Bí thư hoặc Ban Tổ chức - Kiểm tra."
NOT_ONESELF = "Không ai tự trao hoặc tự thu quyền của mình. Nhờ cán bộ tổ chức của đơn vị cấp trên."


@transaction.atomic
def grant(
    user: User,
    role: Role,
    unit: Unit,
    *,
    by: User,
    reason: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> RoleGrant:
    """Give the role from a day (today) on. Raises PermissionDenied above one's own right, ValidationError when the
    person has it already or the days make no sense."""
    _check(by, user, role, unit)
    given = RoleGrant(
        user=user,
        role=role,
        unit=unit,
        valid_from=valid_from or timezone.localdate(),
        valid_to=valid_to,
        granted_by=by,
        reason=reason,
    )
    take_turn("grants")
    given.full_clean()
    given.save(force_insert=True)
    audit.record("grant.given", given, by=by, unit_id=unit.pk, reason=reason, after=_kept(given))
    _tell(
        given,
        by,
        f"Đồng chí được giao vai trò {given.get_role_display()}",
        f"Tại {unit}, từ {given.valid_from:%d/%m/%Y}.",
    )
    return given


@transaction.atomic
def revoke(given: RoleGrant, *, by: User, reason: str) -> RoleGrant:
    """End the role at once, also one given today or for days to come. Raises StaleDocument when it is over already,
    ValidationError for the last one who could give such roles again."""
    take_turn("grants")
    given = _locked(given)
    today = timezone.localdate()
    _check(by, given.user, Role(given.role), given.unit)
    if given.state == "over":
        raise StaleDocument(given, "Vai trò này đã hết hiệu lực rồi. Mở lại trang để xem.")
    if _is_last(given, today):
        raise ValidationError("Đây là người cuối cùng giữ vai trò này. Giao cho người khác trước rồi hãy thu.")
    before = _kept(given)
    given.valid_to = max(today - timedelta(days=1), given.valid_from)
    given.ended_on, given.ended_by, given.end_reason = today, by, reason
    given.save(update_fields=["valid_to", "ended_on", "ended_by", "end_reason"])
    audit.record("grant.ended", given, by=by, unit_id=given.unit_id, reason=reason, before=before, after=_kept(given))
    _tell(given, by, f"Vai trò {given.get_role_display()} đã kết thúc", f"Tại {given.unit}. Lý do: {reason}")
    return given


@transaction.atomic
def extend(given: RoleGrant, *, by: User, reason: str, valid_to: date | None) -> RoleGrant:
    """Let a role that is not over last until another day, or without end."""
    take_turn("grants")
    given = _locked(given)
    _check(by, given.user, Role(given.role), given.unit)
    if given.state == "over":
        raise StaleDocument(given, "Vai trò này đã hết hiệu lực. Giao lại vai trò mới thay vì gia hạn.")
    before = _kept(given)
    given.valid_to = valid_to
    given.full_clean()
    given.save(update_fields=["valid_to"])
    audit.record(
        "grant.extended", given, by=by, unit_id=given.unit_id, reason=reason, before=before, after=_kept(given)
    )
    until = f"đến {valid_to:%d/%m/%Y}" if valid_to else "không thời hạn"
    _tell(given, by, f"Vai trò {given.get_role_display()} được gia hạn", f"Tại {given.unit}, {until}.")
    return given


def _check(by: User, user: User, role: Role, unit: Unit) -> None:
    if by.pk == user.pk:
        raise PermissionDenied(NOT_ONESELF)
    if not may_grant(holdings(by), role, unit.path, at_root=unit.is_root()):
        raise PermissionDenied(NOT_YOURS)


def _locked(given: RoleGrant) -> RoleGrant:
    return RoleGrant.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=given.pk)


def _is_last(given: RoleGrant, today: date) -> bool:
    if given.role not in NEVER_LAST or not given.unit.is_root() or given.state != "valid":
        return False
    others = RoleGrant.objects.valid_on(today).filter(role=given.role, unit=given.unit, user__is_active=True)
    return not others.exclude(pk=given.pk).filter(valid_to=None).exists()


def _kept(given: RoleGrant) -> dict[str, object]:
    until = given.valid_to.isoformat() if given.valid_to else None
    return {"user": given.user_id, "role": given.role, "from": given.valid_from.isoformat(), "to": until}


def _tell(given: RoleGrant, by: User, subject: str, body: str) -> None:
    """The holder, and whoever gave the role when somebody else changes it."""
    stamp = f"{timezone.now():%Y%m%d%H%M%S%f}"
    notify(
        {given.user, given.granted_by} - {None, by},
        kind="grant",
        subject=subject,
        body=body,
        url="/quyen-cua-toi/",
        key=f"grant:{given.pk}:{stamp}",
    )
