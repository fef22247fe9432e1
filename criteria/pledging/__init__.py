"""What happens to a pledge: the only package that writes its state, items and revisions."""

from criteria.pledging.deciding import MinutesMissing, approve, cancel, cancel_of_leaver, pass_on, return_for_edit, undo
from criteria.pledging.rows import PeriodOver
from criteria.pledging.stepping import ItemDraft, LinksDraft, confirm_donts, drop_work_plan, save_links, save_step
from criteria.pledging.writing import NotOwed, PledgeIncomplete, record_progress, start, submit

__all__ = [
    "ItemDraft",
    "LinksDraft",
    "MinutesMissing",
    "NotOwed",
    "PeriodOver",
    "PledgeIncomplete",
    "approve",
    "cancel",
    "cancel_of_leaver",
    "confirm_donts",
    "drop_work_plan",
    "pass_on",
    "record_progress",
    "return_for_edit",
    "save_links",
    "save_step",
    "start",
    "submit",
    "undo",
]
