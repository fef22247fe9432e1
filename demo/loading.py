"""Rows by the hundred thousand: COPY into the tables of models, without the triggers that keep history."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

Row = Sequence[Any]
BATCH = 5_000


class Encoded(str):
    """JSON that is text already: for values that many rows share."""

    __slots__ = ()

    @classmethod
    def of(cls, value: Any) -> Encoded:
        return cls(_escaped(json.dumps(value, ensure_ascii=False)))


def _escaped(text: str) -> str:
    """As COPY reads it; to look first is much faster than to translate every text."""
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    for character, written in (("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        if character in text:
            text = text.replace(character, written)
    return text


def load(model: type[models.Model], columns: str, rows: Iterable[Row]) -> int:
    """Copy the rows into the model's table; `columns` are field names or attnames. The rest has its defaults."""
    given = [_field(model, name) for name in columns.split()]
    defaults = [field for field in model._meta.concrete_fields if _has_default(field) and field not in given]
    encoders = [_encoder(field) for field in given]
    tail = "".join(f"\t{_encoder(field)(_default(field))}" for field in defaults) + "\n"
    names = ", ".join(connection.ops.quote_name(field.column) for field in [*given, *defaults])
    table = connection.ops.quote_name(model._meta.db_table)
    lines = ("\t".join([encode(value) for encode, value in zip(encoders, row, strict=True)]) + tail for row in rows)
    count = 0
    with connection.cursor() as cursor:
        while batch := list(islice(lines, BATCH)):
            count += len(batch)
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", io.StringIO("".join(batch)))
    return count


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if name in {field.name, field.attname})


def _has_default(field: models.Field[Any, Any]) -> bool:
    return not (field.primary_key or field.generated)


def _default(field: models.Field[Any, Any]) -> Any:
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        return timezone.now()
    return field.get_default()


def _encoder(field: models.Field[Any, Any]) -> Callable[[Any], str]:
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, ArrayField):
        return _array
    if isinstance(field, models.BooleanField):
        return _boolean
    if isinstance(field, models.DateTimeField):
        return _moment
    return _text if isinstance(field, models.CharField | models.TextField) else _plain


def _plain(value: Any) -> str:
    return "\\N" if value is None else str(value)


def _text(value: Any) -> str:
    return "\\N" if value is None else _escaped(str(value))


def _moment(value: datetime | None) -> str:
    return "\\N" if value is None else value.isoformat()


def _boolean(value: Any) -> str:
    return "t" if value else "f"


def _json(value: Any) -> str:
    if value is None:
        return "\\N"
    return value if isinstance(value, Encoded) else Encoded.of(value)


def _array(value: Iterable[str]) -> str:
    return _escaped("{" + ",".join(f'"{item}"' for item in value) + "}")


@contextmanager
def without_history(tables: Sequence[type[models.Model]]) -> Iterator[None]:
    """Switch the history triggers of these tables off; what refers to what is checked at each statement."""
    names = [connection.ops.quote_name(model._meta.db_table) for model in tables]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def go_on_counting(tables: Iterable[type[models.Model]]) -> None:
    """Let the sequences of the tables go on after the keys that were copied in."""
    with connection.cursor() as cursor:
        for model in tables:
            key = model._meta.pk.column
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, %s), COALESCE(max({key}), 1), max({key}) IS NOT NULL)"  # noqa: S608 - names of our own tables
                f" FROM {table}",
                [table, key],
            )


def analyse(tables: Iterable[type[models.Model]]) -> None:
    """Tell the planner how large the tables have become."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
