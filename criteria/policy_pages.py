"""The pages of rules that are about pledges and programmes."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.http import QueryDict

from cadres.models import Category, UnitType
from criteria.models import Duty, Owed, Period, PledgePolicy
from criteria.policies import PolicyPage, register

KINDS = ("pledge", "visit", "evaluation")
# The types of units that can owe a programme; the centre and chi đoàn cannot.
CHOICES = [
    (kind.value, kind.label) for kind in UnitType if kind not in {UnitType.CENTRAL, UnitType.SECTION, UnitType.BRANCH}
]


class DutiesForm(forms.Form):
    """What each category owes at its level."""

    def __init__(self, period: Period, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.duties = list(period.duties.all())
        for duty in self.duties:
            for kind in KINDS:
                self.fields[f"{kind}_{duty.pk}"] = forms.ChoiceField(
                    label=_name(duty, kind),
                    choices=Owed.choices,
                    initial=getattr(duty, kind),
                    help_text=str(Duty._meta.get_field(kind).verbose_name).capitalize(),
                    widget=forms.Select(attrs={"class": "form-select form-select-sm", "aria-label": _name(duty, kind)}),
                )

    @property
    def rows(self) -> list[tuple[Duty, list[forms.BoundField]]]:
        return [(duty, [self[f"{kind}_{duty.pk}"] for kind in KINDS]) for duty in self.duties]

    def write(self) -> None:
        for duty in self.duties:
            for kind in KINDS:
                setattr(duty, kind, self.cleaned_data[f"{kind}_{duty.pk}"])
        Duty.objects.bulk_update(self.duties, KINDS)


def _name(duty: Duty, kind: str) -> str:
    return f"{duty}: {Duty._meta.get_field(kind).verbose_name}"


def _duties_stored(period: Period) -> dict[str, Any]:
    return {
        f"{duty.level}.{duty.category}.{kind}": getattr(duty, kind)
        for duty in Duty.objects.filter(period=period)
        for kind in KINDS
    }


class PledgePolicyForm(forms.ModelForm):
    short_form_categories = forms.MultipleChoiceField(
        label="Diện dùng mẫu rút gọn",
        choices=Category.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mỗi tiêu chí một nội dung, chọn từ việc cụ thể của đơn vị.",
    )

    class Meta:
        model = PledgePolicy
        fields = (
            *("min_items", "max_items", "max_chars", "twin_percent"),
            *("new_appointee_days", "sla_days", "district_extension_days"),
            *("paper_copy", "paper_kept_at", "short_form_categories"),
        )
        widgets = {"paper_copy": forms.RadioSelect}
        help_texts = {
            "new_appointee_days": "Tính từ ngày nhận nhiệm vụ, hoặc ngày trở lại sau khi nghỉ.",
            "twin_percent": "Từ tỷ lệ này trong đơn vị viết giống nhau thì nhắc người viết và người duyệt.",
            "district_extension_days": "Nhiều hơn, hoặc cho cả đơn vị, do cấp tỉnh.",
            "paper_kept_at": "Ví dụ: Văn phòng Đoàn cơ sở. Để trống khi không cần bản giấy.",
        }

    def write(self) -> None:
        self.save()


def _pledge_form(period: Period, data: QueryDict | None = None) -> PledgePolicyForm:
    return PledgePolicyForm(data, instance=PledgePolicy.objects.get(period=period))


def _pledge_stored(period: Period) -> dict[str, Any]:
    return model_to_dict(PledgePolicy.objects.get(period=period), exclude=["id", "period"])


class ProgrammesForm(forms.Form):
    """Which types of units owe a programme."""

    owing_types = forms.MultipleChoiceField(
        label="Loại đơn vị phải có chương trình",
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một loại đơn vị."},
        help_text="Chi đoàn thực hiện theo chương trình của Đoàn cơ sở.",
    )

    def __init__(self, period: Period, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"owing_types": period.owing_types})
        self.period = period

    def write(self) -> None:
        self.period.owing_types = self.cleaned_data["owing_types"]
        self.period.save(update_fields=["owing_types"])


def _programmes_stored(period: Period) -> dict[str, Any]:
    return {"owing_types": sorted(Period.objects.values_list("owing_types", flat=True).get(pk=period.pk))}


register(
    PolicyPage(
        "nghia-vu",
        "Ai phải làm gì",
        "Từng diện cán bộ phải đăng ký, đi cơ sở, được đánh giá hay không. Khuyến khích thì hiện và nhắc nhẹ, "
        "không phải điều kiện xếp loại.",
        DutiesForm,
        _duties_stored,
        template="criteria/_policy_duties.html",
        order=10,
    )
)
register(
    PolicyPage(
        "dang-ky",
        "Bản đăng ký",
        "Số nội dung, độ dài, thời gian của mỗi bên, bản giấy và mẫu rút gọn.",
        _pledge_form,
        _pledge_stored,
        order=20,
    )
)
register(
    PolicyPage(
        "chuong-trinh",
        "Chương trình của đơn vị",
        "Loại đơn vị nào phải có tiêu chí trọng tâm và giải pháp trong năm.",
        ProgrammesForm,
        _programmes_stored,
        order=30,
    )
)
