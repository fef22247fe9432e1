"""The short form (domain §16): one thing to pick per criterion, then the KHÔNG two by two."""

from typing import Any

from criteria.forms.rows import DRAFTS, CriterionForm, ItemForm
from criteria.models import Pledge, PledgeItem, Statement
from criteria.suggesting import Suggestion

MOST_CHOICES = 6


class PickForm(ItemForm):
    """One of several choices: taken when its button is the one that is pressed."""

    @property
    def is_taken(self) -> bool:
        if self.is_bound:
            return bool(self.data.get("pick") == self.prefix)
        return bool(self.initial.get("picked"))


class ShortStepForm(CriterionForm):
    """What there is to pick for one criterion; what the person has already stands first, whatever it came from."""

    row_class = PickForm

    def __init__(self, pledge: Pledge, criterion: str, *, suggestions: list[Suggestion], data: Any = None) -> None:
        super().__init__(pledge, criterion, data)
        left = [item for item in pledge.items.all() if item.criterion == criterion]
        known = [s for s in suggestions if any(s.is_of(item) for item in left)]
        others = [s for s in suggestions if s not in known]
        own = [_as_suggestion(item) for item in left if not any(s.is_of(item) for s in known)]
        self.choices = [self._row(s.key, s, left) for s in [*known, *own, *others][:MOST_CHOICES]]

    @property
    def rows(self) -> list[ItemForm]:  # type: ignore[override]
        return self.choices

    def is_valid(self) -> bool:
        taken = self.taken
        if self.strict and not taken:
            self.errors.append("Chọn một việc sẽ làm.")
        if [row for row in self.rows if not row.is_valid()]:
            self.errors.append("Sửa các ô có chữ đỏ.")
        return not self.errors

    @property
    def confirmed_codes(self) -> list[str]:
        return [code for code in self.pledge.commitments if code.startswith(f"{self.criterion}-")]


def _as_suggestion(item: PledgeItem) -> Suggestion:
    """What was written in the full form is a choice like any other."""
    return Suggestion(
        f"c{item.order}",
        item.text,
        "Đã viết trong bản này",
        item.text,
        item.statement_id,
        focus_id=item.focus_id,
        indicator_id=item.indicator_id,
        taken_from_id=item.taken_from_id,
        target=item.target,
        due_on=item.due_on,
        evidence=item.evidence,
    )


class DontsForm:
    """Two KHÔNG on one screen, each confirmed by itself."""

    def __init__(self, pledge: Pledge, donts: list[Statement], data: Any = None) -> None:
        self.donts, self.data = donts, data
        self.shown = [dont.code for dont in donts]
        given = set(data.getlist("khong")) if data else set(pledge.commitments)
        self.confirmed_codes = [code for code in self.shown if code in given]
        self.strict = bool(data) and data.get("act") not in DRAFTS
        self.errors: list[str] = []

    def is_valid(self) -> bool:
        missing = len(self.shown) - len(self.confirmed_codes)
        if self.strict and missing:
            self.errors.append(f"Đọc và đánh dấu {missing} điều còn lại để sang màn hình sau.")
        return not self.errors

    @property
    def error_lines(self) -> list[str]:
        return self.errors
