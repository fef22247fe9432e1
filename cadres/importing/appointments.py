"""Lists of appointments: people who are known take up, keep or leave posts. No person is made by such a list."""

from datetime import date, timedelta
from typing import Any

from cadres.importing import records
from cadres.importing.columns import COLUMNS, Column, Layout
from cadres.importing.judging import Judged, Progress, Scope, Verdict, differences, rows_of, wrong
from cadres.importing.lines import Line
from cadres.importing.matching import People, Person, Tenure
from cadres.importing.records import Wanted
from cadres.importing.settling import MAIN_ELSEWHERE, OWN_POST
from cadres.importing.values import Fault
from cadres.models import Appointment
from cadres.names import fold

_ROSTER = {column.key: column for column in COLUMNS}
LAYOUT = Layout(
    (
        _ROSTER["full_name"],
        _ROSTER["code"],
        _ROSTER["birth_date"],
        _ROSTER["phone"],
        _ROSTER["position"],
        Column("unit", "Đơn vị", _ROSTER["unit"].headings, True, "đơn vị"),
        Column("valid_from", "Từ ngày", _ROSTER["since"].headings, True, "ngày giữ chức vụ"),
        Column("valid_to", "Đến ngày", ("den ngay", "ngay thoi giu chuc vu", "thoi giu chuc vu tu")),
        Column("is_main", "Chính, kiêm nhiệm", ("chinh/kiem nhiem", "chuc vu chinh", "loai chuc vu")),
        _ROSTER["is_full_time"],
        _ROSTER["decision_no"],
        Column("decision_on", "Ngày quyết định", ("ngay ky", "ngay ra quyet dinh", "ngay ky quyet dinh")),
        _ROSTER["surname"],
        _ROSTER["given_name"],
    ),
    ("full_name", "surname"),
    "danh sách bổ nhiệm",
    frozenset({"surname", "given_name"}),
)
KEPT = ("valid_to", "is_full_time", "decision_no", "decision_on", "is_main")
FIELDS = ("valid_from", *KEPT)
NOBODY = "Không có đồng chí này trong đơn vị. Nhập danh sách cán bộ trước, hoặc ghi mã cán bộ."
DAY = timedelta(days=1)


class _Judge:
    def __init__(self, scope: Scope, people: People, own_id: int | None) -> None:
        self.scope, self.people, self.own_id = scope, people, own_id
        self.main_of: dict[int, int] = {}

    def decide(self, line: Line) -> Verdict:
        values = line.values
        person = self.people.find(values)
        if isinstance(person, Fault):
            return wrong(person.message, person.column)
        if person is None or person.id is None:
            return wrong(NOBODY, "full_name")
        if fold(person.full_name) != fold(values["full_name"]):
            return wrong(f"Mã hoặc số điện thoại này của {person.full_name}. Xem lại dòng này.", "full_name")
        if person.id == self.own_id:
            return wrong(OWN_POST, "full_name")
        begins, ends = values["valid_from"], values.get("valid_to")
        if ends and ends < begins:
            return wrong("Ngày kết thúc trước ngày bắt đầu. Sửa ngày.", "valid_to")
        held = self._held(person, values)
        return self._new(line, person) if held is None else self._kept(line, person, held)

    def _held(self, person: Person, values: dict[str, Any]) -> Tenure | None:
        """The appointment on record that the line speaks of."""
        same = (one for one in person.tenures if (one.unit, one.position) == (values["unit"], values["position"]))
        return next((one for one in same if one.holds_on(values["valid_from"])), None)

    def _new(self, line: Line, person: Person) -> Verdict:
        values = line.values
        item = self._item(person, values) | {"valid_from": values["valid_from"].isoformat(), "id": None}
        item |= {"is_main": values.get("is_main") is not False, "is_full_time": bool(values.get("is_full_time"))}
        item |= {"valid_to": _iso(values.get("valid_to")), "decision_on": _iso(values.get("decision_on"))}
        item |= {"decision_no": values.get("decision_no") or "", "closes": None}
        key = (person.id, values["unit"], values["position"], values["valid_from"])
        fault = self._main(line, person, item, None) if item["is_main"] else None
        return Verdict(faults=[fault]) if fault else Verdict(item, key=key)

    def _kept(self, line: Line, person: Person, held: Tenure) -> Verdict:
        values = line.values
        old = {"valid_to": held.until, "is_full_time": held.is_full_time, "decision_no": held.decision_no}
        old |= {"decision_on": held.decision_on, "is_main": held.is_main}
        wish = {key: values.get(key) for key in KEPT}
        changes = differences(old, wish, LAYOUT.labels)
        now = {key: old[key] if value is None else value for key, value in wish.items()}
        item = self._item(person, values) | {"valid_from": held.since.isoformat(), "id": held.id, "closes": None}
        item |= now | {"valid_to": _iso(now["valid_to"]), "decision_on": _iso(now["decision_on"])}
        key = (person.id, held.unit, held.position, held.since)
        if changes and item["is_main"]:
            fault = self._main(line, person, item, held)
            if fault:
                return Verdict(faults=[fault])
        return Verdict(item, "changed" if changes else "unchanged", changes, key=key)

    def _item(self, person: Person, values: dict[str, Any]) -> dict[str, Any]:
        unit, position = values["unit"], values["position"]
        item = {"cadre": person.id, "full_name": person.full_name, "unit": unit.id, "unit_name": unit.name}
        return item | {"position": position.id, "position_name": position.name}

    def _main(self, line: Line, person: Person, item: dict[str, Any], held: Tenure | None) -> Fault | None:
        """One main post at a time: the one before ends the day before, anything else that overlaps is a fault."""
        assert person.id  # noqa: S101  # asked before
        first = self.main_of.setdefault(person.id, line.number)
        if first != line.number:
            return Fault("", f"Đồng chí đã có chức vụ chính ở dòng {first}. Ghi “Kiêm nhiệm” ở một dòng.", "is_main")
        begins = date.fromisoformat(item["valid_from"])
        ends = date.fromisoformat(item["valid_to"]) if item["valid_to"] else None
        for one in person.tenures:
            is_apart = (one.until and one.until < begins) or (ends and one.since > ends)
            if not one.is_main or one == held or is_apart:
                continue
            if not one.is_within:
                return Fault("", MAIN_ELSEWHERE, "position")
            if held or one.since >= begins or item["closes"]:
                return Fault("", f"Trùng thời gian với chức vụ chính {one.position.name}. Sửa ngày.", "valid_from")
            item["closes"] = one.id
        return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def judge(scope: Scope, lines: list[Line], progress: Progress) -> Judged:
    placed = records.place_posts(lines, records.units_under(scope.unit, scope.on), records.posts())
    wanted = Wanted.of(placed)
    people = records.people_like(wanted, scope.unit, scope.on)
    rows = rows_of(placed, LAYOUT, _Judge(scope, people, records.own_cadre(scope.by)).decide, progress)
    return Judged(rows, wanted.as_json(), people.fingerprint(scope.unit.pk, scope.on))


def write(scope: Scope, items: list[dict[str, Any]]) -> None:
    ids = [pk for item in items for pk in (item["id"], item["closes"]) if pk]
    known = Appointment.objects.in_bulk(ids)
    new, changed, closed = list[Appointment](), list[Appointment](), list[Appointment]()
    for item in items:
        post = known.get(item["id"] or 0) or Appointment(cadre_id=item["cadre"])
        for name in FIELDS:
            is_day = name in {"valid_from", "valid_to", "decision_on"}
            setattr(post, name, date.fromisoformat(item[name]) if is_day and item[name] else item[name])
        post.unit_id, post.position_id = item["unit"], item["position"]
        (changed if item["id"] else new).append(post)
        if item["closes"]:
            known[item["closes"]].valid_to = post.valid_from - DAY
            closed.append(known[item["closes"]])
    Appointment.objects.bulk_update(closed, ["valid_to"], batch_size=500)
    Appointment.objects.bulk_update(changed, FIELDS, batch_size=500)
    Appointment.objects.bulk_create(new, batch_size=1000)
