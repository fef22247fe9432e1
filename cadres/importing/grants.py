"""Lists of roles: who gets which role where. What one may not give by hand one may not give by a list."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import User
from cadres import granting_rules
from cadres.importing import records
from cadres.importing.columns import Column, Layout
from cadres.importing.judging import Judged, Progress, Scope, Verdict, differences, rows_of, wrong
from cadres.importing.lines import Line
from cadres.importing.places import Ref
from cadres.models import Appointment, Right, Role, RoleGrant, Unit, holdings, holds_at
from cadres.names import fold

LAYOUT = Layout(
    (
        Column("account", "Tài khoản", ("ten dang nhap", "ma can bo", "nguoi dung"), True, "tài khoản"),
        Column("full_name", "Họ và tên", ("ho ten",)),
        Column("role", "Vai trò", ("quyen", "nhom quyen"), True, "vai trò"),
        Column("unit", "Đơn vị", ("tai don vi", "pham vi"), True, "đơn vị"),
        Column("valid_from", "Từ ngày", ("ngay bat dau", "hieu luc tu")),
        Column("valid_to", "Đến ngày", ("ngay ket thuc", "het hieu luc")),
        Column("reason", "Lý do", ("can cu", "ghi chu"), True, "lý do"),
    ),
    ("account",),
    "danh sách vai trò",
)
UNKNOWN = "Không có tài khoản này trong phạm vi của đồng chí. Cán bộ phải kích hoạt tài khoản trước."
OWN = "Đồng chí không tự trao vai trò cho mình. Nhờ đơn vị cấp trên nhập dòng này."
TOO_MUCH = "Đồng chí không trao được vai trò này tại đơn vị này: vai trò có quyền mà đồng chí không có ở đó."


def may_grant(user: User, role: Role, unit: Unit) -> bool:
    return granting_rules.may_grant(holdings(user), role, unit.path, at_root=unit.is_root())


@dataclass(frozen=True)
class Known:
    """The accounts that the list may mean, their posts, and the roles they have."""

    accounts: dict[int, tuple[str, str, str, str]]
    paths: dict[int, list[str]]
    grants: list[tuple[Any, ...]]

    @classmethod
    def read(cls, names: list[str]) -> "Known":
        low = [name.lower() for name in names]
        meant = Q(username__in=low) | Q(email_key__in=low) | Q(cadre__code__in=[name.upper() for name in names])
        rows = User.objects.annotate(email_key=Lower("email")).filter(meant, is_active=True).order_by("pk")
        accounts = {
            pk: (username, email.lower(), (code or "").lower(), full_name)
            for pk, username, email, code, full_name in rows.values_list(
                "pk", "username", "email", "cadre__code", "full_name"
            )
        }
        paths: dict[int, list[str]] = defaultdict(list)
        posts = Appointment.objects.not_ended().filter(cadre__user__in=accounts).order_by("pk")
        for user_id, path in posts.values_list("cadre__user", "unit__path"):
            paths[user_id].append(path)
        fields = ("pk", "user", "role", "unit", "valid_from", "valid_to", "reason")
        grants = RoleGrant.objects.filter(user__in=accounts).order_by("pk")
        return cls(accounts, dict(paths), list(grants.values_list(*fields)))

    def fingerprint(self, scope: Scope) -> str:
        seen = (self.accounts, self.paths, self.grants, scope.unit.pk, scope.on)
        return hashlib.sha256(repr(seen).encode()).hexdigest()


class _Judge:
    def __init__(self, scope: Scope, known: Known, units: dict[int, Unit]) -> None:
        self.scope, self.known, self.units = scope, known, units
        self.by_name: dict[str, set[int]] = defaultdict(set)
        for pk, names in known.accounts.items():
            for name in names[:3]:
                self.by_name[name].add(pk)

    def decide(self, line: Line) -> Verdict:
        values = line.values
        found = [pk for pk in self.by_name.get(values["account"].lower(), ()) if self._is_within(pk)]
        if len(found) != 1:
            return wrong(UNKNOWN, "account")
        by, role, unit = self.scope.by, Role(values["role"]), self.units[values["unit"].id]
        full_name = self.known.accounts[found[0]][3]
        if values.get("full_name") and fold(values["full_name"]) != fold(full_name):
            return wrong(f"Tài khoản này của {full_name}. Xem lại tài khoản hoặc tên.", "full_name")
        if by and by.pk == found[0]:
            return wrong(OWN, "account")
        if by and not may_grant(by, role, unit):
            return wrong(TOO_MUCH, "role")
        return self._dated(values, found[0], full_name, role, unit)

    def _is_within(self, pk: int) -> bool:
        """Somebody with posts only elsewhere is not the reader's to see; who has no post belongs to nobody."""
        paths, by = self.known.paths.get(pk), self.scope.by
        return by is None or not paths or any(holds_at(by, Right.GRANT_MANAGE, path) for path in paths)

    def _dated(self, values: dict[str, Any], user: int, full_name: str, role: Role, unit: Unit) -> Verdict:
        begins, ends = values.get("valid_from") or self.scope.on, values.get("valid_to")
        if ends and ends < begins:
            return wrong("Ngày kết thúc trước ngày bắt đầu. Sửa ngày.", "valid_to")
        item = {"user": user, "full_name": full_name, "role": role.value, "role_name": role.label, "unit": unit.pk}
        item |= {"unit_name": unit.name, "reason": values["reason"], "valid_from": begins.isoformat()}
        item |= {"valid_to": ends.isoformat() if ends else None, "account": values["account"]}
        key = (user, role, unit.pk)
        for pk, *given, first, last, reason in self.known.grants:
            if tuple(given) == key and (ends is None or first <= ends) and (last is None or last >= begins):
                old = {"valid_to": last, "reason": reason}
                changes = differences(old, {"valid_to": ends, "reason": values["reason"]}, LAYOUT.labels)
                item |= {"id": pk, "valid_from": first.isoformat()}
                item["valid_to"] = item["valid_to"] or (last.isoformat() if last else None)
                return Verdict(item, "changed" if changes else "unchanged", changes, key=key)
        return Verdict(item, key=key)


def judge(scope: Scope, lines: list[Line], progress: Progress) -> Judged:
    names = sorted({line.values["account"] for line in lines if isinstance(line.values.get("account"), str)})
    known = Known.read(names)
    placed = records.place_units(lines, records.units_under(scope.unit, scope.on))
    units = Unit.objects.in_bulk([line.values["unit"].id for line in placed if isinstance(line.values["unit"], Ref)])
    rows = rows_of(placed, LAYOUT, _Judge(scope, known, units).decide, progress)
    return Judged(rows, {"names": names}, known.fingerprint(scope))


def fingerprint(scope: Scope, wanted: dict[str, Any]) -> str:
    return Known.read(wanted["names"]).fingerprint(scope)


def write(scope: Scope, items: list[dict[str, Any]]) -> None:
    """Give the roles; the right to give them is asked again, for it may have ended since the preview."""
    units = Unit.objects.in_bulk([item["unit"] for item in items])
    new = []
    for item in items:
        if scope.by and not may_grant(scope.by, Role(item["role"]), units[item["unit"]]):
            raise PermissionDenied(TOO_MUCH)
        ends = date.fromisoformat(item["valid_to"]) if item["valid_to"] else None
        if "id" in item:
            RoleGrant.objects.filter(pk=item["id"]).update(valid_to=ends, reason=item["reason"])
        else:
            new.append(
                RoleGrant(
                    user_id=item["user"],
                    role=item["role"],
                    unit_id=item["unit"],
                    valid_from=date.fromisoformat(item["valid_from"]),
                    valid_to=ends,
                    granted_by=scope.by,
                    reason=item["reason"][:200],
                )
            )
    RoleGrant.objects.bulk_create(new, batch_size=1000)
