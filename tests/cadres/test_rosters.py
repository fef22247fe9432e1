"""The roster of a unit, its attestation, and when it is stale."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent
from cadres import roster_agenda, rosters
from cadres.models import ExpectedPost, Role, RosterAttestation, Unit, UnitType
from tests.factories.cadres import AppointmentFactory, holder, position, tree, unit, with_role

TODAY = timezone.localdate
YEAR = TODAY().year


@pytest.fixture
def t():
    return tree()


def attest(place, by, **numbers):
    rows = rosters.roster_of(place, TODAY())
    return rosters.attest(place, YEAR, numbers, by=by, on=TODAY(), seen=rosters.fingerprint(rows))


def state(place, year=YEAR):
    return rosters.with_roster(Unit.objects.filter(pk=place.pk), year, TODAY()).get().roster


def shown(place):
    return [
        (row.unit.name, row.position.code, row.expected, [post.cadre for post in row.posts], row.vacant)
        for row in rosters.roster_of(place, TODAY())
    ]


def test_a_base_shows_its_own_posts_and_those_of_its_branches(t):
    empty = unit("Chi đoàn khu phố 2", UnitType.BRANCH, t.base)
    teacher = holder(t.base, "TPT-DOI")

    assert shown(t.base) == [
        (t.base.name, "BT-COSO", 1, [t.base_secretary], 0),
        (t.base.name, "PBT-COSO", 1, [t.base_deputy], 0),
        (t.base.name, "TPT-DOI", 1, [teacher], 0),
        (t.branch.name, "BT-CHIDOAN", 1, [t.branch_secretary], 0),
        (empty.name, "BT-CHIDOAN", 1, [], 1),
    ]


def test_a_district_shows_only_its_own_posts(t):
    assert [row[1] for row in shown(t.district)] == ["BT-HUYEN", "PBT-HUYEN", "CB-HUYEN"]


def test_the_province_says_how_many_there_should_be(t):
    rosters.set_expected(UnitType.BASE, {position("PBT-COSO"): 2}, by=with_role(Role.ORG_STAFF, t.province))

    assert ("PBT-COSO", 2, 1) in [(row[1], row[2], row[4]) for row in shown(t.base)]
    assert ExpectedPost.objects.get().count == 2
    assert AuditEvent.objects.get(verb="norm.set").after == {"type": "base", "PBT-COSO": 2}


def test_attesting_keeps_names_numbers_and_vacancies(t):
    key = f"{t.base.pk}-{position('PBT-COSO').pk}"

    kept = attest(t.base, t.base_secretary.user, **{key: (2, "Khuyết từ tháng 3")})

    assert (kept.version, kept.expected, kept.held, kept.vacant) == (1, 4, 3, 1)
    row = rosters.attested_rows(kept)[1]
    assert (row.names, row.vacant, row.note) == ([t.base_deputy.full_name], 1, "Khuyết từ tháng 3")
    assert AuditEvent.objects.get(verb="roster.attested").after["vacant"] == 1
    assert attest(t.base, t.base_secretary.user).version == 2


def test_a_change_after_it_makes_it_stale(t):
    assert state(t.base) == "missing"
    attest(t.base, t.base_secretary.user)
    assert (state(t.base), state(t.base, YEAR - 1)) == ("current", "missing")

    AppointmentFactory(unit=t.branch, position=position("PBT-CHIDOAN"))

    assert (state(t.base), state(t.district)) == ("stale", "missing")
    attest(t.base, t.base_secretary.user)
    assert state(t.base) == "current"


def test_an_empty_unit_is_attested_too(t):
    empty = unit("Đoàn xã mới", UnitType.BASE, t.district)

    kept = attest(empty, with_role(Role.UNIT_ADMIN, t.district))

    assert (kept.vacant, state(empty)) == (2, "current")


def test_what_changed_while_it_was_read_is_not_attested(t):
    seen = rosters.fingerprint(rosters.roster_of(t.base, TODAY()))
    t.base_deputy.appointments.update(valid_to=TODAY() - dt.timedelta(days=1))

    with pytest.raises(StaleDocument):
        rosters.attest(t.base, YEAR, {}, by=t.base_secretary.user, on=TODAY(), seen=seen)


@pytest.mark.parametrize("who", ["base_deputy", "district_secretary", "other_base_secretary", "branch_secretary"])
def test_only_the_unit_itself_or_who_keeps_its_list_attests(t, who):
    with pytest.raises(PermissionDenied):
        attest(t.base, getattr(t, who).user)


def test_the_secretary_is_asked_until_the_list_is_attested(t):
    [todo] = roster_agenda.todo_for(t.base_secretary.user)
    assert (todo.action, todo.due_on, todo.is_late) == (
        "Điểm danh",
        dt.date(YEAR, 1, 31),
        dt.date(YEAR, 1, 31) < TODAY(),
    )

    attest(t.base, t.base_secretary.user)
    assert roster_agenda.todo_for(t.base_secretary.user) == []

    t.base_deputy.appointments.update(valid_to=TODAY() - dt.timedelta(days=1))
    assert [todo.action for todo in roster_agenda.todo_for(t.base_secretary.user)] == ["Điểm danh lại"]
    assert roster_agenda.todo_for(t.base_deputy.user) == []


def test_who_keeps_many_units_is_asked_for_his_own(t):
    todos = roster_agenda.todo_for(with_role(Role.UNIT_ADMIN, t.district))

    assert [todo.url for todo in todos] == [reverse("cadres:roster_detail", args=[t.district.pk])]


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def test_the_list_shows_units_in_reach_by_state(client, t):
    attest(t.base, t.base_secretary.user)
    user = t.district_secretary.user

    assert [u.pk for u in page(client, user, "cadres:roster_list").context["page"]] == [t.district.pk, t.base.pk]
    chosen = page(client, user, "cadres:roster_list", tinh_trang="current").context["page"]
    assert [u.pk for u in chosen] == [t.base.pk]


def test_the_list_costs_the_same_with_3_and_30_rows(client, t, query_count):
    client.force_login(with_role(Role.ORG_STAFF, t.province))
    counts = []
    for extra in (3, 27):
        for n in range(extra):
            holder(unit(f"Đoàn xã số {extra}-{n}", UnitType.BASE, t.district), "BT-COSO")
        counts.append(query_count(reverse("cadres:roster_list")))

    assert counts[0] == counts[1]


def test_the_page_attests(client, t):
    form = page(client, t.base_secretary.user, "cadres:roster_detail", t.base.pk).context["form"]
    data = {field.html_name: field.value() or "" for field in form}
    assert "Bản nháp, chưa điểm danh" in client.get(reverse("cadres:roster_print", args=[t.base.pk])).text

    answer = client.post(reverse("cadres:roster_detail", args=[t.base.pk]), data)

    assert answer.status_code == 302
    assert RosterAttestation.objects.get().attested_by == t.base_secretary.user
    printed = client.get(reverse("cadres:roster_print", args=[t.base.pk])).text
    assert t.branch_secretary.full_name in printed
    assert "lần 1" in printed


def test_an_old_page_is_a_conflict(client, t):
    form = page(client, t.base_secretary.user, "cadres:roster_detail", t.base.pk).context["form"]
    data = {field.html_name: field.value() or "" for field in form}
    holder(t.branch, "PBT-CHIDOAN")

    assert client.post(reverse("cadres:roster_detail", args=[t.base.pk]), data).status_code == 409


def test_norms_are_set_by_the_province(client, t):
    client.force_login(with_role(Role.ORG_STAFF, t.province))
    url = reverse("cadres:norm_edit")
    form = client.get(url, {"loai": "base"}).context["form"]
    data = {field.html_name: 1 for field in form}

    assert client.post(url, data | {"loai": "base"}).status_code == 302
    assert ExpectedPost.objects.filter(unit_type="base", count=1).count() == len(data)
    assert client.post(url, {"loai": "base"}).status_code == 200
