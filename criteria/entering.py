"""For whom somebody may enter a pledge, and how far each of these people is."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts.models import User
from cadres.models import Appointment, Right, within_reach
from cadres.models.appointments import AppointmentQuerySet
from criteria import rules
from criteria.models import Criterion, Duty, Owed, Period, Pledge, PledgeEntry, PledgeItem


def people_to_enter(user: User, *, myself_too: bool = False) -> AppointmentQuerySet:
    """Main posts in reach whose holders owe a pledge that was not sent yet, with their draft, if any, as `draft`."""
    owed = Duty.objects.filter(
        period__state=Period.State.OPEN, level=OuterRef("position__level"), category=OuterRef("position__category")
    ).exclude(pledge=Owed.NONE)
    pledges = Pledge.objects.current().filter(cadre=OuterRef("cadre"), period__state=Period.State.OPEN)
    draft = pledges.filter(state=Pledge.State.DRAFT).order_by("-period__year")
    typed = Exists(PledgeItem.objects.filter(pledge=OuterRef("pk"), prepared=""))
    facts = JSONObject(pk="pk", entered_by="entered_by", name="entered_by__full_name", is_own=typed)
    posts = Appointment.objects.owing(timezone.localdate()).in_posts()
    posts = posts.filter(within_reach(user, Right.PLEDGE_ENTER, cadre=None))
    posts = posts if myself_too else posts.exclude(cadre__user=user)
    posts = posts.filter(Exists(owed)).exclude(Exists(pledges.filter(~Q(state=Pledge.State.DRAFT))))
    return posts.annotate(draft=Subquery(draft.values(facts=facts)[:1])).order_by("cadre__sort_key", "pk")


def entry_of(pledge: Pledge) -> PledgeEntry | None:
    """Who wrote the pledge for the person, when it was not he himself. The pledge comes as `for_detail`."""
    return getattr(pledge, "entry", None)


def entry_context(user: User, pledge: Pledge) -> dict[str, Any] | None:
    """What the mark of an entered or prepared pledge shows to this reader."""
    entry = entry_of(pledge)
    if entry is None or (entry.is_of_paper and pledge.entered_by_id is None):
        return None
    can_answer = rules.may_answer(user, pledge) and rules.can_answer(pledge, entry)
    papers = list(entry.papers.all())
    return {
        "row": entry,
        "has_papers": bool(papers),
        "papers": papers if rules.may_read_words(user, pledge) else [],
        "can_answer": can_answer,
        "may_take_down": rules.may_take_down_paper(user, pledge),
    }


def steps_of(pledge: Pledge) -> list[dict[str, Any]]:
    """Criterion by criterion: the items, and what is still missing there."""
    bound = pledge.period.statement_set.statements.applying_to(pledge.appointment)
    donts = bound.dont().values_list("criterion", "code")
    items = list(pledge.items.all())
    gaps = rules.gaps(items, pledge.commitments, donts, pledge.period.pledge_policy, pledge.period)
    return [
        {
            "code": criterion.lower(),
            "criterion": criterion,
            "items": [item for item in items if item.criterion == criterion],
            "advice": [gap.advice for gap in gaps if gap.criterion == criterion],
        }
        for criterion in Criterion
    ]
