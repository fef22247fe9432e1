"""What the log holds: one line per event, and nothing by which a person could be reached."""

import logging
import re

PHONE = re.compile(r"(?<![\w-])(?:\+?84|0)(?:[ .-]?\d){9}(?![\w-])")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
BREAKS = str.maketrans({chr(code): f"\\x{code:02x}" for code in (*range(32), 127, 0x85, 0x2028, 0x2029)})


class OneLine(logging.Formatter):
    """Text from outside can neither begin a line of its own nor hide one; phones and addresses are blanked.

    Only our own tracebacks, which come after the message, keep their lines.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:
        return discreet(super().formatMessage(record)).translate(BREAKS)

    def formatException(self, ei: object) -> str:
        return discreet(super().formatException(ei))  # type: ignore[arg-type]


def discreet(text: str) -> str:
    """Without phone numbers and e-mail addresses."""
    return PHONE.sub("[số điện thoại]", EMAIL.sub("[e-mail]", text))


def logging_at(level: str) -> dict[str, object]:
    """The settings of the log: all to the console, whence systemd or Docker keeps it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"()": "config.logs.OneLine", "format": "{asctime} {levelname} {name}: {message}", "style": "{"}
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["console"], "level": level},
    }
