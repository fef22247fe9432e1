"""Who may give, change or take posts and leave. Nothing here writes.

Posts give roles by themselves, so a post that decides for a unit is kept by the unit above: nobody can make
himself, or a friend, the secretary of the unit whose list he keeps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from cadres.models import (
    POST_ROLES,
    Appointment,
    Cadre,
    Level,
    Position,
    Right,
    Role,
    Seat,
    Transfer,
    Unit,
    holdings,
    holds_at,
)

DECIDES = frozenset({Role.UNIT_SECRETARY, Role.DEPT_HEAD})
NOT_ONESELF = "Không ai tự bổ nhiệm, điều chuyển hay đổi chức vụ của mình. Nhờ cán bộ tổ chức của đơn vị cấp trên."
KEPT_ABOVE = "Chức vụ người đứng đầu do đơn vị cấp trên ghi. Nhờ cán bộ tổ chức của đơn vị cấp trên trực tiếp."
NOT_HERE = "Đồng chí không quản lý danh sách cán bộ của đơn vị này."


def is_deciding(position: Position, unit: Unit) -> bool:
    """Does the post let its holder decide for the unit?"""
    roles = POST_ROLES.get((Level(position.level), Seat(position.seat)), ())
    return position.level == unit.level and not DECIDES.isdisjoint(roles)


def keeping_path(position: Position, unit: Unit) -> str:
    """Where the right is needed: at the unit; for the post that decides there, at the unit above."""
    return unit.parent_path if is_deciding(position, unit) and unit.parent_path else unit.path


def refusal(user: User, cadre: Cadre, position: Position, unit: Unit) -> str:
    """Why the user may not give or take this post; empty when he may."""
    if cadre.user_id and cadre.user_id == user.pk:
        return NOT_ONESELF
    if holds_at(user, Right.PEOPLE_EDIT, keeping_path(position, unit)):
        return ""
    return KEPT_ABOVE if holds_at(user, Right.PEOPLE_EDIT, unit.path) else NOT_HERE


def may_change(user: User, post: Appointment) -> bool:
    """Correct, end, transfer or make main. Needs the post with cadre, unit and position."""
    return not refusal(user, post.cadre, post.position, post.unit)


def may_excuse(user: User, cadre: Cadre, unit: Unit) -> bool:
    """Leave of others is entered where their main post is kept."""
    return cadre.user_id != user.pk and holds_at(user, Right.PEOPLE_EDIT, unit.path)


def may_receive(user: User, transfer: Transfer) -> bool:
    """Who keeps or confirms people where the new post is kept; nobody receives himself, or what he proposed."""
    if user.pk in {transfer.cadre.user_id, transfer.proposed_by_id}:
        return False
    path = transfer.receiving_unit.path
    return holds_at(user, Right.PEOPLE_EDIT, path) or holds_at(user, Right.PEOPLE_CONFIRM, path)


def may_withdraw(user: User, transfer: Transfer) -> bool:
    return user.pk == transfer.proposed_by_id or may_change(user, transfer.appointment)


def may_attest(user: User, unit: Unit) -> bool:
    """The unit's secretary, or who keeps its list."""
    return holds_at(user, Right.PEOPLE_CONFIRM, unit.path) or holds_at(user, Right.PEOPLE_EDIT, unit.path)


def may_brief(user: User, post: Appointment) -> bool:
    """Who keeps or confirms people where the post is kept; a new secretary is briefed from above."""
    path = keeping_path(post.position, post.unit)
    is_keeper = holds_at(user, Right.PEOPLE_EDIT, path) or holds_at(user, Right.PEOPLE_CONFIRM, path)
    return is_keeper and post.cadre.user_id != user.pk


@dataclass(frozen=True)
class Offers:
    """What the page of a person offers this reader; posts by their ids."""

    changeable: frozenset[int]
    can_become_main: frozenset[int]
    can_appoint: bool
    can_excuse: bool


def offers(user: User, cadre: Cadre, posts: Sequence[Appointment], today: date) -> Offers:
    """`posts` are all of the person's, with unit and position."""
    current = [post for post in posts if post.valid_to is None or post.valid_to >= today]
    changeable = frozenset(post.pk for post in current if may_change(user, post))
    beside = frozenset(post.pk for post in current if not post.is_main and post.valid_from <= today)
    counts_at = next((post.unit for post in sorted(current, key=lambda post: not post.is_main)), None)
    edits = any(holding.path for holding in holdings(user) if holding.right == Right.PEOPLE_EDIT)
    return Offers(
        changeable=changeable,
        can_become_main=changeable & beside,
        can_appoint=edits and cadre.user_id != user.pk,
        can_excuse=counts_at is not None and may_excuse(user, cadre, counts_at),
    )
