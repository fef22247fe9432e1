"""What is written about items after the approval: outcomes, the mid-year review, samples."""

from typing import Any

from django import forms

from cadres.models import Right, Unit
from criteria import rules
from criteria.models import MidyearReview, Outcome, Period, PledgeItem


class OutcomeForm(forms.Form):
    """What was found at one item; with a prefix when several stand on one page."""

    outcome = forms.ChoiceField(
        choices=Outcome.choices, error_messages={"required": "Chọn đạt, chưa rõ hoặc không đạt."}
    )
    note = forms.CharField(
        required=False, max_length=300, error_messages={"max_length": "Rút ngắn nhận xét còn 300 ký tự."}
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") and rules.needs_note(data["outcome"]) and not data.get("note") and not self.errors:
            self.add_error("note", "Viết rõ còn thiếu gì, cần bổ sung gì.")
        return data


class OutcomesForm:
    """All done items of one person; rows without a choice are left for later."""

    def __init__(self, items: list[PledgeItem], data: Any = None) -> None:
        self.rows = []
        for item in items:
            prefix = f"i{item.pk}"
            chosen = bool(data and data.get(f"{prefix}-outcome"))
            form = OutcomeForm(data if chosen else None, prefix=prefix)
            self.rows.append({"item": item, "form": form, "is_chosen": chosen, "seen": rules.seen(item)})

    @property
    def chosen(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["is_chosen"]]

    def is_valid(self) -> bool:
        """Each row is asked, so that all that is wrong shows at once."""
        return not [row for row in self.chosen if not row["form"].is_valid()]


class MidyearForm(forms.Form):
    """One page: a percentage for each item, one remark, what help is needed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    remark = forms.CharField(
        label="Nhận xét chung của bản thân",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Viết một hai câu: việc nào thuận lợi, việc nào chậm và vì sao."},
    )
    help_needed = forms.CharField(
        label="Cần được giúp gì (không bắt buộc)",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, items: list[PledgeItem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"percent_{item.pk}"] = forms.IntegerField(
                label="Tiến độ (%)",
                min_value=0,
                max_value=100,
                error_messages={
                    "required": "Điền tiến độ từ 0 đến 100.",
                    "invalid": "Điền một số từ 0 đến 100.",
                    "min_value": "Điền một số từ 0 đến 100.",
                    "max_value": "Điền một số từ 0 đến 100.",
                },
            )

    @property
    def lines(self) -> list[tuple[PledgeItem, forms.BoundField]]:
        return [(item, self[f"percent_{item.pk}"]) for item in self.items]

    @property
    def percents(self) -> dict[int, int]:
        return {item.pk: self.cleaned_data[f"percent_{item.pk}"] for item in self.items}


class VerdictForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        choices=MidyearReview.Verdict.choices,
        error_messages={"required": "Chọn đúng tiến độ hoặc cần giúp."},
    )
    note = forms.CharField(required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("verdict") == MidyearReview.Verdict.NEEDS_HELP and not (data.get("note") or "").strip():
            self.add_error("note", "Viết cần giúp gì, ai giúp, khi nào.")
        return data


class SampleForm(forms.Form):
    """Where, in which year and how many to draw."""

    unit = forms.ModelChoiceField(
        label="Đơn vị và cấp dưới",
        queryset=Unit.objects.none(),
        error_messages={"required": "Chọn đơn vị.", "invalid_choice": "Chọn đơn vị trong danh sách."},
    )
    period = forms.ModelChoiceField(
        label="Kỳ",
        queryset=Period.objects.exclude(state=Period.State.DRAFT),
        error_messages={"required": "Chọn kỳ.", "invalid_choice": "Chọn kỳ trong danh sách."},
    )
    size = forms.IntegerField(
        label="Số nội dung",
        min_value=1,
        max_value=rules.MOST_DRAWN,
        initial=10,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"Điền một số từ 1 đến {rules.MOST_DRAWN}."
        ),
    )
    purpose = forms.CharField(
        label="Phục vụ việc",
        max_length=200,
        error_messages={"required": "Ghi cuộc kiểm tra, ví dụ “Kiểm tra 6 tháng theo KH 15-KH/UBKT”."},
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.where(user, Right.PLEDGE_INSPECT).filter(valid_to=None)
        self.fields["unit"].queryset = units.exclude(level="branch").order_by("path")  # type: ignore[attr-defined]


class FindingForm(forms.Form):
    finding = forms.ChoiceField(
        choices=Outcome.choices, error_messages={"required": "Chọn đạt, chưa rõ hoặc không đạt."}
    )
    note = forms.CharField(required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("finding") and rules.needs_note(data["finding"]) and not (data.get("note") or "").strip():
            self.add_error("note", "Viết rõ điều đã thấy.")
        return data
