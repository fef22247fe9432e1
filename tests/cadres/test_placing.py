import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from cadres import reorganising
from cadres.models import Appointment, HandDecision, Role, Unit, UnitPlacement, UnitType
from cadres.reorganising import changes
from cadres.reorganising.changes import Founding
from tests.factories.cadres import holder, position, tree, unit, with_role


@pytest.fixture
def t():
    """The base An Bình is split in two; its people and its chi đoàn wait."""
    made = tree()
    made.today = timezone.localdate()
    made.keeper = with_role(Role.ORG_STAFF, made.province)
    parts = [
        Founding(code, name, UnitType.BASE, made.district.pk)
        for code, name in (("901", "Đoàn phường Một"), ("902", "Đoàn phường Hai"))
    ]
    change = reorganising.draft(
        changes.split(made.today, made.base.pk, parts, ""), title="Chia tách", legal_basis="NQ 1", by=made.keeper
    )
    made.change = reorganising.confirm(change, by=made.keeper, version=0)
    made.one, made.two = Unit.objects.get(code="901"), Unit.objects.get(code="902")
    return made


def of(cadre):
    return HandDecision.objects.get(appointment__cadre=cadre)


def test_a_person_is_placed_at_one_of_the_new_units(t):
    decision = reorganising.place_person(of(t.base_secretary), by=t.keeper, unit=t.two, position=position("BT-COSO"))

    post = Appointment.objects.valid_on(t.today).get(cadre=t.base_secretary)
    assert (post.unit, post.position.code, post.valid_from, post.is_main) == (t.two, "BT-COSO", t.today, True)
    assert (decision.state, decision.chosen_unit, decision.new_appointment) == ("placed", t.two, post)
    assert AuditEvent.objects.get(verb="hand_decision.placed").cadre_id == t.base_secretary.pk
    body = Notification.objects.get(to=t.base_secretary.user).body
    assert "đồng chí là Bí thư Đoàn cơ sở tại Đoàn phường Hai" in body


def test_a_seat_of_one_is_not_given_twice(t):
    holder(t.two, "BT-COSO", full_name="Lê Thị Đầu")

    with pytest.raises(reorganising.PlacingRefused, match="đã có Bí thư Đoàn cơ sở: đồng chí Lê Thị Đầu"):
        reorganising.place_person(of(t.base_secretary), by=t.keeper, unit=t.two, position=position("BT-COSO"))
    reorganising.place_person(of(t.base_secretary), by=t.keeper, unit=t.two, position=position("PBT-COSO"))


def test_a_post_must_be_of_the_units_level(t):
    with pytest.raises(reorganising.PlacingRefused, match="không phải chức vụ của đoàn cơ sở"):
        reorganising.place_person(of(t.base_deputy), by=t.keeper, unit=t.two, position=position("BT-HUYEN"))


def test_a_case_is_decided_once(t):
    decision = of(t.base_deputy)
    reorganising.let_go(decision, by=t.keeper, reason="Nghỉ hưu")

    with pytest.raises(StaleDocument):
        reorganising.place_person(decision, by=t.keeper, unit=t.two, position=position("PBT-COSO"))
    assert (of(t.base_deputy).state, Appointment.objects.valid_on(t.today).filter(cadre=t.base_deputy).count()) == (
        "left",
        0,
    )


def test_nobody_places_himself_and_leaders_are_placed_from_above(t):
    own = with_role(Role.UNIT_ADMIN, t.one)

    with pytest.raises(PermissionDenied):
        reorganising.place_person(of(t.base_secretary), by=own, unit=t.one, position=position("BT-COSO"))
    t.base_secretary.user.grants.create(role=Role.UNIT_ADMIN, unit=t.province, valid_from=t.today)
    with pytest.raises(PermissionDenied, match="không tự sắp xếp cho mình"):
        reorganising.place_person(
            of(t.base_secretary), by=t.base_secretary.user, unit=t.one, position=position("BT-COSO")
        )


def test_a_unit_below_goes_under_one_of_the_new_ones(t):
    reorganising.place_unit(HandDecision.objects.get(unit=t.branch), by=t.keeper, unit=t.one)

    t.branch.refresh_from_db()
    t.one.refresh_from_db()
    assert t.branch.parent_path == t.one.path
    places = UnitPlacement.objects.filter(unit=t.branch).order_by("valid_from")
    assert [(p.parent, p.valid_to, p.legal_basis) for p in places] == [
        (t.base, t.today - dt.timedelta(days=1), ""),
        (t.one, None, "NQ 1"),
    ]
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_the_list_and_the_form(client, t, query_count):
    client.force_login(t.keeper)
    page = client.get(reverse("cadres:hand_decision_list"))
    assert [one.pk for one in page.context["page"]] == [d.pk for d in HandDecision.objects.in_order()]

    url = of(t.base_deputy).get_absolute_url()
    wrong = client.post(url, {"unit": t.one.pk, "position": ""})
    assert wrong.context["form"].errors.keys() == {"position"}
    assert client.post(url, {"position": "leave", "unit": t.one.pk}).context["form"].errors.keys() == {"reason"}
    done = client.post(url, {"unit": t.one.pk, "position": position("PBT-COSO").pk})

    assert done.url == reverse("cadres:hand_decision_list")
    assert Appointment.objects.valid_on(t.today).get(cadre=t.base_deputy).unit == t.one
    assert client.get(url).status_code == 200
    assert (
        client.get(reverse("cadres:hand_decision_list"), {"loai": "xong"}).context["page"][0].pk == of(t.base_deputy).pk
    )


def test_a_chi_doan_is_placed_by_its_form(client, t):
    client.force_login(t.keeper)

    client.post(HandDecision.objects.get(unit=t.branch).get_absolute_url(), {"unit": t.two.pk})

    assert UnitPlacement.objects.get(unit=t.branch, valid_to=None).parent == t.two


def test_staff_of_a_closed_unit_may_go_anywhere_in_reach(client, t):
    lone = unit("Đoàn xã Lẻ", UnitType.BASE, t.district, "72488")
    cadre = holder(lone, "PBT-COSO")
    made = reorganising.draft(changes.close(t.today, lone.pk, ""), title="x", legal_basis="", by=t.keeper)
    reorganising.confirm(made, by=t.keeper, version=0)
    client.force_login(t.keeper)
    url = of(cadre).get_absolute_url()

    assert client.post(url, {"unit": "khong co", "position": position("PBT-COSO").pk}).status_code == 200
    client.post(url, {"unit": "901", "position": position("PBT-COSO").pk})

    assert Appointment.objects.valid_on(t.today).get(cadre=cadre).unit == t.one
