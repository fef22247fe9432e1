from criteria.models.copies import FocusCopy
from criteria.models.entries import PaperPhoto, PledgeEntry
from criteria.models.events import Attendance, EventQuestion, SolutionEvent
from criteria.models.evidence import ItemEvidence, SolutionEvidence
from criteria.models.extensions import Extension
from criteria.models.foci import Focus, Indicator
from criteria.models.following import ItemCheck, ItemUpdate
from criteria.models.good_models import LIBRARY_READERS, GoodModel, TakeOver
from criteria.models.leading import goes_first, going_first, paths_above
from criteria.models.midyear import MidyearLine, MidyearReview
from criteria.models.numbers import NumberSeries
from criteria.models.period import OWES_PROGRAMME, Period, Profile, YearPair, by_year, owing_types, profile_of
from criteria.models.period_dates import DATE_FIELDS, HARD_DATES
from criteria.models.phase import Phase
from criteria.models.pledge_items import PledgeItem
from criteria.models.pledge_links import PledgeLinks, PledgeSaving
from criteria.models.pledges import Pledge
from criteria.models.policy import Duty, Owed, PaperCopy, PledgePolicy
from criteria.models.programmes import Programme, ProgrammeRevision
from criteria.models.progress import Outcome, Progress
from criteria.models.receipts import ProgrammeReceipt
from criteria.models.reminders import Contact, DutyReminder
from criteria.models.revisions import PledgeRevision, RevisionState
from criteria.models.samples import Sample, SampleItem
from criteria.models.solutions import Solution
from criteria.models.statements import MAIN_SET, Criterion, Statement, StatementSet

__all__ = [
    "DATE_FIELDS",
    "HARD_DATES",
    "LIBRARY_READERS",
    "MAIN_SET",
    "OWES_PROGRAMME",
    "Attendance",
    "Contact",
    "Criterion",
    "Duty",
    "DutyReminder",
    "EventQuestion",
    "Extension",
    "Focus",
    "FocusCopy",
    "GoodModel",
    "Indicator",
    "ItemCheck",
    "ItemEvidence",
    "ItemUpdate",
    "MidyearLine",
    "MidyearReview",
    "NumberSeries",
    "Outcome",
    "Owed",
    "PaperCopy",
    "PaperPhoto",
    "Period",
    "Phase",
    "Pledge",
    "PledgeEntry",
    "PledgeItem",
    "PledgeLinks",
    "PledgePolicy",
    "PledgeRevision",
    "PledgeSaving",
    "Profile",
    "Programme",
    "ProgrammeReceipt",
    "ProgrammeRevision",
    "Progress",
    "RevisionState",
    "Sample",
    "SampleItem",
    "Solution",
    "SolutionEvent",
    "SolutionEvidence",
    "Statement",
    "StatementSet",
    "TakeOver",
    "YearPair",
    "by_year",
    "goes_first",
    "going_first",
    "owing_types",
    "paths_above",
    "profile_of",
]
