"""Items 15–20 and 22 of the checklist: who comes to which row. The matrix itself is tests/access/."""

import datetime as dt
import re

import pytest
from django import forms
from django.db import models, transaction
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.models import AuditEvent, User
from cadres.models import Appointment, Cadre, Delegation, Right, Role, RoleGrant, Supervision, Unit, holds_at
from criteria.models import Pledge
from tests.access import world as worlds
from tests.access.asking import PRIVATE
from tests.access.matrix import MATRIX
from tests.access.test_access import url_names
from tests.factories.cadres import (
    AppointmentFactory,
    DelegationFactory,
    RoleGrantFactory,
    holder,
    position,
    tree,
    with_role,
)
from tests.security import scoping

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
HX = {"HX-Request": "true"}


@pytest.fixture
def t():
    return tree()


# 15


def test_15_every_address_has_a_name_and_a_row_in_the_matrix():
    names = set(url_names())

    assert [name for name in names if "UNNAMED" in name] == []
    assert names - {"account_reset_password_from_key", "cadres:activate_by_link"} == MATRIX.keys()


# 16, and 17 for htmx fragments


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("headers", [{}, HX], ids=["page", "fragment"])
def test_16_nothing_of_another_district_is_shown_or_done(client, world, method, headers):
    """Whatever the method, with and without htmx: 404, or 403 where the right is missing, and no name in the answer."""
    outsider, secret = "other district secretary", "Người Không Được Thấy"
    Cadre.objects.filter(pk=world.tree.base_secretary.pk).update(full_name=secret)
    User.objects.filter(pk=world.tree.base_secretary.user_id).update(full_name=secret)
    client.force_login(world.users[outsider])
    wrong = {}
    for name, row in PRIVATE.items():
        thing = world.things[row.thing]["in"] if row.thing else None
        if thing is None or outsider in thing.owners or thing.path == "-" or not row.reads_by:
            continue
        with transaction.atomic():
            answer = getattr(client, method)(reverse(name, kwargs=thing.kwargs), headers=headers)
            transaction.set_rollback(True)
        if answer.status_code not in {403, 404, 405} or secret in answer.content.decode():
            wrong[name] = answer.status_code
    assert wrong == {}


# 17


def test_17_no_form_offers_all_units_people_or_accounts_by_itself():
    """What a form may choose from is narrowed by the person who fills it in, never the whole table."""

    assert len(get_resolver().url_patterns) > 0  # has loaded all views, and so all forms

    def below(form):
        return {form} | {deeper for one in form.__subclasses__() for deeper in below(one)}

    ours = [form for form in below(forms.BaseForm) if form.__module__.split(".")[0] in scoping.APPS]
    open_fields = [
        f"{form.__name__}.{name}"
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.ModelChoiceField)
        and issubclass(field.queryset.model, Unit | Cadre | User | Appointment)
        and not field.queryset.query.is_empty()
    ]
    assert {form.__name__ for form in ours} >= {"GrantForm", "DelegationForm", "CadreFilter"}
    assert open_fields == []


def foreign_posts(world):
    """(what, address, query, body) with the id of a unit or person of the other district somewhere in it."""
    t, day = world.tree, f"{TODAY}"
    role = {"role": "supervisor", "valid_from": day, "reason": "Thử"}
    charge = reverse("cadres:supervision_new", args=[t.base.pk])
    out = {name: pair["out"].kwargs["pk"] for name, pair in world.things.items() if "pk" in pair["out"].kwargs}
    return {
        "unit of a grant": (reverse("cadres:grant_new"), {"don_vi": t.other_base.pk, "nguoi": "canbo"}, role),
        "deputy of a delegation": (
            reverse("cadres:delegation_new"),
            {},
            {"to_cadre": t.other_base_secretary.pk, "area": "all", "valid_from": day, "valid_to": day},
        ),
        "unit of a delegation": (
            reverse("cadres:delegation_new"),
            {"don_vi": t.other_district.pk},
            {"to_cadre": t.other_base_secretary.pk, "area": "all", "valid_from": day, "valid_to": day},
        ),
        "person in charge": (charge, {}, {"who": f"nguoi-{t.other_base_secretary.pk}", "valid_from": day}),
        "unit in charge": (charge, {}, {"who": f"ban-{t.other_district.pk}", "valid_from": day}),
        "unit of an import": (reverse("cadres:import_new"), {}, {"unit": t.other_base.pk}),
        "pledges in bulk": (
            *(reverse("portal:inbox_bulk"), {}),
            {"ids": [f"dang-ky:{out['pledge']}:1"], "act": "approve"},
        ),
        "plans in bulk": (
            *(reverse("portal:inbox_bulk"), {}),
            {"ids": [f"di-co-so:{out['plan']}:1"], "act": "approve"},
        ),
        "results in bulk": (
            reverse("evaluations:bulk"),
            {},
            {"viec": "appraise", "ids": [f"{out['evaluation']}:1"]},
        ),
        "unit of a workbook": (
            reverse("reports:workbook_new"),
            {},
            {"bieu": "B1", "don_vi": t.other_district.pk, "nam": TODAY.year},
        ),
        "code of a breach": (
            reverse("evaluations:breach_new"),
            {},
            {"code": t.other_base_secretary.code, "statement": "", "description": "x"},
        ),
    }


def test_17_ids_of_another_district_inside_a_form_change_nothing(client, world):
    """As somebody with many roles in his own district, so that no missing right hides a hole."""
    secretary = world.tree.district_secretary.user
    for role in (Role.UNIT_ADMIN, Role.ORG_STAFF, Role.INSPECTOR):
        RoleGrantFactory(user=secretary, role=role, unit=world.tree.district)
    client.force_login(secretary)
    models_changed = (RoleGrant, Delegation, Supervision, Pledge, AuditEvent)
    before = [model.objects.count() for model in models_changed]
    named = {}
    for what, (address, query, body) in foreign_posts(world).items():
        answer = client.post(address, body, query_params=query)
        if world.tree.other_base_secretary.full_name in answer.content.decode():
            named[what] = answer.status_code

    assert [model.objects.count() for model in models_changed] == before
    assert named == {}


@pytest.mark.parametrize("name", ["cadres:cadre_list", "cadres:grant_list", "reports:dashboard", "evaluations:list"])
def test_17_a_filter_by_a_unit_of_another_district_shows_nothing_of_it(client, world, name):
    t = world.tree
    client.force_login(t.district_secretary.user)

    answer = client.get(reverse(name), {"don_vi": t.other_district.pk})

    assert t.other_base_secretary.full_name not in answer.content.decode()
    assert t.other_base.name not in answer.content.decode()


# 18


def test_18_who_is_moved_sees_the_new_unit_at_the_next_request(client, t):
    mover = t.base_secretary
    client.force_login(mover.user)
    pages = [reverse("cadres:unit_detail", args=[unit.pk]) for unit in (t.base, t.other_base)]
    assert [client.get(page).status_code for page in pages] == [200, 404]

    Appointment.objects.filter(cadre=mover).update(valid_to=TODAY - DAY)
    AppointmentFactory(cadre=mover, unit=t.other_base, position=position("BT-COSO"), valid_from=TODAY)

    assert [client.get(page).status_code for page in pages] == [404, 200]


def test_18_a_role_taken_away_is_gone_at_the_next_request_of_the_same_session(client, t):
    user = with_role(Role.UNIT_ADMIN, t.district)
    boss = client.__class__()
    boss.force_login(with_role(Role.ORG_STAFF, t.province))
    client.force_login(user)
    page = reverse("cadres:import_new")
    assert client.get(page).status_code == 200

    boss.post(reverse("cadres:grant_end", args=[user.grants.get().pk]), {"reason": "Thôi nhiệm vụ"})

    assert client.get(page).status_code == 403


def test_18_a_delegation_ends_with_the_request_that_ends_it(client, t):
    given = DelegationFactory(
        unit=t.base, from_cadre=t.base_secretary, to_cadre=t.base_deputy, area="all", valid_to=TODAY + DAY
    )
    client.force_login(t.base_deputy.user)
    page = reverse("portal:inbox")
    assert client.get(page).status_code == 200

    secretary = client.__class__()
    secretary.force_login(t.base_secretary.user)
    secretary.post(reverse("cadres:delegation_end", args=[given.pk]), {"reason": "Đã về"})

    assert client.get(page).status_code == 403


# 19

SHARED = {
    "Period": "periods bind everybody",
    "StatementSet": "the criteria are public",
    "Statement": "the criteria are public",
    "Holiday": "public",
    "Phase": "which years a plan binds together is public",
    "Snapshot": "that figures were frozen is known to all; the figures are narrowed to the reader's units",
}
WHOLE_TABLES = {
    ("cadres/views/supervision.py", "_units"): "prefetched for the units in reach two lines below",
    ("cadres/views/supervision.py", "supervision_print"): "the name of the root stands on every paper",
    **{
        ("cadres/views/account_list.py", f"account_{what}"): "the system administrator keeps all accounts"
        for what in ("detail", "suspend", "restore", "sign_out")
    },
    (
        "cadres/views/data_requests.py",
        "data_forget",
    ): "people without a post are in nobody's reach; the right is checked",
    ("cadres/views/trees.py", "_standing"): "which units have successors, asked of those that are shown",
    ("cadres/views/exemptions.py", "exemption_edit"): "the row that was fetched in reach above, once more for the form",
    ("cadres/views/transfers.py", "post_transfer"): "a person may be asked for by any unit of today",
    ("cadres/views/grants.py", "_chosen_account"): "only by the exact sign-in name, which the giver must know",
    ("fieldvisits/views/photos.py", "_visible"): "compared with the visits in reach in the next line",
    ("reports/views/snapshots.py", "snapshot_new"): "the root, and how many units there are; no unit's content",
    ("config/people.py", "main_post"): "narrowed to the reader's own record in the next line",
}


def test_19_no_view_reads_a_whole_table():
    found = {
        (str(path.relative_to(scoping.ROOT)), function): query
        for path in scoping.view_modules()
        for function, query in scoping.unscoped(path.read_text())
        if re.match(r"(?:get_\w+\()?(\w+)", query).group(1) not in SHARED
    }

    assert found.keys() - WHOLE_TABLES.keys() == set(), found
    assert WHOLE_TABLES.keys() - found.keys() == set()


@pytest.mark.parametrize(
    ("query", "is_open"),
    [
        ("get_object_or_404(Unit, pk=pk)", True),
        ("get_object_or_404(Unit.objects.select_related('x'), pk=pk)", True),
        ("Unit.objects.filter(pk=pk).first()", True),
        ("Unit.objects.all()", True),
        ("get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)", False),
        ("Pledge.objects.filter(cadre__user=request.user, pk=pk)", False),
        ("Appointment.objects.filter(unit=unit)", False),
        ("Unit.objects.filter(pk=wanted).first()", True),
    ],
)
def test_19_the_reader_of_views_knows_what_is_open(query, is_open):
    source = f"def view(request, pk: int):\n    wanted = request.GET['don_vi']\n    return {query}\n"

    assert bool(list(scoping.unscoped(source))) is is_open


# 20


def other_value(field: models.Field, t):
    """Something else than what stands there, as a form would send it."""
    if field.is_relation:
        related = {Unit: t.other_branch, Cadre: t.other_branch_secretary, User: t.other_branch_secretary.user}
        return related[field.related_model].pk if field.related_model in related else 1
    if field.choices:
        return list(field.flatchoices)[-1][0]
    if isinstance(field, models.DateField):
        return "2031-01-01"
    return "97" if isinstance(field, models.IntegerField) else "0987654321"


def changed_fields(model, pk, act, t) -> set[str]:
    fields = [f for f in model._meta.concrete_fields if not f.generated]
    before = model.objects.filter(pk=pk).values().get()
    act({field.name: other_value(field, t) for field in fields} | {f.attname: other_value(f, t) for f in fields})
    after = model.objects.filter(pk=pk).values().get()
    return {name for name in before if before[name] != after[name]}


EDITS = {
    "contacts": ("cadres:cadre_contacts", {"phone": "0912345678", "email": "moi@example.org"}, {"phone", "email"}),
    "grant_extend": ("cadres:grant_extend", {"valid_to": "2031-01-01", "reason": "Thêm"}, {"valid_to"}),
    "grant_end": (
        *("cadres:grant_end", {"reason": "Thôi"}),
        {"valid_to", "ended_on", "ended_by_id", "end_reason"},
    ),
    "delegation_end": ("cadres:delegation_end", {"reason": "Thôi"}, {"valid_to", "ended_on", "end_reason"}),
    "supervision_end": ("cadres:supervision_end", {"reason": "Thôi"}, {"valid_to", "ended_on"}),
}


@pytest.mark.parametrize("edit", EDITS)
def test_20_posting_every_field_changes_only_those_of_the_form(client, t, edit):
    name, asked, allowed = EDITS[edit]
    client.force_login(with_role(Role.ORG_STAFF, t.province))
    row = {
        "contacts": lambda: t.branch_secretary,
        "grant_extend": lambda: RoleGrantFactory(role=Role.PARTY_REP, unit=t.base),
        "grant_end": lambda: RoleGrantFactory(role=Role.PARTY_REP, unit=t.base),
        "delegation_end": lambda: DelegationFactory(
            unit=t.base, from_cadre=t.base_secretary, to_cadre=t.base_deputy, valid_to=TODAY + DAY
        ),
        "supervision_end": lambda: Supervision.objects.create(
            department=t.department, unit=t.base, valid_from=TODAY - DAY
        ),
    }[edit]()

    def act(everything):
        assert client.post(reverse(name, args=[row.pk]), everything | asked).status_code == 302

    changed = changed_fields(type(row), row.pk, act, t)
    assert changed <= allowed
    assert changed


def test_20_a_new_grant_takes_giver_and_time_from_the_portal(client, t):
    """Fields that the form does not have, sent along: who gave it, when, and that it ended."""
    client.force_login(t.district_secretary.user)
    sent = {"role": "supervisor", "valid_from": f"{TODAY}", "reason": "Thử"}
    more = {"granted_by": t.other_base_secretary.user_id, "user": t.other_base_secretary.user_id, "unit": t.province.pk}
    person = t.base_deputy.user

    client.post(reverse("cadres:grant_new"), sent | more, query_params={"don_vi": t.base.pk, "nguoi": person.username})

    given = RoleGrant.objects.get(user=person)
    assert (given.granted_by, given.unit) == (t.district_secretary.user, t.base)


# 22


def reached_units(user: User, right: Right) -> list[Unit]:
    """Counted out one by one, without the query that lists use."""
    return [unit for unit in Unit.objects.all() if holds_at(user, right, unit.path)]


@pytest.mark.parametrize(
    "who", ["base_secretary", "district_secretary", "other_district_secretary", "province_secretary"]
)
def test_22_counts_of_lists_are_those_of_a_count_by_hand(client, world, who):
    user = getattr(world.tree, who).user
    holder(world.tree.other_base, "PBT-COSO", full_name="Người Không Có Trong Huyện")
    client.force_login(user)

    def shown(name: str) -> int:
        return client.get(reverse(name)).context["page"].paginator.count

    def in_reach(right: Right) -> set[int]:
        return {unit.pk for unit in reached_units(user, right)}

    posts = Appointment.objects.valid_on(TODAY).values_list("cadre", "unit")
    assert shown("cadres:cadre_list") == len({c for c, unit in posts if unit in in_reach(Right.PEOPLE_READ)})
    assert shown("cadres:unit_list") == len(in_reach(Right.UNIT_READ))
    pledges = Pledge.objects.exclude(state="cancelled").values_list("unit", "cadre__user")
    assert shown("criteria:pledge_list") == sum(
        u in in_reach(Right.PLEDGE_READ) or own == user.pk for u, own in pledges
    )
    grants = RoleGrant.objects.not_over(TODAY).values_list("unit", flat=True)
    assert shown("cadres:grant_list") == sum(unit in in_reach(Right.GRANT_MANAGE) for unit in grants)


def test_22_people_counted_at_a_unit_are_those_of_all_units_below(client, world):
    client.force_login(world.tree.district_secretary.user)

    listed = list(client.get(reverse("cadres:unit_list")).context["page"])

    posts = Appointment.objects.valid_on(TODAY).filter(is_main=True).values_list("unit__path", flat=True)
    assert {unit.pk: unit.people for unit in listed} == {
        unit.pk: sum(path.startswith(unit.path) for path in posts) for unit in listed
    }
    assert worlds.reaches(world, "district secretary", Right.PEOPLE_READ, listed[0].path) is True
