"""Who may do what with a pledge or a programme, and whether the document allows it now. Nothing here writes."""

from criteria.rules.evidence import MOST_EVIDENCE, can_prove, may_prove, may_take_down, may_take_down_all
from criteria.rules.gaps import Gap, due_on, gaps, is_complete
from criteria.rules.pledges import (
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
    can_undo_programme,
    may_edit_programme,
    owes_programme,
    programme_acts_as,
    programme_lack,
)

__all__ = [
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
    "can_undo_programme",
    "due_on",
    "gaps",
    "is_complete",
    "is_first_look",
    "may_cancel",
    "may_edit_programme",
    "may_prove",
    "may_take_down",
    "may_take_down_all",
    "may_write",
    "owes_programme",
    "programme_acts_as",
    "programme_lack",
]
