"""What happens to a pledge: the only package that writes its state, items and revisions."""

from criteria.pledging.amending import ItemChange, NothingChanged, propose
from criteria.pledging.checking import check_item, check_items, checks_as
from criteria.pledging.deciding import MinutesMissing, approve, cancel, cancel_of_leaver, pass_on, return_for_edit, undo
from criteria.pledging.midyear import remark_midyear, send_midyear
from criteria.pledging.progress import NoteMissing, evidence_changed, record_progress
from criteria.pledging.writing import ItemDraft, NotOwed, PledgeIncomplete, save_step, start, submit

__all__ = [
    "ItemChange",
    "ItemDraft",
    "MinutesMissing",
    "NotOwed",
    "NoteMissing",
    "NothingChanged",
    "PledgeIncomplete",
    "approve",
    "cancel",
    "cancel_of_leaver",
    "check_item",
    "check_items",
    "checks_as",
    "evidence_changed",
    "pass_on",
    "propose",
    "record_progress",
    "remark_midyear",
    "return_for_edit",
    "save_step",
    "send_midyear",
    "start",
    "submit",
    "undo",
]
