"""A list of cadres on django-import-export: what each line would do to the people whom the database knows."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from import_export import fields, instance_loaders, resources, results, widgets
from tablib import Dataset

from accounts.models import User
from cadres import intake
from cadres.importing import appointments, grants, kinds, records, units, workbook
from cadres.importing.columns import ROSTER
from cadres.importing.judging import Judged, Progress, Scope, errors_of, silent
from cadres.importing.kinds import KINDS, SheetKind
from cadres.importing.lines import Line, read_line
from cadres.importing.matching import People, Person, identities
from cadres.importing.places import Ref
from cadres.importing.records import Wanted
from cadres.importing.settling import as_json, settle
from cadres.importing.sheet import find_table
from cadres.importing.values import Fault
from cadres.models import Cadre, ImportBatch, Sheet, Unit

MAX_ROWS = 5000
STEP = 200
LINE, FAULT = "line", "fault"
LABELS = ROSTER.labels
PERSON = ("full_name", "birth_date", "gender", "phone", "email")
POST = ("position", "unit", "since", "is_full_time", "decision_no")


class AsRead(widgets.Widget):
    """Values come read and typed; a fault becomes the error of its column. Shown as people write them."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if isinstance(value, Fault):
            raise ValueError(value.message)
        return value

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        if isinstance(value, Ref):
            return value.name
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        if isinstance(value, bool):
            return "Có" if value else "Không"
        return str(dict(Cadre.Gender.choices).get(value, value)) if value else ""


class LineResult(results.RowResult):
    """What one line does: new, changed, unchanged, duplicate or wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.line: Line | None = None
        self.kind = "wrong"
        self.changes: list[tuple[str, str, str]] = []


def _field(key: str) -> fields.Field:
    return fields.Field(attribute=key, column_name=LABELS[key], widget=AsRead(), saves_null_values=False)


class RosterResource(resources.Resource):
    """Lines of a list against the people already there: one instance is a Person in the post that the line names."""

    code = _field("code")
    full_name = _field("full_name")
    birth_date = _field("birth_date")
    gender = _field("gender")
    phone = _field("phone")
    email = _field("email")
    position = _field("position")
    unit = _field("unit")
    since = _field("since")
    is_full_time = _field("is_full_time")
    decision_no = _field("decision_no")

    class Meta:
        instance_loader_class = instance_loaders.BaseInstanceLoader  # people are matched in memory
        skip_unchanged = True
        skip_html_diff = True  # the old and new texts are kept as texts
        store_instance = True
        use_bulk = True  # no savepoint per line; nothing is written here, cadres.intake does that
        use_transactions = False

    def __init__(
        self, people: People, keys: frozenset[str], own_id: int | None, progress: Progress = silent, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.progress = progress
        self.total = 0
        self.own_id = own_id
        self.people = people
        self.every_field = dict(self.fields)
        self.fields = {key: one for key, one in self.fields.items() if key in keys}
        self.met: dict[object, int] = {}

    @classmethod
    def get_row_result_class(cls) -> type[LineResult]:
        return LineResult

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        self.total = len(dataset)

    def before_import_row(self, row: Any, row_number: int = 0, **kwargs: Any) -> None:
        if row_number % STEP == 0:
            self.progress(row_number, self.total)

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Person | None:
        values = row[LINE].values
        if any(isinstance(value, Fault) for value in values.values()):
            return None
        found = self.people.find(values)
        if isinstance(found, Person):
            person = found.standing(self.people.on, values["unit"], values["position"])
            person.given = values
            return person
        row[FAULT] = found
        return None

    def init_instance(self, row: Any = None) -> Person:
        return Person(given=row[LINE].values, fault=row.get(FAULT))

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        if import_validation_errors or instance.fault:
            return False
        instance.same_as = next((self.met[key] for key in identities(instance) if key in self.met), None)
        return instance.same_as is not None or super().skip_row(instance, original, row, import_validation_errors)

    def validate_instance(
        self, instance: Person, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        errors = dict(import_validation_errors or {})
        if not errors:
            fault = instance.fault or settle(instance, self.people.on, self.own_id)
            if fault:
                errors[fault.column] = ValidationError(fault.message)
        if errors:
            raise ValidationError(errors)

    def save_instance(self, instance: Person, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Nothing: the lines are kept as a preview first (cadres.intake)."""

    def after_import_row(self, row: Any, row_result: LineResult, **kwargs: Any) -> None:
        person: Person = row_result.instance
        if person.same_as is not None:
            row_result.kind = "duplicate"
            return
        self.met |= dict.fromkeys(identities(person), row[LINE].number)
        row_result.kind = {"new": "new", "skip": "unchanged"}.get(row_result.import_type, "changed")
        original = row_result.original or Person()
        for key in PERSON + POST:
            one = self.every_field[key]
            old, new = one.export(original), one.export(person)
            if old != new and row_result.kind == "changed":
                row_result.changes.append((one.column_name, old, new))


@dataclass(frozen=True)
class Examination:
    """What an import would do, line by line, and what the reader of the preview should know."""

    judged: Judged
    kind: Sheet
    on: date
    notes: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return self.judged.rows


def judge_roster(scope: Scope, lines: list[Line], progress: Progress) -> Judged:
    here = Ref(scope.unit.pk, scope.unit.name)
    lines = [replace(line, values={"unit": here} | line.values) for line in lines]
    lines = records.place_posts(lines, records.units_under(scope.unit, scope.on), records.posts())
    wanted = Wanted.of(lines)
    people = records.people_like(wanted, scope.unit, scope.on)
    keys = frozenset(key for line in lines[:1] for key in line.values)
    resource = RosterResource(people, keys, records.own_cadre(scope.by), progress)
    dataset = Dataset(headers=[*(LABELS[key] for key in sorted(keys)), LINE])
    for line in lines:
        dataset.append([*(line.values.get(key) for key in sorted(keys)), line])
    progress(0, len(lines))
    outcome = resource.import_data(dataset, dry_run=True)
    progress(len(lines), len(lines))
    for row_result in outcome.error_rows:
        raise row_result.errors[0].error  # a fault of ours, not of the file
    rows = [described(line, row_result) for line, row_result in zip(lines, outcome.rows, strict=True)]
    return Judged(rows, wanted.as_json(), people.fingerprint(scope.unit.pk, scope.on))


Judge = Callable[[Scope, list[Line], Progress], Judged]
JUDGES: dict[str, Judge] = {
    Sheet.CADRES: judge_roster,
    Sheet.UNITS: units.judge,
    Sheet.APPOINTMENTS: appointments.judge,
    Sheet.GRANTS: grants.judge,
}


def register(kind: SheetKind, judge: Judge) -> SheetKind:
    """Take in a kind of list of another app, with what judges its lines."""
    JUDGES[kind.sheet] = judge
    return kinds.register(kind)


def examine(
    path: Path,
    unit: Unit,
    *,
    on: date,
    max_rows: int,
    by: User | None = None,
    kind: Sheet = Sheet.CADRES,
    progress: Progress = silent,
) -> Examination:
    """Read a workbook and tell what importing it under the unit would do. Raises Refused; writes nothing."""
    layout = KINDS[kind].layout
    table = find_table(workbook.read(path, max_rows=max_rows), layout)
    lines = [read_line(entry, table.keys, on, layout) for entry in table.entries]
    judged = JUDGES[kind](Scope(unit, on, by), lines, progress)
    notes = [f"Chỉ đọc trang tính “{table.sheet}”, không đọc “{other}”." for other in table.left_out]
    return Examination(judged, kind, on, notes)


def keep(seen: Examination, unit: Unit, *, file_name: str, by: User | None) -> ImportBatch:
    """Store what was examined as a preview that can be applied."""
    return intake.keep(seen.judged, unit, kind=seen.kind, on=seen.on, file_name=file_name, by=by, notes=seen.notes)


def described(line: Line, row_result: LineResult) -> dict[str, Any]:
    """One line of the preview, as it is kept."""
    row: dict[str, Any] = {"row": line.number, "kind": row_result.kind, "typed": line.typed}
    if row_result.validation_error:
        errors = row_result.validation_error.message_dict.items()
        faults = [Fault("", text, key) for key, texts in errors for text in texts]
        return row | {"errors": errors_of(faults, line, ROSTER)}
    person: Person = row_result.instance
    if person.same_as is not None:
        return row | {"same_as": person.same_as}
    if row_result.kind == "changed":
        row["changes"] = row_result.changes
    return row | {"person": as_json(person)}
