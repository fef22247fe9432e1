from typing import Any

from django import forms
from django.utils import timezone

from criteria.models import Contact, Period


class CallForm(forms.Form):
    """What came of a call; who promised says until when."""

    outcome = forms.ChoiceField(
        label="Kết quả",
        choices=Contact.Outcome.choices,
        error_messages={"required": "Chọn kết quả cuộc gọi."},
    )
    promised_on = forms.DateField(
        label="Hẹn nộp ngày", required=False, error_messages={"invalid": "Viết ngày theo dạng 28/02/2027."}
    )

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = period

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, today = data.get("promised_on"), timezone.localdate()
        if data.get("outcome") == Contact.Outcome.UNREACHABLE:
            data["promised_on"] = None
        elif "promised_on" not in self.errors and "outcome" in data:
            if day is None:
                self.add_error("promised_on", "Chọn ngày đồng chí ấy hẹn nộp.")
            elif not today <= day <= self.period.closes_on:
                last = self.period.closes_on
                self.add_error("promised_on", f"Chọn ngày từ {today:%d/%m/%Y} đến {last:%d/%m/%Y}.")
        return data
