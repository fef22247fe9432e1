"""Who passes a programme on, copies from it, and offers or takes over what worked. Nothing here writes."""

from datetime import datetime

from accounts.inbox import UNDO_TIME
from accounts.models import User
from cadres.models import Right, Unit, holds, holds_at
from criteria.models import OWES_PROGRAMME, GoodModel, PledgeItem, Programme, Progress, Solution

# What has more than this in the foreground has nothing in the foreground.
MOST_FOCI, MOST_SOLUTIONS = 4, 4


def may_mark_receipt(user: User, unit: Unit) -> bool:
    return holds_at(user, Right.PROGRAMME_EDIT, unit.path)


def is_spread_to(programme: Programme, unit: Unit) -> bool:
    """Is the unit one of those right below, which pass the programme on?"""
    return unit.parent_path == programme.unit.path and unit.type in OWES_PROGRAMME and unit.valid_to is None


def can_mark_receipt(programme: Programme) -> bool:
    return bool(programme.state == Programme.State.APPROVED and programme.period.is_open)


def may_copy_down(user: User, programme: Programme) -> bool:
    return holds_at(user, Right.PROGRAMME_EDIT, programme.unit.path)


def may_propose_solution(user: User, solution: Solution) -> bool:
    return holds_at(user, Right.PROGRAMME_EDIT, solution.programme.unit.path)


def may_propose_item(user: User, item: PledgeItem) -> bool:
    """Only the person: nobody else puts a name before all others."""
    return item.pledge.cadre.user_id == user.pk


def can_be_proposed(thing: Solution | PledgeItem) -> bool:
    """It was done, and its document stands."""
    document = thing.programme if isinstance(thing, Solution) else thing.pledge
    return bool(thing.progress == Progress.DONE and document.state in {"approved", "closed"})


def may_decide_model(user: User, model: GoodModel) -> bool:
    """Whoever decides at the unit above, or Ban Tổ chức - Kiểm tra; nobody on what is his own or his unit's."""
    if model.proposed_by_id == user.pk or (model.cadre and model.cadre.user_id == user.pk):
        return False
    if holds(user, Right.PERIOD_MANAGE):
        return True
    is_of_root = model.deciding_unit_id == model.unit_id
    leads_owner = model.cadre_id is None and holds_at(user, Right.PROGRAMME_DECIDE, model.unit.path) and not is_of_root
    return holds_at(user, Right.PROGRAMME_DECIDE, model.deciding_unit.path) and not leads_owner


def can_undo_model(model: GoodModel, now: datetime) -> bool:
    """Ten minutes long; whether somebody took it over since is asked apart."""
    is_decided = model.state in {GoodModel.State.ACCEPTED, GoodModel.State.REFUSED}
    return bool(is_decided and model.decided_at and now - model.decided_at <= UNDO_TIME)


def owns_model(user: User, model: GoodModel) -> bool:
    if model.cadre_id:
        return bool(model.cadre and model.cadre.user_id == user.pk)
    return holds_at(user, Right.PROGRAMME_EDIT, model.unit.path)


def may_hide_model(user: User) -> bool:
    return holds(user, Right.PERIOD_MANAGE)


def can_decide_model(model: GoodModel) -> bool:
    return bool(model.state == GoodModel.State.PROPOSED)


def can_withdraw_model(model: GoodModel) -> bool:
    return model.state in {GoodModel.State.PROPOSED, GoodModel.State.ACCEPTED}


def can_hide_model(model: GoodModel) -> bool:
    return bool(model.state == GoodModel.State.ACCEPTED)
