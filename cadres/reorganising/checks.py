"""What forbids a change, line by line, in words that say what to do. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cadres import tree_rules
from cadres.models import UnitType
from cadres.reorganising.changes import Change, Ending, Founding, Moving, Ref, Renaming
from cadres.reorganising.facts import Facts, UnitFact


@dataclass(frozen=True)
class Conflict:
    """`row` is the line of the file; 0 when there is none."""

    row: int
    message: str


def conflicts_of(change: Change, facts: Facts) -> list[Conflict]:
    check = _Check(change, facts)
    found = list(check.all())
    return list(dict.fromkeys(found))


class _Check:
    def __init__(self, change: Change, facts: Facts) -> None:
        self.change, self.facts = change, facts
        self.ending = {ending.unit for ending in change.endings}
        self.new = {founding.code: founding for founding in change.foundings}

    def all(self) -> Iterator[Conflict]:
        if self.change.is_empty:
            yield Conflict(0, "Không có gì để làm. Chọn ít nhất một đơn vị.")
        yield from self._twice()
        for founding in self.change.foundings:
            yield from self._founding(founding)
        for ending in self.change.endings:
            yield from self._ending(ending)
        for moving in self.change.movings:
            yield from self._moving(moving)
        for renaming in self.change.renamings:
            yield from self._renaming(renaming)

    def _twice(self) -> Iterator[Conflict]:
        """A unit ends once, moves once, is renamed once; what ends does nothing else."""
        kinds = (self.change.endings, self.change.movings, self.change.renamings)
        for items in kinds:
            times = Counter(item.unit for item in items)
            for item in items:
                if times[item.unit] > 1:
                    yield Conflict(item.row, f"“{self._name(item.unit)}” được nêu hai lần. Giữ một dòng.")
        for item in (*self.change.movings, *self.change.renamings):
            if item.unit in self.ending:
                words = f"“{self._name(item.unit)}” vừa kết thúc vừa thay đổi trong cùng đợt. Giữ một việc."
                yield Conflict(item.row, words)
        for code, times in Counter(founding.code for founding in self.change.foundings).items():
            if times > 1:
                row = self.new[code].row
                yield Conflict(row, f"Mã {code} được đặt cho hai đơn vị mới. Ghi mã khác cho một đơn vị.")

    def _founding(self, founding: Founding) -> Iterator[Conflict]:
        if not founding.code or not founding.name:
            yield Conflict(founding.row, "Đơn vị mới cần có mã và tên.")
        for holder in self.facts.taken.get(founding.code, ()):
            if holder not in self.ending:
                words = f"Mã {founding.code} đang dùng cho một đơn vị khác còn hoạt động. Ghi mã khác."
                yield Conflict(founding.row, words)
        yield from self._standing(founding.row, f"“{founding.name}”", founding.type, founding.parent)

    def _ending(self, ending: Ending) -> Iterator[Conflict]:
        unit = self.facts.units.get(ending.unit)
        if unit is None:
            return
        yield from self._existing(ending.row, unit)
        if self.facts.parent_of(unit.id) is None:
            yield Conflict(ending.row, f"“{unit.name}” là đơn vị cao nhất nên không kết thúc được.")
        for ref in ending.successors:
            kind = self._type(ref)
            if ref == unit.id or ref in self.ending:
                yield Conflict(ending.row, f"Đơn vị nhận “{self._name(ref)}” cũng kết thúc. Chọn đơn vị nhận khác.")
            elif kind is None:
                yield Conflict(ending.row, f"Không thấy đơn vị nhận mã {ref}. Kiểm tra lại mã.")
            elif not tree_rules.may_succeed(unit.type, kind):
                labels = (UnitType(unit.type).label, UnitType(kind).label)
                yield Conflict(ending.row, f"{labels[0]} “{unit.name}” không nhập vào {labels[1].lower()} được.")
            elif isinstance(ref, int):
                yield from self._open_on_day(ending.row, self.facts.units[ref])
        if len(set(ending.successors)) != len(ending.successors):
            yield Conflict(ending.row, f"Đơn vị nhận của “{unit.name}” được nêu hai lần.")

    def _moving(self, moving: Moving) -> Iterator[Conflict]:
        unit = self.facts.units.get(moving.unit)
        if unit is None:
            return
        yield from self._existing(moving.row, unit)
        if isinstance(moving.parent, int) and moving.parent in self.facts.units:
            above = self.facts.units[moving.parent]
            if above.path.startswith(unit.path):
                yield Conflict(moving.row, f"“{unit.name}” không chuyển vào bên dưới chính mình được.")
                return
            if self.facts.parent_of(unit.id) == above.id:
                yield Conflict(moving.row, f"“{unit.name}” đang trực thuộc {above.name}. Chọn đơn vị cấp trên khác.")
        yield from self._standing(moving.row, f"“{unit.name}”", unit.type, moving.parent)

    def _renaming(self, renaming: Renaming) -> Iterator[Conflict]:
        unit = self.facts.units.get(renaming.unit)
        if unit is None:
            return
        yield from self._existing(renaming.row, unit)
        wanted = (renaming.name, renaming.type, renaming.short_name)
        if not renaming.name or wanted == (unit.name, unit.type, unit.short_name):
            yield Conflict(renaming.row, f"“{unit.name}”: tên và loại chưa thay đổi. Ghi tên mới.")
        above = self.facts.parent_of(unit.id)
        if renaming.type != unit.type and above is not None:
            yield from self._standing(renaming.row, f"“{unit.name}”", renaming.type, above)
            if not tree_rules.may_succeed(unit.type, renaming.type):
                yield Conflict(renaming.row, f"“{unit.name}” chỉ đổi sang loại cùng cấp được.")
        for child in map(self.facts.units.__getitem__, self.facts.children[unit.id]):
            if not tree_rules.may_stand(child.type, renaming.type):
                label = UnitType(renaming.type).label
                yield Conflict(
                    renaming.row, f"{label} không có đơn vị như “{child.name}” bên dưới. Chuyển đơn vị đó trước."
                )

    def _standing(self, row: int, words: str, kind: str, parent: Ref) -> Iterator[Conflict]:
        """May it stand there on the day?"""
        parent_kind = self._type(parent)
        if parent_kind is None:
            yield Conflict(
                row, f"{words}: đơn vị cấp trên mã {parent} không có, hoặc kết thúc trong đợt này. Ghi mã khác."
            )
            return
        if parent in self.ending:
            yield Conflict(row, f"{words}: đơn vị cấp trên “{self._name(parent)}” kết thúc trong đợt này.")
        elif isinstance(parent, int):
            yield from self._open_on_day(row, self.facts.units[parent])
        if not tree_rules.may_stand(kind, parent_kind):
            labels = (UnitType(kind).label, UnitType(parent_kind).label.lower())
            yield Conflict(row, f"{words}: {labels[0]} không trực thuộc {labels[1]} được. Xem lại loại hoặc nơi thuộc.")

    def _existing(self, row: int, unit: UnitFact) -> Iterator[Conflict]:
        """A unit that changes must be there before the day, and nothing may have changed since."""
        yield from self._open_on_day(row, unit)
        latest = max(filter(None, (unit.valid_from, unit.placed_from)))
        if latest >= self.change.on:
            words = f"“{unit.name}” đã có thay đổi từ ngày {latest:%d/%m/%Y}. Chọn ngày hiệu lực sau ngày đó."
            yield Conflict(row, words)

    def _open_on_day(self, row: int, unit: UnitFact) -> Iterator[Conflict]:
        if unit.valid_to is not None:
            yield Conflict(row, f"“{unit.name}” kết thúc ngày {unit.valid_to:%d/%m/%Y} rồi.")
        elif not unit.is_valid_on(self.change.on):
            words = f"“{unit.name}” chỉ hoạt động từ ngày {unit.valid_from:%d/%m/%Y}. Kiểm tra ngày hiệu lực."
            yield Conflict(row, words)

    def _type(self, ref: Ref) -> str | None:
        if isinstance(ref, int):
            return self.facts.units[ref].type if ref in self.facts.units else None
        return self.new[ref].type if ref in self.new else None

    def _name(self, ref: Ref) -> str:
        if isinstance(ref, int):
            return self.facts.units[ref].name if ref in self.facts.units else str(ref)
        return self.new[ref].name if ref in self.new else ref
