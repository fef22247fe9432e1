"""Changes to an approved pledge: who decides, whether it can be now, and what limits hold. Nothing here writes."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from accounts.models import User
from cadres import rules as cadre_rules
from cadres.models import Right
from cadres.rules import Acts
from criteria.models import Criterion, Period, Pledge, PledgeItem, PledgePolicy, PledgeRevision
from criteria.rules.gaps import Gap, is_complete
from criteria.rules.pledges import UNDO_TIME


def amendment_acts_as(user: User, amendment: PledgeRevision, today: date) -> Acts | None:
    """In what capacity the user may decide: by the same rule as on the pledge itself."""
    owners = (amendment.pledge.cadre.user_id, amendment.pledge.entered_by_id)
    return cadre_rules.acts_as(
        user, amendment, Right.PLEDGE_DECIDE, today=today, owners=owners, record=Right.PLEDGE_RECORD
    )


def can_amend(pledge: Pledge) -> bool:
    return bool(pledge.state == Pledge.State.APPROVED and pledge.period.is_open)


def can_decide_amendment(amendment: PledgeRevision) -> bool:
    return amendment.is_proposed and can_amend(amendment.pledge)


def can_undo_amendment(amendment: PledgeRevision, now: datetime) -> bool:
    """Ten minutes long, while the year is open; whether somebody built on it is asked apart."""
    is_decided = amendment.state in {PledgeRevision.State.ACCEPTED, PledgeRevision.State.REFUSED}
    at = amendment.decided_at
    return bool(is_decided and at and now - at <= UNDO_TIME and can_amend(amendment.pledge))


def limit_gaps(criteria: Iterable[str], policy: PledgePolicy) -> list[Gap]:
    """Which criteria would hold too little or too much; `criteria` names one for each item that stays."""
    counts = Counter(criteria)
    found = []
    for criterion in Criterion.values:
        if counts[criterion] < policy.min_items:
            found.append(Gap(criterion, f"giữ hoặc thêm ít nhất {policy.min_items} nội dung"))
        if counts[criterion] > policy.max_items:
            found.append(Gap(criterion, f"bỏ bớt, nhiều nhất {policy.max_items} nội dung"))
    return found


def amendment_gaps(
    items: Collection[PledgeItem], changed: Collection[PledgeItem], policy: Any, period: Period
) -> list[Gap]:
    """What keeps a change from being sent: the limits over all `items`, and what the `changed` ones still lack."""
    found = limit_gaps((item.criterion for item in items), policy)
    for criterion in Criterion.values:
        unfinished = sum(item.criterion == criterion and not is_complete(item, period) for item in changed)
        if unfinished:
            found.append(Gap(criterion, f"điền chỉ tiêu, thời hạn và minh chứng của {unfinished} nội dung"))
    return found
