"""By when a pledge has to be sent, and who may put a day off by how much. Nothing here writes."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from cadres.models import Level, Position, Right, Unit, holds, holds_at
from criteria.models import Extension, Period, PledgePolicy, goes_first


def usual_due_on(period: Period, position: Position) -> date:
    """Leaders of the province and the districts go first."""
    on: date = period.leader_pledge_due_on if goes_first(position) else period.pledge_due_on
    return on


def due_on(usual: date, appointed_on: date, policy: PledgePolicy, returned_on: date | None = None) -> date:
    """The day by which to send: the usual one, later for those who took office or came back not long ago."""
    begun = max(appointed_on, returned_on or appointed_on)
    return max(usual, begun + timedelta(days=policy.new_appointee_days))


@dataclass(frozen=True)
class Limit:
    """Until when somebody may put a day off, and how that is said."""

    until: date
    words: str


def extension_limit(user: User, period: Period, usual: date, district: Unit | None) -> Limit | None:
    """How far this user may put off a pledge of the district's people, or of a unit when there is no district.

    The province as far as the year goes; the secretary of a district a few days for its own people (domain §16).
    """
    if holds(user, Right.PERIOD_MANAGE):
        return Limit(period.closes_on, f"ngày đóng kỳ {period.closes_on:%d/%m/%Y}")
    if district is None or district.level != Level.DISTRICT or not holds_at(user, Right.PLEDGE_DECIDE, district.path):
        return None
    days = period.pledge_policy.district_extension_days
    until = usual + timedelta(days=days)
    return Limit(until, f"ngày {until:%d/%m/%Y}: cấp huyện gia hạn nhiều nhất {days} ngày, hơn nữa do cấp tỉnh")


def may_revoke(user: User, extension: Extension) -> bool:
    """Whoever gave it, and the province."""
    return extension.granted_by_id == user.pk or holds(user, Right.PERIOD_MANAGE)
