"""Who may do what with a pledge or a programme, and whether the document allows it now. Nothing here writes."""

from criteria.rules.evidence import MOST_EVIDENCE, can_prove, may_prove, may_take_down, may_take_down_all
from criteria.rules.gaps import Gap, due_on, gaps, is_complete
from criteria.rules.pledges import (
    BULK_LIMIT,
    UNDO_TIME,
    acts_as,
    can_cancel,
    can_decide,
    can_edit,
    can_progress,
    can_undo,
    is_first_look,
    may_cancel,
    may_write,
)
from criteria.rules.programmes import (
    can_decide_programme,
    can_edit_programme,
    can_report_solution,
    may_edit_programme,
    owes_programme,
    programme_acts_as,
    programme_lack,
)
from criteria.rules.reminders import (
    group_text,
    missing_text,
    programme_text,
    returned_text,
    step_of,
    step_words,
)
from criteria.rules.statements import next_code

__all__ = [
    "BULK_LIMIT",
    "MOST_EVIDENCE",
    "UNDO_TIME",
    "Gap",
    "acts_as",
    "can_cancel",
    "can_decide",
    "can_decide_programme",
    "can_edit",
    "can_edit_programme",
    "can_progress",
    "can_prove",
    "can_report_solution",
    "can_undo",
    "due_on",
    "gaps",
    "group_text",
    "is_complete",
    "is_first_look",
    "may_cancel",
    "may_edit_programme",
    "may_prove",
    "may_take_down",
    "may_take_down_all",
    "may_write",
    "missing_text",
    "next_code",
    "owes_programme",
    "programme_acts_as",
    "programme_lack",
    "programme_text",
    "returned_text",
    "step_of",
    "step_words",
]
