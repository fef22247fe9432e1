import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from accounts.outbox import work_due
from cadres import reorganising
from cadres.models import (
    Appointment,
    HandDecision,
    Reorganisation,
    Role,
    RoleGrant,
    Supervision,
    Unit,
    UnitPlacement,
    UnitSuccession,
    UnitType,
)
from cadres.reorganising import changes
from cadres.reorganising.changes import Founding
from tests.factories.cadres import FIRST_DAY, AppointmentFactory, holder, position, tree, unit, with_role

BASIS = "12-QĐ/TĐTN"


@pytest.fixture
def t():
    made = tree()
    made.keeper = with_role(Role.ORG_STAFF, made.province)
    made.today = timezone.localdate()
    made.yesterday = made.today - dt.timedelta(days=1)
    made.sister = unit("Đoàn phường Tân Bình", UnitType.BASE, made.district, "72402")
    made.sister_branch = unit("Chi đoàn khu phố 9", UnitType.BRANCH, made.sister, "72402-KP9")
    return made


def carried_out(change, by=None):
    made = reorganising.draft(change, title="Sắp xếp", legal_basis=BASIS, by=by)
    return reorganising.confirm(made, by=by, version=made.version)


def new_base(parent, code="99001", name="Đoàn phường Mới"):
    return Founding(code, name, UnitType.BASE, parent.pk)


def merged(t):
    done = carried_out(changes.merge(t.today, [t.base.pk, t.sister.pk], new_base(t.province), BASIS), by=t.keeper)
    return done, Unit.objects.get(code="99001")


def test_a_merger_ends_the_old_units_and_founds_one_with_what_stood_below_them(t):
    done, new = merged(t)

    assert done.state == Reorganisation.State.DONE
    assert set(Unit.objects.filter(valid_to=t.yesterday)) == {t.base, t.sister}
    assert (new.valid_from, new.depth, new.name) == (t.today, 2, "Đoàn phường Mới")
    assert set(UnitSuccession.objects.values_list("old_unit", "new_unit", "legal_basis")) == {
        (t.base.pk, new.pk, BASIS),
        (t.sister.pk, new.pk, BASIS),
    }
    below = Unit.objects.children_of(new).valid_on(t.today)
    assert set(below) == {t.branch, t.sister_branch}
    placements = UnitPlacement.objects.filter(unit=t.branch).order_by("valid_from")
    assert [(p.parent_id, p.valid_from, p.valid_to) for p in placements] == [
        (t.base.pk, FIRST_DAY, t.yesterday),
        (new.pk, t.today, None),
    ]


def test_the_papers_of_what_ended_are_read_by_who_keeps_the_successor(t):
    _, new = merged(t)

    t.base.refresh_from_db()
    assert t.base.path.startswith(new.path)
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_people_go_on_in_the_same_post_from_the_day(t):
    _, new = merged(t)

    posts = Appointment.objects.filter(cadre=t.base_deputy).order_by("valid_from")
    assert [(p.unit_id, p.position.code, p.valid_from, p.valid_to) for p in posts] == [
        (t.base.pk, "PBT-COSO", FIRST_DAY, t.yesterday),
        (new.pk, "PBT-COSO", t.today, None),
    ]
    assert Appointment.objects.get(cadre=t.branch_secretary).unit == t.branch


def test_a_single_secretary_goes_on_and_two_are_left_to_be_decided(t):
    rival = holder(t.sister, "BT-COSO")

    _, new = merged(t)

    listed = HandDecision.objects.order_by("appointment")
    assert [(d.appointment.cadre, d.why, d.candidates) for d in listed] == [
        (t.base_secretary, "doubled", [new.pk]),
        (rival, "doubled", [new.pk]),
    ]
    assert not Appointment.objects.valid_on(t.today).filter(cadre__in=[t.base_secretary, rival]).exists()


def test_a_secretary_alone_in_his_seat_is_carried_along(t):
    _, new = merged(t)

    assert HandDecision.objects.count() == 0
    assert Appointment.objects.valid_on(t.today).get(cadre=t.base_secretary).unit == new


def test_the_secretary_of_a_unit_that_takes_others_in_stays_and_the_other_is_listed(t):
    rival = holder(t.sister, "BT-COSO")

    carried_out(changes.merge(t.today, [t.sister.pk], t.base.pk, BASIS))

    assert Appointment.objects.valid_on(t.today).get(cadre=t.base_secretary).unit == t.base
    assert [d.appointment.cadre for d in HandDecision.objects.all()] == [rival]
    assert set(Unit.objects.children_of(t.base).valid_on(t.today)) == {t.branch, t.sister_branch}


def test_a_person_in_both_units_with_one_post_holds_it_once(t):
    AppointmentFactory(cadre=t.base_deputy, unit=t.sister, position=position("PBT-COSO"), is_main=False)

    _, new = merged(t)

    assert Appointment.objects.valid_on(t.today).filter(cadre=t.base_deputy).get().unit == new


def test_a_post_taken_up_after_the_day_is_only_set_right(t):
    on = t.today - dt.timedelta(days=30)
    late = AppointmentFactory(unit=t.sister, position=position("PBT-COSO"), valid_from=t.yesterday)

    carried_out(changes.merge(on, [t.sister.pk], t.base.pk, BASIS))

    late.refresh_from_db()
    assert (late.unit, late.valid_from, late.valid_to) == (t.base, t.yesterday, None)


def test_a_split_leaves_people_and_units_below_to_be_decided(t):
    two = [new_base(t.province), new_base(t.province, "99002", "Đoàn phường Hai")]

    carried_out(changes.split(t.today, t.base.pk, two, BASIS), by=t.keeper)

    new = list(Unit.objects.filter(code__in=["99001", "99002"]).order_by("code").values_list("pk", flat=True))
    listed = HandDecision.objects.in_order()
    assert [(d.appointment and d.appointment.cadre, d.unit, d.why, d.candidates) for d in listed] == [
        (t.base_secretary, None, "split", new),
        (t.base_deputy, None, "split", new),
        (None, t.branch, "split", new),
    ]
    t.branch.refresh_from_db()
    assert (t.branch.valid_to, t.branch.parent_path) == (None, t.base.path)


def test_a_closed_district_gives_its_bases_to_the_province_and_lists_its_staff(t):
    carried_out(changes.close(t.today, t.district.pk, BASIS), by=t.keeper)

    assert {u.depth for u in Unit.objects.filter(pk__in=[t.base.pk, t.sister.pk])} == {2}
    people = {d.appointment.cadre for d in HandDecision.objects.filter(why="closed")}
    assert people == {t.district_secretary, t.district_deputy, t.district_staff}


def test_a_base_with_chi_doan_is_not_closed_over_their_heads(t):
    made = reorganising.draft(changes.close(t.today, t.base.pk, BASIS), title="x", legal_basis="", by=None)

    assert made.preview["conflicts"] == [
        {
            "row": 0,
            "message": f"“{t.branch}” trực thuộc {t.base} không đặt được dưới đơn vị mới. Chuyển đơn vị này trước.",
        }
    ]
    with pytest.raises(StaleDocument, match="Còn vướng mắc"):
        reorganising.confirm(made, by=None, version=0)


def test_a_rename_keeps_the_old_name_in_history(t):
    change = changes.rename(t.today, t.base.pk, name="Đoàn phường Tên Mới", type="base", short_name="", basis=BASIS)

    carried_out(change, by=t.keeper)

    t.base.refresh_from_db()
    names = UnitPlacement.objects.filter(unit=t.base).order_by("valid_from").values_list("name", "valid_to")
    assert list(names) == [("Đoàn phường An Bình", t.yesterday), ("Đoàn phường Tên Mới", None)]
    assert t.base.name == "Đoàn phường Tên Mới"


def test_a_type_that_does_not_fit_what_stands_below_is_refused(t):
    change = changes.rename(t.today, t.base.pk, name="Chi đoàn cơ sở A", type="base_branch", short_name="", basis="")

    made = reorganising.draft(change, title="x", legal_basis="", by=None)

    (conflict,) = made.preview["conflicts"]
    assert conflict["message"] == (
        "Chi đoàn cơ sở không có đơn vị như “Chi đoàn khu phố 1” bên dưới. Chuyển đơn vị đó trước."
    )


def test_a_move_takes_all_below_along_and_their_placements_stay(t):
    carried_out(changes.move(t.today, t.base.pk, t.other_district.pk, BASIS), by=t.keeper)

    t.base.refresh_from_db()
    t.branch.refresh_from_db()
    t.other_district.refresh_from_db()
    assert t.base.parent_path == t.other_district.path
    assert t.branch.parent_path == t.base.path
    assert UnitPlacement.objects.filter(unit=t.branch).count() == 1


def test_several_changes_of_one_unit_on_one_day_are_one_placement(t):
    change = changes.Change(
        t.today,
        movings=(changes.Moving(t.base.pk, t.other_district.pk),),
        renamings=(changes.Renaming(t.base.pk, "Đoàn phường Khác", "base"),),
    )

    carried_out(change)

    latest = UnitPlacement.objects.filter(unit=t.base, valid_to=None).get()
    assert (latest.name, latest.parent, UnitPlacement.objects.filter(unit=t.base).count()) == (
        "Đoàn phường Khác",
        t.other_district,
        2,
    )


def test_a_new_unit_takes_the_code_of_one_that_ends(t):
    carried_out(changes.merge(t.today, [t.base.pk, t.sister.pk], new_base(t.province, "72401"), BASIS))

    assert Unit.objects.valid_on(t.yesterday).get(code="72401") == t.base
    assert Unit.objects.valid_on(t.today).get(code="72401").name == "Đoàn phường Mới"


def test_grants_and_supervision_follow_to_a_sole_successor_but_leading_roles_end(t):
    keeper, leader = with_role(Role.PARTY_REP, t.base), with_role(Role.UNIT_SECRETARY, t.base)
    Supervision.objects.create(supervisor=t.department_staff, unit=t.base, valid_from=FIRST_DAY)
    Supervision.objects.create(supervisor=t.department_staff, unit=t.sister, valid_from=FIRST_DAY)

    _, new = merged(t)

    valid = RoleGrant.objects.valid_on(t.today)
    assert [grant.unit for grant in valid.filter(user=keeper)] == [new]
    assert valid.filter(user=leader).count() == 0
    assert [s.unit for s in Supervision.objects.valid_on(t.today)] == [new]


def test_a_future_change_waits_for_its_day(t):
    on = t.today + dt.timedelta(days=10)
    made = carried_out(changes.merge(on, [t.base.pk, t.sister.pk], new_base(t.province), BASIS), by=t.keeper)

    assert (made.state, Unit.objects.filter(code="99001").exists()) == ("planned", False)
    assert reorganising.carry_out_due(t.today) == 0
    assert reorganising.carry_out_due(on) == 1
    assert reorganising.carry_out_due(on) == 0
    made.refresh_from_db()
    assert (made.state, Unit.objects.get(code="99001").valid_from) == ("done", on)


def test_a_planned_change_that_no_longer_fits_stays_and_its_author_is_told(t):
    on = t.today + dt.timedelta(days=10)
    made = carried_out(changes.merge(on, [t.base.pk, t.sister.pk], new_base(t.province), BASIS), by=t.keeper)
    unit("Đoàn khác", UnitType.BASE, t.district, "99001")

    assert reorganising.carry_out_due(on) == 0

    made.refresh_from_db()
    assert made.state == "planned"
    assert made.problem == "Mã 99001 đang dùng cho một đơn vị khác còn hoạt động. Ghi mã khác."
    assert Notification.objects.get(to=t.keeper).subject == "Chưa thực hiện được: Sắp xếp"


def test_a_planned_change_can_be_cancelled(t):
    on = t.today + dt.timedelta(days=10)
    made = carried_out(changes.close(on, t.sister_branch.pk, BASIS), by=t.keeper)

    reorganising.cancel(made, by=t.keeper, version=made.version)

    assert reorganising.carry_out_due(on) == 0
    made.refresh_from_db()
    assert made.state == "cancelled"
    with pytest.raises(StaleDocument):
        reorganising.cancel(made, by=t.keeper, version=made.version)


def test_what_changed_after_the_preview_is_looked_at_again(t):
    change = changes.merge(t.today, [t.base.pk, t.sister.pk], new_base(t.province), BASIS)
    made = reorganising.draft(change, title="x", legal_basis="", by=t.keeper)
    rival = holder(t.sister, "BT-COSO")

    with pytest.raises(StaleDocument, match="đã thay đổi sau khi xem trước"):
        reorganising.confirm(made, by=t.keeper, version=0)

    made = reorganising.look_again(made, by=t.keeper)
    reorganising.confirm(made, by=t.keeper, version=made.version)
    assert HandDecision.objects.filter(appointment__cadre=rival).exists()


def test_nobody_changes_the_unit_through_which_he_holds_the_right(t):
    admin = with_role(Role.UNIT_ADMIN, t.district)

    for change in (
        changes.close(t.today, t.district.pk, ""),
        changes.move(t.today, t.base.pk, t.other_district.pk, ""),
        changes.merge(t.today, [t.base.pk], t.other_base.pk, ""),
        changes.found(t.today, new_base(t.other_district)),
    ):
        with pytest.raises(PermissionDenied):
            reorganising.draft(change, title="x", legal_basis="", by=admin)

    made = reorganising.draft(changes.merge(t.today, [t.sister.pk], t.base.pk, ""), title="x", legal_basis="", by=admin)
    assert made.unit == t.district


def test_a_change_is_in_the_trail_with_ids_only(t):
    done, new = merged(t)

    event = AuditEvent.objects.get(verb="reorganisation.done")
    assert (event.actor_id, event.target_id, event.reason) == (t.keeper.pk, str(done.pk), BASIS)
    assert event.after["ended"] == [t.base.pk, t.sister.pk]
    assert event.after["new"] == {"99001": new.pk}
    assert AuditEvent.objects.filter(verb="unit.founded", target_id=str(new.pk)).count() == 1


def test_everybody_who_was_moved_is_told_once(t):
    rival = holder(t.sister, "BT-COSO")
    merged(t)

    work_due()
    work_due()

    told = {n.to: n.body for n in Notification.objects.filter(kind="reorganisation")}
    assert told.keys() == {t.base_secretary.user, rival.user, t.base_deputy.user, t.branch_secretary.user}
    assert (
        "Đoàn phường An Bình nay là Đoàn phường Mới; đồng chí tiếp tục là Phó Bí thư Đoàn cơ sở"
        in told[t.base_deputy.user]
    )
    assert "do Tỉnh đoàn Bình Dương xét duyệt" in told[t.base_deputy.user]
    assert "nay trực thuộc Đoàn phường Mới, trước đây Đoàn phường An Bình" in told[t.branch_secretary.user]
    assert "Nơi công tác và chức vụ mới của đồng chí do cán bộ tổ chức" in told[rival.user]
