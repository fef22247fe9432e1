"""What a reorganisation left to decide by hand: where a person or a unit below goes on."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from cadres import following, tree_rules
from cadres.models import Appointment, HandDecision, Position, Right, Unit, UnitPlacement, holdings
from cadres.models.spans import valid_on
from cadres.reorganising import notices
from cadres.reorganising.writing import hang

DAY = timedelta(days=1)
State = HandDecision.State
NOT_YOURS = "Chức danh đứng đầu do cán bộ tổ chức của đơn vị cấp trên sắp xếp."


class PlacingRefused(Exception):
    """The choice does not fit; the message says what to choose instead."""


@transaction.atomic
def place_person(decision: HandDecision, *, by: User, unit: Unit, position: Position) -> HandDecision:
    """The person goes on at the unit in the post, from the day of the change."""
    decision = _locked(decision)
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    _ask(by, decision, unit, leads=position.is_leader)
    old = _post(decision)
    since = max(decision.reorganisation.on, (old.valid_to or decision.reorganisation.on) + DAY)
    _check_post(old, unit, position, since)
    holds_main = Appointment.objects.main().filter(cadre=old.cadre_id, valid_to=None).exclude(pk=old.pk)
    new = Appointment.objects.create(
        cadre_id=old.cadre_id,
        unit=unit,
        position=position,
        valid_from=since,
        is_main=old.is_main and not holds_main.exists(),
        is_full_time=old.is_full_time,
        is_public_servant=old.is_public_servant,
    )
    _decide(decision, State.PLACED, by=by, chosen_unit=unit, new_appointment=new)
    following.posts_changed([old.cadre_id])
    notices.placed(decision, old, new)
    return decision


def _check_post(old: Appointment, unit: Unit, position: Position, since: Any) -> None:
    if position.level != unit.level:
        raise PlacingRefused(f"{position} không phải chức vụ của {unit.get_type_display().lower()}. Chọn chức vụ khác.")
    if unit.valid_to or unit.valid_from > since:
        raise PlacingRefused(f"{unit} không hoạt động từ ngày {since:%d/%m/%Y}. Chọn đơn vị khác.")
    held = Appointment.objects.filter(valid_on(since), unit=unit, position=position)
    if held.filter(cadre=old.cadre_id).exists():
        raise PlacingRefused("Đồng chí này đã giữ chức vụ đó tại đơn vị.")
    if position.seat in tree_rules.SEATS_OF_ONE and (holder := held.select_related("cadre").first()):
        raise PlacingRefused(f"{unit} đã có {position}: đồng chí {holder.cadre}. Chọn chức vụ khác.")


@transaction.atomic
def let_go(decision: HandDecision, *, by: User, reason: str) -> HandDecision:
    """The person's post ended with the unit and nothing follows on it."""
    decision = _locked(decision)
    _ask(by, decision, decision.old_unit)
    old = _post(decision)
    _decide(decision, State.LEFT, by=by, reason=reason)
    following.posts_changed([old.cadre_id])
    notices.let_go(decision, old)
    return decision


@transaction.atomic
def place_unit(decision: HandDecision, *, by: User, unit: Unit) -> HandDecision:
    """A unit below one that split goes under one of the new ones, with all that is below it."""
    decision = _locked(decision)
    child = decision.unit
    if child is None:
        raise StaleDocument(decision)
    _ask(by, decision, unit)
    if not tree_rules.may_stand(child.type, unit.type):
        raise PlacingRefused(f"{child} không đặt được dưới {unit}. Chọn đơn vị khác.")
    on = decision.reorganisation.on
    placement = UnitPlacement.objects.select_for_update(of=("self",)).get(unit=child, valid_to=None)
    if placement.valid_from >= on:
        raise StaleDocument(decision, f"{child} đã được chuyển đi rồi.")
    UnitPlacement.objects.filter(pk=placement.pk).update(valid_to=on - DAY)
    placement.pk, placement._state.adding = None, True
    placement.parent, placement.valid_from = unit, on
    placement.legal_basis = decision.reorganisation.legal_basis
    placement.save()
    hang(child.pk, unit.pk)
    _decide(decision, State.PLACED, by=by, chosen_unit=unit)
    return decision


def _locked(decision: HandDecision) -> HandDecision:
    row = HandDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if row.state != State.OPEN:
        raise StaleDocument(row, "Trường hợp này đã có người quyết định. Tải lại danh sách.")
    return HandDecision.objects.for_page().get(pk=row.pk)


def _post(decision: HandDecision) -> Appointment:
    if decision.appointment is None:
        raise StaleDocument(decision)
    return decision.appointment


def _ask(by: User, decision: HandDecision, unit: Unit, *, leads: bool = False) -> None:
    """Who keeps the unit; a leading post only from above; nobody for himself."""
    held = [holding.path for holding in holdings(by) if holding.right == Right.UNIT_EDIT and holding.path]
    below = [unit.path] if leads else []
    if not tree_rules.may_change_units(held, inside=[unit.path], below=below):
        raise PermissionDenied(NOT_YOURS)
    if decision.appointment and decision.appointment.cadre.user_id == by.pk:
        raise PermissionDenied("Đồng chí không tự sắp xếp cho mình. Cán bộ tổ chức khác hoặc cấp trên quyết định.")


def _decide(decision: HandDecision, state: str, *, by: User, reason: str = "", **chosen: Any) -> None:
    decision.state, decision.decided_by, decision.decided_at = state, by, timezone.now()
    for name, value in chosen.items():
        setattr(decision, name, value)
    decision.save(update_fields=["state", "decided_by", "decided_at", *chosen])
    audit.record(
        f"hand_decision.{state}",
        decision,
        by=by,
        cadre_id=decision.appointment.cadre_id if decision.appointment else None,
        unit_id=decision.old_unit_id,
        reason=reason,
        after={name: value.pk for name, value in chosen.items()} | {"why": decision.why},
    )
