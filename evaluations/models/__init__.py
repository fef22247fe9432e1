from evaluations.models.sheets import ScoreSheet
from evaluations.models.terms import Rating, Severity, Source

__all__ = ["Rating", "ScoreSheet", "Severity", "Source"]
