"""What a pledge still lacks. Nothing here writes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

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
