from evaluations.models.breaches import Breach
from evaluations.models.evaluations import Evaluation
from evaluations.models.policy import ScoringPolicy, SourceRequirement, SourceWaiver
from evaluations.models.sheets import ScoreSheet
from evaluations.models.sources import Reconsideration, SourceAssessment
from evaluations.models.terms import Rating, Severity, Source

__all__ = [
    "Breach",
    "Evaluation",
    "Rating",
    "Reconsideration",
    "ScoreSheet",
    "ScoringPolicy",
    "Severity",
    "Source",
    "SourceAssessment",
    "SourceRequirement",
    "SourceWaiver",
]
