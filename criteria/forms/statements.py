"""One statement of a draft, and what is said when a version is published."""

from typing import Any

from django import forms

from cadres.models import Category
from criteria.models import MAIN_SET, Criterion, Statement, StatementSet

LONGEST = 1000


class StatementForm(forms.Form):
    """Wording, facet and whom it binds."""

    text = forms.CharField(
        label="Nội dung",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Viết nội dung của điều, đúng như văn bản."},
    )
    facet = forms.CharField(label="Khía cạnh (nếu văn bản chia nhóm)", max_length=60, required=False)
    applies_to = forms.MultipleChoiceField(
        label="Chỉ áp dụng với diện cán bộ",
        choices=Category.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    public_servants_only = forms.BooleanField(label="Chỉ với cán bộ, công chức, viên chức", required=False)

    @classmethod
    def of(cls, statement: Statement, data: Any = None) -> "StatementForm":
        return cls(data, initial={name: getattr(statement, name) for name in cls.base_fields})

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())

    def clean_applies_to(self) -> list[str]:
        """In the order of the plan; all of them is the same as none."""
        chosen = self.cleaned_data["applies_to"]
        return [] if len(chosen) == len(Category) else [code for code in Category.values if code in chosen]


class NewStatementForm(StatementForm):
    """A statement that is not there yet: of which criterion, to do or not to do."""

    field_order = ("criterion", "kind")
    criterion = forms.ChoiceField(label="Tiêu chí", choices=Criterion.choices)
    kind = forms.ChoiceField(label="Loại", choices=[("do", "NÊN LÀM"), ("dont", "KHÔNG")])

    def __init__(self, *args: Any, draft: StatementSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not draft.is_main:
            self.fields.pop("criterion")

    @property
    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in StatementForm.base_fields}


class RevisionForm(forms.Form):
    """The state of the draft that the person looked through."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class PublishForm(RevisionForm):
    name = forms.CharField(label="Tên bộ", max_length=200, error_messages={"required": "Điền tên bộ."})
    source_document = forms.CharField(
        label="Văn bản có nội dung này",
        max_length=300,
        error_messages={"required": "Điền tên, số, ngày văn bản."},
    )
    legal_basis = forms.CharField(
        label="Căn cứ ban hành phiên bản này",
        max_length=300,
        error_messages={"required": "Điền căn cứ, ví dụ “Kết luận số 12-KL/TĐTN ngày 05/01/2027”."},
    )
    is_sure = forms.BooleanField(
        label="Tôi đã xem bản xem trước; ban hành rồi thì không sửa được nữa",
        error_messages={"required": "Xem bản xem trước rồi đánh dấu vào ô này."},
    )

    @classmethod
    def of(cls, draft: StatementSet, data: Any = None) -> "PublishForm":
        names = ("revision", "name", "source_document", "legal_basis")
        return cls(data, initial={name: getattr(draft, name) for name in names})

    @property
    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "is_sure"}


class ChoiceOfSetForm(forms.Form):
    """By which version a year goes."""

    statement_set = forms.ModelChoiceField(
        label="Bộ tiêu chí của kỳ",
        queryset=StatementSet.objects.published().filter(code=MAIN_SET),
        empty_label=None,
        error_messages={"required": "Chọn một phiên bản.", "invalid_choice": "Chọn một phiên bản đã ban hành."},
    )
