"""What a programme says, apart from its rows: as a form gives it, as a revision keeps it. Nothing here writes."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from criteria.models import Focus, Programme, Solution


@dataclass(frozen=True)
class SolutionDraft:
    """`pk` is that of the row that it changes; a new one has none."""

    text: str
    due_on: date
    kind: str = Solution.Kind.OTHER
    in_charge: str = ""
    system: str = Solution.System.ENVIRONMENT
    document_no: str = ""
    starts_on: date | None = None
    in_charge_cadre_id: int | None = None
    statement_ids: list[int] = field(default_factory=list)
    pk: int | None = None


@dataclass(frozen=True)
class IndicatorDraft:
    text: str
    statement_id: int
    category: str = ""
    target: str = ""
    due_on: date | None = None
    evidence: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class FocusDraft:
    """One focus with its statements (ids), solutions and indicators; `source_id` is the superior's focus."""

    text: str
    statement_ids: list[int]
    solutions: list[SolutionDraft] = field(default_factory=list)
    indicators: list[IndicatorDraft] = field(default_factory=list)
    source_id: int | None = None
    pk: int | None = None

    @property
    def is_concrete(self) -> bool:
        return bool(self.indicators)


@dataclass(frozen=True)
class Content:
    """All that the superior unit decides on."""

    foci: list[FocusDraft] = field(default_factory=list)
    document_no: str = ""
    document_on: date | None = None

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = _plain(asdict(self))
        return found

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> "Content":
        return cls([_focus(one) for one in data["foci"]], data["document_no"], _day(data["document_on"]))

    @classmethod
    def of(cls, programme: Programme) -> "Content":
        """What the rows say now."""
        return cls.of_rows(programme, programme.foci.prefetch_related(*FOCUS_PARTS))

    @classmethod
    def of_rows(cls, programme: Programme, foci: Iterable[Focus]) -> "Content":
        """The same of foci that were read with their parts."""
        return cls([_of_row(row) for row in foci], programme.document_no, programme.document_on)

    def with_focus(self, place: int, focus: FocusDraft | None) -> "Content":
        """The focus at the place (from 0) exchanged, added at the end, or taken out."""
        foci = [*self.foci[:place], *([focus] if focus else []), *self.foci[place + 1 :]]
        return Content(foci, self.document_no, self.document_on)


FOCUS_PARTS = ("statements", "indicators", "solutions__statements")


def current(programme: Programme) -> Content:
    """What there is to edit: the amendment that is being written, else the rows."""
    return Content.of_json(programme.amendment) if programme.amendment else Content.of(programme)


def removed_solutions(before: Iterable[FocusDraft], after: Iterable[FocusDraft]) -> set[int]:
    """Ids that are gone."""
    return _pks(before) - _pks(after)


def _pks(foci: Iterable[FocusDraft]) -> set[int]:
    return {solution.pk for focus in foci for solution in focus.solutions if solution.pk}


def _of_row(row: Focus) -> FocusDraft:
    return FocusDraft(
        row.text,
        [statement.pk for statement in row.statements.all()],
        [
            SolutionDraft(
                pk=one.pk,
                statement_ids=[statement.pk for statement in one.statements.all()],
                **{name: getattr(one, name) for name in SOLUTION_FIELDS},
            )
            for one in row.solutions.all()
        ],
        [
            IndicatorDraft(pk=one.pk, **{name: getattr(one, name) for name in INDICATOR_FIELDS})
            for one in row.indicators.all()
        ],
        row.source_id,
        row.pk,
    )


SOLUTION_FIELDS = (
    *("text", "due_on", "kind", "in_charge", "system", "document_no", "starts_on"),
    "in_charge_cadre_id",
)
INDICATOR_FIELDS = ("text", "statement_id", "category", "target", "due_on", "evidence")


def _focus(data: Mapping[str, Any]) -> FocusDraft:
    solutions = [SolutionDraft(**one | _days(one, "due_on", "starts_on")) for one in data["solutions"]]
    indicators = [IndicatorDraft(**one | _days(one, "due_on")) for one in data["indicators"]]
    return FocusDraft(**{**data, "solutions": solutions, "indicators": indicators})


def _days(data: Mapping[str, Any], *names: str) -> dict[str, date | None]:
    return {name: _day(data[name]) for name in names}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
