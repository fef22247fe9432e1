"""Who changed which field of a row, from what to what, read off the row history that the database keeps itself.

Each app declares which fields of its models are shown and what they are called; the rest stays unseen.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import User

AT_MOST = 500  # versions of one thing that are read


@dataclass(frozen=True)
class Shown:
    """A model whose history is shown: what a row of it is called, and its fields by name and label."""

    model: type[models.Model]
    title: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change of one row. A first version has no `before`; it may be older than the history itself."""

    at: datetime
    number: int
    actor: str
    title: str
    is_first: bool
    is_new: bool
    changes: tuple[FieldChange, ...]


Version = dict[str, Any]
Names = dict[tuple[type[models.Model], int], str]


def history(*sources: tuple[Shown, dict[str, Any]]) -> list[Entry]:
    """The changes of all rows that the conditions find in the history of each model, newest first."""
    read = [(shown, _versions(shown, condition)) for shown, condition in sources]
    names = _names(read)
    entries = [entry for shown, versions in read for entry in _entries(shown, versions, names)]
    return sorted(entries, key=lambda entry: (entry.at, entry.number), reverse=True)


def _versions(shown: Shown, condition: dict[str, Any]) -> list[Version]:
    events = shown.model._meta.get_field("events").related_model
    columns = [shown.model._meta.get_field(name).attname for name in shown.fields]
    fixed = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context__metadata")
    newest = events._default_manager.filter(**condition).order_by("-pgh_id").values(*fixed, *columns)
    return list(newest[:AT_MOST])[::-1]


def _entries(shown: Shown, versions: list[Version], names: Names) -> Iterator[Entry]:
    latest: dict[int, Version] = {}
    for version in versions:
        before = latest.get(version["pgh_obj_id"])
        latest[version["pgh_obj_id"]] = version
        changes = tuple(_changes(shown, before or {}, version, names))
        if changes:
            actor = names.get((User, _actor_id(version)), "Hệ thống")
            yield Entry(
                version["pgh_created_at"],
                version["pgh_id"],
                actor,
                shown.title,
                before is None,
                version["pgh_label"] == "insert",
                changes,
            )


def _changes(shown: Shown, before: Version, after: Version, names: Names) -> Iterator[FieldChange]:
    for name, label in shown.fields.items():
        field = shown.model._meta.get_field(name)
        old, new = before.get(field.attname), after[field.attname]
        if old != new and not (before == {} and new in (None, "", [])):
            yield FieldChange(label, _say(field, old, names), _say(field, new, names))


def _actor_id(version: Version) -> int:
    return (version["pgh_context__metadata"] or {}).get("user") or 0


def _names(read: Iterable[tuple[Shown, list[Version]]]) -> Names:
    """What the rows are called to which the versions point: one query per kind."""
    wanted: dict[type[models.Model], set[int]] = {User: set()}
    for shown, versions in read:
        wanted[User] |= {_actor_id(version) for version in versions}
        for name in shown.fields:
            field = shown.model._meta.get_field(name)
            if field.is_relation:
                wanted.setdefault(field.related_model, set()).update(version[field.attname] for version in versions)
    return {
        (model, thing.pk): str(thing)
        for model, numbers in wanted.items()
        for thing in model._base_manager.filter(pk__in=numbers - {None, 0})
    }


def _say(field: Any, value: Any, names: Names) -> str:
    if value is None or value == "":
        return ""
    if field.is_relation:
        return names.get((field.related_model, value), str(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
