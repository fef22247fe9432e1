"""What happens to a pledge: the only package that writes its state, items and revisions."""

from criteria.pledging.deciding import MinutesMissing, approve, cancel, cancel_of_leaver, pass_on, return_for_edit, undo
from criteria.pledging.writing import ItemDraft, NotOwed, PledgeIncomplete, record_progress, save_step, start, submit

__all__ = [
    "ItemDraft",
    "MinutesMissing",
    "NotOwed",
    "PledgeIncomplete",
    "approve",
    "cancel",
    "cancel_of_leaver",
    "pass_on",
    "record_progress",
    "return_for_edit",
    "save_step",
    "start",
    "submit",
    "undo",
]
