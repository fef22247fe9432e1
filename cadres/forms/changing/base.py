"""What every change of the tree is asked for: from which day, and on what ground."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from cadres.models import Right, Unit
from cadres.picking import UnitPick
from cadres.reorganising.changes import Change

CODE_HELP = "Mã dùng trong các tệp Excel, ví dụ 25750 hoặc 25750-KP1."


class ChangeForm(forms.Form):
    """From which day, and on what ground."""

    on = forms.DateField(
        label="Ngày hiệu lực",
        help_text="Ngày/tháng/năm. Hôm nay hoặc ngày đã qua thì làm ngay; ngày sau thì Cổng làm vào đúng ngày đó.",
    )
    legal_basis = forms.CharField(
        label="Căn cứ", max_length=200, help_text="Số và ngày văn bản, ví dụ: Quyết định số 12-QĐ/TĐTN ngày 20/06/2025."
    )

    def __init__(self, *args: Any, unit: Unit, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.user = unit, user
        self.reach = Unit.objects.where(user, Right.UNIT_EDIT).filter(valid_to=None)
        self.fields["on"].initial = timezone.localdate()
        self.order_fields([name for name in self.fields if name not in {"on", "legal_basis"}])
        for field in self.fields.values():
            if isinstance(field, UnitPick):
                field.within(self.candidates())

    @property
    def picks(self) -> list[UnitPick]:
        return [field for field in self.fields.values() if isinstance(field, UnitPick)]

    def candidates(self) -> Any:
        """Units that may be picked."""
        return self.reach

    @property
    def basis(self) -> str:
        return str(self.cleaned_data["legal_basis"])

    def change(self) -> Change:
        raise NotImplementedError

    @property
    def title(self) -> str:
        raise NotImplementedError
