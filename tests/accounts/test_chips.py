from datetime import date

import heroicons
import pytest

from accounts.chips import CRITERIA, STATES, TONE_ICONS, Chip, due_chip, state_chip_of

TODAY = date(2022, 5, 18)


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2022, 5, 16), Chip("bad", "exclamation-triangle", "Quá hạn 2 ngày")),
        (date(2022, 5, 18), Chip("wait", "clock", "Hạn hôm nay")),
        (date(2022, 5, 19), Chip("wait", "clock", "Còn 1 ngày")),
        (date(2022, 5, 21), Chip("wait", "clock", "Còn 3 ngày")),
        (date(2022, 5, 22), Chip("info", "calendar-days", "Hạn 22/05")),
        (date(2023, 1, 5), Chip("info", "calendar-days", "Hạn 05/01/2023")),
    ],
)
def test_due_chip_counts_days(due_on, expected):
    assert due_chip(due_on, TODAY) == expected


def test_state_chip_of_submitted_pledge():
    assert state_chip_of("pledge", "submitted") == Chip("wait", "clock", "Chờ duyệt")


def test_state_chip_of_unknown_state_is_an_error():
    with pytest.raises(KeyError):
        state_chip_of("pledge", "approoved")


def test_every_icon_of_the_vocabulary_exists():
    names = {chip.icon for chips in STATES.values() for chip in chips.values()}
    names |= set(TONE_ICONS.values()) | {icon for icon, _ in CRITERIA.values()}
    for name in names:
        assert heroicons._load_icon("outline", name) is not None


def test_every_tone_has_a_style():
    assert {chip.tone for chips in STATES.values() for chip in chips.values()} <= set(TONE_ICONS)
