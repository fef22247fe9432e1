"""The form that asks for a change to an approved pledge: it begins with what stands there."""

from typing import Any

from django import forms

from criteria.models import Criterion, Pledge, PledgeItem
from criteria.pledging import ItemChange


class AmendRow(forms.Form):
    """One item: as it stands, reworded, dropped, or a new one."""

    drop = forms.BooleanField(required=False)
    text = forms.CharField(required=False, strip=True, max_length=1000)
    target = forms.CharField(required=False, strip=True, max_length=150)
    due_on = forms.DateField(required=False, error_messages={"invalid": "Viết ngày theo dạng 30/11/2026."})
    evidence = forms.CharField(required=False, strip=True, max_length=150)

    def __init__(self, *args: Any, pledge: Pledge, criterion: str, item: PledgeItem | None, **kwargs: Any) -> None:
        self.pledge, self.criterion, self.item = pledge, criterion, item
        super().__init__(*args, **kwargs)

    @property
    def is_fixed(self) -> bool:
        """What is done already stays as it is."""
        return self.item is not None and self.item.is_done

    @property
    def is_taken(self) -> bool:
        """Does this row make an item?"""
        if self.is_fixed:
            return True
        if self.item:
            return not (self.is_bound and self["drop"].value())
        return self.is_bound and any((self[name].value() or "").strip() for name in ("text", "target", "evidence"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_fixed or not self.is_taken:
            return data
        policy, period = self.pledge.period.pledge_policy, self.pledge.period
        text, due_on = data.get("text", ""), data.get("due_on")
        if len(text) > policy.max_chars:
            self.add_error("text", f"Rút ngắn còn {policy.max_chars} ký tự; đang có {len(text)}.")
        if due_on and not period.spans(due_on):
            self.add_error("due_on", f"Chọn ngày từ {period.opens_on:%d/%m/%Y} đến {period.closes_on:%d/%m/%Y}.")
        for name, advice in (
            ("text", "Viết việc cụ thể sẽ làm."),
            ("target", "Điền chỉ tiêu, ví dụ “90% kiến nghị”."),
            ("due_on", "Chọn ngày hoàn thành."),
            ("evidence", "Điền minh chứng, ví dụ “Biên bản họp”."),
        ):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, advice)
        return data

    def change(self) -> ItemChange:
        item = self.item
        if item and self.is_fixed:
            return ItemChange(item.criterion, item.text, item.target, item.due_on, item.evidence, item.pk)
        data = self.cleaned_data
        words = (data["text"], data["target"], data["due_on"], data["evidence"])
        return ItemChange(self.criterion, *words, item_id=item.pk if item else None)


class ReasonForChange(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Vì sao cần sửa",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Viết lý do, ví dụ “Được phân công thêm địa bàn từ tháng 7”.",
            "max_length": "Rút ngắn lý do còn 300 ký tự.",
        },
    )


class AmendForm:
    """The rows of all four criteria, and the reason."""

    def __init__(self, pledge: Pledge, data: Any = None) -> None:
        self.pledge, self.data = pledge, data
        self.most: int = pledge.period.pledge_policy.max_items
        self.why = ReasonForChange(data, initial={"version": pledge.version})
        standing = [item for item in pledge.items.all() if not item.is_dropped]
        self.groups = [self._group(c, [item for item in standing if item.criterion == c]) for c in Criterion]
        self.errors: list[str] = []

    def _group(self, criterion: Criterion, items: list[PledgeItem]) -> dict[str, Any]:
        """The items of one criterion, and as many empty rows as there is room beside what is done."""
        room = self.most - sum(item.is_done for item in items)
        return {
            "criterion": criterion,
            "rows": [self._row(f"i{item.pk}", criterion, item) for item in items],
            "new": [self._row(f"{criterion.lower()}{n}", criterion, None) for n in range(1, room + 1)],
        }

    def _row(self, key: str, criterion: str, item: PledgeItem | None) -> AmendRow:
        names = ("text", "target", "due_on", "evidence")
        initial = {name: getattr(item, name) for name in names} if item else {}
        return AmendRow(self.data, prefix=key, initial=initial, pledge=self.pledge, criterion=criterion, item=item)

    @property
    def rows(self) -> list[AmendRow]:
        return [row for group in self.groups for row in (*group["rows"], *group["new"])]

    def is_valid(self) -> bool:
        wrong = [row for row in self.rows if not row.is_valid()]
        if wrong:
            self.errors.append("Sửa các ô có chữ đỏ.")
        if not self.why.is_valid():
            self.errors += [str(error) for errors in self.why.errors.values() for error in errors]
        return not self.errors

    def changes(self) -> list[ItemChange]:
        return [row.change() for row in self.rows if row.is_taken]
