from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from cadres.models import Cadre, Category, Level, Right, RoleGrant, Unit, UnitType
from cadres.models.people import CadreQuerySet
from cadres.models.text import VnFold
from cadres.models.units import UnitQuerySet
from cadres.names import fold

ACCOUNT_STATES = [("", "Trạng thái: tất cả"), ("dung", "Đang dùng"), ("ngung", "Đã ngừng")]
FACTORS = [("", "Lớp bảo vệ thứ hai: tất cả"), ("co", "Đã bật"), ("chua", "Chưa bật")]
ACCOUNTS = [("", "Tài khoản: tất cả"), ("yes", "Đã có tài khoản"), ("no", "Chưa có tài khoản")]


class UnitChoiceField(forms.ModelChoiceField):
    """A unit out of those in reach, as a hidden or linked filter value; never a list of thousands."""

    widget = forms.HiddenInput


class CadreFilter(forms.Form):
    """What narrows the list of cadres: words, unit with all below it, category, account."""

    q = forms.CharField(label="Tìm", required=False, max_length=100)
    don_vi = UnitChoiceField(queryset=Unit.objects.none(), required=False)
    dien = forms.ChoiceField(label="Diện cán bộ", required=False, choices=[("", "Mọi diện cán bộ"), *Category.choices])
    tai_khoan = forms.ChoiceField(label="Tài khoản", required=False, choices=ACCOUNTS)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["don_vi"].queryset = Unit.objects.where(user, Right.PEOPLE_READ)

    def apply(self, cadres: CadreQuerySet) -> CadreQuerySet:
        """The rows that fit; a filter value that means nothing is left out."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        if words := chosen.get("q"):
            cadres = cadres.matching(words)
        if unit := chosen.get("don_vi"):
            cadres = cadres.serving_under(unit, timezone.localdate())
        if category := chosen.get("dien"):
            cadres = cadres.of_category(category, timezone.localdate())
        if account := chosen.get("tai_khoan"):
            cadres = cadres.filter(user__isnull=account == "no")
        return cadres

    @property
    def unit(self) -> Unit | None:
        return getattr(self, "cleaned_data", {}).get("don_vi")

    @property
    def is_used(self) -> bool:
        return any(getattr(self, "cleaned_data", {}).values())


class AccountFilter(forms.Form):
    """What narrows the list of accounts; it needs `has_factor` on the rows."""

    q = forms.CharField(label="Tìm", required=False, max_length=100)
    trang_thai = forms.ChoiceField(label="Trạng thái", required=False, choices=ACCOUNT_STATES)
    lop_hai = forms.ChoiceField(label="Lớp bảo vệ thứ hai", required=False, choices=FACTORS)

    def apply(self, accounts: QuerySet[User]) -> QuerySet[User]:
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        if words := chosen.get("q"):
            accounts = accounts.filter(pk__in=_accounts_called(words))
        if state := chosen.get("trang_thai"):
            accounts = accounts.filter(is_active=state == "dung")
        if factor := chosen.get("lop_hai"):
            accounts = accounts.filter(has_factor=factor == "co")
        return accounts

    @property
    def is_used(self) -> bool:
        return any(getattr(self, "cleaned_data", {}).values())


def _accounts_called(words: str) -> QuerySet[User]:
    """By sign-in name, e-mail, or the name, code and phone of the cadre: each part has an index of its own.

    The names of those who are no cadres are few: they are looked through.
    """
    words = words.strip()
    by_account = User.objects.filter(Q(username__startswith=words.lower()) | Q(email__iexact=words))
    by_cadre = Cadre.objects.matching(words).filter(user__isnull=False)
    others = User.objects.filter(pk__in=RoleGrant.objects.values("user"), cadre=None)
    by_name = others.annotate(folded=VnFold("full_name")).filter(folded__contains=fold(words))
    return by_account.values("pk").union(by_cadre.values("user"), by_name.values("pk"))


class UnitFilter(forms.Form):
    q = forms.CharField(label="Tìm", required=False, max_length=100)
    cap = forms.ChoiceField(label="Cấp", required=False, choices=[("", "Mọi cấp"), *Level.choices])
    loai = forms.ChoiceField(label="Loại", required=False, choices=[("", "Mọi loại"), *UnitType.choices])

    def apply(self, units: UnitQuerySet) -> UnitQuerySet:
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        if words := chosen.get("q"):
            units = units.matching(words)
        if level := chosen.get("cap"):
            units = units.filter(level=level)
        if kind := chosen.get("loai"):
            units = units.filter(type=kind)
        return units

    @property
    def is_used(self) -> bool:
        return any(getattr(self, "cleaned_data", {}).values())


ROSTERS = [
    ("", "Mọi tình trạng"),
    ("missing", "Chưa điểm danh"),
    ("stale", "Cần điểm danh lại"),
    ("current", "Đã điểm danh"),
]


class RosterFilter(forms.Form):
    """Units by name and by the state of their attestation; rows come with `roster`."""

    q = forms.CharField(label="Tìm", required=False, max_length=100)
    tinh_trang = forms.ChoiceField(label="Tình trạng", required=False, choices=ROSTERS)

    def apply(self, units: UnitQuerySet) -> UnitQuerySet:
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        if words := chosen.get("q"):
            units = units.matching(words)
        if state := chosen.get("tinh_trang"):
            units = units.filter(roster=state)
        return units
