"""A secretary lets a deputy of the same unit decide in his place (ủy quyền), whole or by area, for a time."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from accounts.notifying import notify
from cadres.models import Appointment, Cadre, Delegation, Right, Seat, Unit, holds_at
from cadres.turns import take_turn

NOT_YOURS = "Chỉ Bí thư đang giữ chức của đơn vị ủy quyền được."
NOT_YOURS_TO_END = "Chỉ Bí thư, hoặc người quản lý quyền của đơn vị, kết thúc được ủy quyền."


def leaders(unit: Unit, seats: Iterable[Seat], on: date) -> list[Cadre]:
    """Who holds one of these seats of the unit itself on the day."""
    posts = Appointment.objects.valid_on(on).filter(unit=unit, position__seat__in=seats, position__level=unit.level)
    return [post.cadre for post in posts.select_related("cadre").order_by("position__rank", "cadre__sort_key")]


def led_by(user: User, on: date) -> list[Unit]:
    """The units whose secretary the user is on the day, the highest first."""
    posts = Appointment.objects.valid_on(on).filter(cadre__user=user, position__seat=Seat.SECRETARY)
    posts = posts.filter(position__level=F("unit__level")).select_related("unit").order_by("unit__path")
    return [post.unit for post in posts]


def in_force(unit: Unit, on: date) -> Delegation | None:
    """The delegation of everything that holds on the day: whose deputy signs for the unit."""
    whole = Delegation.objects.valid_on(on).filter(unit=unit, area=Delegation.Area.ALL)
    return whole.order_by("-valid_from").first()


def may_delegate(user: User, secretary: Cadre | None) -> bool:
    """Only the secretary himself: who manages rights would else hand out decisions that he does not have."""
    return secretary is not None and secretary.user_id == user.pk


def may_end(user: User, given: Delegation) -> bool:
    """Who gave it, and who manages the rights of the unit, the next secretary among them."""
    return may_delegate(user, given.from_cadre) or holds_at(user, Right.GRANT_MANAGE, given.unit.path)


@transaction.atomic
def delegate(
    unit: Unit,
    *,
    from_cadre: Cadre,
    to_cadre: Cadre,
    area: str,
    valid_from: date,
    valid_to: date,
    by: User,
    document_no: str = "",
    document_on: date | None = None,
) -> Delegation:
    """Raises PermissionDenied, or ValidationError when the two do not lead the unit, the days make no sense, or the
    same is delegated already."""
    if not may_delegate(by, from_cadre):
        raise PermissionDenied(NOT_YOURS)
    take_turn("delegations")
    day = max(valid_from, timezone.localdate())
    if from_cadre not in leaders(unit, [Seat.SECRETARY], day):
        raise ValidationError({"from_cadre": f"{from_cadre} không phải Bí thư của {unit} vào ngày {day:%d/%m/%Y}."})
    if to_cadre not in leaders(unit, [Seat.DEPUTY], day):
        raise ValidationError({"to_cadre": f"{to_cadre} không phải Phó Bí thư của {unit} vào ngày {day:%d/%m/%Y}."})
    met = Delegation.objects.not_over(day).filter(unit=unit, valid_from__lte=valid_to, valid_to__gte=valid_from)
    if other := met.of_area(area).select_related("to_cadre").first():
        raise ValidationError(
            f"Phạm vi này đã được ủy quyền cho đồng chí {other.to_cadre} đến {other.valid_to:%d/%m/%Y}. "
            "Kết thúc ủy quyền đó trước, hoặc chọn thời gian khác."
        )
    given = Delegation(
        unit=unit,
        from_cadre=from_cadre,
        to_cadre=to_cadre,
        area=area,
        valid_from=valid_from,
        valid_to=valid_to,
        document_no=document_no,
        document_on=document_on,
    )
    given.full_clean()
    given.save(force_insert=True)
    audit.record("delegation.given", given, by=by, unit_id=unit.pk, cadre_id=to_cadre.pk, after=_kept(given))
    until = f"Phạm vi: {given.get_area_display()}, từ {valid_from:%d/%m/%Y} đến {valid_to:%d/%m/%Y}."
    _tell(given, by, f"Đồng chí {to_cadre} được ủy quyền tại {unit}", until, "given")
    return given


@transaction.atomic
def end(given: Delegation, *, by: User, reason: str) -> Delegation:
    """End it at once, also one that began today or is still to come."""
    given = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("unit", "from_cadre__user", "to_cadre__user")
        .get(pk=given.pk)
    )
    if not may_end(by, given):
        raise PermissionDenied(NOT_YOURS_TO_END)
    today = timezone.localdate()
    if given.state == "over":
        raise StaleDocument(given, "Ủy quyền này đã hết hiệu lực rồi. Mở lại trang để xem.")
    before = _kept(given)
    given.valid_to, given.ended_on, given.end_reason = max(today - timedelta(days=1), given.valid_from), today, reason
    given.save(update_fields=["valid_to", "ended_on", "end_reason"])
    audit.record(
        "delegation.ended",
        given,
        by=by,
        unit_id=given.unit_id,
        cadre_id=given.to_cadre_id,
        reason=reason,
        before=before,
        after=_kept(given),
    )
    _tell(given, by, f"Ủy quyền cho đồng chí {given.to_cadre} đã kết thúc", f"Lý do: {reason}", "ended")
    return given


def _kept(given: Delegation) -> dict[str, object]:
    return {
        "from": given.from_cadre_id,
        "to": given.to_cadre_id,
        "area": given.area,
        "days": [given.valid_from.isoformat(), given.valid_to.isoformat()],
    }


def _tell(given: Delegation, by: User, subject: str, body: str, what: str) -> None:
    """Both hear of it, but for who did it."""
    users = [cadre.user for cadre in (given.from_cadre, given.to_cadre) if cadre.user and cadre.user_id != by.pk]
    key = f"delegation.{what}:{given.pk}"
    notify(users, kind="delegation", subject=subject, body=body, url="/quyen-cua-toi/", key=key)
