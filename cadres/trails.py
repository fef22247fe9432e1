"""Who reads which rows of the audit trail, and the names that belong to the numbers in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q
from django.urls import resolve
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.models.audit import AuditEventQuerySet
from accounts.verb_groups import OF_DOCUMENTS, OF_SYSTEM, verbs_of
from cadres.models import Appointment, Cadre, Right, Unit, holdings, holds, holds_at

THINGS = {
    "accounts.user": "Tài khoản",
    "accounts.run": "Tác vụ",
    "accounts.holiday": "Ngày nghỉ",
    "accounts.auditseal": "Tháng nhật ký",
    "cadres.cadre": "Cán bộ",
    "cadres.unit": "Đơn vị",
    "cadres.appointment": "Chức vụ",
    "cadres.rolegrant": "Vai trò",
    "cadres.delegation": "Ủy quyền",
    "cadres.supervision": "Phụ trách đơn vị",
    "cadres.exemption": "Thời gian được miễn",
    "cadres.registration": "Tự đăng ký",
    "cadres.factorreset": "Gỡ lớp bảo vệ thứ hai",
    "cadres.transfer": "Điều chuyển",
    "cadres.rosterattestation": "Điểm danh",
    "cadres.reorganisation": "Sắp xếp đơn vị",
    "cadres.handdecision": "Trường hợp chờ sắp xếp",
    "cadres.importbatch": "Lần nhập danh sách",
    "cadres.datarequest": "Yêu cầu về dữ liệu",
    "criteria.extension": "Gia hạn",
    "criteria.period": "Kỳ rèn luyện",
    "criteria.phase": "Giai đoạn",
    "criteria.pledge": "Bản đăng ký",
    "criteria.sample": "Mẫu kiểm tra ngẫu nhiên",
    "criteria.statementset": "Bộ tiêu chí",
    "criteria.programme": "Chương trình",
    "criteria.programmereceipt": "Triển khai chương trình",
    "criteria.goodmodel": "Mô hình hay",
    "criteria.takeover": "Lần lấy mô hình về",
    "fieldvisits.visitplan": "Bảng đăng ký đi cơ sở",
    "fieldvisits.visit": "Chuyến đi",
    "fieldvisits.visitphoto": "Ảnh chuyến đi",
    "fieldvisits.followup": "Kiến nghị",
    "evaluations.evaluation": "Đánh giá",
    "evaluations.breach": "Vi phạm",
    "reports.snapshot": "Báo cáo chốt",
}


def visible_events(user: User) -> AuditEventQuerySet:
    """What the user may read of the trail.

    Who inspects reads all that concerns units and people in reach; who keeps documents reads what happened to them;
    who manages the system reads sign-ins, grants and settings, and nothing of any document.
    """
    condition = Q(pk__in=[])
    for path in {holding.path for holding in holdings(user) if holding.right == Right.AUDIT_READ}:
        if holds_at(user, Right.SYSTEM_MANAGE, path):
            condition |= Q(verb__in=verbs_of(OF_SYSTEM))
        if holds_at(user, Right.BREACH_RECORD, path):
            condition |= _concerning(path)
        elif holds_at(user, Right.EVALUATION_READ, path):
            condition |= Q(_concerning(path), verb__in=verbs_of(OF_DOCUMENTS))
    return AuditEvent.objects.filter(condition)


def _concerning(path: str) -> Q:
    """Rows about units under the path and people who serve there; at the root, all rows."""
    if len(path) == Unit.steplen:
        return Q(pk__isnull=False)
    units = Unit.objects.filter(path__startswith=path).order_by()
    posts = Appointment.objects.valid_on(timezone.localdate()).filter(unit__path__startswith=path)
    return Q(unit_id__in=units.values("pk")) | Q(cadre_id__in=posts.order_by().values("cadre_id"))


@dataclass(frozen=True)
class Line:
    """One row of the trail with the names of today: the trail itself keeps numbers only."""

    event: AuditEvent
    actor: str
    on_behalf_of: str
    thing: str
    person: Cadre | None
    unit: Unit | None


def lines_of(events: Sequence[AuditEvent]) -> list[Line]:
    """The rows with names, in three queries however many there are."""
    users = _names(pk for event in events for pk in (event.actor_id, event.on_behalf_of_id, _account(event)))
    people = Cadre.objects.in_bulk({event.cadre_id for event in events if event.cadre_id})
    units = Unit.objects.in_bulk({event.unit_id for event in events if event.unit_id})
    return [
        Line(
            event,
            users.get(event.actor_id or 0, _nameless(event)),
            users.get(event.on_behalf_of_id or 0, ""),
            thing_of(event.target, users.get(_account(event) or 0, event.target_id)),
            people.get(event.cadre_id or 0),
            units.get(event.unit_id or 0),
        )
        for event in events
    ]


def thing_of(target: str, which: str) -> str:
    """What was acted on, in words: "Bản đăng ký 12"; nothing for what has no name."""
    return f"{THINGS.get(target, target)} {which}" if target else ""


def _account(event: AuditEvent) -> int | None:
    """The account that was acted on, which is called by its name."""
    return int(event.target_id) if event.target == "accounts.user" else None


def _nameless(event: AuditEvent) -> str:
    """Who acted when no name is known: a night's job, somebody not signed in, an account that is gone."""
    if event.actor_id is None:
        return "Người chưa đăng nhập" if event.ip else "Hệ thống"
    return f"Tài khoản {event.actor_id}"


def _names(numbers: Iterable[int | None]) -> dict[int, str]:
    wanted = {pk for pk in numbers if pk}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "full_name"))


def address_of(event: AuditEvent, user: User) -> str:
    """The page of what was acted on; empty when it has none, is gone, or is closed to the reader."""
    try:
        model = apps.get_model(event.target)
        visible_to = getattr(model._default_manager, "visible_to", None)
        rows = visible_to(user) if visible_to else model._base_manager.all()
        thing = rows.filter(pk=event.target_id).first()
    except (LookupError, ValueError):
        return ""
    if thing is None or not hasattr(thing, "get_absolute_url"):
        return ""
    address: str = thing.get_absolute_url()
    rights = getattr(resolve(address).func, "rights_required", ())
    return address if not rights or holds(user, *rights) else ""
