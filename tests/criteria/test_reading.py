"""Who reads the words of a pledge: a draft its writers alone, what was sent whoever may read."""

import pytest
from django.urls import reverse
from django.utils import timezone

from criteria import rules
from criteria.models import Pledge
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory

PAGES = ("pledge_print", "pledge_word", "pledge_history")


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    found.owner, found.above = found.branch_secretary.user, found.base_secretary.user
    return found


def draft(t, **more):
    return PledgeFactory(cadre=t.branch_secretary, period=t.period, **more)


@pytest.mark.parametrize("state", Pledge.State.values)
def test_rule_and_scope_say_the_same(t, state):
    pledge = draft(t, state=state)
    for user in (t.owner, t.above, t.district_secretary.user):
        is_in_scope = Pledge.objects.readable_by(user).filter(pk=pledge.pk).exists()
        assert is_in_scope == rules.may_read_words(user, pledge) == (state != "draft" or user == t.owner)
    assert not Pledge.objects.readable_by(t.other_base_secretary.user).exists()


def test_superior_sees_that_a_draft_is_there_but_not_what_it_says(t, client):
    pledge = draft(t, items__text="Ý nghĩ chưa chín")
    client.force_login(t.above)
    page = client.get(pledge.get_absolute_url())
    assert "Đang viết" in page.text
    assert "Ý nghĩ chưa chín" not in page.text
    assert "Tải Word" not in page.text
    item = reverse("criteria:item_detail", args=[pledge.items.first().pk])
    hidden = [item, *(reverse(f"criteria:{name}", args=[pledge.pk]) for name in PAGES)]
    assert {client.get(url).status_code for url in hidden} == {404}
    now = timezone.now()
    sent = {"state": "submitted", "number": "T-0001/2026", "first_submitted_at": now, "submitted_at": now}
    Pledge.objects.filter(pk=pledge.pk).update(deciding_unit=t.base, **sent)
    assert "Ý nghĩ chưa chín" in client.get(pledge.get_absolute_url()).text
    assert {client.get(url).status_code for url in hidden} == {200}


def test_writers_read_their_draft(t, client):
    own = draft(t, items__text="Ý nghĩ chưa chín")
    client.force_login(t.owner)
    assert "Ý nghĩ chưa chín" in client.get(own.get_absolute_url()).text
    Pledge.objects.filter(pk=own.pk).update(entered_by=t.above)
    client.force_login(t.above)
    assert "Ý nghĩ chưa chín" in client.get(own.get_absolute_url()).text
    assert client.get(reverse("criteria:pledge_print", args=[own.pk])).status_code == 200


def test_the_inbox_shows_no_draft_not_even_beside_a_wrong_form(t, client):
    pledge = draft(t, items__text="Ý nghĩ chưa chín", deciding_unit=t.base)
    client.force_login(t.above)
    decide = reverse("portal:inbox_decide", args=["dang-ky", pledge.pk])
    assert client.post(decide, {"act": "return", "version": pledge.version}).status_code == 404
    assert client.get(reverse("portal:inbox_record", args=["dang-ky", pledge.pk])).status_code == 404
