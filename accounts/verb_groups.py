"""The verbs of the trail by kind, for filters and for who may read which."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.verbs import VERBS


@dataclass(frozen=True)
class Group:
    """Verbs that begin alike: "pledge.approved" belongs to the group of "pledge."."""

    code: str
    label: str
    prefixes: tuple[str, ...]

    @property
    def verbs(self) -> list[str]:
        return [verb for verb in VERBS if verb.startswith(self.prefixes)]


SIGN_IN = Group(
    "dang-nhap",
    "Đăng nhập, tài khoản",
    ("session.", "account.", "factor.", "notice."),
)
GRANTS = Group("quyen", "Vai trò, ủy quyền, phụ trách", ("grant.", "role.", "delegation.", "supervision."))
SETTINGS = Group("he-thong", "Cài đặt, nhật ký, lưu giữ", ("setting.", "audit.", "retention.", "holiday."))
REFUSED = Group("tu-choi", "Bị từ chối", ("access.",))
PEOPLE = Group(
    "can-bo",
    "Cán bộ, chức vụ",
    ("cadre.", "appointment.", "exemption.", "import.", "registration.", "roster.", "norm.", "transfer.", "data."),
)
UNITS = Group("don-vi", "Đơn vị", ("unit.", "reorganisation.", "hand_decision."))
PERIODS = Group("ky", "Kỳ, bộ tiêu chí, định mức", ("period.", "statements.", "phase.", "quota.", "duty.", "policy."))
PLEDGES = Group(
    "dang-ky",
    "Bản đăng ký, chương trình",
    ("pledge.", "programme.", "evidence.", "extension.", "sample.", "receipt.", "model."),
)
VISITS = Group("co-so", "Đi cơ sở", ("plan.", "visit.", "followup."))
EVALUATIONS = Group("danh-gia", "Đánh giá, vi phạm", ("evaluation.", "breach."))
FILES = Group("tep", "Xuất, tải, chốt số liệu", ("run.", "workbook.", "snapshot.", "list."))

GROUPS = (SIGN_IN, GRANTS, SETTINGS, REFUSED, PEOPLE, UNITS, PERIODS, PLEDGES, VISITS, EVALUATIONS, FILES)
OF_SYSTEM = (SIGN_IN, GRANTS, SETTINGS)
OF_DOCUMENTS = (GRANTS, PEOPLE, UNITS, PERIODS, PLEDGES, VISITS, EVALUATIONS, FILES)
BY_CODE = {group.code: group for group in GROUPS}


def verbs_of(groups: Iterable[Group]) -> list[str]:
    """The verbs of several groups by name, so that the database finds their rows by index."""
    return [verb for group in groups for verb in group.verbs]
