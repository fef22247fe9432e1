"""What belongs to a pledge after its approval: of a chi đoàn in the district of the matrix, and its twin."""

from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from accounts.models import User
from criteria.models import ItemUpdate, MidyearReview, Period, PledgeRevision, Sample, SampleItem
from tests.factories.criteria import PledgeFactory


def after_approval(t: SimpleNamespace, period: Period, thing: Any) -> dict[str, dict[str, Any]]:
    """An item said to be done, an open amendment, a mid-year review and a random sample in each place."""
    made = {
        "in": (t.branch_secretary, t.branch, t.base, "cadre"),
        "out": (t.other_branch_secretary, t.other_branch, t.other_base, "other cadre"),
    }
    names = ("followed_pledge", "followed_item", "amendment", "own_amendment", "sample", "sample_item")
    things: dict[str, dict[str, Any]] = {name: {} for name in names}
    for place, (cadre, unit, deciding, owner) in made.items():
        pledge = PledgeFactory(
            cadre=cadre, period=period, state="approved", deciding_unit=deciding, items__progress="done"
        )
        item, user = pledge.items.first(), cadre.user
        ItemUpdate.objects.create(item=item, by=user, progress="done")
        MidyearReview.objects.create(pledge=pledge, remark="Kịp", due_on=timezone.localdate())
        amendment = _amendment(pledge, deciding)
        sample = _sample(item, unit, user)
        owners = frozenset({owner})
        things["followed_pledge"][place] = thing({"pk": pledge.pk}, unit.path, owners)
        things["followed_item"][place] = thing({"pk": item.pk}, unit.path, owners)
        things["amendment"][place] = thing({"pk": amendment.pk}, unit.path, owners)
        things["own_amendment"][place] = thing({"pk": amendment.pk}, owners=owners)
        things["sample"][place] = thing({"pk": sample.pk}, unit.path)
        things["sample_item"][place] = thing({"pk": sample.items.get().pk}, unit.path)
    return things


def _amendment(pledge: Any, deciding: Any) -> PledgeRevision:
    return PledgeRevision.objects.create(
        pledge=pledge,
        no=1,
        items=[],
        base=[],
        submitted_at=timezone.now(),
        state="proposed",
        change_reason="Đổi địa bàn",
        deciding_unit=deciding,
    )


def _sample(item: Any, unit: Any, user: User) -> Sample:
    sample = Sample.objects.create(
        period=item.pledge.period, unit=unit, size=1, seed="a", frame=[item.pk], purpose="Kiểm tra", drawn_by=user
    )
    SampleItem.objects.create(sample=sample, item=item, order=1)
    return sample
