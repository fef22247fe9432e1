from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import User
from cadres.forms.joining import phone_of
from cadres.importing.archive import MAX_FILE, Refused, check_file
from cadres.importing.kinds import SheetKind
from cadres.models import Cadre, Level, Unit
from cadres.models.units import UnitQuerySet

MAX_OFFERED = 600


class ContactForm(forms.ModelForm):
    """What a person may correct about himself: how to reach him."""

    class Meta:
        model = Cadre
        fields = ("phone", "email")

    def clean_phone(self) -> str:
        return phone_of(self.cleaned_data["phone"])


class ResetDecisionForm(forms.Form):
    """Yes or no to a request to remove a second factor; a no says why."""

    decision = forms.ChoiceField(choices=[("confirmed", "Gỡ"), ("refused", "Từ chối")])
    answer = forms.CharField(
        label="Lý do từ chối", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == "refused" and not data.get("answer"):
            self.add_error("answer", ValidationError("Ghi lý do từ chối để người đề nghị biết phải làm gì."))
        return data


def units_offered(reach: UnitQuerySet, wanted: Any) -> list[tuple[int, str]]:
    """Not thousands of branches: the units above them, in a very large tree only the upper two levels."""
    units = list(reach.exclude(level=Level.BRANCH)[: MAX_OFFERED + 1])
    if len(units) > MAX_OFFERED:
        units = list(reach.filter(depth__lte=units[0].depth + 1))
    if str(wanted).isdecimal() and int(wanted) not in {unit.pk for unit in units}:
        units += reach.filter(pk=wanted)
    top = min((unit.depth for unit in units), default=1)
    return [(unit.pk, "\N{NO-BREAK SPACE}" * 4 * (unit.depth - top) + unit.name) for unit in units]


class SheetForm(forms.Form):
    """A list to look at before it is taken in. What its zip directory shows is refused here; a worker reads it."""

    unit = forms.ModelChoiceField(
        label="Nhập vào đơn vị",
        queryset=Unit.objects.none(),
        empty_label=None,
        help_text="Tên đơn vị ghi trong tệp được tìm trong đơn vị này và các đơn vị bên dưới.",
    )
    file = forms.FileField(
        label="Tệp Excel",
        help_text="Tệp .xlsx dưới 5 MB, tối đa 5.000 dòng. Giữ nguyên mẫu của đơn vị cũng được.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Chọn tệp danh sách.", "empty": "Tệp trống. Chọn tệp có danh sách."},
    )

    def __init__(self, *args: Any, user: User, kind: SheetKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = Unit.objects.where(user, kind.right).valid_on(timezone.localdate())
        self.fields["unit"].queryset = reach
        self.fields["unit"].choices = units_offered(reach, self.initial.get("unit"))

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if upload.size > MAX_FILE:
            raise ValidationError("Tệp nặng hơn 5 MB. Chép riêng danh sách sang một sổ tính mới.")
        try:
            check_file(upload.file, upload.size)
        except Refused as refused:
            raise ValidationError(str(refused)) from None
        return upload
