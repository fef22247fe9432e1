"""What narrows the inbox; a bad value in the address is ignored, not an error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict

from accounts.inbox import Kind
from accounts.models import User
from cadres.models.text import begins_words
from criteria.filters import below, paths_of


class InboxFilter(forms.Form):
    loai = forms.SlugField(required=False, widget=forms.HiddenInput)
    tim = forms.CharField(label="Tên cán bộ hoặc đơn vị gửi", required=False, max_length=100)
    don_vi = forms.CharField(label="Đơn vị và cấp dưới", required=False, max_length=100)
    qua_han = forms.BooleanField(label="Chỉ hồ sơ quá hạn", required=False)
    nhap_ho = forms.BooleanField(label="Chỉ bản nhập hộ", required=False)

    def chosen(self, user: User) -> Chosen:
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        units = data.get("don_vi")
        return Chosen(
            code=data.get("loai", ""),
            words=data.get("tim", ""),
            paths=tuple(paths_of(units, user)) if units else None,
            is_late=bool(data.get("qua_han")),
            is_entered=bool(data.get("nhap_ho")),
        )


@dataclass(frozen=True)
class Chosen:
    """What was asked for, units already found."""

    code: str = ""
    words: str = ""
    paths: tuple[str, ...] | None = None
    is_late: bool = False
    is_entered: bool = False

    def kinds(self, kinds: Iterable[Kind]) -> list[Kind]:
        named = [kind for kind in kinds if kind.code == self.code]
        return named or list(kinds)

    def condition(self, kind: Kind) -> Q | None:
        """What rows of the kind have to fulfil; None when none of them can."""
        found = Q()
        if self.words:
            by_name = [begins_words(self.words, name) for name in kind.names]
            if not by_name:
                return None
            matching = Q()
            for one in by_name:
                matching |= one
            found &= matching
        if self.paths is not None:
            if not self.paths:
                return None
            found &= below(list(self.paths), kind.unit)
        if self.is_late:
            found &= Q(is_overdue=True)
        if self.is_entered:
            if not kind.entered:
                return None
            found &= Q(**{f"{kind.entered}__isnull": False})
        return found


def chosen_by(query: QueryDict, user: User) -> Chosen:
    return InboxFilter(query).chosen(user)
