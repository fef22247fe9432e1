from criteria.models.copies import FocusCopy
from criteria.models.events import Attendance, EventQuestion, SolutionEvent
from criteria.models.evidence import ItemEvidence, SolutionEvidence
from criteria.models.foci import Focus, Indicator
from criteria.models.good_models import LIBRARY_READERS, GoodModel, TakeOver
from criteria.models.numbers import NumberSeries
from criteria.models.period import DATE_FIELDS, Period, Profile, profile_of
from criteria.models.pledge_items import PledgeItem, PledgeRevision
from criteria.models.pledges import Pledge
from criteria.models.policy import Duty, Owed, PledgePolicy
from criteria.models.programmes import OWES_PROGRAMME, Programme, ProgrammeRevision
from criteria.models.progress import Progress
from criteria.models.receipts import ProgrammeReceipt
from criteria.models.solutions import Solution
from criteria.models.statements import Criterion, Statement, StatementSet

__all__ = [
    "DATE_FIELDS",
    "LIBRARY_READERS",
    "OWES_PROGRAMME",
    "Attendance",
    "Criterion",
    "Duty",
    "EventQuestion",
    "Focus",
    "FocusCopy",
    "GoodModel",
    "Indicator",
    "ItemEvidence",
    "NumberSeries",
    "Owed",
    "Period",
    "Pledge",
    "PledgeItem",
    "PledgePolicy",
    "PledgeRevision",
    "Profile",
    "Programme",
    "ProgrammeReceipt",
    "ProgrammeRevision",
    "Progress",
    "Solution",
    "SolutionEvent",
    "SolutionEvidence",
    "Statement",
    "StatementSet",
    "TakeOver",
    "profile_of",
]
