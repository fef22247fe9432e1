"""Changes of several units: many that become one, one that becomes many."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cadres.forms.changing.base import CODE_HELP, ChangeForm
from cadres.models import Unit
from cadres.picking import UnitPick, pick
from cadres.reorganising import changes
from cadres.reorganising.changes import Change, Founding

MOST_SIBLINGS = 150
NEW, THIS, OTHER = "new", "this", "other"


class MergeForm(ChangeForm):
    others = forms.MultipleChoiceField(
        label="Cùng sáp nhập với",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Các đơn vị cùng cấp trên.",
    )
    more = forms.CharField(
        label="Đơn vị nơi khác", max_length=400, required=False, help_text="Mã đơn vị, cách nhau bằng dấu phẩy."
    )
    into = forms.ChoiceField(label="Sau sáp nhập", widget=forms.RadioSelect, initial=NEW)
    target = UnitPick(
        label="Đơn vị nhận", list_id="noi-nhan", required=False, help_text="Khi nhập vào đơn vị khác đã có."
    )
    code = forms.CharField(label="Mã đơn vị mới", max_length=40, required=False, help_text=CODE_HELP)
    name = forms.CharField(label="Tên đơn vị mới", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        siblings = self.candidates().filter(path__startswith=self.unit.parent_path, depth=self.unit.depth)
        self.fields["others"].choices = [
            (unit.pk, unit.name) for unit in siblings.order_by("search_key")[:MOST_SIBLINGS]
        ]
        self.fields["into"].choices = [
            (NEW, "Thành một đơn vị mới"),
            (THIS, f"Nhập vào {self.unit}"),
            (OTHER, "Nhập vào một đơn vị khác đã có"),
        ]

    def candidates(self) -> Any:
        return self.reach.filter(level=self.unit.level).exclude(pk=self.unit.pk)

    def clean_more(self) -> list[Unit]:
        texts = [text.strip() for text in self.cleaned_data["more"].split(",") if text.strip()]
        return [pick(self.candidates(), text) for text in texts]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        into, others = data.get("into"), [*data.get("others", ()), *data.get("more", ())]
        if into == NEW:
            for name, words in (("code", "Ghi mã của đơn vị mới."), ("name", "Ghi tên của đơn vị mới.")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(words))
        if into == OTHER and not data.get("target") and "target" not in self.errors:
            self.add_error("target", ValidationError("Chọn đơn vị nhận."))
        if into != OTHER and not others and "more" not in self.errors:
            self.add_error("others", ValidationError("Chọn ít nhất một đơn vị cùng sáp nhập."))
        return data

    def change(self) -> Change:
        data = self.cleaned_data
        units = [self.unit.pk, *(int(pk) for pk in data["others"]), *(unit.pk for unit in data["more"])]
        return changes.merge(data["on"], dict.fromkeys(units), self._into(), self.basis)

    def _into(self) -> Founding | int:
        data = self.cleaned_data
        if data["into"] == THIS:
            return self.unit.pk
        if data["into"] == OTHER:
            return int(data["target"].pk)
        above = Unit.objects.get(path=self.unit.parent_path)
        return Founding(data["code"], data["name"], self.unit.type, above.pk, sector=self.unit.sector, basis=self.basis)

    @property
    def title(self) -> str:
        data = self.cleaned_data
        into = {NEW: data["name"], THIS: self.unit.name}.get(data["into"]) or data["target"].name
        return f"Sáp nhập {self.unit} và đơn vị khác thành {into}" if data["into"] == NEW else f"Sáp nhập vào {into}"


class SplitForm(ChangeForm):
    PARTS = range(1, 5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        common = {"on": self.fields.pop("on"), "legal_basis": self.fields.pop("legal_basis")}
        for number in self.PARTS:
            self.fields[f"code_{number}"] = forms.CharField(
                label=f"Mã đơn vị {number}", max_length=40, required=number <= 2
            )
            self.fields[f"name_{number}"] = forms.CharField(
                label=f"Tên đơn vị {number}",
                max_length=200,
                required=False,
                help_text="Để trống nếu mã là của đơn vị đã có.",
            )
        self.fields |= common

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.parts = [part for number in self.PARTS if (part := self._part(number, data)) is not None]
        return data

    def _part(self, number: int, data: dict[str, Any]) -> Founding | int | None:
        code, name = data.get(f"code_{number}", ""), data.get(f"name_{number}", "")
        if not code:
            return None
        if name:
            above = Unit.objects.filter(path=self.unit.parent_path).first() or self.unit
            return Founding(code, name, self.unit.type, above.pk, sector=self.unit.sector)
        there = self.reach.filter(code__iexact=code, level=self.unit.level).exclude(pk=self.unit.pk).first()
        if there is None:
            self.add_error(
                f"name_{number}", ValidationError("Ghi tên đơn vị mới, hoặc mã của một đơn vị đã có cùng cấp.")
            )
            return None
        return int(there.pk)

    def change(self) -> Change:
        return changes.split(self.cleaned_data["on"], self.unit.pk, self.parts, self.basis)

    @property
    def title(self) -> str:
        return f"Chia tách {self.unit} thành {len(self.parts)} đơn vị"
