from django import forms

from accounts.models import User
from cadres.filters import UnitChoiceField
from cadres.models import Level, Right, Unit
from cadres.models.text import begins_words
from cadres.models.units import UnitQuerySet
from criteria.models import Period
from evaluations.models import Evaluation, Rating
from evaluations.models.evaluations import EvaluationQuerySet

MANY_UNITS = 120


class EvaluationFilter(forms.Form):
    """What narrows the list of results: words, year, unit with all below it, state, level."""

    q = forms.CharField(label="Tìm", required=False, max_length=100)
    nam = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    don_vi = UnitChoiceField(label="Đơn vị", queryset=Unit.objects.none(), required=False, widget=forms.Select)
    buoc = forms.ChoiceField(label="Bước", required=False, choices=[("", "Mọi bước"), *Evaluation.State.choices])
    muc = forms.ChoiceField(label="Mức", required=False, choices=[("", "Mọi mức"), *Rating.choices])

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.where(user, Right.EVALUATION_READ).exclude(level=Level.BRANCH)
        self.fields["don_vi"].queryset = units
        self.units = list(units[: MANY_UNITS + 1])
        if len(self.units) > MANY_UNITS:
            self.units = self._upper(units)
        years = Period.objects.exclude(state=Period.State.DRAFT).values_list("year", flat=True)
        self.fields["nam"].choices = [("", "Mọi năm"), *((y, f"Năm {y}") for y in sorted(set(years), reverse=True))]

    def _upper(self, units: UnitQuerySet) -> list[Unit]:
        """In a large tree only as many as a person can choose from, the highest first, and the one that is chosen."""
        upper = units.filter(level__in=[Level.PROVINCE, Level.DISTRICT]).order_by("depth", "path")
        wish = str(self.data.get("don_vi", ""))
        chosen = units.filter(pk=wish) if wish.isdecimal() else units.none()
        return sorted({*upper[:MANY_UNITS], *chosen}, key=lambda unit: unit.path)

    def listed(self, user: User) -> EvaluationQuerySet:
        """The results that the user may see and that fit, in the order of the list."""
        rows = self.apply(Evaluation.objects.visible_to(user)).for_list()
        return rows.order_by("-period__year", "unit__path", "cadre__sort_key", "pk")

    def apply(self, evaluations: EvaluationQuerySet) -> EvaluationQuerySet:
        """The rows that fit. A level asks only for results that are told: others must not be guessed by filtering."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        if words := chosen.get("q"):
            evaluations = evaluations.filter(begins_words(words, "cadre__search_key"))
        if year := chosen.get("nam"):
            evaluations = evaluations.filter(period__year=year)
        if unit := chosen.get("don_vi"):
            evaluations = evaluations.filter(unit__path__startswith=unit.path)
        if state := chosen.get("buoc"):
            evaluations = evaluations.filter(state=state)
        if rating := chosen.get("muc"):
            evaluations = evaluations.released().filter(rating=rating)
        return evaluations

    @property
    def is_used(self) -> bool:
        return any(getattr(self, "cleaned_data", {}).values())
