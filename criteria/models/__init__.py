from criteria.models.evidence import ItemEvidence, SolutionEvidence
from criteria.models.numbers import NumberSeries
from criteria.models.period import DATE_FIELDS, Period, Profile, profile_of
from criteria.models.pledge_items import PledgeItem, PledgeRevision
from criteria.models.pledges import Pledge
from criteria.models.policy import Duty, Owed, PledgePolicy
from criteria.models.programmes import OWES_PROGRAMME, Focus, Indicator, Programme, Solution
from criteria.models.progress import Progress
from criteria.models.reminders import Contact, DutyReminder
from criteria.models.statements import MAIN_SET, Criterion, Statement, StatementSet

__all__ = [
    "DATE_FIELDS",
    "MAIN_SET",
    "OWES_PROGRAMME",
    "Contact",
    "Criterion",
    "Duty",
    "DutyReminder",
    "Focus",
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
    "Progress",
    "Solution",
    "SolutionEvidence",
    "Statement",
    "StatementSet",
    "profile_of",
]
