"""The numbers of a roster: how many should hold each post, with a word on what is vacant."""

from typing import Any

from django import forms

from cadres.models import Position
from cadres.rosters import RosterRow

MOST = 200


class AttestForm(forms.Form):
    """One number and one note per row; `seen` says which list was read."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: list[RosterRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"so_{row.key}"] = forms.IntegerField(
                label=f"Phải có: {row.position}, {row.unit}",
                min_value=0,
                max_value=MOST,
                initial=row.expected,
                required=False,
            )
            self.fields[f"ghi_{row.key}"] = forms.CharField(
                label=f"Ghi chú: {row.position}, {row.unit}", max_length=120, required=False
            )

    @property
    def lines(self) -> list[tuple[RosterRow, forms.BoundField, forms.BoundField]]:
        return [(row, self[f"so_{row.key}"], self[f"ghi_{row.key}"]) for row in self.rows]

    @property
    def numbers(self) -> dict[str, tuple[int, str]]:
        """A number left out is the one that was proposed."""
        given = self.cleaned_data
        numbers = {row.key: given[f"so_{row.key}"] for row in self.rows}
        return {
            row.key: (row.expected if numbers[row.key] is None else numbers[row.key], given[f"ghi_{row.key}"])
            for row in self.rows
        }


class NormForm(forms.Form):
    """How many of each post a unit of one type should have."""

    def __init__(self, *args: Any, positions: list[Position], counts: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions = positions
        for position in positions:
            self.fields[f"so_{position.pk}"] = forms.IntegerField(
                label=position.name, min_value=0, max_value=MOST, initial=counts.get(position.code, 0)
            )

    @property
    def counts(self) -> dict[Position, int]:
        return {position: self.cleaned_data[f"so_{position.pk}"] for position in self.positions}
