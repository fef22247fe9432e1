"""One step of the pledge: suggestions to pick, own words, and the KHÔNG of one criterion."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms

from criteria.models import Criterion, Pledge, PledgeItem, PledgePolicy, Statement
from criteria.pledging import ItemDraft
from criteria.suggesting import Suggestion


class ItemForm(forms.Form):
    """One row: picked from a suggestion, or in own words when there is none."""

    picked = forms.BooleanField(required=False)
    text = forms.CharField(required=False, strip=True, max_length=1000)
    target = forms.CharField(required=False, strip=True, max_length=150)
    due_on = forms.DateField(required=False, error_messages={"invalid": "Viết ngày theo dạng 30/11/2026."})
    evidence = forms.CharField(required=False, strip=True, max_length=150)
    statement = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, suggestion: Suggestion | None, pledge: Pledge, strict: bool, **kwargs: Any) -> None:
        self.suggestion, self.pledge, self.strict = suggestion, pledge, strict
        self.policy: PledgePolicy = pledge.period.pledge_policy
        codes = kwargs.pop("codes")
        super().__init__(*args, **kwargs)
        self.fields["statement"].choices = [("", "Không ghi mã"), *codes]  # type: ignore[attr-defined]

    @property
    def is_taken(self) -> bool:
        """Does this row make an item?"""
        if self.suggestion:
            return bool(self["picked"].value())
        return bool(self.is_bound and (self["text"].value() or "").strip()) or bool(self.initial.get("text"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.is_taken:
            if not self.suggestion and data.get("target"):
                self.add_error("text", "Viết việc sẽ làm, hoặc xóa chỉ tiêu.")
            return data
        text = data.get("text", "")
        if not text:
            self.add_error("text", "Viết việc cụ thể sẽ làm.")
        if len(text) > self.policy.max_chars:
            self.add_error("text", f"Rút ngắn còn {self.policy.max_chars} ký tự; đang có {len(text)}.")
        due_on = data.get("due_on")
        period = self.pledge.period
        if due_on and not period.spans(due_on):
            self.add_error("due_on", f"Chọn ngày từ {period.opens_on:%d/%m/%Y} đến {period.closes_on:%d/%m/%Y}.")
        if self.strict:
            self._ask_for("target", "Điền chỉ tiêu, ví dụ “90% kiến nghị”.")
            self._ask_for("due_on", "Chọn ngày hoàn thành.")
            self._ask_for("evidence", "Điền minh chứng, ví dụ “Biên bản họp”.")
        return data

    def _ask_for(self, name: str, advice: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, advice)

    def draft(self) -> ItemDraft:
        data = self.cleaned_data
        statement = self.suggestion.statement_id if self.suggestion else int(data["statement"] or 0) or None
        return ItemDraft(
            text=data["text"],
            target=data["target"],
            due_on=data["due_on"],
            evidence=data["evidence"],
            statement_id=statement,
            focus_id=self.suggestion.focus_id if self.suggestion else None,
        )


class StepForm:
    """All rows of one criterion. `strict` is off while only a draft is kept."""

    def __init__(
        self,
        pledge: Pledge,
        criterion: str,
        *,
        unit_suggestions: list[Suggestion],
        statement_suggestions: list[Suggestion],
        statements: list[Statement],
        data: Any = None,
    ) -> None:
        self.pledge, self.criterion, self.data = pledge, Criterion(criterion), data
        self.policy: PledgePolicy = pledge.period.pledge_policy
        self.strict = bool(data) and data.get("act") != "draft"
        self.donts = [statement for statement in statements if statement.kind == Statement.Kind.DONT]
        self.codes = [(s.pk, s.code) for s in statements if s.kind == Statement.Kind.DO]
        left = [item for item in pledge.items.all() if item.criterion == criterion]
        self.unit_rows = [self._row(s.key, s, left) for s in unit_suggestions]
        self.statement_rows = [self._row(s.key, s, left) for s in statement_suggestions]
        self.own_rows = [self._row(f"o{n}", None, left) for n in range(1, self.policy.max_items + 1)]
        self.errors: list[str] = []

    def _row(self, key: str, suggestion: Suggestion | None, left: list[PledgeItem]) -> ItemForm:
        """A row with the item it stands for, which is taken off the list."""
        item = next((item for item in left if suggestion is None or suggestion.is_of(item)), None)
        if item:
            left.remove(item)
        return ItemForm(
            self.data,
            prefix=key,
            initial=self._initial(item, suggestion),
            suggestion=suggestion,
            pledge=self.pledge,
            strict=self.strict,
            codes=self.codes,
        )

    def _initial(self, item: PledgeItem | None, suggestion: Suggestion | None) -> dict[str, Any]:
        if item is None:
            return {"text": suggestion.text if suggestion else "", "due_on": self._usual_day()}
        return {
            "picked": True,
            "text": item.text,
            "target": item.target,
            "due_on": item.due_on,
            "evidence": item.evidence,
            "statement": item.statement_id or "",
        }

    def _usual_day(self) -> date:
        """The day before self-assessment opens, when that is still to come after the pledge is due."""
        period = self.pledge.period
        return period.self_opens_on if period.self_opens_on > period.pledge_due_on else period.closes_on

    @property
    def rows(self) -> Iterator[ItemForm]:
        yield from (*self.unit_rows, *self.statement_rows, *self.own_rows)

    @property
    def taken(self) -> list[ItemForm]:
        return [row for row in self.rows if row.is_taken]

    @property
    def confirmed(self) -> set[str]:
        """Codes of the KHÔNG that are ticked; nothing is ticked in advance."""
        return set(self.data.getlist("khong")) if self.data else set(self.pledge.commitments)

    @property
    def confirmed_codes(self) -> list[str]:
        return [dont.code for dont in self.donts if dont.code in self.confirmed]

    def is_valid(self) -> bool:
        wrong = [row for row in self.rows if not row.is_valid()]
        least, most, count = self.policy.min_items, self.policy.max_items, len(self.taken)
        if count > most:
            self.errors.append(f"Đang chọn {count} nội dung. Bỏ bớt để còn nhiều nhất {most}.")
        if self.strict and count < least:
            self.errors.append(f"Chọn hoặc viết ít nhất {least} nội dung cho tiêu chí {self.criterion.label}.")
        missing = len(self.donts) - len(self.confirmed_codes)
        if self.strict and missing:
            self.errors.append(f"Đọc và đánh dấu cam kết {missing} điều KHÔNG còn lại.")
        if wrong:
            self.errors.append("Sửa các ô có chữ đỏ.")
        return not self.errors

    def drafts(self) -> list[ItemDraft]:
        return [row.draft() for row in self.taken]
