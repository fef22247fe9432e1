"""What lies outside somebody's reach answers 404 as if it were not there; the trail says that it was asked for."""

import re
from typing import Any

from django.apps import apps
from django.db import models

from accounts import audit
from accounts.models import User

# The message of get_object_or_404; a test over the whole access matrix fails should Django word it anew.
NOT_FOUND = re.compile(r"No (\w+) matches the given query\.")


def hidden_object(message: str, kwargs: dict[str, Any], user: User) -> models.Model | None:
    """The thing that the address names, if it exists and the user may not see it."""
    match = NOT_FOUND.fullmatch(message)
    model = _model(match[1]) if match else None
    pk = kwargs.get("pk") or next((value for name, value in kwargs.items() if name.endswith("_pk")), None)
    if model is None or pk is None:
        return None
    found = model._base_manager.filter(pk=pk).first()
    visible_to = getattr(model._default_manager, "visible_to", None)
    if found and visible_to and visible_to(user).filter(pk=pk).exists():
        return None
    return found


def _model(name: str) -> type[models.Model] | None:
    return next((model for model in apps.get_models() if model.__name__ == name), None)


def record(thing: models.Model, *, by: User, page: str, method: str) -> None:
    """One row, with person and unit of the thing, so that whoever inspects these sees the attempt."""
    audit.record(
        "access.refused",
        thing,
        by=by,
        cadre_id=_number_of("cadre", thing),
        unit_id=_number_of("unit", thing),
        after={"page": page, "method": method},
    )


def _number_of(kind: str, thing: models.Model) -> int | None:
    """The cadre or unit that the thing is, or belongs to."""
    number: int | None = thing.pk if thing._meta.model_name == kind else getattr(thing, f"{kind}_id", None)
    return number
