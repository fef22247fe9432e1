"""What happens to a pledge: the only package that writes its state, items and revisions."""

from criteria.pledging.amending import ItemChange, NothingChanged, propose
from criteria.pledging.checking import check_item, check_items, checks_as
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
from criteria.pledging.midyear import remark_midyear, send_midyear
from criteria.pledging.progress import NoteMissing, evidence_changed, record_progress
from criteria.pledging.rows import PeriodOver
from criteria.pledging.stepping import ItemDraft, LinksDraft, confirm_donts, drop_work_plan, save_links, save_step
from criteria.pledging.writing import NotOwed, PaperMissing, PledgeIncomplete, start, submit

__all__ = [
    "MOST_PAPERS",
    "ItemChange",
    "ItemDraft",
    "LinksDraft",
    "MinutesMissing",
    "NotOwed",
    "NoteMissing",
    "NothingChanged",
    "PaperMissing",
    "PeriodOver",
    "PledgeIncomplete",
    "add_paper",
    "approve",
    "cancel",
    "cancel_of_leaver",
    "check_item",
    "check_items",
    "checks_as",
    "confirm",
    "confirm_donts",
    "drop_work_plan",
    "enter_for",
    "evidence_changed",
    "object_to",
    "pass_on",
    "propose",
    "record_progress",
    "remark_midyear",
    "remove_paper",
    "return_for_edit",
    "save_links",
    "save_step",
    "send_midyear",
    "start",
    "submit",
    "take_down_paper",
    "undo",
]
