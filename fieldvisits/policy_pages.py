"""The page of a period's rules that is about reports of base visits; quotas have a page of their own."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.http import QueryDict

from criteria.models import Period
from criteria.policies import PolicyPage, register
from fieldvisits.models import VisitPolicy
from fieldvisits.quotas import policy_of


class VisitPolicyForm(forms.ModelForm):
    class Meta:
        model = VisitPolicy
        fields = ("report_days", "max_photos", "max_chars")

    def write(self) -> None:
        self.save()


def _form(period: Period, data: QueryDict | None = None) -> VisitPolicyForm:
    return VisitPolicyForm(data, instance=policy_of(period))


def _stored(period: Period) -> dict[str, Any]:
    return model_to_dict(policy_of(period), exclude=["id", "period"])


register(
    PolicyPage(
        "di-co-so",
        "Báo cáo đi cơ sở",
        "Bao nhiêu ngày để báo cáo sau chuyến đi, bao nhiêu ảnh, báo cáo dài bao nhiêu.",
        _form,
        _stored,
        order=40,
    )
)
