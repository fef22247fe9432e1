from fieldvisits.models.follow_ups import FollowUp
from fieldvisits.models.plans import HostLevel, VisitForm, VisitPlan, VisitPlanItem
from fieldvisits.models.policy import VisitPolicy, VisitQuota
from fieldvisits.models.visits import Visit, VisitPhoto, YouthGroup

__all__ = [
    "FollowUp",
    "HostLevel",
    "Visit",
    "VisitForm",
    "VisitPhoto",
    "VisitPlan",
    "VisitPlanItem",
    "VisitPolicy",
    "VisitQuota",
    "YouthGroup",
]
