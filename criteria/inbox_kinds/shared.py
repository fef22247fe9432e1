"""What the rows of several kinds say: signs, and why a document lies before somebody else."""

from collections.abc import Callable, Iterable
from typing import Any

from accounts.chips import Chip
from accounts.inbox import Line
from cadres.deciding import leaders_of
from cadres.models import Cadre

BY_MINUTES = Chip("info", "users", "Theo biên bản")
IN_PLACE = Chip("wait", "users", "Duyệt thay")
AGAIN = Chip("wait", "arrow-path", "Gửi lại")


def lines_of(documents: Iterable[Any], line: Callable[[Any, str], Line]) -> dict[int, Line]:
    """A line for each; `line` is given the document and why it lies before somebody else."""
    documents = list(documents)
    notes = place_notes(documents)
    return {document.pk: line(document, notes[document.pk]) for document in documents}


def signs(*chips: tuple[Chip, bool]) -> tuple[Chip, ...]:
    """Those that hold."""
    return tuple(chip for chip, is_so in chips if is_so)


def place_notes(documents: Iterable[Any]) -> dict[int, str]:
    """Why a document lies, or may lie, before somebody other than the secretary of its unit; a query at most."""
    documents = list(documents)
    overdue = {document.deciding_unit_id for document in documents if document.is_overdue_twice}
    leaders = leaders_of(overdue) if overdue else {}
    return {document.pk: _place_note(document, leaders.get(document.deciding_unit_id)) for document in documents}


def _place_note(document: Any, leader: Cadre | None) -> str:
    if document.is_overdue_twice:
        whose = f"{document.deciding_unit}, đồng chí {leader}" if leader else document.deciding_unit
        return f"Đã quá hạn hai lần: {document.stand_in_unit} có thể duyệt thay {whose}."
    return f"Thay {document.in_place_of}: khuyết Bí thư hoặc đang nghỉ." if document.in_place_of else ""
