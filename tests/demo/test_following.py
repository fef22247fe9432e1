"""The demo shows what follows an approval, in every state that there is."""

import pytest

from criteria import sampling
from criteria.models import ItemCheck, ItemUpdate, MidyearReview, Outcome, PledgeItem, PledgeRevision, Sample

pytestmark = pytest.mark.usefixtures("world")


def test_changes_are_there_in_every_state():
    states = set(PledgeRevision.objects.amendments().values_list("state", flat=True))

    assert states == {"proposed", "accepted", "refused", "withdrawn"}


def test_items_were_looked_at_and_say_why_not():
    assert set(ItemCheck.objects.values_list("outcome", flat=True)) == set(Outcome.values)
    checked = PledgeItem.objects.exclude(outcome="").exclude(pledge__cadre__user=None)
    assert set(ItemCheck.objects.values_list("item", flat=True)) == set(checked.values_list("pk", flat=True))
    assert ItemUpdate.objects.filter(progress="done").exists()


def test_last_year_has_its_mid_year_answers():
    reviews = MidyearReview.objects.filter(pledge__state="closed")

    assert set(reviews.values_list("verdict", flat=True)) == set(MidyearReview.Verdict.values)
    assert any(not review.is_on_time for review in reviews)


def test_the_sample_can_be_drawn_again():
    sample = Sample.objects.get()

    assert sampling.is_as_drawn(sample)
    assert sample.items.exclude(finding="").exists() and sample.items.filter(finding="").exists()
