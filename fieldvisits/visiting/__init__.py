"""What happens to a visit: the only package that writes its state, report and photos."""

from fieldvisits.visiting.confirming import confirm, question
from fieldvisits.visiting.photos import add_photo, remove_photo
from fieldvisits.visiting.reporting import (
    FollowUpDraft,
    NotInPost,
    ReportDraft,
    ReportIncomplete,
    TripDraft,
    VisitImpossible,
    log,
    report,
    save_draft,
)

__all__ = [
    "FollowUpDraft",
    "NotInPost",
    "ReportDraft",
    "ReportIncomplete",
    "TripDraft",
    "VisitImpossible",
    "add_photo",
    "confirm",
    "log",
    "question",
    "remove_photo",
    "report",
    "save_draft",
]
