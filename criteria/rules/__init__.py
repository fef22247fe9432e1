"""Who may do what with a pledge or a programme, and whether the document allows it now. Nothing here writes."""

from criteria.rules.amendments import (
    amendment_acts_as,
    amendment_gaps,
    can_amend,
    can_decide_amendment,
    can_undo_amendment,
    limit_gaps,
)
from criteria.rules.checking import can_check, needs_note, seen
from criteria.rules.evidence import MOST_EVIDENCE, can_prove, may_prove, may_take_down, may_take_down_all
from criteria.rules.gaps import Gap, due_on, gaps, is_complete
from criteria.rules.midyear import can_write_midyear, is_midyear_late, midyear_window
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
from criteria.rules.sampling import MOST_DRAWN, draw

__all__ = [
    "BULK_LIMIT",
    "MOST_DRAWN",
    "MOST_EVIDENCE",
    "UNDO_TIME",
    "Gap",
    "acts_as",
    "amendment_acts_as",
    "amendment_gaps",
    "can_amend",
    "can_cancel",
    "can_check",
    "can_decide",
    "can_decide_amendment",
    "can_decide_programme",
    "can_edit",
    "can_edit_programme",
    "can_progress",
    "can_prove",
    "can_report_solution",
    "can_undo",
    "can_undo_amendment",
    "can_write_midyear",
    "draw",
    "due_on",
    "gaps",
    "is_complete",
    "is_first_look",
    "is_midyear_late",
    "limit_gaps",
    "may_cancel",
    "may_edit_programme",
    "may_prove",
    "may_take_down",
    "may_take_down_all",
    "may_write",
    "midyear_window",
    "needs_note",
    "owes_programme",
    "programme_acts_as",
    "programme_lack",
    "seen",
]
