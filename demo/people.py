"""Who holds which post: cadres, appointments, users and exemptions for all units of the tree."""

import datetime as dt
import os
from collections.abc import Iterator

from django.contrib.auth.hashers import make_password
from django.db.models import Max

from accounts import privacy_notice
from accounts.models import User
from cadres.models import POST_ROLES, Appointment, Cadre, Exemption, Level, Position, Role, Seat, UnitType
from demo.accounts import ACCOUNTS, DISTRICT, names_of_posts
from demo.loading import load
from demo.routes import route
from demo.units import FOUNDED, Node
from demo.world import Post, World

NO_PASSWORD = make_password(None)
_ARMED_POSTS = {"QS": "TROLY-TN", "CA": "UV-TNCA"}
_EXEMPTIONS = (Exemption.Kind.MATERNITY, Exemption.Kind.STUDY, Exemption.Kind.ILLNESS)


def staff(world: World) -> None:
    """Fill the posts of every unit, then say for each who decides on the holder."""
    positions = {position.code: position for position in Position.objects.all()}
    usernames = names_of_posts(world.tree)
    last_user = User.objects.aggregate(last=Max("pk"))["last"] or 0
    world.counts["user"] = last_user
    for account in ACCOUNTS:
        world.named[account.username] = world.next_id("user")
    for node in world.tree.nodes:
        seen: dict[str, int] = {}
        for code in _posts_of(world, node):
            username = usernames.get((node.id, code, seen.get(code, 0)), "")
            seen[code] = seen.get(code, 0) + 1
            _fill(world, node, positions[code], username)
    route(world)


def _posts_of(world: World, node: Node) -> Iterator[str]:
    """Codes of the posts that are held in the unit; some are vacant."""
    scale, rng = world.scale, world.rng
    if node.type == UnitType.PROVINCE:
        yield from ("BT-TINH", "PBT-TINH", "PBT-TINH", "PBT-TINH")
    elif node.type in {UnitType.DEPARTMENT, UnitType.SERVICE_UNIT}:
        yield "TB-TINH"
        if node.code.endswith(("-VP", "-TCKT")):
            yield "PTB-TINH"
        yield from ["CV-TINH"] * scale.staff_per_department
    elif node.level == Level.DISTRICT:
        yield from ("BT-HUYEN", "PBT-HUYEN")
        if node.type == UnitType.DISTRICT:
            yield from ["CB-HUYEN"] * (5 if node.code == DISTRICT else scale.staff_per_district)
        if post := _ARMED_POSTS.get(node.code.rsplit("-", 1)[-1]):
            yield from (post, post)
    elif node.level == Level.BASE:
        yield from _posts_of_base(world, node)
    elif node.level == Level.BRANCH and (rng.random() < 0.96 or _is_of_story(world, node.parent)):
        yield "BT-CHIDOAN"
        if rng.random() < scale.branch_deputies:
            yield "PBT-CHIDOAN"


def _posts_of_base(world: World, node: Node) -> Iterator[str]:
    is_commune = node.code.isdigit() or node.code.rsplit("-", 1)[-1].startswith("X")
    if world.rng.random() < 0.96 or _is_of_story(world, node):
        yield "BT-COSO"
    if is_commune or world.rng.random() < 0.85:
        yield "PBT-COSO"
    if is_commune:
        whole, rest = divmod(world.scale.team_heads, 1)
        yield from ["TPT-DOI"] * (int(whole) + (world.rng.random() < rest))


def _is_of_story(world: World, node: Node | None) -> bool:
    return world.scale.has_story and node is not None and DISTRICT in {rung.code for rung in node.ladder()}


def _fill(world: World, node: Node, position: Position, username: str) -> None:
    number = world.next_id("post")
    decides = _decides(node, position)
    if username:
        user_id: int | None = world.named[username]
    elif decides or (world.scale.has_story and (position.level != "branch" or number % 5 < 3)):
        user_id = world.next_id("user")
    else:
        user_id = None
    is_exempt = number % 47 == 23 and not username
    post = Post(
        number=number,
        person=world.people.one(position.level, gender="female" if username == "canbo" else ""),
        node=node,
        position=position,
        valid_from=_first_day(world, 0 if username else number % 29),
        user_id=user_id,
        username=username,
        deciding=node,
        is_exempt=is_exempt,
    )
    if decides and user_id:
        node.deciders |= set() if is_exempt else {number}
        world.secretaries.setdefault(node.id, user_id)
    world.posts.append(post)


def _decides(node: Node, position: Position) -> bool:
    """Does the post decide on others in its unit?"""
    roles = POST_ROLES.get((Level(position.level), Seat(position.seat)), ())
    return position.level == node.level and not {Role.UNIT_SECRETARY, Role.DEPT_HEAD}.isdisjoint(roles)


def _first_day(world: World, turn: int) -> dt.date:
    """Most have served longer than a year; some came this month, some in the course of the last year."""
    least, most = {17: (3, 25), 5: (150, 290)}.get(turn, (420, 1500))
    return max(FOUNDED, world.today - dt.timedelta(days=world.rng.randint(least, most)))


def write_people(world: World) -> None:
    _write_users(world)
    load(
        Cadre,
        "id code full_name birth_date gender phone email user_id created_at",
        (
            (
                *(p.number, p.person.code, p.person.full_name, p.person.birth_date, p.person.gender),
                *(p.person.phone, _email(p), p.user_id, world.now),
            )
            for p in world.posts
        ),
    )
    load(
        Appointment,
        "id cadre_id unit_id position_id valid_from decision_no decision_on is_full_time is_public_servant",
        (
            (
                *(p.number, p.number, p.node.id, p.position.pk, p.valid_from),
                *(f"{p.number % 400 + 1}-QĐ/TĐTN-TCKT", p.valid_from, p.is_full_time, p.is_public_servant),
            )
            for p in world.posts
        ),
    )
    load(
        Exemption,
        "id cadre_id kind valid_from valid_to",
        (
            (k, p.number, _EXEMPTIONS[k % 3], world.today - dt.timedelta(days=60), world.today + dt.timedelta(days=120))
            for k, p in enumerate((p for p in world.posts if p.is_exempt), start=1)
        ),
    )


def _email(post: Post) -> str:
    if post.username:
        return f"{post.username}@example.org"
    return f"{post.person.code.lower()}@example.org" if post.user_id else ""


def _write_users(world: World) -> None:
    """One hash of the demo password for all named accounts; nobody else can sign in."""
    password = make_password(os.environ.get("DEMO_PASSWORD") or None)
    columns = "id username full_name email password date_joined is_active notice_version notice_acknowledged_at"
    read = (privacy_notice.VERSION, world.now)
    people = {a.username: a.full_name for a in ACCOUNTS if a.full_name}
    load(
        User,
        columns,
        (
            (world.named[name], name, full_name, f"{name}@example.org", password, world.now, True, *read)
            for name, full_name in people.items()
        ),
    )
    load(
        User,
        columns,
        (
            (
                *(p.user_id, p.username or p.person.code.lower(), p.person.full_name, _email(p)),
                *(password if p.username else NO_PASSWORD, world.now, True, *read),
            )
            for p in world.posts
            if p.user_id
        ),
    )
