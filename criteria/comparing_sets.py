"""What a version of the statements says otherwise than the one before, word by word."""

from collections.abc import Iterable
from dataclasses import dataclass

from criteria.comparing import Piece, word_pieces
from criteria.models import Statement


@dataclass(frozen=True)
class StatementChange:
    """One code: new, gone, or with other words; `before` and `after` are runs of words."""

    code: str
    criterion: str
    kind: str
    before: list[Piece]
    after: list[Piece]


@dataclass(frozen=True)
class SetComparison:
    changes: list[StatementChange]
    same: int

    @property
    def gone(self) -> list[StatementChange]:
        return [change for change in self.changes if change.kind == "gone"]


def compare_sets(before: Iterable[Statement], after: Iterable[Statement]) -> SetComparison:
    """In the order of the new version, what was left out last."""
    old = {statement.code: statement for statement in before}
    new = {statement.code: statement for statement in after}
    changes = [_change(old.get(code), statement) for code, statement in new.items()]
    changes += [_gone(statement) for code, statement in old.items() if code not in new]
    told = [change for change in changes if change is not None]
    return SetComparison(told, len(changes) - len(told))


def words_of(statement: Statement) -> str:
    """All that a statement says: facet, text, and whom it binds."""
    facet = f"Trách nhiệm {statement.facet}: " if statement.facet else ""
    bound = f" (chỉ với {'; '.join(statement.bound)})" if statement.bound else ""
    return f"{facet}{statement.text}{bound}"


def _change(old: Statement | None, new: Statement) -> StatementChange | None:
    if old is None:
        return StatementChange(new.code, new.criterion, "new", [], [Piece("ins", words_of(new))])
    if words_of(old) == words_of(new):
        return None
    before, after = word_pieces(words_of(old), words_of(new))
    return StatementChange(new.code, new.criterion, "changed", before, after)


def _gone(old: Statement) -> StatementChange:
    return StatementChange(old.code, old.criterion, "gone", [Piece("del", words_of(old))], [])
