from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import User
from cadres.importing.archive import MAX_FILE, Refused, check_file
from cadres.importing.kinds import SheetKind
from cadres.models import Cadre, Level, Unit


class ActivationForm(forms.Form):
    """Code from the card, birth date, and a new password typed twice."""

    code = forms.CharField(label="Mã kích hoạt", max_length=20, help_text="Ghi trên phiếu, ví dụ 7K4P-2XQM-9TRA.")
    birth_date = forms.DateField(label="Ngày sinh", help_text="Viết ngày/tháng/năm, ví dụ 19/05/1995.")
    password = forms.CharField(
        label="Mật khẩu mới",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Ít nhất 12 ký tự, không phải mật khẩu thông dụng.",
    )
    again = forms.CharField(
        label="Nhập lại mật khẩu", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(username="", full_name=""))
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", ValidationError("Hai lần nhập mật khẩu khác nhau. Nhập lại cho khớp."))
        return data


class ContactForm(forms.ModelForm):
    """What a person may correct about himself: how to reach him."""

    class Meta:
        model = Cadre
        fields = ("phone", "email")

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        digits = "".join(c for c in phone if c.isdigit())
        if digits.startswith("84") and len(digits) == 11:
            digits = f"0{digits[2:]}"
        if digits and (len(digits) != 10 or not digits.startswith("0")):
            raise ValidationError("Số điện thoại có 10 chữ số, bắt đầu bằng 0. Kiểm tra lại số đã nhập.")
        return digits


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


class SheetForm(forms.Form):
    """A list to look at before it is taken in. What its zip directory shows is refused here; a worker reads it."""

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
        error_messages={"required": "Chọn tệp danh sách.", "empty": "Tệp trống. Chọn tệp có danh sách."},
    )

    def __init__(self, *args: Any, user: User, kind: SheetKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = Unit.objects.where(user, kind.right).valid_on(timezone.localdate())
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
            raise ValidationError("Tệp nặng hơn 5 MB. Chép riêng danh sách sang một sổ tính mới.")
        try:
            check_file(upload.file, upload.size)
        except Refused as refused:
            raise ValidationError(str(refused)) from None
        return upload
