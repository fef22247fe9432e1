"""One step of the pledge: suggestions to pick, own words, and the KHÔNG of one criterion."""

from collections.abc import Iterator
from typing import Any

from criteria.forms.rows import CriterionForm, ItemForm
from criteria.models import Pledge, Statement
from criteria.suggesting import Suggestion


class StepForm(CriterionForm):
    """All there is to pick and to write for one criterion, and its KHÔNG."""

    def __init__(
        self,
        pledge: Pledge,
        criterion: str,
        *,
        unit_suggestions: list[Suggestion],
        last_suggestions: list[Suggestion],
        statement_suggestions: list[Suggestion],
        statements: list[Statement],
        data: Any = None,
    ) -> None:
        super().__init__(pledge, criterion, data)
        self.donts = [statement for statement in statements if statement.kind == Statement.Kind.DONT]
        self.codes = [(s.pk, s.code) for s in statements if s.kind == Statement.Kind.DO]
        left = [item for item in pledge.items.all() if item.criterion == criterion]
        self.unit_rows = [self._row(s.key, s, left) for s in unit_suggestions]
        self.last_rows = [self._row(s.key, s, left) for s in last_suggestions]
        self.statement_rows = [self._row(s.key, s, left) for s in statement_suggestions]
        self.own_rows = [self._row(f"o{n}", None, left) for n in range(1, self.policy.max_items + 1)]

    @property
    def rows(self) -> Iterator[ItemForm]:  # type: ignore[override]
        yield from (*self.unit_rows, *self.last_rows, *self.statement_rows, *self.own_rows)

    @property
    def has_statement(self) -> bool:
        """Is one of the statements taken, or wrong, so that it has to be seen?"""
        return any(row.is_taken or row.errors for row in self.statement_rows)

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
