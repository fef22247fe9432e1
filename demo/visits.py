"""Base visits of the demo: plans by quarter, the visits themselves with their reports, and what follows from them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cadres.models import Category, Level, UnitType
from demo import routes, words
from demo.accounts import DISTRICT
from demo.loading import load
from demo.units import Node
from demo.world import Post, World, Year, cycle
from fieldvisits.models import FollowUp, Visit, VisitPlan, VisitPlanItem

Plan, Item = VisitPlan.State, VisitPlanItem.State
GOERS = {Category.PROV_LEADER, Category.PROV_STAFF, Category.DIST_LEADER, Category.DIST_STAFF}
REPORT_DAYS = 10
_PLAN = (
    "id cadre_id period_id quarter appointment_id unit_id deciding_unit_id state version created_at first_submitted_at"
    " submitted_at decided_at decided_by_id return_reason"
) + routes.COLUMNS
_ITEM = (
    "id plan_id starts_on ends_on days host_unit_id host_name host_level content form audience transport state"
    " cancel_reason"
)
_VISIT = (
    "id cadre_id period_id appointment_id unit_id plan_item_id is_unplanned state version created_at starts_on ends_on"
    " host_unit_id host_name form days_district days_base days_branch report_due_on reported_at present work_done"
    " situation findings support members_met decided_at decided_by_id question deciding_unit_id"
) + routes.COLUMNS
_FOLLOW_UP = "id visit_id text resolver_name resolver_unit_id due_on state outcome changed_at"


@dataclass(frozen=True, slots=True)
class Trip:
    """One visit that is planned, or was made."""

    item: int
    plan: int | None
    post: Post
    year: Year
    host: Node
    starts_on: dt.date
    days: int
    state: str
    topic: tuple[str, str, str]

    @property
    def ends_on(self) -> dt.date:
        return self.starts_on + dt.timedelta(days=self.days - 1)


@dataclass(frozen=True, slots=True)
class Planned:
    id: int
    post: Post
    year: Year
    quarter: int
    state: str


def write_visits(world: World) -> None:
    hosts = _hosts(world)
    goers = [post for post in world.posts if post.category in GOERS and not (post.is_exempt or post.by_minutes)]
    for year in world.years:
        plans = list(_plans(world, year, goers))
        trips = [trip for plan in plans for trip in _trips(world, plan, hosts)]
        unplanned = [_unplanned(world, plan, hosts) for plan in plans[::5] if plan.state == Plan.APPROVED]
        load(VisitPlan, _PLAN, (_plan_row(world, plan) for plan in plans))
        load(VisitPlanItem, _ITEM, (_item_row(trip) for trip in trips))
        made = [trip for trip in [*trips, *unplanned] if trip.state == Item.DONE]
        rows = [_visit_row(world, trip, state) for trip, state in zip(made, _visit_states(year), strict=False)]
        load(Visit, _VISIT, rows)
        load(FollowUp, _FOLLOW_UP, _follow_ups(world, made, rows))


def _hosts(world: World) -> dict[int, list[Node]]:
    """Where people go: below their district, or anywhere in their province."""
    tops = [node for node in world.tree.nodes if node.type == UnitType.PROVINCE or node.level == Level.DISTRICT]
    return {
        top.id: [node for node in world.tree.below(top) if node is not top and node.level != Level.PROVINCE]
        for top in tops
    }


def _plans(world: World, year: Year, goers: list[Post]) -> Iterator[Planned]:
    """All quarters of a year that is over; of this year the quarter of today, and for some the next."""
    if year.is_over:
        for post in goers:
            if post.valid_from.year < year.year:
                for quarter in range(1, 5):
                    yield Planned(world.next_id("plan"), post, year, quarter, Plan.APPROVED)
        return
    quarter = (world.today.month + 2) // 3
    states = cycle((Plan.APPROVED, 13), (Plan.SUBMITTED, 4), (Plan.RETURNED, 1), (Plan.DRAFT, 1), (Plan.EXPIRED, 1))
    of_departments = cycle((Plan.DEPT_OK, 2), (Plan.APPROVED, 2), (Plan.SUBMITTED, 1))
    waiting = cycle((Plan.SUBMITTED, 3), (Plan.APPROVED, 1))
    for post in goers:
        state = next(states)
        if post.username:
            state = Plan.APPROVED
        elif post.deciding.code == DISTRICT:
            state = next(waiting)
        elif post.deciding.type == UnitType.DEPARTMENT:
            state = next(of_departments)
        if state == Plan.EXPIRED and quarter > 1:
            yield Planned(world.next_id("plan"), post, year, quarter - 1, Plan.EXPIRED)
            state = Plan.APPROVED
        yield Planned(world.next_id("plan"), post, year, quarter, Plan.DRAFT if state == Plan.EXPIRED else state)


def _trips(world: World, plan: Planned, hosts: dict[int, list[Node]]) -> Iterator[Trip]:
    """Those of a year that is over were made; of this year some lie ahead."""
    for n, (day, days) in enumerate(_days(world, plan)):
        if plan.state != Plan.APPROVED or day > world.today - dt.timedelta(days=2):
            state = Item.PLANNED
        elif plan.year.is_over:
            state = Item.DONE
        else:
            state = (Item.DONE, Item.DONE, Item.POSTPONED, Item.DONE, Item.CANCELLED)[(plan.id + n) % 5]
        yield _trip(world, plan, hosts, day=day, days=days, state=state)


def _days(world: World, plan: Planned) -> Iterator[tuple[dt.date, int]]:
    """First days and lengths: provincial people are out for longer, so that most reach the year's quota."""
    is_provincial = plan.post.position.level == Level.PROVINCE
    days = 3 if is_provincial else 1
    if plan.year.is_over:
        first = dt.date(plan.year.year, plan.quarter * 3 - 2, 6)
        count = (6 if plan.post.number % 7 == 2 else 8) if is_provincial else 6
        step = 10
    else:
        first, count, step = plan.year.of(plan.post).opens_on + dt.timedelta(days=4), 6, 9
    for n in range(count):
        day = first + dt.timedelta(days=n * step + plan.post.number % 4)
        yield day - dt.timedelta(days=max(0, day.weekday() + days - 6)), days


def _trip(world: World, plan: Planned, hosts: dict[int, list[Node]], *, day: dt.date, days: int, state: str) -> Trip:
    top = plan.post.node.nearest(*_TOPS)
    host = world.rng.choice(hosts[top.id])
    topic = words.VISIT_CONTENTS[world.rng.randrange(len(words.VISIT_CONTENTS))]
    return Trip(world.next_id("trip"), plan.id, plan.post, plan.year, host, day, days, state, topic)


_TOPS = (
    *(UnitType.PROVINCE, UnitType.DISTRICT, UnitType.AFFILIATED_BLOCK, UnitType.AFFILIATED_ARMED),
    *(UnitType.AFFILIATED_UNIVERSITY, UnitType.AFFILIATED_ENTERPRISE),
)


def _unplanned(world: World, plan: Planned, hosts: dict[int, list[Node]]) -> Trip:
    """A call from below that could not wait."""
    if plan.year.is_over:
        day = dt.date(plan.year.year, plan.quarter * 3 - 1, 27)
    else:
        day = world.today - dt.timedelta(days=8 + plan.id % 12)
    trip = _trip(world, plan, hosts, day=day, days=1, state=Item.DONE)
    return Trip(trip.item, None, trip.post, trip.year, trip.host, day, 1, Item.DONE, trip.topic)


def _plan_row(world: World, plan: Planned) -> tuple[Any, ...]:
    post, period = plan.post, plan.year.of(plan.post)
    is_sent = plan.state not in {Plan.DRAFT, Plan.EXPIRED}
    is_decided = plan.state in {Plan.APPROVED, Plan.RETURNED}
    deciding = post.deciding
    if deciding.type == UnitType.DEPARTMENT and plan.state != Plan.SUBMITTED and deciding.parent:
        deciding = deciding.parent  # the department has said yes; the Thường trực decides
    begun = period.opens_on + dt.timedelta(days=1)
    if plan.year.is_over:
        begun = dt.date(plan.year.year, plan.quarter * 3 - 2, 1) - dt.timedelta(days=6)
    sent_on = begun + dt.timedelta(days=plan.id % 4)
    if plan.state in VisitPlan.WAITING:  # lately, but for a few that lie too long
        sent_on = max(sent_on, world.today - dt.timedelta(days=22 if plan.id % 7 == 3 else plan.id % 8 + 1))
    sent_at = world.moment(sent_on) if is_sent else None
    return (
        *(plan.id, post.number, period.pk, plan.quarter, post.number, post.node.id),
        *(deciding.id if is_sent else None, plan.state, 1 + is_sent + is_decided, sent_at or world.moment(begun)),
        *(sent_at, sent_at, world.moment(begun + dt.timedelta(days=5)) if is_decided else None),
        world.secretaries.get(deciding.id, world.named["tckt"]) if is_decided else None,
        words.PLAN_RETURN if plan.state == Plan.RETURNED else "",
        *routes.columns(world, post.route, sent_at, is_decided=is_decided),
    )


def _item_row(trip: Trip) -> tuple[Any, ...]:
    form, content, audience = trip.topic
    return (
        *(trip.item, trip.plan, trip.starts_on, trip.ends_on, Decimal(trip.days), trip.host.id, trip.host.place),
        *(str(trip.host.level), content, form, audience, "Xe máy" if trip.days == 1 else "Xe cơ quan", trip.state),
        "Trùng lịch họp Ban Chấp hành" if trip.state == Item.CANCELLED else "",
    )


def _visit_states(year: Year) -> Iterator[str]:
    if year.is_over:
        return cycle((Visit.State.CONFIRMED, 5), (Visit.State.REPORTED, 1))
    states = ((Visit.State.REPORTED, 4), (Visit.State.CONFIRMED, 3), (Visit.State.LOGGED, 2))
    return cycle(*states, (Visit.State.QUESTIONED, 1))


def _visit_row(world: World, trip: Trip, state: str) -> tuple[Any, ...]:
    key = world.next_id("visit")
    if state == Visit.State.REPORTED and key % 6 and trip.ends_on < world.today - dt.timedelta(days=15):
        state = Visit.State.CONFIRMED  # only a few lie too long
    is_reported = state != Visit.State.LOGGED
    is_decided = state in {Visit.State.CONFIRMED, Visit.State.QUESTIONED}
    wait = REPORT_DAYS + 4 if key % 11 == 6 else key % 8 + 1
    reported_at = world.moment(trip.ends_on + dt.timedelta(days=wait)) if is_reported else None
    by_level = [Decimal(trip.days if trip.host.level == level else 0) for level in _HOST_LEVELS]
    decider = world.secretaries.get(trip.host.id) or world.decider(trip.post)
    return (
        *(key, trip.post.number, trip.year.of(trip.post).pk, trip.post.number, trip.post.node.id),
        *(trip.item if trip.plan else None, trip.plan is None, state, 1 + is_reported + is_decided),
        *(world.moment(trip.ends_on), trip.starts_on, trip.ends_on, trip.host.id, trip.host.place, trip.topic[0]),
        *(*by_level, trip.ends_on + dt.timedelta(days=REPORT_DAYS), reported_at),
        "Ban Chấp hành và đoàn viên đơn vị" if is_reported else "",
        *((words.WORK_DONE[key % 3], words.SITUATIONS[key % 3]) if is_reported else ("", "")),
        words.FINDINGS[key % 3] if is_reported and key % 2 else "",
        "Hướng dẫn tại chỗ, gửi tài liệu sau buổi làm việc." if is_reported else "",
        8 + key % 40 if is_reported else None,
        world.moment((reported_at.date() if reported_at else trip.ends_on) + dt.timedelta(days=2))
        if is_decided
        else None,
        decider if is_decided else None,
        words.QUESTION if state == Visit.State.QUESTIONED else "",
        trip.post.deciding.id if is_reported else None,
        *routes.columns(world, trip.post.route, reported_at, is_decided=is_decided),
    )


_HOST_LEVELS = (Level.DISTRICT, Level.BASE, Level.BRANCH)


def _follow_ups(world: World, made: list[Trip], rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """For each visit without a finding; who resolves it is the unit that was visited or the one above."""
    states = cycle(*((state, 3 if state == FollowUp.State.RESOLVED else 1) for state in FollowUp.State.values))
    outcomes = {"resolved": "Đã bố trí xong, đơn vị xác nhận.", "rejected": "Không thuộc thẩm quyền của Đoàn."}
    for trip, row in zip(made, rows, strict=True):
        if row[7] != Visit.State.LOGGED and not row[0] % 2:
            state = FollowUp.State.RESOLVED if trip.year.is_over else next(states)
            unit = trip.host.parent if trip.host.level == Level.BRANCH and trip.host.parent else trip.host
            yield (
                *(world.next_id("follow_up"), row[0], words.FOLLOW_UPS[row[0] % 3], unit.name, unit.id),
                *(trip.ends_on + dt.timedelta(days=30), state, outcomes.get(state, ""), world.moment(trip.ends_on)),
            )
