"""Short forms of the steps after the sheets, and of breaches."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from cadres.models import Appointment, Right, within_reach
from criteria.models import Period, Statement
from evaluations.models import Severity, Source


class ReasonForm(forms.Form):
    """A version and a text that must say something."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Điều chưa đúng, vì sao, minh chứng",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Ghi rõ nội dung rồi gửi."},
    )


class MinutesForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    minutes_no = forms.CharField(max_length=60, required=False)
    minutes_on = forms.DateField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("minutes_no")) != bool(cleaned.get("minutes_on")):
            raise forms.ValidationError("Ghi cả số và ngày của biên bản.")
        return cleaned


class StepForm(MinutesForm):
    in_place_reason = forms.CharField(max_length=300, required=False)


class AnswerForm(MinutesForm):
    reason = forms.CharField(label="Trả lời", max_length=1000, error_messages={"required": "Ghi rõ kết luận rồi gửi."})


class WaiverForm(forms.Form):
    version = forms.IntegerField()
    source = forms.ChoiceField(choices=Source.choices)
    reason = forms.CharField(max_length=200)
    is_for_unit = forms.BooleanField(required=False)


class BreachForm(forms.Form):
    """What is said to have happened, of whom, against which KHÔNG."""

    code = forms.CharField(label="Mã cán bộ", max_length=12, help_text="In trên hồ sơ cán bộ, ví dụ CB-7K4P2X.")
    statement = forms.ModelChoiceField(label="Điều KHÔNG", queryset=Statement.objects.none(), empty_label="Chọn điều")
    occurred_on = forms.DateField(
        label="Ngày xảy ra", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    severity = forms.ChoiceField(label="Mức độ", choices=Severity.choices, widget=forms.RadioSelect)
    is_disciplined = forms.BooleanField(label="Đã bị kỷ luật từ khiển trách trở lên", required=False)
    evidence = forms.CharField(label="Căn cứ, minh chứng", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["statement"].queryset = Statement.objects.dont().filter(set__periods__state="open").distinct()
        self.fields["statement"].label_from_instance = lambda s: f"{s.code}. {s.text}"

    def clean_code(self) -> Appointment:
        posts = Appointment.objects.valid_on(timezone.localdate()).main().in_posts()
        reach = within_reach(self.user, Right.BREACH_RECORD, cadre=None)
        code = self.cleaned_data["code"].strip()
        post = posts.filter(reach, cadre__code__iexact=code).exclude(cadre__user=self.user).first()
        if post is None:
            raise forms.ValidationError("Không có cán bộ mang mã này trong phạm vi của đồng chí. Xem mã trên hồ sơ.")
        return post

    def clean_occurred_on(self) -> object:
        day = self.cleaned_data["occurred_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Ngày xảy ra còn ở phía trước. Chọn ngày khác.")
        return day

    def clean(self) -> dict[str, Any]:
        """The period is the open one of the person's own calendar."""
        cleaned = super().clean() or {}
        if post := cleaned.get("code"):
            cleaned["period"] = Period.objects.open_for(post).first()
            if cleaned["period"] is None:
                raise forms.ValidationError("Chưa có kỳ nào đang mở cho cán bộ này.")
            statement = cleaned.get("statement")
            if statement and statement.set_id != cleaned["period"].statement_set_id:
                self.add_error("statement", "Điều này không thuộc bộ tiêu chí của kỳ. Chọn điều khác.")
        return cleaned


class ConclusionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    conclusion = forms.CharField(
        label="Kết luận",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi kết luận và căn cứ rồi gửi."},
    )
