"""The newly appointed, and who has shown them what there is to do."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from cadres import briefing, posts_agenda, roster_agenda
from cadres.models import Role
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree, with_role

TODAY = timezone.localdate


@pytest.fixture
def t():
    t = tree()
    t.newcomer = new(t.base, "PBT-COSO", phone="0912345678")
    t.new_secretary = new(t.other_base, "BT-COSO")
    return t


def new(unit, code, days=3, **cadre):
    return AppointmentFactory(
        cadre=CadreFactory(with_user=True, **cadre),
        unit=unit,
        position=position(code),
        valid_from=TODAY() - dt.timedelta(days=days),
    )


def test_a_secretary_sees_who_is_new_in_his_unit(t):
    assert list(briefing.not_briefed(t.base_secretary.user)) == [t.newcomer]
    assert list(briefing.not_briefed(t.district_secretary.user)) == []


def test_a_new_secretary_is_seen_from_above(t):
    assert list(briefing.not_briefed(t.other_district_secretary.user)) == [t.new_secretary]
    assert list(briefing.not_briefed(t.new_secretary.cadre.user)) == []


def test_old_hands_are_not_new(t):
    new(t.base, "TPT-DOI", days=91)

    assert list(briefing.new_people(with_role(Role.UNIT_ADMIN, t.district))) == [t.newcomer]


def test_briefing_is_noted_once(t):
    first = briefing.brief(t.newcomer, by=t.base_secretary.user)

    assert briefing.brief(t.newcomer, by=with_role(Role.UNIT_ADMIN, t.district)) == first
    assert AuditEvent.objects.get(verb="cadre.briefed").actor_id == t.base_secretary.user.pk
    assert list(briefing.not_briefed(t.base_secretary.user)) == []


@pytest.mark.parametrize("who", ["newcomer", "deputy", "other"])
def test_only_who_keeps_the_unit_says_so(t, who):
    users = {"newcomer": t.newcomer.cadre, "deputy": t.base_deputy, "other": t.other_district_secretary}

    with pytest.raises(PermissionDenied):
        briefing.brief(t.newcomer, by=users[who].user)


def test_the_first_week_comes_first(t):
    [todo] = posts_agenda.todo_for(t.newcomer.cadre.user)

    assert (todo.url, todo.urgency[0]) == (reverse("portal:first_week"), -1)
    t.newcomer.valid_from = TODAY() - dt.timedelta(days=30)
    t.newcomer.save(update_fields=["valid_from"])
    assert posts_agenda.todo_for(t.newcomer.cadre.user) == []


def test_the_secretary_is_asked_to_brief(t):
    titles = [todo.title for todo in roster_agenda.todo_for(t.base_secretary.user)]

    assert "Hướng dẫn 1 cán bộ mới nhận nhiệm vụ" in titles


def test_the_list_calls_copies_and_ticks(client, t):
    client.force_login(t.base_secretary.user)
    page = client.get(reverse("cadres:newcomer_list"))
    assert 'href="tel:0912345678"' in page.text
    assert f"Chào đồng chí {t.newcomer.cadre}." in page.text

    client.post(reverse("cadres:newcomer_brief", args=[t.newcomer.pk]))

    assert client.get(reverse("cadres:newcomer_list")).context["lines"] == []
    assert "Đã hướng dẫn" in client.get(reverse("cadres:newcomer_list"), {"xem": "tat-ca"}).text


def test_the_list_costs_the_same_with_3_and_30_rows(client, t, query_count):
    client.force_login(with_role(Role.ORG_STAFF, t.province))
    counts = []
    for extra in (1, 22):
        for _ in range(extra):
            new(t.base, "TPT-DOI")
        counts.append(query_count(reverse("cadres:newcomer_list")))

    assert counts[0] == counts[1]
