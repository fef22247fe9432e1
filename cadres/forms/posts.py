"""What is asked about a person's posts and leave: forms only shape it, cadres/posting and cadres/excusing decide."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from cadres import post_rules
from cadres.models import Appointment, Cadre, Exemption, Position, Remark, Transfer, Unit
from cadres.names import tidy_name
from cadres.posting import PersonDraft, PostDraft


class DayField(forms.DateField):
    """A day by the phone's own calendar; typed as day/month/year where there is none."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PersonForm(forms.Form):
    full_name = forms.CharField(
        label="Họ và tên", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    birth_date = DayField(label="Ngày sinh", required=False)
    gender = forms.ChoiceField(label="Giới tính", choices=Cadre.Gender.choices, required=False)
    phone = forms.CharField(
        label="Điện thoại",
        max_length=20,
        required=False,
        help_text="10 chữ số. Dùng để gọi hướng dẫn và đăng nhập.",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label="E-mail", required=False, help_text="Không bắt buộc.")
    is_somebody_else = forms.BooleanField(label="Đã xem: đây là người khác, vẫn thêm mới", required=False)

    def clean_full_name(self) -> str:
        return tidy_name(self.cleaned_data["full_name"])

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        if born and not 14 <= today.year - born.year <= 70:
            raise ValidationError("Ngày sinh này chưa đúng: cán bộ từ 14 đến 70 tuổi. Kiểm tra lại năm.")
        return born

    def clean_phone(self) -> str:
        digits = "".join(c for c in self.cleaned_data["phone"] if c.isdigit())
        if digits.startswith("84") and len(digits) == 11:
            digits = f"0{digits[2:]}"
        if digits and (len(digits) != 10 or not digits.startswith("0")):
            raise ValidationError("Số điện thoại có 10 chữ số, bắt đầu bằng 0. Kiểm tra lại số đã nhập.")
        return digits

    @property
    def person(self) -> PersonDraft:
        names = ("full_name", "birth_date", "gender", "phone", "email")
        return PersonDraft(**{name: self.cleaned_data[name] for name in names})


class PostForm(forms.Form):
    """A post in one unit: only what the user may give there is offered."""

    position = forms.ModelChoiceField(label="Chức vụ", queryset=Position.objects.none(), empty_label="Chọn chức vụ")
    valid_from = DayField(label="Từ ngày", help_text="Ngày quyết định có hiệu lực.")
    decision_no = forms.CharField(label="Số quyết định", max_length=60, required=False)
    decision_on = DayField(label="Ngày quyết định", required=False)
    is_full_time = forms.BooleanField(label="Chuyên trách", required=False)
    is_public_servant = forms.BooleanField(label="Cán bộ, công chức, viên chức", required=False)

    def __init__(self, *args: Any, user: User, cadre: Cadre, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        positions = [p for p in self.offered(unit) if self.may_give(user, cadre, p)]
        self.fields["position"].queryset = Position.objects.filter(pk__in=[p.pk for p in positions])

    def offered(self, unit: Unit) -> Any:
        return Position.objects.filter(level=unit.level)

    def may_give(self, user: User, cadre: Cadre, position: Position) -> bool:
        return not post_rules.refusal(user, cadre, position, self.unit)

    @property
    def draft(self) -> PostDraft:
        return PostDraft(**{name: self.cleaned_data[name] for name in self.given})

    @property
    def given(self) -> list[str]:
        return [name for name in self.fields if name in PostDraft.__dataclass_fields__]


class NewPostForm(PostForm):
    is_main = forms.TypedChoiceField(
        label="Chức vụ này là",
        choices=[("1", "Chức vụ chính: đăng ký và được đánh giá ở đây"), ("", "Kiêm nhiệm, bên cạnh chức vụ chính")],
        widget=forms.RadioSelect,
        coerce=bool,
        empty_value=False,
        required=False,
        initial="1",
    )


class TransferForm(PostForm):
    """Any unit and any post there may be named: what is out of reach is proposed to the other side."""

    message = forms.CharField(
        label="Lời nhắn cho nơi nhận",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Chỉ gửi khi nơi nhận ngoài phạm vi của đồng chí và cần đồng ý.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def may_give(self, user: User, cadre: Cadre, position: Position) -> bool:
        return True

    def draft_after(self, post: Appointment) -> PostDraft:
        """The new post stands where the old one stood: as the main one, or beside it."""
        return replace(self.draft, is_main=post.is_main)


class CorrectForm(NewPostForm):
    valid_to = DayField(label="Đến ngày", required=False, help_text="Để trống khi còn giữ chức vụ.")
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("position", "valid_from", "valid_to")

    @classmethod
    def initial_of(cls, post: Appointment) -> dict[str, Any]:
        names = [name for name in cls.base_fields if name not in {"position", "is_main"}]
        return {name: getattr(post, name) for name in names} | {
            "position": post.position_id,
            "is_main": "1" if post.is_main else "",
        }


class LeaveForm(forms.Form):
    """Which posts end, on which last day, why."""

    posts = forms.MultipleChoiceField(
        label="Chức vụ thôi giữ",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Chọn ít nhất một chức vụ.",
            "invalid_choice": "Chức vụ này vừa được người khác sửa. Xem lại rồi chọn lại.",
        },
    )
    last_day = DayField(label="Ngày cuối giữ chức vụ")
    reason = forms.ChoiceField(label="Lý do", choices=[("", "Chọn lý do"), *Appointment.EndReason.choices])
    note = forms.CharField(label="Ghi chú", max_length=200, required=False, help_text="Ví dụ số quyết định.")

    def __init__(self, *args: Any, posts: list[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {f"{post.pk}.{post.version}": post for post in posts}
        self.fields["posts"].choices = [
            (key, f"{post}{', chức vụ chính' if post.is_main else ''}") for key, post in self.by_key.items()
        ]

    @property
    def ending(self) -> list[tuple[Appointment, int]]:
        return [(self.by_key[key], int(key.split(".")[1])) for key in self.cleaned_data["posts"]]


class MainForm(forms.Form):
    on = DayField(label="Từ ngày", help_text="Từ ngày này cán bộ đăng ký và được đánh giá theo chức vụ này.")
    version = forms.IntegerField(widget=forms.HiddenInput)


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label="Lý do không nhận",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do để nơi đề nghị biết cần làm gì."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class AcceptForm(forms.Form):
    valid_from = DayField(label="Nhận từ ngày", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, transfer: Transfer) -> "AcceptForm":
        return cls(initial={"valid_from": transfer.valid_from, "version": transfer.version}, auto_id="nhan_%s")


class ExemptionForm(forms.ModelForm):
    valid_from = DayField(label="Nghỉ từ ngày")
    valid_to = DayField(label="Đến hết ngày", required=False, help_text="Để trống khi chưa biết ngày trở lại.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Exemption
        fields = ("kind", "valid_from", "valid_to", "note")

    @property
    def excuse(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class RemarkForm(forms.Form):
    kind = forms.ChoiceField(
        label="Lý do", choices=[("", "Đã liên lạc lại được"), *Remark.Kind.choices], required=False
    )
    note = forms.CharField(label="Ghi chú", max_length=200, required=False)


class VersionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReturnForm(VersionForm):
    on = DayField(label="Trở lại làm việc từ ngày")
