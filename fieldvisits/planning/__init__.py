"""What happens to a plan of base visits: the only package that writes its state and items."""

from fieldvisits.planning.deciding import MinutesMissing, approve, dept_ok, return_for_edit, undo
from fieldvisits.planning.items import drop_item
from fieldvisits.planning.writing import (
    ItemDraft,
    NotInPost,
    PlanIncomplete,
    expire_of_leaver,
    expire_past,
    save_items,
    start,
    submit,
)

__all__ = [
    "ItemDraft",
    "MinutesMissing",
    "NotInPost",
    "PlanIncomplete",
    "approve",
    "dept_ok",
    "drop_item",
    "expire_of_leaver",
    "expire_past",
    "return_for_edit",
    "save_items",
    "start",
    "submit",
    "undo",
]
