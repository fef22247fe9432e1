"""Changes of one unit: founding one below it, another name or type, another place, its end."""

from typing import Any

from django import forms

from cadres import tree_rules
from cadres.forms.changing.base import CODE_HELP, ChangeForm
from cadres.models import Sector, UnitType
from cadres.models.units import TYPES_AT_LEVEL
from cadres.picking import UnitPick
from cadres.reorganising import changes
from cadres.reorganising.changes import Change, Founding


def _name_fields() -> tuple[forms.CharField, forms.CharField]:
    return forms.CharField(label="Tên", max_length=200), forms.CharField(
        label="Tên gọn", max_length=100, required=False, help_text="Dùng ở nơi hẹp; để trống cũng được."
    )


class FoundForm(ChangeForm):
    name, short_name = _name_fields()
    code = forms.CharField(label="Mã đơn vị", max_length=40, help_text=CODE_HELP)
    type = forms.ChoiceField(label="Loại")
    sector = forms.ChoiceField(label="Lĩnh vực", choices=Sector.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [(kind.value, kind.label) for kind in tree_rules.types_under(self.unit.type)]
        self.fields["sector"].initial = self.unit.sector

    def change(self) -> Change:
        data = self.cleaned_data
        names = {key: data[key] for key in ("code", "name", "type", "short_name", "sector")}
        return changes.found(data["on"], Founding(**names, parent=self.unit.pk, basis=self.basis))

    @property
    def title(self) -> str:
        return f"Thành lập {self.cleaned_data['name']} trực thuộc {self.unit}"


class RenameForm(ChangeForm):
    name, short_name = _name_fields()
    type = forms.ChoiceField(label="Loại")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = next(kinds for kinds in TYPES_AT_LEVEL.values() if self.unit.type in kinds)
        self.fields["type"].choices = [(kind.value, kind.label) for kind in kinds]
        for name in ("name", "short_name", "type"):
            self.fields[name].initial = getattr(self.unit, name)

    def change(self) -> Change:
        names = {key: self.cleaned_data[key] for key in ("name", "short_name", "type")}
        return changes.rename(self.cleaned_data["on"], self.unit.pk, **names, basis=self.basis)

    @property
    def title(self) -> str:
        return f"Đổi tên {self.unit} thành {self.cleaned_data['name']}"


class MoveForm(ChangeForm):
    parent = UnitPick(label="Đơn vị cấp trên mới", list_id="noi-den", help_text="Gõ tên hoặc mã, chọn trong gợi ý.")

    def candidates(self) -> Any:
        kinds = tree_rules.MAY_STAND_UNDER[UnitType(self.unit.type)]
        return self.reach.filter(type__in=kinds).exclude(path=self.unit.parent_path)

    def change(self) -> Change:
        return changes.move(self.cleaned_data["on"], self.unit.pk, self.cleaned_data["parent"].pk, self.basis)

    @property
    def title(self) -> str:
        return f"Chuyển {self.unit} về trực thuộc {self.cleaned_data['parent']}"


class CloseForm(ChangeForm):
    def change(self) -> Change:
        return changes.close(self.cleaned_data["on"], self.unit.pk, self.basis)

    @property
    def title(self) -> str:
        return f"Đóng {self.unit}"
