"""Who decides on whom in the demo, by the same rule as in the portal, and the columns that documents keep of it."""

import datetime as dt
from typing import Any

from accounts.models import Holiday
from cadres.models import Level, Seat, UnitType
from cadres.rules import DecidingUnit, Rung, deciding_rung, stand_in_from, superior_rung
from demo.accounts import BASE
from demo.units import Node
from demo.world import Post, World

COLUMNS = " stand_in_unit_id stand_in_from in_place_of_id in_place_reason"
IN_PLACE_REASON = "Đơn vị khuyết Bí thư"
TERM_DAYS = 5
_HEADED = {UnitType.DEPARTMENT, UnitType.SERVICE_UNIT}


def route(world: World) -> None:
    """Say for every post who decides on its holder; departments do not evaluate."""
    nodes = {node.id: node for node in world.tree.nodes}
    deciding = {node.id: _rung(node) for node in nodes.values()}
    evaluating = {
        node.id: Rung(node.id, has_seat=False) if node.type in _HEADED else _rung(node) for node in nodes.values()
    }
    for post in world.posts:
        post.route, post.evaluation_route = _route(post, deciding), _route(post, evaluating)
        post.deciding, post.by_minutes = nodes[post.route.unit_id], post.route.by_minutes
        post.evaluating = nodes[post.evaluation_route.unit_id]
    world.holidays = Holiday.objects.days_off()


def _rung(node: Node) -> Rung:
    return Rung(node.id, frozenset(node.deciders), has_seat=node.level != Level.BRANCH)


def _route(post: Post, rungs: dict[int, Rung]) -> DecidingUnit:
    leads = post.position.is_leader or post.position.seat == Seat.HEAD
    return deciding_rung(
        cadre_id=post.number,
        leads_own_unit=leads and post.position.level == post.node.level,
        category=post.category,
        ladder=[rungs[rung.id] for rung in post.node.ladder()],
    )


def superior_of(node: Node) -> DecidingUnit:
    return superior_rung([_rung(rung) for rung in node.ladder()])


def columns(
    world: World, found: DecidingUnit, since: dt.datetime | dt.date | None, *, is_decided: bool
) -> tuple[Any, ...]:
    """What a document that was sent keeps beside its deciding unit: who may step in from when, and for whom."""
    if since is None:
        return (None, None, None, "")
    reason = IN_PLACE_REASON if is_decided and found.in_place_of else ""
    if is_decided or found.stand_in is None:
        return (None, None, found.in_place_of, reason)
    day = since.date() if isinstance(since, dt.datetime) else since
    return (found.stand_in, stand_in_from(day, TERM_DAYS, world.holidays), found.in_place_of, reason)


def looks_first(node: Node) -> bool:
    return node.type in _HEADED


def decided_at(post: Post, *, is_passed_on: bool) -> Node:
    """What the department agreed to is decided above it."""
    return post.deciding.parent if is_passed_on and post.deciding.parent else post.deciding


def entered_by(world: World, post: Post) -> int | None:
    """Who has no account is helped by the unit above the one that decides, for nobody decides on what he entered.

    So are a few others, who can say themselves whether it is right.
    """
    is_helped = post.user_id is None or (post.deciding.code == BASE and post.number % 6 == 1 and not post.username)
    if not world.scale.has_story or not is_helped or post.deciding.parent is None:
        return None
    return world.secretaries.get(post.deciding.parent.id)
