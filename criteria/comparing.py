"""What changed between two sendings of a pledge, word by word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from criteria.models import Criterion, PledgeRevision

_SIMILAR = 0.5


@dataclass(frozen=True)
class Piece:
    """A run of words: kept ("same"), taken out ("del") or new ("ins")."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One criterion that differs: its lines before and after, each a list of pieces."""

    criterion: str
    before: list[list[Piece]]
    after: list[list[Piece]]


@dataclass(frozen=True)
class Comparison:
    changes: list[Change]
    unchanged: dict[str, int]

    @property
    def unchanged_count(self) -> int:
        return sum(self.unchanged.values())

    @property
    def unchanged_words(self) -> str:
        return ", ".join(f"{Criterion(code).label} {count}" for code, count in self.unchanged.items() if count) + "."


def compare(before: Iterable[dict[str, Any]], after: Iterable[dict[str, Any]]) -> Comparison:
    """Both as stored in revisions. Lines that stand in both are counted, not shown."""
    before, after = list(before), list(after)
    changes, unchanged = [], {}
    for criterion in Criterion.values:
        old = [line(item) for item in before if item["criterion"] == criterion]
        new = [line(item) for item in after if item["criterion"] == criterion]
        unchanged[criterion] = sum(text in old for text in new)
        gone, come = changed_lines(old, new)
        if gone or come:
            changes.append(Change(criterion, gone, come))
    return Comparison(changes, unchanged)


def compare_amendment(amendment: PledgeRevision) -> dict[str, Any]:
    """What an amendment changes, and what the two sides are called."""
    before = "Bản đang dùng" if amendment.is_proposed else "Trước khi sửa"
    return {"comparison": compare(amendment.base or [], amendment.items), "labels": (before, "Đề nghị sửa thành")}


def changed_lines(old: list[str], new: list[str]) -> tuple[list[list[Piece]], list[list[Piece]]]:
    """The lines that are gone and those that came, in pieces; what stands in both is left out."""
    gone, come = [text for text in old if text not in new], [text for text in new if text not in old]
    pairs = [word_pieces(a, b) for a, b in _pairs(gone, come)]
    return [a for a, _ in pairs if a], [b for _, b in pairs if b]


def line(item: dict[str, Any]) -> str:
    """An item in one sentence per part."""
    parts = [item["text"].rstrip(".")]
    if item["target"]:
        parts.append(f"Chỉ tiêu: {item['target'].rstrip('.')}")
    if item["due_on"]:
        parts.append(f"Hạn {date.fromisoformat(item['due_on']):%d/%m/%Y}")
    if item["evidence"]:
        parts.append(f"Minh chứng: {item['evidence'].rstrip('.')}")
    return ". ".join(parts) + "."


def _pairs(gone: list[str], come: list[str]) -> list[tuple[str, str]]:
    """Each old line with the new one most like it; what is left stands alone."""
    pairs, rest = [], list(come)
    for old in gone:
        best = max(rest, key=lambda new: _likeness(old, new), default="")
        if best and _likeness(old, best) >= _SIMILAR:
            rest.remove(best)
            pairs.append((old, best))
        else:
            pairs.append((old, ""))
    return pairs + [("", new) for new in rest]


def _likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, a.split(), b.split()).ratio()


def word_pieces(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Two texts side by side: what went, what came, what stayed."""
    a, b = _words(old), _words(new)
    before, after = [], []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b).get_opcodes():
        same = tag == "equal"
        before.append(Piece("same" if same else "del", "".join(a[a1:a2])))
        after.append(Piece("same" if same else "ins", "".join(b[b1:b2])))
    return [piece for piece in before if piece.text], [piece for piece in after if piece.text]


def _words(text: str) -> list[str]:
    """Words, figures and dates whole, marks apart, each with the space behind it."""
    return re.findall(r"[\w/%]+\s*|[^\w\s]\s*", text)
