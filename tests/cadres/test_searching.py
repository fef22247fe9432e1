"""People and units are found by what somebody remembers of them, and by an index."""

import pytest
from django.db import connection

from cadres.models import Cadre, Role, Unit, UnitType
from tests.factories.cadres import CadreFactory, tree, unit, with_role

PEOPLE = [
    ("Nguyễn Văn Hải", "0912345678", "hai.nguyen@tinhdoan.vn"),
    ("Trần Thị Thái", "0987654321", "Thai@tinhdoan.vn"),
    ("Hồ Hải An", "", ""),
]


@pytest.fixture
def three():
    for number, (name, phone, email) in enumerate(PEOPLE):
        CadreFactory(full_name=name, phone=phone, email=email, code=f"CB-7K4P2{number}")


def people(words):
    return {cadre.full_name for cadre in Cadre.objects.matching(words)}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nguyen van hai", {"Nguyễn Văn Hải"}),
        ("hải", {"Nguyễn Văn Hải", "Hồ Hải An"}),
        ("hai nguyen", {"Nguyễn Văn Hải"}),
        ("  NGUYỄN   v h ", {"Nguyễn Văn Hải"}),
        ("ai", set()),
        ("an", {"Hồ Hải An"}),
        ("0912345678", {"Nguyễn Văn Hải"}),
        ("0912 345", {"Nguyễn Văn Hải"}),
        ("+84 912.345.678", {"Nguyễn Văn Hải"}),
        ("84912345678", {"Nguyễn Văn Hải"}),
        ("345678", set()),
        ("hai.ng", {"Nguyễn Văn Hải"}),
        ("THAI@", {"Trần Thị Thái"}),
        ("cb-7k4p22", {"Hồ Hải An"}),
        ("cb-7k4", {"Nguyễn Văn Hải", "Trần Thị Thái", "Hồ Hải An"}),
        ("%", set()),
        ("_ai", set()),
    ],
)
def test_people_are_found_by(three, words, found):
    assert people(words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("doan phuong an binh", {"Đoàn phường An Bình"}),
        ("an binh", {"Đoàn phường An Bình", "Đoàn xã An Bình"}),
        ("binh phuong", {"Đoàn phường An Bình"}),
        ("dpab", {"Đoàn phường An Bình"}),
        ("72401", {"Đoàn phường An Bình", "Chi đoàn khu phố 1"}),
        ("74-tc", {"Ban Tổ chức - Kiểm tra"}),
        ("huong", set()),
    ],
)
def test_units_are_found_by(words, found):
    t = tree()
    Unit.objects.filter(pk=t.base.pk).update(short_name="ĐPAB")
    assert (
        set(Unit.objects.visible_to(t.district_secretary.user).matching(words).values_list("name", flat=True))
        | set(Unit.objects.visible_to(t.province_secretary.user).matching(words).values_list("name", flat=True))
        == found
    )


def test_search_reaches_as_far_as_the_right_to_read_people():
    t = tree()
    everybody = Cadre.objects.all()

    def seen(user):
        return set(everybody.reached_by(user)), set(everybody.visible_to(user))

    for user in (t.district_secretary.user, t.province_secretary.user, t.branch_secretary.user):
        reached, visible = seen(user)
        assert reached == visible
    reached, visible = seen(with_role(Role.SYSADMIN, t.province))
    assert reached == visible == set()


@pytest.fixture
def thousands():
    """Enough people and units for the planner to weigh an index against reading all."""
    t = tree()
    surnames, given = ("Nguyễn", "Trần", "Lê", "Phạm", "Vũ"), ("An", "Bình", "Hải", "Hòa", "Mai", "Thái")
    Cadre.objects.bulk_create(
        Cadre(
            full_name=f"{surnames[n % 5]} Văn {given[n % 6]}",
            phone=f"09{n:08d}",
            email=f"n{n}@example.org",
            code=f"CB-{n:06d}",
        )
        for n in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cadres_cadre")
        cursor.execute("ANALYZE cadres_unit")
        cursor.execute("SET LOCAL enable_seqscan = off")
    return t


@pytest.mark.parametrize(
    ("words", "indexes"),
    [
        ("nguyen van hai", ["cadres_by_name"]),
        ("an", ["cadres_by_name"]),
        ("0900000012", ["cadres_by_phone"]),
        ("n12@", ["cadres_by_name", "cadres_by_email", "cadres_cadre_code_0f831a9b_like"]),
    ],
)
def test_each_way_of_finding_people_has_its_index(thousands, words, indexes):
    plan = Cadre.objects.matching(words).order_by().explain()

    assert [index for index in indexes if index not in plan] == []
    assert "Seq Scan" not in plan


def test_each_way_of_finding_units_has_its_index(thousands):
    plan = Unit.objects.matching("72401").order_by().explain()

    assert [i for i in ("units_by_name", "units_by_short_name", "units_by_code") if i not in plan] == []
    assert "Seq Scan" not in plan


def test_given_names_come_in_order_from_their_index(thousands):
    plan = Cadre.objects.all().called("hai").in_order_of_given_names()[:6].explain()

    assert "cadres_by_given_name" in plan
    assert "Sort" not in plan


def test_search_in_a_scope_reads_no_table_from_end_to_end(thousands):
    user = thousands.district_secretary.user
    everybody = Cadre.objects.reached_by(user).matching("nguyen van hai")
    named = everybody.called("hai").in_order_of_given_names()[:6]
    units = Unit.objects.visible_to(user).matching("an binh")[:6]

    assert "Seq Scan" not in everybody.in_name_order()[:6].explain()
    assert "Seq Scan" not in named.explain()
    assert "Seq Scan" not in units.explain()


def test_units_of_the_same_words_are_told_in_the_order_of_the_tree():
    t = tree()
    unit("Đoàn xã An Bình", UnitType.BASE, t.district)
    found = Unit.objects.visible_to(t.province_secretary.user).matching("an binh")

    assert [one.parent_path for one in found] == [t.district.path, t.district.path, t.other_district.path]
