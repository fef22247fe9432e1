"""What was typed into a form that could not be taken, beside what is stored now: nothing written is lost."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest

_OURS = {"csrfmiddlewaretoken", "submit_key", "version", "act", "ids", "next"}
_MANAGEMENT = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")


@dataclass(frozen=True)
class Kept:
    """One value that was typed; `label` and `stored` where the document has a field of that name."""

    text: str
    label: str = ""
    stored: str | None = None


def typed_into(request: HttpRequest, document: models.Model | None = None) -> list[Kept]:
    """The values of the form that differ from the document, and free text that is none of its fields."""
    found = []
    for name, text in request.POST.items():
        if not text.strip() or name in _OURS or name.startswith(("version_", "password")):
            continue
        field = _field_of(document, name)
        if field is not None:
            stored = _shown(document, field)
            if stored != text.strip():
                found.append(Kept(text, str(field.verbose_name), stored))
        elif _is_written(text) and not name.endswith(_MANAGEMENT):
            found.append(Kept(text))
    return found


def _field_of(document: models.Model | None, name: str) -> models.Field | None:
    if document is None:
        return None
    try:
        field = document._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    is_plain = isinstance(field, models.Field) and not field.is_relation and field.editable
    return field if is_plain else None


def _shown(document: Any, field: models.Field) -> str:
    value = getattr(document, field.attname)
    return "" if value is None else str(value).strip()


def _is_written(text: str) -> bool:
    """Words, figures and dates that somebody wrote; not the codes of choices, nor ticks and keys."""
    word = text.strip()
    return " " in word or not word.isascii() or not (word.isidentifier() or word.isdecimal())
