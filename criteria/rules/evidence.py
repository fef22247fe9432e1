"""Who may show or take down what proves an item or a solution, and when. Nothing here writes."""

from accounts.models import User
from cadres.models import Right, holds, holds_at
from criteria.models import ItemEvidence, Pledge, PledgeItem, Programme, Progress, Solution, SolutionEvidence
from criteria.rules.pledges import can_progress, may_write
from criteria.rules.programmes import can_report_solution, may_edit_programme

MOST_EVIDENCE = 10


def may_prove(user: User, owner: PledgeItem | Solution) -> bool:
    if isinstance(owner, PledgeItem):
        return may_write(user, owner.pledge)
    return may_edit_programme(user, owner.programme.unit)


def can_prove(owner: PledgeItem | Solution) -> bool:
    """While the year is open, and what was promised still holds."""
    if owner.progress == Progress.DROPPED:
        return False
    return can_progress(owner.pledge) if isinstance(owner, PledgeItem) else can_report_solution(owner.programme)


def may_take_down(user: User, evidence: ItemEvidence | SolutionEvidence) -> bool:
    """Who put it there, and whoever may take down all of the document: what must not be there goes at once."""
    document = evidence.item.pledge if isinstance(evidence, ItemEvidence) else evidence.solution.programme
    return evidence.added_by_id == user.pk or may_take_down_all(user, document)


def may_take_down_paper(user: User, pledge: Pledge) -> bool:
    """Photos of the paper of a pledge: the person, who entered it, and whoever may take down all of it."""
    return user.pk in {pledge.cadre.user_id, pledge.entered_by_id} or may_take_down_all(user, pledge)


def may_take_down_all(user: User, document: Pledge | Programme) -> bool:
    """Who decides on the document, at its unit or at the one above, and the province's staff."""
    right = Right.PLEDGE_DECIDE if isinstance(document, Pledge) else Right.PROGRAMME_DECIDE
    units = [unit for unit in (document.unit, document.deciding_unit) if unit is not None]
    return holds(user, Right.PERIOD_MANAGE) or any(holds_at(user, right, unit.path) for unit in units)
