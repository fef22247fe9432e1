"""Turns the lines of a plan into one change: which units they mean on the day, what becomes of each."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.dateparse import parse_date

from cadres.importing.archive import Refused
from cadres.models import Unit, UnitType
from cadres.names import fold, same_tone
from cadres.reorganising.changes import Change, Ending, Founding, Moving, Ref, Renaming
from cadres.reorganising.plan_lines import PlanLine

MERGE, SPLIT, MOVE, RENAME, CLOSE, KEEP = "sáp nhập", "chia tách", "chuyển", "đổi tên", "đóng", "giữ nguyên"
KINDS = (MERGE, SPLIT, MOVE, RENAME, CLOSE, KEEP)
_KIND_OF = {fold(kind): kind for kind in KINDS}
_TYPE_OF = {fold(kind.label): kind for kind in UnitType}
_WORDS_BEFORE_THE_NAME = (
    *("doan", "thanh doan", "thi doan", "huyen doan", "phuong", "xa", "thi tran", "dac khu", "thanh pho", "thi xa"),
    "huyen",
)


class PlanFaults(Refused):
    """Lines that cannot be understood; each with its number and what to do."""

    def __init__(self, faults: list[tuple[int, str]]) -> None:
        shown = [f"Dòng {row}: {message}" if row else message for row, message in faults]
        super().__init__("\n".join(shown))
        self.faults = faults


@dataclass
class Plan:
    """What a file says, as a change with its legal basis."""

    change: Change
    basis: str
    lines: int


def understand(lines: list[PlanLine], *, on: date | None = None) -> Plan:
    """`on` stands in for the days of the file. Raises PlanFaults."""
    reader = _Reader(lines)
    day = on or reader.day()
    change = reader.change(day)
    if reader.faults:
        raise PlanFaults(sorted(set(reader.faults)))
    basis = next((line.basis for line in lines if line.basis), "")
    return Plan(change, basis, len(lines))


@dataclass
class _Reader:
    lines: list[PlanLine]
    faults: list[tuple[int, str]] = field(default_factory=list)
    units: dict[str, Any] = field(default_factory=dict)
    ending: set[str] = field(default_factory=set)

    def day(self) -> date:
        days = {line.on for line in self.lines if line.on}
        parsed = {_day(text) for text in days}
        if None in parsed:
            wrong = next(line for line in self.lines if line.on and _day(line.on) is None)
            raise PlanFaults([(wrong.row, f"Ngày hiệu lực “{wrong.on}” chưa đúng. Ghi ngày/tháng/năm.")])
        if len(parsed) != 1:
            words = "Mỗi tệp có một ngày hiệu lực. Ghi cùng một ngày ở mọi dòng; ngày khác để sang tệp khác."
            raise PlanFaults([(0, words if parsed else "Chưa có ngày hiệu lực. Điền cột “Ngày hiệu lực”.")])
        return next(day for day in parsed if day)

    def change(self, on: date) -> Change:
        codes = {code for line in self.lines for code in (line.old_code, line.new_code, line.parent) if code}
        rows = Unit.objects.valid_on(on - timedelta(days=1)).filter(code__in=codes)
        self.units = {unit.code: unit for unit in rows}
        kinds = [(line, self._kind(line)) for line in self.lines]
        known = [(line, kind) for line, kind in kinds if kind and kind != KEEP and self._is_known(line)]
        self.ending = {line.old_code for line, kind in known if kind in {MERGE, SPLIT, CLOSE}}
        new = self._foundings([line for line, kind in known if kind in {MERGE, SPLIT}])
        return Change(
            on,
            foundings=tuple(new.values()),
            endings=tuple(self._endings(known)),
            movings=tuple(
                Moving(self.units[line.old_code].pk, self._parent(line), line.basis, line.row)
                for line, kind in known
                if kind == MOVE
            ),
            renamings=tuple(self._renaming(line) for line, kind in known if kind == RENAME),
        )

    def _kind(self, line: PlanLine) -> str | None:
        kind = _KIND_OF.get(fold(line.kind))
        if kind is None:
            self._fault(line, f"Hình thức “{line.kind}” không có. Chọn: {', '.join(KINDS)}.")
        return kind

    def _is_known(self, line: PlanLine) -> bool:
        unit = self.units.get(line.old_code)
        if unit is None:
            self._fault(line, f"Không có đơn vị mang mã {line.old_code or '(trống)'} trước ngày hiệu lực.")
            return False
        if line.old_name and _bare(line.old_name) != _bare(unit.name):
            self._fault(
                line, f"Mã {line.old_code} là của “{unit.name}”, không phải “{line.old_name}”. Sửa mã hoặc tên."
            )
        return True

    def _foundings(self, lines: list[PlanLine]) -> dict[str, Founding]:
        """New units by code, in the order of their first line; whatever a line leaves empty another may say."""
        groups: dict[str, list[PlanLine]] = defaultdict(list)
        for line in lines:
            if not line.new_code:
                self._fault(line, "Chưa có mã đơn vị mới. Điền cột “Mã mới”.")
            elif line.new_code not in self.units or line.new_code in self.ending:
                groups[line.new_code].append(line)
        found = {}
        for code, group in groups.items():
            name, kind, parent = (self._agreed(group, key) for key in ("new_name", "type", "parent"))
            if not name:
                self._fault(group[0], f"Đơn vị mới mã {code} chưa có tên. Điền cột “Tên mới”.")
            old = self.units[group[0].old_code]
            found[code] = Founding(
                code,
                name,
                self._type(group[0], kind) or old.type,
                self._ref(parent) if parent else self._above(old),
                sector=old.sector,
                basis=group[0].basis,
                row=group[0].row,
            )
        return found

    def _agreed(self, group: list[PlanLine], key: str) -> str:
        said = {getattr(line, key) for line in group if getattr(line, key)}
        if len({fold(text) for text in said}) > 1:
            line = group[-1]
            self._fault(line, f"Các dòng của mã mới {line.new_code} ghi khác nhau: {', '.join(sorted(said))}.")
        return next((getattr(line, key) for line in group if getattr(line, key)), "")

    def _endings(self, known: list[tuple[PlanLine, str]]) -> list[Ending]:
        by_unit: dict[str, list[tuple[PlanLine, str]]] = defaultdict(list)
        for line, kind in known:
            if kind in {MERGE, SPLIT, CLOSE}:
                by_unit[line.old_code].append((line, kind))
        endings = []
        for code, group in by_unit.items():
            line = group[0][0]
            kinds = {kind for _, kind in group}
            if kinds != {SPLIT} and len(group) > 1:
                self._fault(
                    line, f"Mã {code} có nhiều dòng. Một đơn vị chia cho nhiều nơi thì ghi “{SPLIT}” ở mọi dòng."
                )
            if kinds == {SPLIT} and len(group) == 1:
                self._fault(line, f"Mã {code} chia tách cần từ hai dòng. Nhập vào một nơi thì ghi “{MERGE}”.")
            into = tuple(self._ref(one.new_code) for one, kind in group if kind != CLOSE and one.new_code)
            endings.append(Ending(self.units[code].pk, into, line.basis, line.row))
        return endings

    def _renaming(self, line: PlanLine) -> Renaming:
        unit = self.units[line.old_code]
        kind = self._type(line, line.type) or unit.type
        return Renaming(unit.pk, line.new_name or unit.name, kind, unit.short_name, line.basis, line.row)

    def _parent(self, line: PlanLine) -> Ref:
        if not line.parent:
            self._fault(line, "Chuyển thì cần mã đơn vị cấp trên mới. Điền cột “Đơn vị cấp trên”.")
        return self._ref(line.parent)

    def _ref(self, code: str) -> Ref:
        """The unit that holds the code and goes on; else the one that this plan founds with it."""
        return self.units[code].pk if code in self.units and code not in self.ending else code

    def _above(self, unit: Unit) -> Ref:
        above = Unit.objects.filter(path=unit.parent_path).first()
        return above.pk if above else unit.pk

    def _type(self, line: PlanLine, text: str) -> str | None:
        if not text:
            return None
        kind = _TYPE_OF.get(fold(text))
        if kind is None:
            self._fault(line, f"Loại “{text}” không có. Chọn trong danh sách của tệp mẫu.")
        return kind

    def _fault(self, line: PlanLine, message: str) -> None:
        self.faults.append((line.row, message))


def _day(text: str) -> date | None:
    """As typed in Vietnam, or ISO."""
    parts = text.split("/")
    try:
        if len(parts) == 3:
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        return parse_date(text)
    except ValueError:
        return None


def _bare(name: str) -> str:
    """The name of the place without what kind of place or union it is: “Đoàn xã Hoà Phú” is “hoa phu”."""
    words = fold(same_tone(name))
    while True:
        kind = next((kind for kind in _WORDS_BEFORE_THE_NAME if words.startswith(f"{kind} ")), None)
        if kind is None:
            return words
        words = words.removeprefix(kind).strip()
