"""A unit's programme: the document, its foci with their statements, the solutions of each."""

from typing import Any

from django import forms
from django.utils.text import Truncator

from criteria.models import Focus, Period, Programme, Solution, Statement
from criteria.programming import FocusDraft, SolutionDraft

MOST_FOCI, MOST_SOLUTIONS, MOST_LETTERS = 4, 4, 70


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")


class DocumentForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    document_no = forms.CharField(label="Số, ký hiệu văn bản", required=False, max_length=60)
    document_on = forms.DateField(
        label="Ngày văn bản",
        required=False,
        widget=_date_input(),
        error_messages={"invalid": "Viết ngày theo dạng 15/01/2026."},
    )


class FocusForm(forms.Form):
    text = forms.CharField(label="Nội dung trọng tâm", required=False, max_length=300)
    statements = forms.ModelMultipleChoiceField(
        label="Phục vụ điều", required=False, queryset=Statement.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: list[Statement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["statements"]
        field.queryset = Statement.objects.filter(pk__in=[s.pk for s in choices])
        field.choices = [(s.pk, f"{s.code}. {Truncator(s.text).chars(MOST_LETTERS)}") for s in choices]
        self.solutions: list[SolutionForm] = []

    @property
    def is_taken(self) -> bool:
        return bool((self["text"].value() or "").strip())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.is_taken and any(solution.is_taken for solution in self.solutions):
            self.add_error("text", "Viết tiêu chí trọng tâm của các giải pháp này.")
        if self.is_taken and not data.get("statements"):
            self.add_error("statements", "Chọn ít nhất một điều mà trọng tâm này phục vụ.")
        return data


class SolutionForm(forms.Form):
    text = forms.CharField(label="Giải pháp", required=False, max_length=300)
    kind = forms.ChoiceField(label="Hình thức", choices=Solution.Kind.choices, required=False)
    due_on = forms.DateField(
        label="Hạn", required=False, widget=_date_input(), error_messages={"invalid": "Viết ngày theo dạng 30/06/2026."}
    )
    in_charge = forms.CharField(label="Phụ trách", required=False, max_length=120)

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = period

    @property
    def is_taken(self) -> bool:
        return bool((self["text"].value() or "").strip())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.is_taken:
            return data
        due_on = data.get("due_on")
        if not due_on and "due_on" not in self.errors:
            self.add_error("due_on", "Chọn hạn của giải pháp.")
        elif due_on and not self.period.spans(due_on):
            span = f"{self.period.opens_on:%d/%m/%Y} đến {self.period.closes_on:%d/%m/%Y}"
            self.add_error("due_on", f"Chọn ngày từ {span}.")
        if not data.get("in_charge"):
            self.add_error("in_charge", "Ghi người hoặc bộ phận phụ trách.")
        return data


class ProgrammeForm:
    """Document, foci and solutions as one; empty rows are left out."""

    def __init__(self, programme: Programme, data: Any = None) -> None:
        self.programme = programme
        self.statements = list(programme.period.statement_set.statements.do())
        document = {"document_no": programme.document_no, "document_on": programme.document_on}
        self.document = DocumentForm(data, initial=document | {"version": programme.version})
        there = list(programme.foci.all())
        self.foci = [self._focus(n, there[n] if n < len(there) else None, data) for n in range(MOST_FOCI)]

    def _focus(self, n: int, focus: Focus | None, data: Any) -> FocusForm:
        initial = {"text": focus.text, "statements": [s.pk for s in focus.statements.all()]} if focus else {}
        form = FocusForm(data, prefix=f"f{n}", initial=initial, choices=self.statements)
        there = list(focus.solutions.all()) if focus else []
        form.solutions = [
            SolutionForm(
                data,
                prefix=f"f{n}s{k}",
                period=self.programme.period,
                initial=vars(there[k]) if k < len(there) else {},
            )
            for k in range(MOST_SOLUTIONS)
        ]
        return form

    @property
    def errors(self) -> bool:
        forms_ = [self.document, *self.foci, *(s for focus in self.foci for s in focus.solutions)]
        return any(form.is_bound and form.errors for form in forms_)

    def is_valid(self) -> bool:
        return self.document.is_bound and not self.errors

    def drafts(self) -> list[FocusDraft]:
        return [
            FocusDraft(
                focus.cleaned_data["text"],
                [statement.pk for statement in focus.cleaned_data["statements"]],
                [SolutionDraft(**solution.cleaned_data) for solution in focus.solutions if solution.is_taken],
            )
            for focus in self.foci
            if focus.is_taken
        ]
