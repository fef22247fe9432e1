"""Who may do what with a pledge or a programme, and whether the document allows it now. Nothing here writes."""

from criteria.rules.deadlines import Limit, due_on, extension_limit, may_revoke, usual_due_on
from criteria.rules.evidence import MOST_EVIDENCE, can_prove, may_prove, may_take_down, may_take_down_all
from criteria.rules.gaps import Gap, gaps, is_complete
from criteria.rules.holidays import DAYS_BESIDE, national_days
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
from criteria.rules.steps import fits_short_form, has_short_form, is_over, links_missing
from criteria.rules.timeline import Own, Step, soon, time_left, timeline

__all__ = [
    "DAYS_BESIDE",
    "MOST_EVIDENCE",
    "UNDO_TIME",
    "Gap",
    "Limit",
    "Own",
    "Step",
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
    "extension_limit",
    "fits_short_form",
    "gaps",
    "has_short_form",
    "is_complete",
    "is_first_look",
    "is_over",
    "links_missing",
    "may_cancel",
    "may_edit_programme",
    "may_prove",
    "may_revoke",
    "may_take_down",
    "may_take_down_all",
    "may_write",
    "national_days",
    "owes_programme",
    "programme_acts_as",
    "programme_lack",
    "soon",
    "time_left",
    "timeline",
    "usual_due_on",
]
