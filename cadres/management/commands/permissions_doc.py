"""`script/manage permissions_doc` writes docs/permissions.md from the tables of rights: the two never differ."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cadres.granting_rules import ONLY_AT_ROOT, VOUCHED
from cadres.models import GRANTABLE, POST_ROLES, RIGHTS, Level, Right, Role, Seat
from cadres.models.rights import WHOLE

TARGET = Path(settings.BASE_DIR) / "docs" / "permissions.md"


class Command(BaseCommand):
    help = "Writes docs/permissions.md from the tables of rights; --check only says whether it is up to date."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            TARGET.write_text(document())
            self.stdout.write(f"{TARGET.name}: {len(RIGHTS)} vai trò, {len(Right)} quyền.")
        elif TARGET.read_text() != document():
            raise SystemExit("docs/permissions.md không còn đúng. Chạy script/manage permissions_doc.")


def document() -> str:
    return "\n".join([*_head(), *_rights(), *_posts(), *_giving()]) + "\n"


def _head() -> list[str]:
    return [
        "# Permissions",
        "",
        "Made by `script/manage permissions_doc` from `cadres/models/rights.py` and `cadres/granting_rules.py`; do not"
        " edit. What somebody may do is the union of all roles held, each right with its own reach. Nobody decides on"
        " himself. Rights marked * are given at the root of the tree only.",
        "",
    ]


def _rights() -> list[str]:
    lines = ["## What each role may do", "", "| right | " + " | ".join(role.label for role in Role) + " |"]
    lines.append("|---|" + "---|" * len(Role))
    for right in Right:
        cells = [str(RIGHTS[role][right].label) if right in RIGHTS[role] else "" for role in Role]
        star = "*" if right in WHOLE else ""
        lines.append(f"| {right.label}{star} `{right.value}` | {' | '.join(cells)} |")
    return [*lines, ""]


def _posts() -> list[str]:
    lines = ["## What a post gives by itself", "", "| level | seat | roles |", "|---|---|---|"]
    for (level, seat), roles in POST_ROLES.items():
        lines.append(f"| {Level(level).label} | {Seat(seat).label} | {', '.join(role.label for role in roles)} |")
    return [*lines, ""]


def _giving() -> list[str]:
    lines = [
        "## Who may give a role",
        "",
        "Whoever manages grants over the unit and holds, over that unit, every right that the role gives there. A right"
        " whose holder somebody else names is entered by whoever holds the right beside it:",
        "",
        "| right | entered by who holds |",
        "|---|---|",
        *(f"| {right.label} | {needed.label} |" for right, needed in VOUCHED.items()),
        "",
        f"Only at the root: {', '.join(role.label for role in GRANTABLE if role in ONLY_AT_ROOT)}; the last holder of"
        " one of these cannot be deprived of it. Nobody gives a role to himself or takes one of his own.",
        "",
        "| role | by these roles at the same unit or above |",
        "|---|---|",
    ]
    for role in GRANTABLE:
        givers = [giver.label for giver in GRANTABLE if _gives(giver, role)]
        lines.append(f"| {role.label} | {', '.join(givers)} |")
    return lines


def _gives(giver: Role, role: Role) -> bool:
    """Judged at the root, where a giver holds all that the role gives him."""
    held = RIGHTS[giver]
    return Right.GRANT_MANAGE in held and all(right in held or VOUCHED.get(right) in held for right in RIGHTS[role])
