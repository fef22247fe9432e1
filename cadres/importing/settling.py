"""How the post of a line follows the posts on record: kept, corrected, followed by another or begun. Pure."""

from datetime import date, timedelta
from typing import Any

from cadres.importing.matching import Person, Tenure
from cadres.importing.values import Fault

DAY = timedelta(days=1)


MAIN_ELSEWHERE = "Chức vụ chính của đồng chí thuộc đơn vị khác. Báo đơn vị cấp trên chuyển."
OWN_POST = "Đồng chí không tự đổi chức vụ, đơn vị của mình. Nhờ đơn vị cấp trên nhập dòng này."


def settle(person: Person, on: date, own_id: int | None) -> Fault | None:
    """Set from which day the post holds and which one it ends; a fault when that contradicts the record.

    Nobody gives himself another post, since posts give rights.
    """
    if person.id and person.id == own_id:
        posts = {(tenure.unit, tenure.position) for tenure in person.tenures if tenure.holds_on(on)}
        if (person.unit, person.position) not in posts:
            return Fault("", OWN_POST, "position")
    return _settle(person, on)


def _settle(person: Person, on: date) -> Fault | None:
    held = next((tenure for tenure in person.tenures if tenure.id == person.appointment_id), None)
    given = person.given.get("since")
    if held is None:
        person.since = given or on
        return _overlap(person, person.since, None)
    if (held.unit, held.position) == (person.unit, person.position):
        return _overlap(person, person.since or held.since, held) if held.is_main else None
    if not held.is_within:
        return Fault("", MAIN_ELSEWHERE, "position")
    begins = given or on
    if begins < held.since:
        return Fault("", f"Đồng chí giữ {held.position.name} từ {held.since:%d/%m/%Y}, sau ngày này. Xem lại.", "since")
    if begins > held.since:
        person.since, person.appointment_id, person.closes = begins, None, held.id
        person.decision_no = person.given.get("decision_no") or ""
    return _overlap(person, begins, held)


def _overlap(person: Person, begins: date, held: Tenure | None) -> Fault | None:
    """Two main posts at one time cannot be: all others have to end before this one begins, or begin after it ended."""
    ends = held.until if held and not person.closes else None
    for tenure in person.tenures:
        is_later = tenure.until is None or tenure.until >= begins
        if tenure.is_main and tenure != held and is_later and (ends is None or tenure.since <= ends):
            day = f"từ {tenure.since:%d/%m/%Y}" if tenure.until is None else f"đến {tenure.until:%d/%m/%Y}"
            return Fault("", f"Trùng thời gian với chức vụ {tenure.position.name} {day}. Sửa ngày.", "since")
    return None


def as_json(person: Person) -> dict[str, Any]:
    """All that applying the line needs, ready to be kept."""
    assert person.unit and person.position and person.since  # noqa: S101  # settled before
    return {
        "id": person.id,
        "full_name": person.full_name,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "gender": person.gender,
        "phone": person.phone,
        "email": person.email,
        "unit": person.unit.id,
        "unit_name": person.unit.name,
        "position": person.position.id,
        "position_name": person.position.name,
        "since": person.since.isoformat(),
        "is_full_time": person.is_full_time,
        "decision_no": person.decision_no,
        "appointment": person.appointment_id,
        "closes": person.closes,
    }
