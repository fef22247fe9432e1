"""A meeting that was held: when, where, how many came, what was asked."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from cadres.importing.archive import MAX_FILE, Refused, check_file
from criteria.forms.programme_rows import date_field
from criteria.models import Period, SolutionEvent
from criteria.programming import EventDraft

MOST_QUESTIONS = 50


class EventForm(forms.Form):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    held_on = date_field("Ngày tổ chức", say={"required": "Chọn ngày đã tổ chức."})
    place = forms.CharField(
        label="Địa điểm", max_length=150, error_messages={"required": "Điền địa điểm, ví dụ Hội trường UBND phường."}
    )
    present = forms.IntegerField(
        label="Số người dự",
        required=False,
        min_value=0,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Ghi số người dự bằng chữ số."},
    )
    summary = forms.CharField(
        label="Nội dung, kết luận", required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = period

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise ValidationError("Chỉ ghi buổi đã tổ chức. Chọn ngày không sau hôm nay.")
        if not self.period.spans(day):
            raise ValidationError(f"Chọn ngày từ {self.period.opens_on:%d/%m/%Y} trở đi.")
        return day


class QuestionForm(forms.Form):
    """One question with its answer; an empty pair is left out."""

    question = forms.CharField(
        label="Câu hỏi, ý kiến", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    answer = forms.CharField(label="Trả lời", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") and not data.get("question"):
            self.add_error("question", "Ghi câu hỏi của câu trả lời này.")
        return data


class EventPage:
    """The meeting and its questions as one form; `more` asks for one more empty question."""

    def __init__(self, period: Period, event: SolutionEvent | None, data: Any = None, *, more: bool = False) -> None:
        fields = ("held_on", "place", "present", "summary", "version")
        initial = {name: getattr(event, name) for name in fields} if event else {"version": 0}
        asked = list(event.questions.values("question", "answer")) if event else []
        self.event = EventForm(data, prefix="buoi", initial=initial, period=period)
        kind = forms.formset_factory(
            QuestionForm, extra=int(more or not asked), max_num=MOST_QUESTIONS, validate_max=True
        )
        self.questions = kind(data, prefix="ch", initial=asked)

    @property
    def errors(self) -> bool:
        return bool(self.event.is_bound) and not (self.event.is_valid() and self.questions.is_valid())

    def is_valid(self) -> bool:
        return bool(self.event.is_bound) and not self.errors

    @property
    def version(self) -> int:
        return self.event.cleaned_data["version"] or 0

    def draft(self) -> EventDraft:
        data = self.event.cleaned_data
        asked = [form.cleaned_data for form in self.questions if form.cleaned_data.get("question")]
        said = {name: data[name] for name in ("held_on", "place", "present", "summary")}
        return EventDraft(**said, questions=[(one["question"], one["answer"]) for one in asked])


class AttendanceSheetForm(forms.Form):
    file = forms.FileField(
        label="Tệp danh sách dự",
        help_text="Tệp .xlsx dưới 5 MB. Tìm theo mã cán bộ, điện thoại, hoặc họ tên và ngày sinh.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Chọn tệp danh sách.", "empty": "Tệp trống. Chọn tệp có danh sách."},
    )

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if upload.size > MAX_FILE:
            raise ValidationError("Tệp nặng hơn 5 MB. Chép riêng danh sách sang một sổ tính mới.")
        try:
            check_file(upload.file, upload.size)
        except Refused as refused:
            raise ValidationError(str(refused)) from None
        return upload
