"""Lines of the log: one per event, and nobody can be reached by them."""

import logging
import sys

from config.logs import OneLine


def line(message, *args, error=None):
    record = logging.LogRecord("portal", logging.INFO, __file__, 1, message, args, error)
    return OneLine("{levelname} {name}: {message}", style="{").format(record)


def test_text_from_outside_cannot_begin_a_line():
    assert line("tìm %s", "x\r\nINFO portal: giả\u2028") == r"INFO portal: tìm x\x0d\x0aINFO portal: giả\x2028"


def test_phones_and_addresses_are_blanked():
    assert line("gửi %s, %s, +84 903 555 018", "truc@tinhdoan.vn", "0903.555.018") == (
        "INFO portal: gửi [e-mail], [số điện thoại], [số điện thoại]"
    )


def test_numbers_that_are_no_phones_stay():
    assert line("seq %s, cột 1234567890, mã CB-7K4P2X", 120903555018) == (
        "INFO portal: seq 120903555018, cột 1234567890, mã CB-7K4P2X"
    )


def test_tracebacks_keep_their_lines_but_no_addresses():
    try:
        raise ValueError("truc@tinhdoan.vn")
    except ValueError:
        lines = line("hỏng", error=sys.exc_info()).splitlines()

    assert lines[0] == "INFO portal: hỏng"
    assert lines[-1] == "ValueError: [e-mail]"
