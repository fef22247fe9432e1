"""What the trail and the notices of a small demo say: who sent and decided what, and whom it was told."""

import datetime as dt
from collections.abc import Iterable, Iterator

from accounts.models import AuditEvent, Notification
from criteria.models import Pledge
from demo.pledges import Promised
from demo.world import World


def write_trails(world: World, pledges: Iterable[Promised]) -> None:
    """In the order of time, as the chain wants them; then the notices to the named accounts."""
    events = sorted(_events(world, pledges), key=lambda event: event.at)
    AuditEvent.objects.bulk_create(events)
    Notification.objects.bulk_create(_notices(world, pledges))


def _events(world: World, pledges: Iterable[Promised]) -> Iterator[AuditEvent]:
    for pledge in pledges:
        if pledge.sent_at and not pledge.year.is_over:
            actor = pledge.post.user_id or world.secretaries.get(pledge.post.deciding.id)
            yield _event("submitted", pledge, actor=actor, at=pledge.sent_at, after={"state": "submitted"})
            if pledge.decided_at:
                yield _event(
                    pledge.state,
                    pledge,
                    actor=world.decider(pledge.post),
                    at=pledge.decided_at,
                    after={"state": pledge.state},
                    reason=pledge.return_reason,
                )


def _event(
    verb: str, pledge: Promised, *, actor: int | None, at: dt.datetime, after: dict[str, str], reason: str = ""
) -> AuditEvent:
    return AuditEvent(
        verb=f"pledge.{verb}",
        target=Pledge._meta.label_lower,
        target_id=str(pledge.id),
        actor_id=actor,
        at=at,
        cadre_id=pledge.post.number,
        unit_id=pledge.post.node.id,
        after=after,
        reason=reason,
    )


def _notices(world: World, pledges: Iterable[Promised]) -> Iterator[Notification]:
    """Each named secretary reads who is waiting."""
    for pledge in pledges:
        to = world.secretaries.get(pledge.post.deciding.id)
        if pledge.state == Pledge.State.SUBMITTED and pledge.sent_at and to in world.named.values():
            yield Notification(
                to_id=to,
                kind="pledge.submitted",
                subject=f"Đồng chí {pledge.post.person.full_name} nộp bản đăng ký {pledge.number}",
                body="Bản đăng ký đang chờ đồng chí duyệt.",
                url=Pledge(pk=pledge.id).get_absolute_url(),
                key=f"pledge.submitted:{pledge.id}:1:{to}",
                created_at=pledge.sent_at,
            )
