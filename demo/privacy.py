"""Sign-ins, looks at results and refusals of the last days, and people who asked about their own data."""

import datetime as dt

import pghistory

from accounts.models import AuditEvent
from cadres import keeping
from cadres.models import Cadre, DataRequest
from demo.world import World
from evaluations.models import Evaluation

_SIGNED_IN = ("canbo", "bithu", "bithucoso", "tckt", "ubkt", "quantri", "phutrach")
# Who asked when (days ago), for what, and what was answered.
_ASKED = (
    ("canbo", 1, "correction", "Ngày sinh trong hồ sơ ghi nhầm tháng, theo giấy khai sinh là tháng 9.", "", ""),
    (
        "bithucoso",
        9,
        "deletion",
        "Xóa số điện thoại cũ của tôi.",
        "refused",
        "Số đang dùng để liên hệ khi còn chức vụ.",
    ),
    ("tochuc", 12, "correction", "Sửa cách viết tên đệm.", "done", "Đã sửa theo quyết định bổ nhiệm."),
    ("truongban", 6, "correction", "Chức vụ ghi thiếu chữ “Thanh niên”.", "", ""),
)


def write_privacy(world: World) -> None:
    """After the trails: rows of the trail stand in the order of their time."""
    AuditEvent.objects.bulk_create(sorted(_events(world), key=lambda event: event.at))
    DataRequest.objects.bulk_create(_request(world, asked) for asked in _ASKED)
    _correct_twice(world)


def _events(world: World) -> list[AuditEvent]:
    """On the morning of the day, so that they follow everything else."""
    events = [
        _event(world, n, "session.opened", by=name, target="accounts.user", number=world.named[name])
        for n, name in enumerate(_SIGNED_IN)
    ]
    events.append(_event(world, 8, "session.failed", by=None, target="accounts.user", number=world.named["tckt"]))
    district = world.post_of("bithu").node
    for n, evaluation in enumerate(Evaluation.objects.filter(unit=district.id).order_by("pk")[:5]):
        event = _event(
            world, 9 + n, "evaluation.viewed", by="ubkt", target="evaluations.evaluation", number=evaluation.pk
        )
        event.cadre_id, event.unit_id, event.after = evaluation.cadre_id, evaluation.unit_id, {"page": "detail"}
        events.append(event)
    refused = _event(world, 15, "access.refused", by="phutrach", target="cadres.unit", number=world.tree.root.id)
    refused.unit_id, refused.after = world.tree.root.id, {"page": "cadres:unit_detail", "method": "GET"}
    return [*events, refused]


def _event(world: World, second: int, verb: str, *, by: str | None, target: str, number: int) -> AuditEvent:
    return AuditEvent(
        verb=verb,
        at=world.now + dt.timedelta(seconds=second),
        actor_id=world.named[by] if by else None,
        target=target,
        target_id=str(number),
        ip="203.0.113.24",
    )


def _request(world: World, asked: tuple[str, int, str, str, str, str]) -> DataRequest:
    name, days, kind, text, state, answer = asked
    asked_at = world.now - dt.timedelta(days=days)
    replied = {
        "state": state,
        "answer": answer,
        "answered_by_id": world.named["tckt"],
        "answered_at": asked_at + dt.timedelta(days=1),
        "closed_at": asked_at + dt.timedelta(days=1),
    }
    return DataRequest(
        user_id=world.named[name],
        kind=kind,
        text=text,
        asked_at=asked_at,
        answer_due_on=asked_at.date() + dt.timedelta(days=2),
        **(replied if state else {}),
    )


def _correct_twice(world: World) -> None:
    """A phone number that was mistyped at first: something for the panel of changes."""
    cadre = Cadre.objects.get(user=world.named["canbo"])
    by = cadre.user
    with pghistory.context(user=by.pk):
        keeping.change_contacts(cadre, by=by, phone="0903000018", email=cadre.email)
        keeping.change_contacts(cadre, by=by, phone="0903000081", email=cadre.email)
