"""Lists of units: which are new, and under which unit they stand. Founding is all that a list does to the tree."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cadres import reorganising
from cadres.importing.columns import Column, Layout
from cadres.importing.judging import Judged, Progress, Scope, Verdict, differences, rows_of, wrong
from cadres.importing.lines import Line
from cadres.importing.places import Place, Units
from cadres.importing.values import Fault
from cadres.models import Level, Sector, Unit, UnitType
from cadres.models.units import TYPES_AT_LEVEL
from cadres.names import fold
from cadres.reorganising import Founding

LAYOUT = Layout(
    (
        Column("unit_code", "Mã đơn vị", ("ma", "ma so", "ma so don vi"), True, "mã đơn vị"),
        Column("name", "Tên đơn vị", ("don vi", "ten", "ten co so doan", "ten chi doan"), True, "tên đơn vị"),
        Column("short_name", "Tên gọn", ("ten viet gon", "ten thuong goi")),
        Column("type", "Loại", ("loai don vi", "loai hinh", "cap"), True, "loại đơn vị"),
        Column("sector", "Lĩnh vực", ("khoi", "dia ban")),
        Column("parent", "Đơn vị cấp trên", ("truc thuoc", "thuoc", "ma don vi cap tren", "doan cap tren", "cap tren")),
        Column("founded_on", "Ngày thành lập", ("thanh lap ngay", "tu ngay", "ngay hieu luc")),
        Column("legal_basis", "Căn cứ", ("quyet dinh thanh lap", "quyet dinh", "so quyet dinh", "can cu phap ly")),
    ),
    ("name", "unit_code"),
    "danh sách đơn vị",
)
LEVELS = {kind: place for place, level in enumerate(Level) for kind in TYPES_AT_LEVEL[level]}
ELSEWHERE = "Mã này đang dùng cho một đơn vị khác. Ghi mã khác."
NOT_HERE = "Đổi tên, loại hay nơi thuộc của đơn vị không làm qua danh sách. Sửa dòng cho giống, hoặc dùng trang đơn vị."


@dataclass(frozen=True)
class Known:
    """The units of the part of the tree that the list is for, and codes that are taken elsewhere."""

    units: Units
    rows: list[tuple[Any, ...]]
    taken: list[str]

    @classmethod
    def read(cls, scope: Scope, codes: list[str]) -> "Known":
        fields = ("id", "code", "name", "short_name", "path", "level", "type", "sector")
        rows = list(Unit.objects.valid_on(scope.on).under(scope.unit).values_list(*fields))
        own = {row[1].lower() for row in rows}
        taken = Unit.objects.valid_on(scope.on).filter(code__in=codes).order_by("code").values_list("code", flat=True)
        units = Units((Place(*row[:6]) for row in rows), scope.unit.name)
        return cls(units, rows, [code for code in taken if code.lower() not in own])

    def fingerprint(self, scope: Scope) -> str:
        return hashlib.sha256(repr((self.rows, self.taken, scope.unit.pk, scope.on)).encode()).hexdigest()


@dataclass
class _Judge:
    scope: Scope
    known: Known
    lines: list[Line]
    verdicts: dict[int, Verdict] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_code = {row[1].lower(): row for row in self.known.rows}
        self.names_below: dict[str, dict[str, str]] = defaultdict(dict)
        for _, code, name, _, path, *_ in self.known.rows:
            self.names_below[path[: -Unit.steplen]][fold(name)] = code
        self.new: dict[str, Line] = {}
        for line in self.lines:
            code = line.values.get("unit_code")
            if isinstance(code, str) and code.lower() not in self.by_code:
                for name in (code, line.values.get("name")):
                    if isinstance(name, str):
                        self.new.setdefault(fold(name), line)

    def decide(self, line: Line) -> Verdict:
        """Asked again for the line of a unit above: decided once; a circle of units above each other is a fault."""
        if line.number not in self.verdicts:
            self.verdicts[line.number] = wrong("Đơn vị cấp trên lại thuộc chính đơn vị này. Sửa cột này.", "parent")
            self.verdicts[line.number] = self._decide(line)
        return self.verdicts[line.number]

    def _decide(self, line: Line) -> Verdict:
        values = line.values
        code = values["unit_code"]
        if code.lower() in self.by_code:
            return self._existing(line, self.by_code[code.lower()])
        if code in self.known.taken:
            return wrong(ELSEWHERE, "unit_code", code)
        founded_on = values.get("founded_on") or self.scope.on
        if founded_on > self.scope.on:
            return wrong("Ngày thành lập ở tương lai. Nhập khi đơn vị đã thành lập.", "founded_on")
        item = {
            "code": code,
            "name": values["name"],
            "short_name": values.get("short_name") or "",
            "type": values["type"],
            "sector": values.get("sector") or Sector.RESIDENTIAL.value,
            "founded_on": founded_on.isoformat(),
            "legal_basis": values.get("legal_basis") or "",
        }
        return self._placed(line, item)

    def _placed(self, line: Line, item: dict[str, Any]) -> Verdict:
        """The new unit under the one that the line names: of the tree, or of another line."""
        text = line.values.get("parent")
        above = self.new.get(fold(text)) if text else None
        if above is not None and above.number != line.number:
            verdict = Verdict(faults=above.faults) if above.faults else self.decide(above)
            if verdict.faults:
                return wrong(f"Dòng {above.number} của đơn vị cấp trên còn sai. Sửa dòng đó trước.", "parent")
            item |= {"parent": None, "parent_code": verdict.item["code"], "parent_name": verdict.item["name"]}
            kind = verdict.item["type"]
        else:
            found = self.known.units.find(text) if text else None
            if isinstance(found, Fault):
                return wrong(found.message, "parent")
            place = self.known.units.by_id[found.id if found else self.scope.unit.pk]
            if namesake := self.names_below[place.path].get(fold(item["name"])):
                return wrong(f"{place.name} đã có đơn vị tên này, mã {namesake}. Ghi đúng mã đó.", "name")
            item |= {"parent": place.id, "parent_code": place.code, "parent_name": place.name}
            kind = self.by_code[place.code.lower()][6]
        if kind == UnitType.BRANCH or LEVELS[item["type"]] < LEVELS[kind]:
            fault = f"{UnitType(item['type']).label} không đặt dưới {UnitType(kind).label} được. Xem lại loại."
            return wrong(fault, "type")
        return Verdict(item, key=item["code"].lower())

    def _existing(self, line: Line, row: tuple[Any, ...]) -> Verdict:
        pk, code, name, _, path, _, kind, sector = row
        values = line.values
        parent = self.known.units.find(values["parent"]) if values.get("parent") else None
        above = self.known.units.by_id.get(parent.id) if parent and not isinstance(parent, Fault) else None
        is_moved = parent is not None and (above is None or above.path != path[: -Unit.steplen])
        if fold(values["name"]) != fold(name) or values["type"] != kind or is_moved:
            return wrong(f"Mã {code} là của {name}. {NOT_HERE}", "unit_code")
        told = {key: Sector(value).label if value else value for key, value in (("sector", values.get("sector")),)}
        changes = differences({"sector": Sector(sector).label}, told, LAYOUT.labels)
        item = {"id": pk, "code": code, "name": name, "type": kind, "sector": values.get("sector") or sector}
        return Verdict(item, "changed" if changes else "unchanged", changes, key=code.lower())


def judge(scope: Scope, lines: list[Line], progress: Progress) -> Judged:
    codes = sorted({line.values["unit_code"] for line in lines if isinstance(line.values.get("unit_code"), str)})
    known = Known.read(scope, codes)
    rows = rows_of(lines, LAYOUT, _Judge(scope, known, lines).decide, progress)
    return Judged(rows, {"codes": codes}, known.fingerprint(scope))


def fingerprint(scope: Scope, wanted: dict[str, Any]) -> str:
    return Known.read(scope, wanted["codes"]).fingerprint(scope)


def write(scope: Scope, items: list[dict[str, Any]]) -> None:
    """Found the new units, those above first; set the sector of the others."""
    waiting = [item for item in items if "id" not in item]
    for item in items:
        if "id" in item:
            Unit.objects.filter(pk=item["id"]).update(sector=item["sector"])
    above: dict[str, Unit] = {
        unit.code: unit for unit in Unit.objects.filter(pk__in={item["parent"] for item in waiting if item["parent"]})
    }
    while waiting:
        ready = [item for item in waiting if item["parent_code"] in above]
        waiting = [item for item in waiting if item["parent_code"] not in above]
        founded = reorganising.found_many([_founding(item, above[item["parent_code"]]) for item in ready], by=scope.by)
        above |= {unit.code: unit for unit in founded}


def _founding(item: dict[str, Any], parent: Unit) -> Founding:
    return Founding(
        parent=parent,
        name=item["name"],
        type=UnitType(item["type"]),
        code=item["code"],
        on=date.fromisoformat(item["founded_on"]),
        short_name=item["short_name"],
        legal_basis=item["legal_basis"],
        details={"sector": item["sector"]},
    )
