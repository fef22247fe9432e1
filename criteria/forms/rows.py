"""One row of a step: an item picked from a suggestion, or written in own words; and what all steps have in common."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from criteria.models import Criterion, Pledge, PledgeItem, PledgePolicy
from criteria.pledging import ItemDraft
from criteria.suggesting import Suggestion

# What only keeps a draft is not asked to be complete.
DRAFTS = ("draft", "autosave")


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
        return bool((self["text"].value() or "").strip())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.is_taken:
            if not self.suggestion and data.get("target"):
                self.add_error("text", "Viết việc sẽ làm, hoặc xóa chỉ tiêu.")
            return data
        text = data.get("text", "")
        if not text and self.strict and "text" not in self.errors:
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
        origin = self.suggestion
        statement = origin.statement_id if origin else int(data["statement"] or 0) or None
        return ItemDraft(
            text=data["text"],
            target=data["target"],
            due_on=data["due_on"],
            evidence=data["evidence"],
            statement_id=statement,
            focus_id=origin.focus_id if origin else None,
            indicator_id=origin.indicator_id if origin else None,
            taken_from_id=origin.taken_from_id if origin else None,
        )


class CriterionForm:
    """The rows of one criterion. `strict` is off while only a draft is kept."""

    rows: Iterable[ItemForm]
    row_class: type[ItemForm] = ItemForm

    def __init__(self, pledge: Pledge, criterion: str, data: Any = None) -> None:
        self.pledge, self.criterion, self.data = pledge, Criterion(criterion), data
        self.policy: PledgePolicy = pledge.period.pledge_policy
        self.strict = bool(data) and data.get("act") not in DRAFTS
        self.errors: list[str] = []
        self.codes: list[tuple[int, str]] = []

    def _row(self, key: str, suggestion: Suggestion | None, left: list[PledgeItem]) -> ItemForm:
        """A row with the item it stands for, which is taken off the list."""
        item = next((item for item in left if suggestion is None or suggestion.is_of(item)), None)
        if item:
            left.remove(item)
        return self.row_class(
            self.data,
            prefix=key,
            initial=self._initial(item, suggestion),
            suggestion=suggestion,
            pledge=self.pledge,
            strict=self.strict,
            codes=self.codes,
        )

    def _initial(self, item: PledgeItem | None, suggestion: Suggestion | None) -> dict[str, Any]:
        if item is None and suggestion:
            return {
                "text": suggestion.text,
                "target": suggestion.target,
                "due_on": suggestion.due_on or self._usual_day(),
                "evidence": suggestion.evidence,
            }
        if item is None:
            return {"due_on": self._usual_day()}
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
    def taken(self) -> list[ItemForm]:
        return [row for row in self.rows if row.is_taken]

    @property
    def confirmed(self) -> set[str]:
        """Codes of the KHÔNG that are confirmed so far."""
        return set(self.pledge.commitments)

    @property
    def error_lines(self) -> list[str]:
        """All that is wrong, for a page that shows one line."""
        of_rows = [error for row in self.rows for errors in row.errors.values() for error in errors]
        return of_rows or self.errors

    def drafts(self) -> list[ItemDraft]:
        """A draft may hold a pick that still waits for its words; it makes no item yet."""
        return [row.draft() for row in self.taken if row.cleaned_data.get("text")]
