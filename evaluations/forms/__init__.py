from evaluations.forms.sheets import AssessmentForm
from evaluations.forms.steps import AnswerForm, BreachForm, ConclusionForm, ReasonForm, StepForm, WaiverForm

__all__ = ["AnswerForm", "AssessmentForm", "BreachForm", "ConclusionForm", "ReasonForm", "StepForm", "WaiverForm"]
