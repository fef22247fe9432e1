"""What happens to a unit's programme: the only modules that write its state, foci, solutions and events."""

from criteria.programming.deciding import accept, approve, refuse, return_for_edit
from criteria.programming.meeting import EventDraft, mark_present, record_event, remove_event
from criteria.programming.reporting import record_progress, report_to_party
from criteria.programming.sending import ProgrammeIncomplete, propose, submit
from criteria.programming.undoing import undo
from criteria.programming.writing import InUse, discard, save, start
from criteria.rules import Content, FocusDraft, IndicatorDraft, SolutionDraft

__all__ = [
    "Content",
    "EventDraft",
    "FocusDraft",
    "InUse",
    "IndicatorDraft",
    "ProgrammeIncomplete",
    "SolutionDraft",
    "accept",
    "approve",
    "discard",
    "mark_present",
    "propose",
    "record_event",
    "record_progress",
    "refuse",
    "remove_event",
    "report_to_party",
    "return_for_edit",
    "save",
    "start",
    "submit",
    "undo",
]
