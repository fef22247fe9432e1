from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import User
from cadres import resources
from cadres.importing.archive import MAX_FILE, Refused
from cadres.joining_forms import phone_of
from cadres.models import Cadre, Level, Right, Unit
from cadres.resources import Examination


class ContactForm(forms.ModelForm):
    """What a person may correct about himself: how to reach him."""

    class Meta:
        model = Cadre
        fields = ("phone", "email")

    def clean_phone(self) -> str:
        return phone_of(self.cleaned_data["phone"])


class RosterForm(forms.Form):
    """A list of cadres to look at before it is taken in. Reading the file is part of checking it."""

    MAX_OFFERED = 600

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
        error_messages={"required": "Chọn tệp danh sách cán bộ.", "empty": "Tệp trống. Chọn tệp có danh sách cán bộ."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = Unit.objects.where(user, Right.PEOPLE_EDIT).valid_on(timezone.localdate())
        self.user = user
        self.fields["unit"].queryset = reach
        self.fields["unit"].choices = self._offered(reach, self.initial.get("unit"))

    def _offered(self, reach: Any, wanted: Any) -> list[tuple[int, str]]:
        """Not thousands of branches: the units above them, in a very large tree only the upper two levels."""
        units = list(reach.exclude(level=Level.BRANCH)[: self.MAX_OFFERED + 1])
        if len(units) > self.MAX_OFFERED:
            units = list(reach.filter(depth__lte=units[0].depth + 1))
        if str(wanted).isdecimal() and int(wanted) not in {unit.pk for unit in units}:
            units += reach.filter(pk=wanted)
        top = min((unit.depth for unit in units), default=1)
        return [(unit.pk, "\N{NO-BREAK SPACE}" * 4 * (unit.depth - top) + unit.name) for unit in units]

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if upload.size > MAX_FILE:
            raise ValidationError("Tệp nặng hơn 5 MB. Chép riêng danh sách cán bộ sang một sổ tính mới.")
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("unit") and data.get("file"):
            try:
                data["seen"] = self._examined(data["unit"], data["file"])
            except Refused as refused:
                self.add_error("file", str(refused))
        return data

    def _examined(self, unit: Unit, upload: UploadedFile) -> Examination:
        with TemporaryDirectory(prefix="portal-import-") as folder:
            path = Path(folder) / "list.xlsx"
            with path.open("wb") as target:
                target.writelines(upload.chunks())
            return resources.examine(path, unit, on=timezone.localdate(), max_rows=resources.MAX_ROWS, by=self.user)
