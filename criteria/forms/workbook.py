"""For which unit, and with what, the workbook of pledges is made."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from cadres.forms.people import units_offered
from cadres.models import Right, Unit
from criteria.workbooks.drafts import PREFILLS


class WorkbookForm(forms.Form):
    don_vi = forms.ModelChoiceField(
        label="Đơn vị",
        queryset=Unit.objects.none(),
        empty_label=None,
        help_text="Gồm người chưa nộp của đơn vị này và các đơn vị bên dưới.",
        error_messages={"required": "Chọn đơn vị.", "invalid_choice": "Chọn một đơn vị trong danh sách."},
    )
    san = forms.ChoiceField(
        label="Điền sẵn",
        choices=PREFILLS,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Chọn một cách điền sẵn."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = Unit.objects.where(user, Right.PLEDGE_ENTER).valid_on(timezone.localdate())
        self.fields["don_vi"].queryset = reach
        self.fields["don_vi"].choices = units_offered(reach, self.data.get("don_vi"))
