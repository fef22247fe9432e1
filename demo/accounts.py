"""The accounts with which the portal can be tried. Only the demo command makes them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cadres.models import Delegation, Role, RoleGrant, Supervision
from demo.loading import load
from demo.units import FOUNDED, Node, Tree
from demo.world import World

DISTRICT = "724"
BASE = "25960"
BRANCH = "25960-KP4"


@dataclass(frozen=True)
class Account:
    """`at` is a unit code, the short code of a department, or "" for the root; `post` the post held there."""

    username: str
    is_for: str
    at: str = ""
    post: str = ""
    nth: int = 0
    role: Role | None = None
    full_name: str = ""


ACCOUNTS = (
    Account("canbo", "Cán bộ: tự đăng ký, đi cơ sở, tự đánh giá", DISTRICT, "CB-HUYEN"),
    Account("bithu", "Bí thư Thành đoàn Dĩ An: duyệt bản đăng ký và lịch đi cơ sở, đánh giá", DISTRICT, "BT-HUYEN"),
    Account("bithucoso", "Bí thư Đoàn phường An Bình: duyệt và đánh giá bí thư chi đoàn", BASE, "BT-COSO"),
    Account("chidoan", "Bí thư chi đoàn khu phố: đăng ký bằng mẫu rút gọn", BRANCH, "BT-CHIDOAN"),
    Account("capuy", "Cấp ủy tại Dĩ An: nhận xét cán bộ", DISTRICT, role=Role.PARTY_REP, full_name="Trần Thị Thu Hà"),
    Account("tckt", "Ban Tổ chức - Kiểm tra: kỳ, thẩm định, báo cáo toàn tỉnh", "TCKT", "CV-TINH", role=Role.ORG_STAFF),
    Account("ubkt", "Ủy ban Kiểm tra: xem, ghi nhận vi phạm điều KHÔNG", "TCKT", "PTB-TINH", role=Role.INSPECTOR),
    Account(
        "quantri",
        "Quản trị hệ thống: không xem hồ sơ",
        role=Role.SYSADMIN,
        full_name="Lê Hoàng Quân",
    ),
    Account("truongban", "Trưởng ban: duyệt bước đầu cán bộ của ban", "CNNTDT", "TB-TINH"),
    Account("tochuc", "Cán bộ tổ chức của Dĩ An: danh sách, nhập Excel", DISTRICT, "CB-HUYEN", 1, role=Role.UNIT_ADMIN),
    Account("phutrach", "Cán bộ tỉnh phụ trách Dĩ An và Thuận An: theo dõi", "TTNTH", "CV-TINH"),
    Account("tuyengiao", "Ban Tuyên giáo: xem số liệu, chọn gương", "TG", "CV-TINH", role=Role.PROP_STAFF),
)
SUPERVISED = {"phutrach": (DISTRICT, "725")}


def place_of(account: Account, tree: Tree) -> Node:
    if not account.at:
        return tree.root
    if account.at in tree.by_code:
        return tree.by_code[account.at]
    province = tree.by_code[DISTRICT].parent
    return tree.by_code[f"{province.code}-{account.at}"] if province else tree.root


def names_of_posts(tree: Tree) -> dict[tuple[int, str, int], str]:
    """(unit id, position code, which of them) → user name."""
    return {(place_of(a, tree).id, a.post, a.nth): a.username for a in ACCOUNTS if a.post}


def write_grants(world: World) -> None:
    """The roles that are given by hand, and the districts somebody is in charge of."""
    load(
        RoleGrant,
        "id user_id role unit_id valid_from reason",
        (
            (number, world.named[account.username], account.role, unit.id, FOUNDED, "Tài khoản dùng thử")
            for number, (account, unit) in enumerate(_granted(world.tree), start=1)
        ),
    )
    load(
        Supervision,
        "id supervisor_id unit_id valid_from",
        (
            (number, world.post_of(username).number, world.tree.by_code[code].id, world.today - dt.timedelta(days=200))
            for number, (username, code) in enumerate(_supervised(), start=1)
        ),
    )
    _write_delegations(world)


def _write_delegations(world: World) -> None:
    """The secretary of the district lets a deputy decide on visits while he is away; last year's is over."""
    secretary = world.post_of("bithu")
    deputies = [post for post in world.posts if post.node is secretary.node and post.position.code == "PBT-HUYEN"]
    today = world.today
    spans = (
        ("visit", today - dt.timedelta(days=5), today + dt.timedelta(days=25), "12-GUQ/ĐTN"),
        ("all", today - dt.timedelta(days=200), today - dt.timedelta(days=180), "03-GUQ/ĐTN"),
    )
    load(
        Delegation,
        "id unit_id from_cadre_id to_cadre_id area valid_from valid_to document_no",
        (
            (number, secretary.node.id, secretary.number, deputy.number, *span)
            for deputy in deputies[:1]
            for number, span in enumerate(spans, start=1)
        ),
    )


def _granted(tree: Tree) -> Iterator[tuple[Account, Node]]:
    """Rights of provincial staff reach from the root; those at a district stay there."""
    for account in ACCOUNTS:
        if account.role:
            yield account, place_of(account, tree) if account.at == DISTRICT else tree.root


def _supervised() -> Iterator[tuple[str, str]]:
    return ((username, code) for username, codes in SUPERVISED.items() for code in codes)
