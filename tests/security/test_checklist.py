"""Every line of the checklist has a test, or docs/security.md says why not."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = set(range(1, 65))


def numbers_tested() -> set[int]:
    names = (
        name
        for folder in ("security", "browser")
        for path in (ROOT / "tests" / folder).glob("test_*.py")
        for name in re.findall(r"^def test_(\d\d)_", path.read_text(), re.MULTILINE)
    )
    return {int(name) for name in names}


def numbers_excused() -> set[int]:
    """The numbers in the first column of the table; those with a remark are tested but for that part."""
    rows = re.findall(r"^\| ([\d–, ]+) \|", (ROOT / "docs/security.md").read_text(), re.MULTILINE)
    found = set()
    for part in ",".join(rows).split(","):
        first, _, last = part.strip().partition("–")
        found |= set(range(int(first), int(last or first) + 1))
    return found


def test_every_line_has_a_test_or_a_reason():
    assert numbers_tested() | numbers_excused() == LINES
    assert numbers_tested() & numbers_excused() == set()
