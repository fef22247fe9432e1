"""What somebody types to give, end or extend a right. Whom and where is chosen by links before the form is shown."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cadres.delegating import leaders
from cadres.granting_rules import roles_to_give
from cadres.models import (
    Appointment,
    Cadre,
    Delegation,
    Level,
    Right,
    Role,
    Seat,
    Supervision,
    Unit,
    UnitType,
    holdings,
)
from cadres.models.grants import RoleGrantQuerySet

DAY = {"type": "date"}


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=help_text, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )


def reason_field(label: str = "Lý do") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        help_text="Một câu, ví dụ số quyết định. Người được giao và người kiểm tra đọc được.",
        error_messages={"required": "Ghi lý do để sau này tra cứu được."},
    )


class WordsForm(forms.Form):
    """Words by which a unit or an account is looked for, before the form proper."""

    tim = forms.CharField(required=False, max_length=100)

    @property
    def words(self) -> str:
        self.full_clean()
        return getattr(self, "cleaned_data", {}).get("tim", "").strip()


class GrantForm(forms.Form):
    """Offers only the roles that the giver may give at the unit."""

    role = forms.ChoiceField(label="Vai trò", error_messages={"required": "Chọn vai trò."})
    valid_from = day_field("Từ ngày")
    valid_to = day_field("Đến hết ngày", required=False, help_text="Bỏ trống khi chưa định ngày kết thúc.")
    reason = reason_field()

    def __init__(self, *args: Any, by: User, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_to_give(holdings(by), unit.path, at_root=unit.is_root())
        self.fields["role"].choices = [("", "Chọn vai trò"), *((role.value, role.label) for role in roles)]
        self.initial.setdefault("valid_from", timezone.localdate())

    def clean_valid_from(self) -> Any:
        day = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise ValidationError("Vai trò bắt đầu từ hôm nay trở đi. Chọn ngày khác.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("valid_to") and data.get("valid_from") and data["valid_to"] < data["valid_from"]:
            self.add_error("valid_to", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        return data


class GrantEndForm(forms.Form):
    reason = reason_field("Lý do thu vai trò")


class GrantExtendForm(forms.Form):
    valid_to = day_field("Gia hạn đến hết ngày", required=False, help_text="Bỏ trống: không thời hạn.")
    reason = reason_field("Lý do gia hạn")

    def clean_valid_to(self) -> Any:
        day = self.cleaned_data["valid_to"]
        if day and day < timezone.localdate():
            raise ValidationError("Chọn ngày từ hôm nay trở đi; muốn kết thúc thì dùng mục Thu vai trò.")
        return day


class GrantFilter(forms.Form):
    """What narrows the list of grants: words of a name, role, unit with all below it, in force or not."""

    q = forms.CharField(label="Tên người", required=False, max_length=100)
    vai_tro = forms.ChoiceField(label="Vai trò", required=False)
    hieu_luc = forms.ChoiceField(
        label="Hiệu lực",
        required=False,
        choices=[("", "Đang và sắp hiệu lực"), ("over", "Đã hết"), ("all", "Tất cả")],
    )
    don_vi = forms.ModelChoiceField(queryset=Unit.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = [(value, label) for value, label in Role.choices if value != Role.CADRE]
        self.fields["vai_tro"].choices = [("", "Mọi vai trò"), *given]
        self.fields["don_vi"].queryset = Unit.objects.where(user, Right.GRANT_MANAGE)

    def apply(self, grants: RoleGrantQuerySet) -> RoleGrantQuerySet:
        self.full_clean()
        chosen, today = getattr(self, "cleaned_data", {}), timezone.localdate()
        if words := chosen.get("q"):
            by_cadre = Q(user__cadre__in=Cadre.objects.matching(words))
            grants = grants.filter(Q(user__full_name__icontains=words) | Q(user__username__iexact=words) | by_cadre)
        if role := chosen.get("vai_tro"):
            grants = grants.filter(role=role)
        if unit := chosen.get("don_vi"):
            grants = grants.filter(unit__path__startswith=unit.path)
        if chosen.get("hieu_luc") == "over":
            return grants.over(today)
        return grants if chosen.get("hieu_luc") == "all" else grants.not_over(today)

    @property
    def unit(self) -> Unit | None:
        return getattr(self, "cleaned_data", {}).get("don_vi")


class DelegationForm(forms.Form):
    """From the secretary to one of the deputies of the unit."""

    to_cadre = forms.ModelChoiceField(
        label="Ủy quyền cho", queryset=Cadre.objects.none(), error_messages={"required": "Chọn Phó Bí thư."}
    )
    area = forms.ChoiceField(label="Phạm vi", choices=Delegation.Area.choices)
    valid_from = day_field("Từ ngày")
    valid_to = day_field("Đến hết ngày")
    document_no = forms.CharField(
        label="Số văn bản ủy quyền", max_length=60, required=False, help_text="In trong phần chữ ký, ví dụ 12-GUQ/ĐTN."
    )
    document_on = day_field("Ngày văn bản", required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        deputies = leaders(unit, [Seat.DEPUTY], today)
        self.fields["to_cadre"].queryset = Cadre.objects.filter(pk__in=[one.pk for one in deputies])
        self.initial.setdefault("valid_from", today)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("valid_to") and data.get("valid_from") and data["valid_to"] < data["valid_from"]:
            self.add_error("valid_to", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        return data


class EndForm(forms.Form):
    reason = reason_field("Lý do kết thúc")


class ChargeForm(forms.Form):
    """Who is to be in charge of a unit: a member of the leadership or a department of the province above it."""

    who = forms.ChoiceField(label="Người hoặc ban phụ trách", error_messages={"required": "Chọn người hoặc ban."})
    instead_of = forms.ModelChoiceField(
        label="Nhận bàn giao từ",
        queryset=Supervision.objects.none(),
        required=False,
        empty_label="Không, phân công thêm",
    )
    valid_from = day_field("Từ ngày")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        root = Unit.objects.get(path=unit.path[: Unit.steplen])
        departments = Unit.objects.children_of(root).valid_on(today).filter(type=UnitType.DEPARTMENT)
        posts = Appointment.objects.valid_on(today).filter(unit__in=[root, *departments]).in_posts()
        people = posts.filter(position__level=Level.PROVINCE).order_by("position__rank", "cadre__sort_key")
        self.fields["instead_of"].queryset = Supervision.objects.not_over(today).filter(unit=unit)
        self.fields["instead_of"].label_from_instance = lambda charge: str(charge.in_charge)
        self.fields["who"].choices = [
            ("", "Chọn người hoặc ban"),
            ("Ban", [(f"ban-{one.pk}", one.name) for one in departments]),
            ("Người", [(f"nguoi-{p.cadre_id}", f"{p.cadre.full_name}, {p.position.name}") for p in people]),
        ]
        self.initial.setdefault("valid_from", today)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("instead_of") and data.get("valid_from") != timezone.localdate():
            self.add_error("valid_from", "Bàn giao có hiệu lực từ hôm nay.")
        return data

    @property
    def chosen(self) -> dict[str, Cadre | Unit]:
        """As `assign` takes it."""
        kind, _, pk = self.cleaned_data["who"].partition("-")
        return {"department": Unit.objects.get(pk=pk)} if kind == "ban" else {"supervisor": Cadre.objects.get(pk=pk)}
