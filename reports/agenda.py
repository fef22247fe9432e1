"""What the figures ask of somebody: to remind the units below that have people who are late."""

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.templatetags.portal import vn_datetime, vn_number
from accounts.todos import Todo, Waiting
from cadres.models import Right, Unit, holds
from reports.boards import names_of
from reports.models import Reminder, Snapshot, SnapshotRow

LATE = "pledge_overdue"


def todo_for(user: User) -> list[Todo]:
    """One line for all late units directly below, by the figures of last night; none once they are reminded."""
    if not holds(user, Right.REPORT_READ):
        return []
    top = Unit.objects.valid_on(timezone.localdate()).tops_of(user, Right.REPORT_READ).first()
    if top is None:
        return []
    latest = Snapshot.objects.filter(kind=Snapshot.Kind.NIGHTLY).order_by("-year", "-as_of").values("pk")[:1]
    reminded = Reminder.objects.filter(reminded_on=timezone.localdate()).values("unit")
    rows = SnapshotRow.objects.filter(snapshot=latest, parent=top).exclude(unit__in=reminded).select_related("snapshot")
    late = {row.name: count for row in rows if (count := _late(row))}
    if not late:
        return []
    snapshot = rows[0].snapshot
    return [
        Todo(
            title=f"Nhắc {vn_number(len(late))} đơn vị trễ: {names_of(sorted(late, key=lambda name: -late[name]))}",
            detail=f"{vn_number(sum(late.values()))} cán bộ quá hạn đăng ký, số liệu {vn_datetime(snapshot.as_of)}.",
            url=f"{reverse('reports:dashboard')}?don_vi={top.pk}&nam={snapshot.year}",
            action="Xem và nhắc",
            icon="bell-alert",
            tone="wait",
        )
    ]


def _late(row: SnapshotRow) -> int:
    codes = row.snapshot.measure_set
    return int(row.total[codes.index(LATE)]) if LATE in codes else 0


def waiting_for(user: User) -> list[Waiting]:
    """Figures wait for nobody's decision."""
    return []
