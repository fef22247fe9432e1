"""Deciding by hand where a person or a unit goes on after a reorganisation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from cadres.models import HandDecision, Level, Position, Right, Unit
from cadres.models.units import TYPES_AT_LEVEL
from cadres.picking import UnitPick

LEAVE = "leave"


class _CandidateForm(forms.Form):
    """One of the new units; or, when none is named, any in reach."""

    def __init__(self, *args: Any, decision: HandDecision, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision
        candidates = list(Unit.objects.filter(pk__in=decision.candidates, valid_to=None))
        if candidates:
            choices = [(unit.pk, unit.name) for unit in candidates]
            initial = candidates[0].pk if len(candidates) == 1 else None
            self.fields["unit"] = forms.TypedChoiceField(
                label="Đơn vị mới", choices=choices, coerce=int, widget=forms.RadioSelect, initial=initial
            )
            self.by_pk = {unit.pk: unit for unit in candidates}
        else:
            picked = UnitPick(label="Đơn vị mới", list_id="noi-den", help_text="Gõ tên hoặc mã, chọn trong gợi ý.")
            levels = [TYPES_AT_LEVEL[level] for level in (Level.PROVINCE, Level.DISTRICT, Level.BASE)]
            kinds = [kind for kinds in levels for kind in kinds]
            picked.within(Unit.objects.where(user, Right.UNIT_EDIT).filter(valid_to=None, type__in=kinds))
            picked.required = False
            self.fields["unit"] = picked
            self.by_pk = {}

    @property
    def picks(self) -> list[UnitPick]:
        return [field for field in self.fields.values() if isinstance(field, UnitPick)]

    @property
    def chosen_unit(self) -> Unit:
        chosen = self.cleaned_data["unit"]
        return chosen if isinstance(chosen, Unit) else self.by_pk[chosen]


class PersonPlacingForm(_CandidateForm):
    position = forms.ChoiceField(label="Chức vụ")
    reason = forms.CharField(
        label="Ghi chú", max_length=200, required=False, help_text="Số quyết định hoặc lý do thôi giữ chức vụ."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["unit", "position", "reason"])
        post = self.decision.appointment
        levels = {unit.level for unit in self.by_pk.values()}
        positions = Position.objects.filter(level__in=levels) if levels else Position.objects.all()
        self.positions = {str(position.pk): position for position in positions}
        self.fields["position"].choices = [
            ("", "Chọn chức vụ"),
            *((pk, position.name) for pk, position in self.positions.items()),
            (LEAVE, "Thôi giữ chức vụ, không có chức vụ mới"),
        ]
        if post and str(post.position_id) in self.positions and self.decision.why == HandDecision.Why.SPLIT:
            self.fields["position"].initial = str(post.position_id)
        self.fields["unit"].required = False

    @property
    def leaves(self) -> bool:
        return bool(self.cleaned_data["position"] == LEAVE)

    @property
    def chosen_position(self) -> Position:
        return self.positions[self.cleaned_data["position"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        leaves = data.get("position") == LEAVE
        if not leaves and not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", ValidationError("Chọn đơn vị mới của đồng chí này."))
        if leaves and not data.get("reason"):
            self.add_error("reason", ValidationError("Ghi lý do thôi giữ chức vụ."))
        return data


class UnitPlacingForm(_CandidateForm):
    """Which of the new units it goes under."""
