"""Random samples of what is said to be done: drawn and looked at by the inspection committee (domain §16)."""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, lock
from accounts.models import User
from cadres.models import Right, Unit, holds_at
from criteria import rules
from criteria.models import Outcome, Period, Pledge, PledgeItem, Progress, Sample, SampleItem
from criteria.pledging.progress import NoteMissing


class NothingToDraw(Exception):
    """Nothing there is said to be done."""


@transaction.atomic
def draw_sample(unit: Unit, period: Period, *, by: User, size: int, purpose: str) -> Sample:
    """Draw among all that is said to be done in the unit and below it, but for what is the drawer's own."""
    if not holds_at(by, Right.PLEDGE_INSPECT, unit.path):
        raise PermissionDenied
    done = PledgeItem.objects.filter(
        progress=Progress.DONE,
        pledge__period=period,
        pledge__unit__path__startswith=unit.path,
        pledge__state__in=[Pledge.State.APPROVED, Pledge.State.CLOSED],
    )
    frame = sorted(done.exclude(pledge__cadre__user=by).values_list("pk", flat=True))
    if not frame:
        raise NothingToDraw
    seed = secrets.token_hex(16)
    drawn = rules.draw(frame, min(size, rules.MOST_DRAWN), seed)
    sample = Sample.objects.create(
        period=period, unit=unit, size=len(drawn), seed=seed, frame=frame, purpose=purpose, drawn_by=by
    )
    SampleItem.objects.bulk_create(
        SampleItem(sample=sample, item_id=pk, order=n) for n, pk in enumerate(drawn, start=1)
    )
    audit.record(
        "sample.drawn",
        sample,
        by=by,
        unit_id=unit.pk,
        reason=purpose,
        after={"size": len(drawn), "of": len(frame), "seed": seed, "period": period.pk},
    )
    return sample


def is_as_drawn(sample: Sample) -> bool:
    """Does drawing again from the seed give the same items in the same order?"""
    kept = list(sample.items.order_by("order").values_list("item", flat=True))
    return kept == rules.draw(sample.frame, sample.size, sample.seed)


@transaction.atomic
def record_finding(drawn: SampleItem, *, by: User, finding: str, note: str = "") -> SampleItem:
    """What the inspector found himself; the first finding stands."""
    lock(drawn)
    drawn = SampleItem.objects.select_related("sample__unit", "item__pledge").get(pk=drawn.pk)
    if not holds_at(by, Right.PLEDGE_INSPECT, drawn.sample.unit.path):
        raise PermissionDenied
    if drawn.finding:
        raise StaleDocument(drawn.sample, "Nội dung này đã có kết luận.")
    note = note.strip()
    if rules.needs_note(finding) and not note:
        raise NoteMissing
    drawn.finding, drawn.note = Outcome(finding), note
    drawn.found_at, drawn.found_by = timezone.now(), by
    drawn.save(update_fields=["finding", "note", "found_at", "found_by"])
    pledge = drawn.item.pledge
    audit.record(
        "sample.found",
        drawn.sample,
        by=by,
        cadre_id=pledge.cadre_id,
        unit_id=pledge.unit_id,
        reason=note,
        after={"item": drawn.item_id, "finding": drawn.finding},
    )
    return drawn
