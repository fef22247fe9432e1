"""Who may give which role where: nobody gives a right over a unit that he does not hold over it himself. Pure."""

from collections.abc import Iterable, Iterator

from cadres.models.grants import Holding
from cadres.models.rights import GRANTABLE, RIGHTS, WHOLE, Reach, Right, Role

# Somebody else names who holds these; whoever holds the second right over the unit enters it on that paper.
VOUCHED = {
    Right.EVALUATION_PARTY: Right.EVALUATION_READ,  # the Party committee names its representative
    Right.BREACH_RECORD: Right.PERIOD_MANAGE,  # the inspection committee its members
    Right.PLEDGE_INSPECT: Right.PERIOD_MANAGE,
    Right.PROGRAMME_EDIT: Right.PEOPLE_EDIT,  # who keeps a unit's people names who prepares its programme
}
# These roles mean nothing but at the root, where all units share something.
ONLY_AT_ROOT = frozenset(role for role, rights in RIGHTS.items() if WHOLE & rights.keys())
# Somebody must always be left who can give these again.
NEVER_LAST = ONLY_AT_ROOT


def rights_given(role: Role, *, at_root: bool) -> Iterator[Right]:
    """What the role gives at a unit; rights over what all units share only at the root."""
    return (right for right in RIGHTS[role] if at_root or right not in WHOLE)


def covers(held: Iterable[Holding], right: Right, path: str, reach: Reach = Reach.UNIT) -> bool:
    """Is the right held at the unit or at one above it? To give it over a subtree, one must hold it over that."""
    return any(
        one.right == right
        and one.path
        and path.startswith(one.path)
        and (reach == Reach.UNIT or one.reach != Reach.UNIT)
        for one in held
    )


def may_grant(held: Iterable[Holding], role: Role, path: str, *, at_root: bool) -> bool:
    """May somebody with these rights give the role at the unit at this path?"""
    held = list(held)
    if role not in GRANTABLE or not covers(held, Right.GRANT_MANAGE, path):
        return False
    if role in ONLY_AT_ROOT and not at_root:
        return False
    return all(
        covers(held, right, path, RIGHTS[role][right]) or (right in VOUCHED and covers(held, VOUCHED[right], path))
        for right in rights_given(role, at_root=at_root)
    )


def roles_to_give(held: Iterable[Holding], path: str, *, at_root: bool) -> list[Role]:
    held = list(held)
    return [role for role in GRANTABLE if may_grant(held, role, path, at_root=at_root)]
