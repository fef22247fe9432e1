from evaluations.forms.sheets import AssessmentForm
from evaluations.forms.steps import AnswerForm, BreachForm, ConclusionForm, MinutesForm, ReasonForm, WaiverForm

__all__ = ["AnswerForm", "AssessmentForm", "BreachForm", "ConclusionForm", "MinutesForm", "ReasonForm", "WaiverForm"]
