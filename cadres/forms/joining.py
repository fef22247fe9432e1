"""Forms by which people come in: activation, invitation, a new password by code, signing up."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from cadres.models import Position, Registration, Unit
from cadres.names import tidy_name
from cadres.registering import Details
from cadres.unit_finding import offered_units

OLDEST = 80
YOUNGEST = 14


def phone_of(typed: str) -> str:
    """Ten digits from 0, however they were grouped; or a ValidationError that says so."""
    digits = "".join(c for c in typed if c.isdigit())
    if digits.startswith("84") and len(digits) == 11:
        digits = f"0{digits[2:]}"
    if typed.strip() and (len(digits) != 10 or not digits.startswith("0")):
        raise ValidationError("Số điện thoại có 10 chữ số, bắt đầu bằng 0. Kiểm tra lại số đã nhập.")
    return digits


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label="Mật khẩu mới",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Ít nhất 12 ký tự, không phải mật khẩu thông dụng. Một câu dễ nhớ là tốt nhất.",
        error_messages={"required": "Đặt mật khẩu, ít nhất 12 ký tự."},
    )
    again = forms.CharField(
        label="Nhập lại mật khẩu",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Nhập lại mật khẩu vừa đặt."},
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


class ActivationForm(NewPasswordForm):
    """Code from the card, birth date, and a new password typed twice."""

    code = forms.CharField(
        label="Mã kích hoạt",
        max_length=20,
        help_text="Ghi trên phiếu, ví dụ 7K4P-2XQM-9TRA.",
        error_messages={"required": "Nhập mã ghi trên phiếu."},
    )
    birth_date = forms.DateField(
        label="Ngày sinh",
        required=False,
        help_text="Viết ngày/tháng/năm, ví dụ 19/05/1995. Phiếu không hỏi ngày sinh thì để trống.",
    )

    field_order = ("code", "birth_date", "password", "again")


class ResetCodeForm(NewPasswordForm):
    """Who one is, the code heard on the phone, and a new password typed twice."""

    login = forms.CharField(
        label="Mã cán bộ, tên đăng nhập, e-mail hoặc số điện thoại",
        max_length=150,
        error_messages={"required": "Nhập mã cán bộ, tên đăng nhập, e-mail hoặc số điện thoại."},
    )
    code = forms.CharField(
        label="Mã được đọc qua điện thoại",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Tám chữ số, dùng trong 15 phút.",
        error_messages={"required": "Nhập tám chữ số được đọc qua điện thoại."},
    )

    field_order = ("login", "code", "password", "again")


class ReachForm(forms.Form):
    """Who somebody is and how he is reached: by phone or by e-mail, one of them at least."""

    full_name = forms.CharField(
        label="Họ và tên",
        max_length=120,
        error_messages={"required": "Nhập họ và tên như trong giấy tờ, ví dụ Nguyễn Văn Hải."},
    )
    phone = forms.CharField(
        label="Số điện thoại", required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(
        label="E-mail", required=False, error_messages={"invalid": "Địa chỉ có dạng ten@noi.vn. Kiểm tra lại."}
    )

    def clean_full_name(self) -> str:
        name = tidy_name(self.cleaned_data["full_name"])
        if " " not in name or any(c.isdigit() for c in name):
            raise ValidationError("Nhập đủ họ, chữ đệm và tên, không có chữ số.")
        return name

    def clean_phone(self) -> str:
        return phone_of(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not {"phone", "email"} & self.errors.keys() and not data.get("phone") and not data.get("email"):
            self.add_error("phone", "Nhập số điện thoại hoặc e-mail, ít nhất một thứ, để đơn vị liên lạc được.")
        return data


class InvitationForm(ReachForm):
    """Somebody who is no cadre: a representative of the Party committee, a keeper of the system."""


class CardAskForm(ReachForm):
    """Somebody believes to be on the list and asks the unit for a card."""

    birth_date = forms.DateField(
        label="Ngày sinh",
        help_text="Viết ngày/tháng/năm, ví dụ 19/05/1995.",
        error_messages={"required": "Nhập ngày sinh."},
    )

    field_order = ("full_name", "birth_date", "phone", "email")


class DetailsForm(ReachForm):
    """What somebody says about himself; the unit is searched by words and chosen from what was found."""

    birth_date = forms.DateField(
        label="Ngày sinh",
        help_text="Viết ngày/tháng/năm, ví dụ 19/05/1995.",
        error_messages={"required": "Nhập ngày sinh, ví dụ 19/05/1995."},
    )
    unit_words = forms.CharField(label="Đơn vị", required=False, max_length=100)
    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(),
        error_messages={
            "required": "Tìm rồi chọn đơn vị đang sinh hoạt.",
            "invalid_choice": "Đơn vị này không còn hoạt động. Tìm rồi chọn lại.",
        },
    )
    position = forms.ModelChoiceField(
        label="Chức vụ",
        queryset=Position.objects.all(),
        empty_label="Chọn chức vụ",
        error_messages={"required": "Chọn chức vụ đang giữ."},
    )

    field_order = ("full_name", "birth_date", "unit", "position", "phone", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.valid_on(timezone.localdate())

    @classmethod
    def of(cls, registration: Registration, data: Any = None) -> "DetailsForm":
        names = ("full_name", "birth_date", "phone", "email", "unit", "position")
        initial = {name: getattr(registration, name) for name in names}
        return cls(data, initial=initial | {"unit_words": registration.unit.name})

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        if not YOUNGEST <= timezone.localdate().year - born.year <= OLDEST:
            raise ValidationError("Kiểm tra lại năm sinh.")
        return born

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        unit, position = data.get("unit"), data.get("position")
        if unit and position and unit.level != position.level:
            self.add_error(
                "position", f"“{position}” không phải chức vụ của {unit}. Chọn chức vụ khác, hoặc chọn lại đơn vị."
            )
        return data

    @property
    def details(self) -> Details:
        names = ("full_name", "birth_date", "unit", "position", "phone", "email")
        return Details(**{name: self.cleaned_data[name] for name in names})

    @property
    def chosen_position(self) -> str:
        return chosen_in(self, "position")

    @property
    def chosen_unit(self) -> str:
        return chosen_in(self, "unit")

    def offered_units(self) -> list[Unit]:
        """What the words find, with the unit that is chosen already."""
        return offered_units(str(self["unit_words"].value() or ""), self.chosen_unit)


class SignUpForm(DetailsForm, NewPasswordForm):
    """Details and a password; the last field is a trap for machines that fill in everything."""

    website = forms.CharField(required=False)
    notice = forms.BooleanField(
        label="Tôi đã đọc thông báo về dữ liệu cá nhân",
        error_messages={"required": "Đọc thông báo về dữ liệu cá nhân rồi đánh dấu vào ô này."},
    )

    field_order = (*DetailsForm.field_order, "password", "again", "notice")


def chosen_in(form: forms.Form, name: str) -> str:
    """The id in a field that names a row, typed or given at first; "" for none."""
    value = form[name].value()
    return str(getattr(value, "pk", value) or "")
