"""A unit named in a form by its code or its name, with some offered: never a list of thousands."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cadres.models import Unit
from cadres.models.units import UnitQuerySet

OFFERED = 200
DASH = " – "


def shown(unit: Unit) -> str:
    return f"{unit.code}{DASH}{unit.name}"


class UnitPick(forms.CharField):
    """Reads “25750 – Đoàn phường Phú Lợi”, a code, or words of a name that fit one unit in reach."""

    def __init__(self, *, list_id: str, **kwargs: Any) -> None:
        super().__init__(max_length=250, **kwargs)
        self.list_id = list_id
        self.reach: UnitQuerySet = Unit.objects.none()
        self.offered: list[str] = []
        self.widget.attrs |= {"list": list_id, "autocomplete": "off"}

    def within(self, reach: UnitQuerySet) -> None:
        self.reach = reach
        self.offered = [shown(unit) for unit in reach[:OFFERED]]

    def clean(self, value: Any) -> Unit | None:
        text = super().clean(value)
        return pick(self.reach, text) if text else None


def pick(reach: UnitQuerySet, text: str) -> Unit:
    """The one unit in reach that the text means. Raises ValidationError that says what to write."""
    code = text.split(DASH, maxsplit=1)[0].strip()
    if unit := reach.filter(code__iexact=code).first():
        return unit
    found = list(reach.matching(text)[:4])
    exact = [unit for unit in found if unit.name.lower() == text.lower()]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        names = ", ".join(shown(unit) for unit in found[:3])
        raise ValidationError(f"Nhiều đơn vị khớp “{text}”: {names}. Ghi mã của đơn vị.")
    raise ValidationError(f"Không thấy đơn vị “{text}” trong phạm vi của đồng chí. Ghi mã, hoặc chọn trong gợi ý.")
