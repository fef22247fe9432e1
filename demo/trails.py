"""What the trail and the notices of a small demo say: who sent and decided what, and whom it was told."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.models import AuditEvent, Notification
from criteria.models import Pledge, Programme
from demo.world import World
from evaluations.models import Breach, Evaluation
from fieldvisits.models import Visit, VisitPlan


@dataclass(frozen=True)
class Step:
    """One thing that happened to a document: the fields that say when, by whom and why."""

    verb: str  # empty: the state is the verb
    at: str
    by: str
    reason: str = ""


_DECISIONS = {"closed": "approved"}  # a year that is over keeps its approved pledges as closed
_SENT = Step("submitted", "submitted_at", "cadre__user")
_DECIDED = Step("", "decided_at", "decided_by", "return_reason")
_STEPS: tuple[tuple[type[models.Model], str, tuple[Step, ...]], ...] = (
    (Programme, "programme", (Step("submitted", "submitted_at", "submitted_by"), _DECIDED)),
    (Pledge, "pledge", (_SENT, _DECIDED)),
    (VisitPlan, "plan", (_SENT, _DECIDED)),
    (
        Visit,
        "visit",
        (
            Step("logged", "created_at", "cadre__user"),
            Step("reported", "reported_at", "cadre__user"),
            Step("", "decided_at", "decided_by", "question"),
        ),
    ),
    (Breach, "breach", (Step("reported", "reported_at", "reported_by"), Step("", "decided_at", "decided_by"))),
    (
        Evaluation,
        "evaluation",
        (
            Step("appraised", "appraised_at", "appraised_by"),
            Step("decided", "decided_at", "decided_by"),
            Step("notified", "notified_at", "decided_by"),
        ),
    ),
)


def write_trails(world: World) -> None:
    """In the order of time, as the chain wants them (visits of this year only); then notices to the named accounts."""
    periods = [period.pk for period in world.this_year.periods.values()]
    all_periods = [period.pk for year in world.years for period in year.periods.values()]
    events = [
        event
        for model, word, steps in _STEPS
        for event in _events(model, word, steps, periods if model in {Visit, VisitPlan} else all_periods)
    ]
    AuditEvent.objects.bulk_create(sorted(events, key=lambda event: event.at))
    waiting = Pledge.objects.filter(period__in=periods, state=Pledge.State.SUBMITTED).select_related("cadre")
    Notification.objects.bulk_create(_notices(world, waiting))


def _events(model: type[models.Model], word: str, steps: tuple[Step, ...], periods: list[int]) -> Iterator[AuditEvent]:
    person = [] if model is Programme else ["cadre"]
    wanted = {"pk", "state", "unit", *person, *(name for step in steps for name in (step.at, step.by, step.reason))}
    for row in model._default_manager.filter(period__in=periods).values(*sorted(wanted - {""})):
        yield from (_event(model, word, step, row) for step in steps if row[step.at])


def _event(model: type[models.Model], word: str, step: Step, row: dict[str, Any]) -> AuditEvent:
    verb = step.verb or _DECISIONS.get(row["state"], row["state"])
    return AuditEvent(
        verb=f"{word}.{verb}",
        target=model._meta.label_lower,
        target_id=str(row["pk"]),
        actor_id=row[step.by],
        at=row[step.at],
        cadre_id=row.get("cadre"),
        unit_id=row["unit"],
        after={"state": verb},
        reason=row[step.reason] if step.reason else "",
    )


def _notices(world: World, waiting: models.QuerySet[Pledge]) -> Iterator[Notification]:
    """Each named secretary reads who is waiting."""
    named = set(world.named.values())
    for pledge in waiting:
        to = world.secretaries.get(pledge.deciding_unit_id or 0)
        if to in named:
            yield Notification(
                to_id=to,
                kind="pledge.submitted",
                subject=f"Đồng chí {pledge.cadre.full_name} nộp bản đăng ký {pledge.number}",
                body="Bản đăng ký đang chờ đồng chí duyệt.",
                url=pledge.get_absolute_url(),
                key=f"pledge.submitted:{pledge.pk}:1:{to}",
                created_at=pledge.submitted_at,
            )
