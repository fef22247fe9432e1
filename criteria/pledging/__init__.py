"""What happens to a pledge: the only package that writes its state, items and revisions."""

from criteria.pledging.deciding import MinutesMissing, approve, cancel, cancel_of_leaver, pass_on, return_for_edit, undo
from criteria.pledging.entering import (
    MOST_PAPERS,
    add_paper,
    confirm,
    enter_for,
    object_to,
    remove_paper,
    take_down_paper,
)
from criteria.pledging.rows import PeriodOver
from criteria.pledging.stepping import ItemDraft, LinksDraft, confirm_donts, drop_work_plan, save_links, save_step
from criteria.pledging.writing import NotOwed, PaperMissing, PledgeIncomplete, record_progress, start, submit

__all__ = [
    "MOST_PAPERS",
    "ItemDraft",
    "LinksDraft",
    "MinutesMissing",
    "NotOwed",
    "PaperMissing",
    "PeriodOver",
    "PledgeIncomplete",
    "add_paper",
    "approve",
    "cancel",
    "cancel_of_leaver",
    "confirm",
    "confirm_donts",
    "drop_work_plan",
    "enter_for",
    "object_to",
    "pass_on",
    "record_progress",
    "remove_paper",
    "return_for_edit",
    "save_links",
    "save_step",
    "start",
    "submit",
    "take_down_paper",
    "undo",
]
