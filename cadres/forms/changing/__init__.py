"""The changes offered on the page of a unit: each with its form and who may ask for it."""

from dataclasses import dataclass

from accounts.models import User
from cadres import tree_rules
from cadres.forms.changing.base import ChangeForm
from cadres.forms.changing.several import MergeForm, SplitForm
from cadres.forms.changing.single import CloseForm, FoundForm, MoveForm, RenameForm
from cadres.models import Right, Unit, holds_at

__all__ = ["VERBS", "ChangeForm", "Verb", "offered"]


@dataclass(frozen=True)
class Verb:
    """A change offered on the page of a unit; `from_above` when only who keeps the unit above may do it."""

    slug: str
    label: str
    remark: str
    icon: str
    form: type[ChangeForm]
    from_above: bool = True

    def is_open_to(self, user: User, unit: Unit) -> bool:
        path = unit.parent_path if self.from_above else unit.path
        can_have_children = self.form is not FoundForm or bool(tree_rules.types_under(unit.type))
        return bool(path) and unit.valid_to is None and can_have_children and holds_at(user, Right.UNIT_EDIT, path)


VERBS: dict[str, Verb] = {
    verb.slug: verb
    for verb in (
        Verb("them", "Thêm đơn vị trực thuộc", "Thành lập một đơn vị ngay dưới đơn vị này.", "plus", FoundForm, False),
        Verb("doi-ten", "Đổi tên, loại", "Tên cũ được giữ trong lịch sử.", "pencil-square", RenameForm, False),
        Verb(
            "chuyen",
            "Chuyển đơn vị cấp trên",
            "Mọi đơn vị bên dưới đi theo; chức vụ giữ nguyên.",
            "arrow-right",
            MoveForm,
        ),
        Verb(
            "sap-nhap",
            "Sáp nhập",
            "Nhiều đơn vị thành một: cán bộ, đơn vị trực thuộc và hồ sơ đang mở chuyển theo.",
            "arrows-pointing-in",
            MergeForm,
        ),
        Verb(
            "chia-tach",
            "Chia tách",
            "Một đơn vị thành nhiều: cán bộ và đơn vị trực thuộc được lập danh sách để đồng chí sắp xếp.",
            "arrows-pointing-out",
            SplitForm,
        ),
        Verb(
            "dong",
            "Đóng đơn vị",
            "Không có đơn vị thay thế: cán bộ được lập danh sách để sắp xếp.",
            "archive-box",
            CloseForm,
        ),
    )
}


def offered(user: User, unit: Unit) -> list[Verb]:
    return [verb for verb in VERBS.values() if verb.is_open_to(user, unit)]
