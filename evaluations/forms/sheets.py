"""The sheets of the sources: Mẫu 4 with 17 statements, the short form of four lines, Mẫu 5 with one level."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from criteria.models import Criterion, PledgeItem, Statement
from evaluations.assessing import CONTENT_FIELDS, Content
from evaluations.models import Evaluation, Rating, Source, SourceAssessment
from evaluations.scoring import VISITS_CODE
from fieldvisits.standing import VisitStanding

NOT_APPLICABLE = "na"
SCALE = [
    ("4", "Rất tốt"),
    ("3", "Tốt"),
    ("2", "Trung bình"),
    ("1", "Ít"),
    ("0", "Chưa làm"),
    (NOT_APPLICABLE, "Không có"),
]
HALVES = [(f"{n / 2:g}", f"{n / 2:g}".replace(".", ",")) for n in range(8, -1, -1)]
KEPT = [("yes", "Giữ được"), ("no", "Có lần chưa giữ được")]


@dataclass(frozen=True)
class Row:
    """A statement with its field."""

    statement: Statement
    field: BoundField


@dataclass(frozen=True)
class Block:
    """One criterion of the sheet: what was promised, what to score, what not to do."""

    criterion: str
    items: list[PledgeItem]
    line: BoundField | None
    rows: list[Row]
    donts: list[Row]
    evidence: BoundField | None


class AssessmentForm(forms.Form):
    """One sheet, built for the source and the person; a draft may leave out anything."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    strengths = forms.CharField(label="Ưu điểm nổi bật", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    weaknesses = forms.CharField(
        label="Hạn chế, nguyên nhân", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    remedy = forms.CharField(label="Hướng khắc phục", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    overall_level = forms.ChoiceField(label="Mức", choices=Rating.choices, widget=forms.RadioSelect)
    hint_reason = forms.CharField(label="Vì sao chấm khác gợi ý", max_length=300, required=False)
    signed_as = forms.CharField(label="Họ tên, chức vụ người nhận xét", max_length=120)
    minutes_no = forms.CharField(label="Số biên bản họp", max_length=60)
    minutes_on = forms.DateField(label="Ngày họp", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(
        self,
        *args: Any,
        evaluation: Evaluation,
        source: str,
        statements: list[Statement],
        items: list[PledgeItem],
        hint: tuple[int, VisitStanding] | None,
        is_overall: bool = False,
        is_draft: bool = False,
        **kwargs: Any,
    ) -> None:
        self.source, self.statements, self.items, self.hint = source, statements, items, hint
        self.is_overall, self.is_draft = is_overall, is_draft
        self.is_short = source == Source.UNION and evaluation.is_short_form
        self.row = evaluation.source(source)
        kwargs["initial"] = self._initial(self.row)
        super().__init__(*args, **kwargs)
        self._add_scores()
        self._keep_what_the_source_writes(evaluation)
        if is_draft:
            for field in self.fields.values():
                field.required = False
        self.fields["version"].required = True

    def _initial(self, row: SourceAssessment | None) -> dict[str, Any]:
        if row is None or row.is_waived:
            promised = {f"evidence_{c}": self._promised(c) for c in Criterion.values}
            hint = {f"score_{VISITS_CODE}": str(self.hint[0])} if self.hint else {}
            return promised | hint | {"version": row.version if row else 0}
        scores = {f"score_{c}": NOT_APPLICABLE if s is None else f"{s:g}" for c, s in row.scores.items()}
        kept = {f"kept_{code}": "yes" if is_kept else "no" for code, is_kept in row.compliance.items()}
        evidence = {f"evidence_{c}": text for c, text in row.evidence.items()}
        words = {
            name: getattr(row, name) for name in CONTENT_FIELDS if name not in {"scores", "compliance", "evidence"}
        }
        return scores | kept | evidence | words | {"version": row.version}

    def _promised(self, criterion: str) -> str:
        """What the pledge said, as a first text of the evidence."""
        mine = [item for item in self.items if item.criterion == criterion]
        return "\n".join(f"{item.text} ({item.get_progress_display().lower()})" for item in mine)

    def _add_scores(self) -> None:
        if self.is_short:
            for code, label in Criterion.choices:
                self.fields[f"score_{code}"] = _scale(label, HALVES)
        elif not self.is_overall:
            for statement in self.statements:
                if statement.kind == Statement.Kind.DO:
                    self.fields[f"score_{statement.code}"] = _scale(statement.code, SCALE)
        if self.source == Source.SELF:
            for statement in self.statements:
                if statement.kind == Statement.Kind.DONT:
                    self.fields[f"kept_{statement.code}"] = _scale(statement.code, KEPT)
            for code, label in Criterion.choices:
                self.fields[f"evidence_{code}"] = forms.CharField(
                    label=f"Minh chứng: {label}",
                    max_length=1500,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 3}),
                )

    def _keep_what_the_source_writes(self, evaluation: Evaluation) -> None:
        unused = {"minutes_no", "minutes_on"} if self.source != Source.UNION or not evaluation.is_by_minutes else set()
        unused |= {"signed_as"} if self.source != Source.PARTY else {"remedy"}
        unused |= set() if self.hint and not self.is_short and not self.is_overall else {"hint_reason"}
        for name in unused:
            del self.fields[name]
        self.fields["overall_level"].label = LEVEL_LABELS[self.source]
        self.fields["overall_level"].required = self.is_overall
        if self.source != Source.SELF:
            for name in {"weaknesses", "remedy"} & self.fields.keys():
                self.fields[name].required = False
        self.fields["strengths"].required = self.source != Source.UNION
        if self.source == Source.PARTY:
            self.fields["strengths"].label = "Nhận xét của cấp ủy"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        scores = self._scores()
        if "minutes_no" in self.fields and bool(cleaned.get("minutes_no")) != bool(cleaned.get("minutes_on")):
            self.add_error("minutes_no", "Ghi cả số và ngày của biên bản, hoặc để trống cả hai khi lưu nháp.")
        if self.is_draft:
            return cleaned
        for code, label in Criterion.choices:
            asked = [name for name in scores if name.split("-")[0] == code]
            if asked and all(scores[name] is None for name in asked):
                self.add_error(f"score_{asked[0]}", f"Chấm ít nhất một nội dung của tiêu chí {label}.")
        given = cleaned.get(f"score_{VISITS_CODE}")
        differs = "hint_reason" in self.fields and self.hint and given not in {None, "", str(self.hint[0])}
        if differs and self.hint and not cleaned.get("hint_reason"):
            self.add_error("hint_reason", f"Gợi ý từ chuyến đi là {self.hint[0]} điểm. Ghi lý do chấm khác.")
        return cleaned

    def _scores(self) -> dict[str, float | int | None]:
        chosen = {n.removeprefix("score_"): v for n, v in self.cleaned_data.items() if n.startswith("score_") and v}
        return {code: None if v == NOT_APPLICABLE else _number(v) for code, v in chosen.items()}

    def content(self) -> Content:
        """What was written, for the verbs."""
        data = self.cleaned_data
        kept = {n.removeprefix("kept_"): v == "yes" for n, v in data.items() if n.startswith("kept_") and v}
        evidence = {n.removeprefix("evidence_"): v for n, v in data.items() if n.startswith("evidence_") and v}
        words = {name: data[name] for name in CONTENT_FIELDS if data.get(name)}
        return Content(scores=self._scores(), compliance=kept, evidence=evidence, **words)

    def blocks(self) -> list[Block]:
        return [
            Block(
                criterion=code,
                items=[item for item in self.items if item.criterion == code],
                line=self[f"score_{code}"] if self.is_short else None,
                rows=self._rows(code, "score"),
                donts=self._rows(code, "kept"),
                evidence=self[f"evidence_{code}"] if f"evidence_{code}" in self.fields else None,
            )
            for code in Criterion.values
        ]

    def _rows(self, criterion: str, kind: str) -> list[Row]:
        return [
            Row(statement, self[f"{kind}_{statement.code}"])
            for statement in self.statements
            if statement.criterion == criterion and f"{kind}_{statement.code}" in self.fields
        ]


LEVEL_LABELS = {
    Source.SELF.value: "Mức tự nhận",
    Source.UNION.value: "Mức đề nghị",
    Source.PARTY.value: "Mức cấp ủy đánh giá",
}


def _scale(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    missing = {"required": "Chọn một mức cho nội dung này."}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=missing)


def _number(text: str) -> float | int:
    value = float(text)
    return int(value) if value.is_integer() else value
