"""What a pledge still lacks, and by when it has to be sent. Nothing here writes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from criteria.models import Criterion, Period, PledgeItem, PledgePolicy


@dataclass(frozen=True)
class Gap:
    """Something that keeps a pledge from being sent: in which step, and what to do about it."""

    criterion: str
    advice: str

    @property
    def label(self) -> str:
        return Criterion(self.criterion).label


def gaps(
    items: Iterable[PledgeItem],
    commitments: Collection[str],
    donts: Iterable[tuple[str, str]],
    policy: PledgePolicy,
    period: Period,
) -> list[Gap]:
    """All that is missing, in the order of the steps. `donts` are (criterion, code)."""
    items, donts = list(items), list(donts)
    found = []
    for criterion in Criterion.values:
        own = [item for item in items if item.criterion == criterion]
        if len(own) < policy.min_items:
            found.append(Gap(criterion, f"chọn hoặc viết ít nhất {policy.min_items} nội dung"))
        if len(own) > policy.max_items:
            found.append(Gap(criterion, f"bỏ bớt, nhiều nhất {policy.max_items} nội dung"))
        unfinished = sum(not is_complete(item, period) for item in own)
        if unfinished:
            found.append(Gap(criterion, f"điền chỉ tiêu, thời hạn và minh chứng của {unfinished} nội dung"))
        open_donts = [code for c, code in donts if c == criterion and code not in commitments]
        if open_donts:
            found.append(Gap(criterion, f"đọc và cam kết {len(open_donts)} điều KHÔNG"))
    return found


def is_complete(item: PledgeItem, period: Period) -> bool:
    return bool(item.target and item.evidence and item.due_on and period.spans(item.due_on))


def due_on(period: Period, appointed_on: date, policy: PledgePolicy, returned_on: date | None = None) -> date:
    """The day by which to send: the period's, later for those who took office or came back not long ago."""
    usual: date = period.pledge_due_on
    begun = max(appointed_on, returned_on or appointed_on)
    return max(usual, begun + timedelta(days=policy.new_appointee_days))
