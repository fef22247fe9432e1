"""The pages of a period's rules that are about evaluation: how points are counted, and who has to score whom."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from criteria.models import Duty, Owed, Period
from criteria.policies import PolicyPage, register
from evaluations.models import ScoringPolicy, Source, SourceRequirement
from evaluations.rules import default_need

Need = SourceRequirement.Need
FIELDS = [field.name for field in ScoringPolicy._meta.concrete_fields if field.name not in {"id", "period"}]
POINTS = [name for name in FIELDS if name != "capping_codes"]


def _policy(period: Period) -> ScoringPolicy:
    """The period's, or what it will get when its evaluations are opened."""
    found = ScoringPolicy.objects.filter(period=period).first()
    if found:
        return found
    row = ScoringPolicy.objects.filter(period=_before(period)).first() or ScoringPolicy()
    row.pk, row._state.adding, row.period = None, True, period
    return row


def _before(period: Period) -> Period | None:
    return Period.objects.filter(profile=period.profile, year__lt=period.year).order_by("-year").first()


class ScoringForm(forms.ModelForm):
    capping_codes = forms.MultipleChoiceField(
        label="Điều KHÔNG mà vi phạm nghiêm trọng thì xếp loại Chưa đạt",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Các điều khác chỉ trừ điểm. Đã bị kỷ luật thì xếp loại Chưa đạt, dù vi phạm điều nào.",
    )

    class Meta:
        model = ScoringPolicy
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        donts = self.instance.period.statement_set.statements.dont()
        self.fields["capping_codes"].choices = [(one.code, f"{one.code}: {one.text}") for one in donts]

    def write(self) -> None:
        self.save()


def _scoring_form(period: Period, data: QueryDict | None = None) -> ScoringForm:
    return ScoringForm(data, instance=_policy(period))


def _scoring_stored(period: Period) -> dict[str, Any]:
    policy = _policy(period)
    points = {name: format(Decimal(getattr(policy, name)).normalize(), "f") for name in POINTS}
    return points | {"capping_codes": sorted(policy.capping_codes)}


def _needs(period: Period) -> dict[tuple[str, str, str], str]:
    """By level, category and source: those of the period, of the year before, or the usual ones."""
    found: dict[tuple[str, str, str], str] = {}
    for one in (_before(period), period):
        rows = SourceRequirement.objects.filter(period=one)
        found |= {(row.level, row.category, row.source): row.need for row in rows}
    return {
        (duty.level, duty.category, source): found.get((duty.level, duty.category, source))
        or default_need(duty.level, duty.category, source)
        for duty in _duties(period)
        for source in Source.values
    }


def _duties(period: Period) -> list[Duty]:
    return list(Duty.objects.filter(period=period).exclude(evaluation=Owed.NONE))


class NeedsForm(forms.Form):
    """One choice per category and source."""

    def __init__(self, period: Period, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.period, self.duties, needs = period, _duties(period), _needs(period)
        for duty in self.duties:
            for source in Source:
                self.fields[f"{source.value}_{duty.pk}"] = forms.ChoiceField(
                    label=f"{duty}: {source.label}",
                    choices=Need.choices,
                    initial=needs[duty.level, duty.category, source.value],
                    help_text=source.label,
                    widget=forms.Select(
                        attrs={"class": "form-select form-select-sm", "aria-label": f"{duty}: {source.label}"}
                    ),
                )

    @property
    def sources(self) -> list[str]:
        return [source.label for source in Source]

    @property
    def rows(self) -> list[tuple[Duty, list[forms.BoundField]]]:
        return [(duty, [self[f"{source}_{duty.pk}"] for source in Source.values]) for duty in self.duties]

    def write(self) -> None:
        for duty in self.duties:
            for source in Source.values:
                SourceRequirement.objects.update_or_create(
                    period=self.period,
                    level=duty.level,
                    category=duty.category,
                    source=source,
                    defaults={"need": self.cleaned_data[f"{source}_{duty.pk}"]},
                )


def _needs_stored(period: Period) -> dict[str, Any]:
    return {".".join(key): str(need) for key, need in _needs(period).items()}


register(
    PolicyPage(
        "cham-diem",
        "Chấm điểm, xếp loại",
        "Trọng số của từng nguồn, điểm trừ, mức xếp loại, thời gian đề nghị xem xét lại.",
        _scoring_form,
        _scoring_stored,
        order=60,
    )
)
register(
    PolicyPage(
        "nguon",
        "Nguồn đánh giá",
        "Nguồn nào phải chấm từng diện cán bộ. Nguồn bắt buộc mà không có thì đơn vị miễn kèm lý do.",
        NeedsForm,
        _needs_stored,
        template="evaluations/_policy_needs.html",
        order=70,
    )
)
