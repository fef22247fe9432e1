"""Lists of cadres: writing the people and posts that a preview showed."""

from datetime import date, timedelta
from typing import Any

from cadres.importing import records
from cadres.importing.judging import Scope
from cadres.importing.records import Wanted
from cadres.models import Appointment, Cadre, new_code

_CADRE_FIELDS = ("full_name", "birth_date", "gender", "phone", "email")
_POST_FIELDS = ("unit_id", "position_id", "valid_from", "is_full_time", "decision_no")


def fingerprint(scope: Scope, wanted: dict[str, Any]) -> str:
    """Of the people whom the list could mean, locked until they are written."""
    people = records.people_like(Wanted(**wanted), scope.unit, scope.on, lock=True)
    return people.fingerprint(scope.unit.pk, scope.on)


def write(scope: Scope, people: list[dict[str, Any]]) -> None:
    """People and their posts in bulk. Who is not in the list stays as he is; no user is made."""
    known = Cadre.objects.in_bulk([one["id"] for one in people if one["id"]])
    posts = Appointment.objects.in_bulk([one["appointment"] or one["closes"] for one in people if one["id"]])
    new_cadres, changed_cadres = list[Cadre](), list[Cadre]()
    new_posts, changed_posts, closed_posts = list[Appointment](), list[Appointment](), list[Appointment]()
    for one in people:
        cadre = known.get(one["id"]) or Cadre()
        if _assign(cadre, {name: one[name] for name in _CADRE_FIELDS} | {"birth_date": _day(one["birth_date"])}):
            (changed_cadres if one["id"] else new_cadres).append(cadre)
        if one["closes"]:
            old = posts[one["closes"]]
            old.valid_to = _day(one["since"]) - timedelta(days=1)
            closed_posts.append(old)
        post = posts[one["appointment"]] if one["appointment"] else Appointment(cadre=cadre, is_main=True)
        if _assign(post, _post_values(one)):
            (changed_posts if one["appointment"] else new_posts).append(post)
    _give_codes(new_cadres)
    Cadre.objects.bulk_create(new_cadres, batch_size=1000)
    Cadre.objects.bulk_update(changed_cadres, _CADRE_FIELDS, batch_size=500)
    Appointment.objects.bulk_update(closed_posts, ["valid_to"], batch_size=500)
    Appointment.objects.bulk_update(changed_posts, _POST_FIELDS, batch_size=500)
    Appointment.objects.bulk_create(new_posts, batch_size=1000)


def _give_codes(cadres: list[Cadre]) -> None:
    """Codes are drawn by lot: among many people some are taken already."""
    free: set[str] = set()
    while len(free) < len(cadres):
        free |= {new_code() for _ in range(len(cadres) - len(free))}
        free -= set(Cadre.objects.filter(code__in=free).values_list("code", flat=True))
    for cadre, code in zip(cadres, sorted(free), strict=True):
        cadre.code = code


def _post_values(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit_id": one["unit"],
        "position_id": one["position"],
        "valid_from": _day(one["since"]),
        "is_full_time": one["is_full_time"],
        "decision_no": one["decision_no"],
    }


def _assign(row: Cadre | Appointment, values: dict[str, Any]) -> bool:
    """Give the row its new values; was there anything new?"""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _day(text: str | None) -> Any:
    return date.fromisoformat(text) if text else None
