"""Entering a pledge for somebody: whom to look for, the promise of who enters, and the person's answer."""

from typing import Any

from django import forms

from accounts.models import User
from cadres.models.appointments import AppointmentQuerySet
from cadres.models.text import begins_words
from criteria.filters import under_units
from criteria.forms.deciding import VersionForm


class PeopleFilter(forms.Form):
    tim = forms.CharField(label="Tên cán bộ", required=False, max_length=100)
    don_vi = forms.CharField(label="Đơn vị và cấp dưới", required=False, max_length=100)

    def apply(self, posts: AppointmentQuerySet, user: User) -> AppointmentQuerySet:
        chosen = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        if chosen.get("tim"):
            posts = posts.filter(begins_words(chosen["tim"], "cadre__search_key"))
        if chosen.get("don_vi"):
            posts = posts.filter(under_units(chosen["don_vi"], user))
        return posts


class EntrySubmitForm(VersionForm):
    has_read = forms.BooleanField(
        label="Tôi nhập đúng theo bản giấy đồng chí ấy đã ký, kể cả từng điều KHÔNG.",
        error_messages={"required": "Đối chiếu với bản giấy rồi đánh dấu để nộp."},
    )


class EntryAnswerForm(forms.Form):
    """Yes, or no with words."""

    answer = forms.ChoiceField(choices=[("confirmed", "Đúng"), ("objected", "Không đúng")])
    objection = forms.CharField(required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == "objected" and not data.get("objection"):
            self.add_error("objection", "Viết chỗ nào không đúng để người nhập hộ sửa.")
        return data
