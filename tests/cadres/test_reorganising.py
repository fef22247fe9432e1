"""Founding many units at once leaves the same tree as founding them one by one."""

import datetime as dt

from accounts.models import AuditEvent
from cadres import reorganising
from cadres.models import Unit, UnitPlacement, UnitType
from cadres.reorganising import Founding
from tests.factories.cadres import tree

DAY = dt.date(2026, 1, 1)


def shape(units):
    return [(unit.path, unit.depth, unit.level, unit.name) for unit in units]


def test_many_units_are_founded_as_one_by_one_would_be():
    t = tree()
    plans = [(t.district, "Đoàn xã A", "A"), (t.other_district, "Đoàn xã B", "B"), (t.district, "Đoàn xã C", "C")]

    many = reorganising.found_many([Founding(above, name, UnitType.BASE, code, DAY) for above, name, code in plans])

    assert [unit.parent_path for unit in many] == [t.district.path, t.other_district.path, t.district.path]
    paths = [unit.path for unit in Unit.objects.children_of(t.district)]
    assert paths == [t.base.path, many[0].path, many[2].path]
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    last = reorganising.found(name="Đoàn xã D", type=UnitType.BASE, parent=t.district, code="D", on=DAY)
    assert last.path == Unit._get_path(t.district.path, t.district.depth + 1, 4)
    placed = UnitPlacement.objects.filter(unit__in=many).order_by("pk").values_list("parent", "name", "valid_from")
    assert list(placed) == [(above.pk, name, DAY) for above, name, _ in plans]
    told = AuditEvent.objects.filter(verb="unit.founded", target_id__in=[unit.pk for unit in many])
    assert [event.after["code"] for event in told.order_by("seq")] == ["A", "B", "C"]


def test_a_unit_without_children_gets_its_first_ones():
    t = tree()
    plans = [Founding(t.department, name, UnitType.SECTION, name, DAY) for name in ("Tổ 1", "Tổ 2")]

    many = reorganising.found_many(plans)

    assert [unit.path[-4:] for unit in many] == ["0001", "0002"]
    assert Unit.objects.find_problems() == ([], [], [], [], [])
