"""A unit's programme, step by step: the document, then each focus with its indicators and solutions."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone

from cadres.models import Cadre
from cadres.picking import DASH
from criteria.forms.programme_rows import IndicatorForm, SolutionForm, date_field, short
from criteria.models import Focus, Programme, Statement
from criteria.rules import Content, FocusDraft, IndicatorDraft

MOST_ROWS = 40


class DocumentForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    document_no = forms.CharField(label="Số, ký hiệu văn bản", required=False, max_length=60)
    document_on = date_field("Ngày văn bản", required=False)

    @classmethod
    def of(cls, programme: Programme, content: Content, data: Any = None) -> "DocumentForm":
        said = {"document_no": content.document_no, "document_on": content.document_on, "version": programme.version}
        return cls(data, initial=said)


class FocusForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    source = forms.ModelChoiceField(
        label="Lấy trọng tâm của cấp trên",
        required=False,
        queryset=Focus.objects.none(),
        empty_label="Không lấy, đơn vị tự chọn",
    )
    text = forms.CharField(label="Nội dung trọng tâm", required=False, max_length=300)
    statements = forms.ModelMultipleChoiceField(
        label="Phục vụ điều", required=False, queryset=Statement.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, statements: list[Statement], above: list[Focus], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["statements"]
        field.queryset = Statement.objects.filter(pk__in=[s.pk for s in statements])
        field.choices = [(s.pk, short(s)) for s in statements]
        self.fields["source"].queryset = Focus.objects.filter(pk__in=[focus.pk for focus in above])
        self.fields["source"].choices = [
            ("", "Không lấy, đơn vị tự chọn"),
            *((focus.pk, f"{focus.text} ({focus.programme.unit})") for focus in above),
        ]

    def clean(self) -> dict[str, Any]:
        """Taken over as it is, a focus says and serves what the one above does, until the unit writes its own."""
        data = super().clean() or {}
        source = data.get("source")
        if source and not data.get("text"):
            data["text"] = source.text
        if source and not data.get("statements"):
            data["statements"] = list(source.statements.all())
        if not data.get("text"):
            self.add_error("text", "Viết nội dung trọng tâm, hoặc lấy trọng tâm của cấp trên.")
        if not data.get("statements") and "text" not in self.errors:
            self.add_error("statements", "Chọn ít nhất một điều mà trọng tâm này phục vụ.")
        return data


class FocusPage:
    """One focus with its indicators and solutions as one form; `more` asks for an empty row of that kind."""

    def __init__(
        self,
        programme: Programme,
        content: Content,
        place: int,
        *,
        above: list[Focus],
        data: Any = None,
        more: str = "",
    ) -> None:
        self.programme, self.place = programme, place
        self.draft_before = content.foci[place] if place < len(content.foci) else None
        statements = list(programme.period.statement_set.statements.do())
        before = self.draft_before or FocusDraft("", [])
        initial = {"text": before.text, "statements": before.statement_ids, "source": before.source_id}
        initial |= {"version": programme.version}
        self.focus = FocusForm(data, prefix="tt", initial=initial, statements=statements, above=above)
        given = {"period": programme.period, "statements": statements}
        self.indicators = _rows(
            IndicatorForm, "ct", [_indicator(one) for one in before.indicators], data, given, blank=more == "chi-tieu"
        )
        solutions = list(_solutions(before))
        self.solutions = _rows(
            SolutionForm,
            "gp",
            solutions,
            data,
            given | {"programme": programme},
            blank=more == "giai-phap" or not solutions,
        )
        self.people = people_of(programme)

    @property
    def is_bound(self) -> bool:
        return bool(self.focus.is_bound)

    @property
    def errors(self) -> bool:
        return self.is_bound and not (
            self.focus.is_valid() and self.indicators.is_valid() and self.solutions.is_valid()
        )

    def is_valid(self) -> bool:
        return self.is_bound and not self.errors

    def draft(self) -> FocusDraft:
        data = self.focus.cleaned_data
        return FocusDraft(
            data["text"],
            [statement.pk for statement in data["statements"]],
            [form.draft() for form in _kept(self.solutions)],
            [form.draft() for form in _kept(self.indicators)],
            data["source"].pk if data["source"] else None,
            self.draft_before.pk if self.draft_before else None,
        )

    @property
    def title(self) -> str:
        return f"Trọng tâm {self.place + 1}"


def people_of(programme: Programme) -> list[str]:
    """Who serves in the unit itself: offered while the person in charge is typed."""
    people = Cadre.objects.filter(appointments__in=programme.unit.appointments.valid_on(timezone.localdate()))
    return [f"{one.code}{DASH}{one.full_name}" for one in people.distinct().in_name_order()[:200]]


def _rows(form: Any, prefix: str, initial: list[Any], data: Any, given: dict[str, Any], *, blank: bool) -> Any:
    kind = forms.formset_factory(form, extra=int(blank), can_delete=True, max_num=MOST_ROWS, validate_max=True)
    return kind(data, prefix=prefix, initial=initial, form_kwargs=given)


def _kept(rows: Any) -> Iterator[Any]:
    return (form for form in rows if form.is_taken and not form.cleaned_data.get("DELETE"))


def _indicator(draft: IndicatorDraft) -> dict[str, Any]:
    return vars(draft) | {"statement": draft.statement_id}


def _solutions(focus: FocusDraft) -> Iterator[dict[str, Any]]:
    """As the form shows them: the person in charge with his code, as it is read again."""
    people = Cadre.objects.in_bulk([one.in_charge_cadre_id for one in focus.solutions if one.in_charge_cadre_id])
    for one in focus.solutions:
        cadre = people.get(one.in_charge_cadre_id or 0)
        shown = replace(one, in_charge=f"{cadre.code}{DASH}{cadre.full_name}") if cadre else one
        yield vars(shown) | {"statements": one.statement_ids}
