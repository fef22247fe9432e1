"""What happens to a good model: proposed, accepted or refused, withdrawn by its owner, hidden by Ban Tổ chức."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, check_version, lock
from accounts.inbox import UNDO_TIME, address
from accounts.models import User
from accounts.notifying import notify
from accounts.notifying import withdraw as take_back
from cadres.deciding import deciders, superior_units
from cadres.models import Cadre, Right, Unit
from criteria import rules
from criteria.models import GoodModel, PledgeItem, Solution


@dataclass(frozen=True)
class Told:
    """A model in its owner's words."""

    criterion: str
    title: str
    done: str
    result: str
    contact: str = ""


@transaction.atomic
def propose_solution(solution: Solution, told: Told, *, by: User) -> GoodModel:
    """By the unit whose solution it is."""
    solution = _held(Solution.objects.select_related("programme__unit"), solution)
    if not rules.may_propose_solution(by, solution):
        raise PermissionDenied
    unit = solution.programme.unit
    return _propose(told, solution, unit, by=by, kind=solution.kind, solution=solution)


@transaction.atomic
def propose_item(item: PledgeItem, told: Told, *, by: User) -> GoodModel:
    """By the person whose pledge it is from: proposing it is the consent to be named."""
    item = _held(PledgeItem.objects.select_related("pledge__unit", "pledge__cadre"), item)
    if not rules.may_propose_item(by, item):
        raise PermissionDenied
    return _propose(told, item, item.pledge.unit, by=by, cadre=item.pledge.cadre, item=item)


def _held(rows: Any, row: Any) -> Any:
    return rows.select_for_update(of=("self",)).get(pk=row.pk)


def _propose(told: Told, thing: Solution | PledgeItem, unit: Unit, *, by: User, **from_where: Any) -> GoodModel:
    if not rules.can_be_proposed(thing):
        raise StaleDocument(thing, "Chỉ đề xuất việc đã hoàn thành, của chương trình hoặc bản đăng ký đã duyệt.")
    name = "solution" if isinstance(thing, Solution) else "item"
    open_states = (GoodModel.State.PROPOSED, GoodModel.State.ACCEPTED)
    if GoodModel.objects.filter(**{name: thing}, state__in=open_states).exists():
        raise StaleDocument(thing, "Việc này đã được đề xuất rồi.")
    decides = superior_units([unit], Right.PROGRAMME_DECIDE)[unit.pk]
    model = GoodModel.objects.create(
        unit=unit, deciding_unit_id=decides.unit_id, source=thing.text, proposed_by=by, **vars(told), **from_where
    )
    _record("proposed", model, by=by, was="")
    notify(
        [user for user in deciders(model.deciding_unit, Right.PROGRAMME_DECIDE) if user != by],
        kind="model.proposed",
        subject=f"{_owner(model)} đề xuất mô hình hay",
        body=f"“{model.title}”. Kết quả: {model.result}.",
        url=address("mo-hinh", model.pk),
        key=f"model-proposed:{model.pk}",
    )
    return model


@transaction.atomic
def accept(model: GoodModel, *, by: User, version: int) -> GoodModel:
    model = _decided(model, GoodModel.State.ACCEPTED, by=by, version=version)
    _tell_owner(model, "được công nhận, các đơn vị khác đã xem và lấy về được")
    return model


@transaction.atomic
def refuse(model: GoodModel, *, by: User, version: int, reason: str) -> GoodModel:
    model = _decided(model, GoodModel.State.REFUSED, by=by, version=version, reason=reason)
    _tell_owner(model, "chưa được công nhận")
    return model


def _decided(model: GoodModel, state: str, *, by: User, version: int, reason: str = "") -> GoodModel:
    model = _locked(model, version)
    if not rules.may_decide_model(by, model):
        raise PermissionDenied("Cấp trên hoặc Ban Tổ chức - Kiểm tra xét mô hình; không ai xét của mình.")
    if not rules.can_decide_model(model):
        raise StaleDocument(model, "Mô hình này không còn chờ xét.")
    return _moved(model, state, by=by, reason=reason)


@transaction.atomic
def undo(model: GoodModel, *, by: User) -> GoodModel:
    """Take the decision back within ten minutes, unless somebody took the model over or proposed it anew."""
    thing = model.solution or model.item
    if thing:
        lock(thing)  # as proposing does, so that it is not proposed anew meanwhile
    model = _locked(model)
    if model.decided_by_id not in {None, by.pk}:
        raise PermissionDenied("Chỉ người vừa quyết định mới hoàn tác được.")
    if not rules.can_undo_model(model, timezone.now()):
        raise StaleDocument(model, "Chỉ hoàn tác được trong 10 phút sau khi quyết định.")
    if model.take_overs.exists() or _is_proposed_anew(model):
        raise StaleDocument(model, "Đã có nơi lấy mô hình về, hoặc việc này đã được đề xuất lại.")
    take_back(_decision_key(model), [model.proposed_by])
    was, model.state, model.reason = model.state, GoodModel.State.PROPOSED, ""
    model.decided_at = model.decided_by = None
    _save(model, "state", "reason", "decided_by", "decided_at")
    _record("undone", model, by=by, was=was)
    return model


def _is_proposed_anew(model: GoodModel) -> bool:
    same = Q(solution=model.solution_id) if model.solution_id else Q(item=model.item_id, item__isnull=False)
    others = GoodModel.objects.filter(same).exclude(pk=model.pk)
    return others.filter(state__in=[GoodModel.State.PROPOSED, GoodModel.State.ACCEPTED]).exists()


@transaction.atomic
def withdraw(model: GoodModel, *, by: User, version: int) -> GoodModel:
    """By its owner, at any time; those who took it over keep what they made of it."""
    model = _locked(model, version)
    if not rules.owns_model(by, model):
        raise PermissionDenied
    if not rules.can_withdraw_model(model):
        raise StaleDocument(model, "Mô hình này không còn trong thư viện.")
    was, model.state = model.state, GoodModel.State.WITHDRAWN
    _save(model, "state")
    _record("withdrawn", model, by=by, was=was)
    return model


@transaction.atomic
def hide(model: GoodModel, *, by: User, version: int, reason: str) -> GoodModel:
    model = _locked(model, version)
    if not rules.may_hide_model(by):
        raise PermissionDenied
    if not rules.can_hide_model(model):
        raise StaleDocument(model, "Mô hình này không có trong thư viện.")
    model = _moved(model, GoodModel.State.HIDDEN, by=by, reason=reason)
    _tell_owner(model, "đã ẩn khỏi thư viện")
    return model


def _locked(model: GoodModel, version: int | None = None) -> GoodModel:
    lock(model)
    related = ("unit", "deciding_unit", "cadre", "proposed_by")
    locked = GoodModel.objects.select_related(*related).get(pk=model.pk)
    if version is not None:
        check_version(locked, version)
    return locked


def _moved(model: GoodModel, state: str, *, by: User, reason: str) -> GoodModel:
    was = model.state
    model.state, model.reason, model.decided_by, model.decided_at = state, reason, by, timezone.now()
    _save(model, "state", "reason", "decided_by", "decided_at")
    _record(state, model, by=by, was=was, reason=reason)
    return model


def _save(model: GoodModel, *fields: str) -> None:
    model.version += 1
    model.save(update_fields=["version", *fields])


def _record(verb: str, model: GoodModel, *, by: User, was: str, reason: str = "") -> None:
    audit.record(
        f"model.{verb}",
        model,
        by=by,
        cadre_id=model.cadre_id,
        unit_id=model.unit_id,
        reason=reason,
        before={"state": was},
        after={"state": model.state, "version": model.version},
    )


def _owner(model: GoodModel) -> str:
    return f"Đồng chí {cadre}" if isinstance(cadre := model.cadre, Cadre) else str(model.unit)


def _decision_key(model: GoodModel) -> str:
    return f"model-{model.state}:{model.pk}:{model.version}"


def _tell_owner(model: GoodModel, what: str) -> None:
    notify(
        [model.proposed_by],
        kind=f"model.{model.state}",
        subject=f"Mô hình “{model.title}” {what}",
        body=model.reason or "Xem trong thư viện mô hình hay.",
        url=model.get_absolute_url(),
        key=_decision_key(model),
        mail_delay=UNDO_TIME,
    )
