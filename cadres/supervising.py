"""Putting a member of the standing committee, or a department, in charge of units (283-KH, V.1)."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from accounts.notifying import notify
from cadres.granting_rules import may_grant
from cadres.models import Appointment, Cadre, Role, Supervision, Unit, holdings
from cadres.turns import take_turn

NOT_YOURS = "Chỉ người quản lý quyền tại đơn vị đó phân công phụ trách được. Nhờ Ban Tổ chức - Kiểm tra."
NOT_ONESELF = "Không ai tự phân công cho mình. Nhờ đồng chí khác của Ban Tổ chức - Kiểm tra."


def may_assign(user: User, unit: Unit, supervisor: Cadre | None = None) -> bool:
    """Whoever may give the rights that being in charge gives; nobody himself."""
    if supervisor is not None and supervisor.user_id == user.pk:
        return False
    return may_grant(holdings(user), Role.SUPERVISOR, unit.path, at_root=unit.is_root())


@transaction.atomic
def assign(
    unit: Unit, *, by: User, valid_from: date, supervisor: Cadre | None = None, department: Unit | None = None
) -> Supervision:
    """Put a person or a department in charge from the day on. Raises ValidationError when he or it already is."""
    if not may_assign(by, unit, supervisor):
        raise PermissionDenied(NOT_ONESELF if supervisor and supervisor.user_id == by.pk else NOT_YOURS)
    take_turn("supervision")
    charge = Supervision(unit=unit, supervisor=supervisor, department=department, valid_from=valid_from)
    charge.full_clean()
    charge.save(force_insert=True)
    audit.record("supervision.given", charge, by=by, unit_id=unit.pk, after=_kept(charge))
    _tell(charge, by, f"Đồng chí được phân công phụ trách {unit}", f"Từ {valid_from:%d/%m/%Y}.")
    return charge


@transaction.atomic
def end(charge: Supervision, *, by: User, reason: str = "") -> Supervision:
    """End it at once, also one that began today or is still to come."""
    charge = (
        Supervision.objects.select_for_update(of=("self",))
        .select_related("unit", "supervisor__user", "department")
        .get(pk=charge.pk)
    )
    if not may_assign(by, charge.unit):
        raise PermissionDenied(NOT_YOURS)
    today = timezone.localdate()
    if charge.state == "over":
        raise StaleDocument(charge, "Phân công này đã kết thúc rồi. Mở lại trang để xem.")
    before = _kept(charge)
    charge.valid_to, charge.ended_on = max(today - timedelta(days=1), charge.valid_from), today
    charge.save(update_fields=["valid_to", "ended_on"])
    audit.record(
        "supervision.ended", charge, by=by, unit_id=charge.unit_id, reason=reason, before=before, after=_kept(charge)
    )
    _tell(charge, by, f"Phân công phụ trách {charge.unit} đã kết thúc", reason)
    return charge


@transaction.atomic
def hand_over(
    charge: Supervision, *, by: User, supervisor: Cadre | None = None, department: Unit | None = None
) -> Supervision:
    """End one charge and begin the next one's on the same day."""
    end(charge, by=by, reason="Bàn giao")
    return assign(charge.unit, by=by, valid_from=timezone.localdate(), supervisor=supervisor, department=department)


def _kept(charge: Supervision) -> dict[str, object]:
    until = charge.valid_to.isoformat() if charge.valid_to else None
    return {
        "supervisor": charge.supervisor_id,
        "department": charge.department_id,
        "days": [charge.valid_from.isoformat(), until],
    }


def _tell(charge: Supervision, by: User, subject: str, body: str) -> None:
    if charge.supervisor_id:
        users = [charge.supervisor.user] if charge.supervisor.user_id else []
    else:
        posts = Appointment.objects.valid_on(timezone.localdate()).filter(
            unit=charge.department_id, cadre__user__isnull=False
        )
        users = [post.cadre.user for post in posts.select_related("cadre__user")]
    key = f"supervision:{charge.pk}:{charge.valid_to or ''}"
    others = {user for user in users if user and user.pk != by.pk}
    notify(others, kind="supervision", subject=subject, body=body, url=charge.unit.get_absolute_url(), key=key)
