"""Rows of a plan between the form and the verb."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from cadres.models import Unit
from fieldvisits.forms import ITEM_FIELDS
from fieldvisits.planning import ItemDraft


def plain(days: Decimal) -> str:
    """1.0 as 1 and 0.5 as it is, the way a number field wants it."""
    return format(days.normalize(), "f")


def rows_left(data: QueryDict, *, without: str) -> list[dict[str, str]]:
    """What was typed, row by row, but for the row to remove: nothing typed is lost by adding or removing one."""
    total = data.get("form-TOTAL_FORMS", "0")
    count = int(total) if total.isdecimal() else 0
    kept = [n for n in range(min(count, 100)) if str(n) != without and not data.get(f"form-{n}-DELETE")]
    return [{name: data.get(f"form-{n}-{name}", "") for name in ITEM_FIELDS} for n in kept]


def drafts_of(formset: Any, unit_named: Callable[[str], Unit | None]) -> list[ItemDraft]:
    """The filled rows; a host that is a unit of the tree is tied to it."""
    drafts = []
    for form in formset:
        data = dict(form.cleaned_data)
        if not data.pop("DELETE", False) and data:
            unit = unit_named(data["host_name"])
            drafts.append(ItemDraft(**data, host_unit_id=unit.pk if unit else None))
    return sorted(drafts, key=lambda draft: draft.starts_on)
