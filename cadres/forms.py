from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from cadres.models import Cadre


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
