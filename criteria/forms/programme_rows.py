"""The rows of a focus: what cadres may take into their pledge, and what the unit does itself."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import Truncator

from cadres.models import Cadre, Category
from cadres.picking import DASH
from criteria.models import Period, Programme, Solution, Statement
from criteria.rules import IndicatorDraft, SolutionDraft

MOST_LETTERS = 90
SAY_DAY = {"invalid": "Viết ngày theo dạng 30/06/2026."}


def date_field(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=SAY_DAY | options.pop("say", {}), **options)


def short(statement: Statement) -> str:
    return f"{statement.code}. {Truncator(statement.text).chars(MOST_LETTERS)}"


class RowForm(forms.Form):
    """One row of the page; one without words is left out."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, period: Period, statements: list[Statement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period, self.offered = period, statements

    @property
    def is_taken(self) -> bool:
        return bool((self["text"].value() or "").strip())

    def ask_day(self, name: str, *, is_needed: bool) -> None:
        day = self.cleaned_data.get(name)
        if day and not self.period.spans(day):
            self.add_error(name, f"Chọn ngày từ {self.period.opens_on:%d/%m/%Y} đến {self.period.closes_on:%d/%m/%Y}.")
        elif is_needed and not day and name not in self.errors:
            self.add_error(name, "Chọn hạn của giải pháp.")


class IndicatorForm(RowForm):
    text = forms.CharField(label="Việc cụ thể", required=False, max_length=300)
    statement = forms.TypedChoiceField(label="Thuộc điều", required=False, coerce=int, empty_value=None)
    category = forms.ChoiceField(
        label="Diện cán bộ", required=False, choices=[("", "Mọi diện cán bộ"), *Category.choices]
    )
    target = forms.CharField(label="Chỉ tiêu gợi ý", required=False, max_length=150)
    due_on = date_field("Thời gian gợi ý", required=False)
    evidence = forms.CharField(label="Minh chứng gợi ý", required=False, max_length=150)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].choices = [("", "Chọn điều"), *((s.pk, short(s)) for s in self.offered)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_taken and not data.get("statement") and "statement" not in self.errors:
            self.add_error("statement", "Chọn điều mà việc này thuộc về.")
        if self.is_taken:
            self.ask_day("due_on", is_needed=False)
        return data

    def draft(self) -> IndicatorDraft:
        data = self.cleaned_data
        said = {name: data[name] for name in ("text", "category", "target", "due_on", "evidence", "pk")}
        return IndicatorDraft(statement_id=data["statement"], **said)


class SolutionForm(RowForm):
    text = forms.CharField(label="Giải pháp", required=False, max_length=300)
    kind = forms.ChoiceField(label="Hình thức", choices=Solution.Kind.choices, required=False)
    system = forms.ChoiceField(label="Thuộc hệ thống", choices=Solution.System.choices, required=False)
    document_no = forms.CharField(label="Văn bản triển khai, nếu có", required=False, max_length=60)
    starts_on = date_field("Từ ngày", required=False)
    due_on = date_field("Hạn", required=False)
    in_charge = forms.CharField(
        label="Phụ trách",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": "nguoi-phu-trach", "autocomplete": "off"}),
    )
    statements = forms.TypedMultipleChoiceField(
        label="Phục vụ điều", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme, self.cadre_id = programme, None
        self.fields["statements"].choices = [(s.pk, s.code) for s in self.offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.is_taken:
            return data
        self.ask_day("starts_on", is_needed=False)
        self.ask_day("due_on", is_needed=True)
        starts_on, due_on = data.get("starts_on"), data.get("due_on")
        if starts_on and due_on and due_on < starts_on:
            self.add_error("due_on", "Chọn hạn sau ngày bắt đầu.")
        if not data.get("in_charge"):
            self.add_error("in_charge", "Ghi người hoặc bộ phận phụ trách.")
        else:
            self._find_cadre(data)
        return data

    def _find_cadre(self, data: dict[str, Any]) -> None:
        """“CB-7K4P2 – Nguyễn Văn A”, as the list offers it, means that person; other words stay words."""
        code, dash, _ = data["in_charge"].partition(DASH)
        people = Cadre.objects.serving_under(self.programme.unit, timezone.localdate())
        cadre = people.filter(code=code.strip().upper()).first() if dash else None
        if cadre:
            self.cadre_id, data["in_charge"] = cadre.pk, ""

    def draft(self) -> SolutionDraft:
        data = self.cleaned_data
        names = ("text", "due_on", "in_charge", "document_no", "starts_on", "pk")
        return SolutionDraft(
            kind=data["kind"] or Solution.Kind.OTHER,
            system=data["system"] or Solution.System.ENVIRONMENT,
            in_charge_cadre_id=self.cadre_id,
            statement_ids=data["statements"],
            **{name: data[name] for name in names},
        )
