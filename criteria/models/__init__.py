from criteria.models.evidence import ItemEvidence, SolutionEvidence
from criteria.models.following import ItemCheck, ItemUpdate
from criteria.models.midyear import MidyearLine, MidyearReview
from criteria.models.numbers import NumberSeries
from criteria.models.period import DATE_FIELDS, Period, Profile, profile_of
from criteria.models.pledge_items import PledgeItem
from criteria.models.pledges import Pledge
from criteria.models.policy import Duty, Owed, PledgePolicy
from criteria.models.programmes import OWES_PROGRAMME, Focus, Indicator, Programme, Solution
from criteria.models.progress import Outcome, Progress
from criteria.models.revisions import PledgeRevision, RevisionState
from criteria.models.samples import Sample, SampleItem
from criteria.models.statements import Criterion, Statement, StatementSet

__all__ = [
    "DATE_FIELDS",
    "OWES_PROGRAMME",
    "Criterion",
    "Duty",
    "Focus",
    "Indicator",
    "ItemCheck",
    "ItemEvidence",
    "ItemUpdate",
    "MidyearLine",
    "MidyearReview",
    "NumberSeries",
    "Outcome",
    "Owed",
    "Period",
    "Pledge",
    "PledgeItem",
    "PledgePolicy",
    "PledgeRevision",
    "Profile",
    "Programme",
    "Progress",
    "RevisionState",
    "Sample",
    "SampleItem",
    "Solution",
    "SolutionEvidence",
    "Statement",
    "StatementSet",
    "profile_of",
]
