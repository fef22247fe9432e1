"""Codes of statements. Nothing here writes."""

import re
from collections.abc import Iterable


def next_code(prefix: str, kind: str, used: Iterable[str]) -> str:
    """The next code of a list, e.g. GM-5 or GM-K6; a code that was ever used is not given to another meaning."""
    mark = "K" if kind == "dont" else ""
    found = (re.fullmatch(rf"{re.escape(prefix)}-{mark}(\d+)", code) for code in used)
    return f"{prefix}-{mark}{max((int(match[1]) for match in found if match), default=0) + 1}"
