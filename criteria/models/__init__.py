from criteria.models.copies import FocusCopy
from criteria.models.evidence import ItemEvidence, SolutionEvidence
from criteria.models.good_models import LIBRARY_READERS, GoodModel, TakeOver
from criteria.models.numbers import NumberSeries
from criteria.models.period import DATE_FIELDS, Period, Profile, profile_of
from criteria.models.pledge_items import PledgeItem, PledgeRevision
from criteria.models.pledges import Pledge
from criteria.models.policy import Duty, Owed, PledgePolicy
from criteria.models.programmes import OWES_PROGRAMME, Focus, Indicator, Programme, Solution
from criteria.models.progress import Progress
from criteria.models.receipts import ProgrammeReceipt
from criteria.models.statements import Criterion, Statement, StatementSet

__all__ = [
    "DATE_FIELDS",
    "LIBRARY_READERS",
    "OWES_PROGRAMME",
    "Criterion",
    "Duty",
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
    "Progress",
    "Solution",
    "SolutionEvidence",
    "Statement",
    "StatementSet",
    "TakeOver",
    "profile_of",
]
