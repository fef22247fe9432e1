"""Who reads what of the trail, and what a row says in words."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts import audit
from accounts.context import Origin, origin
from accounts.models import AuditEvent
from accounts.verb_groups import BY_CODE, GROUPS, verbs_of
from accounts.verbs import VERBS
from cadres.models import Role
from cadres.trail_words import Change, changes_of
from cadres.trails import address_of, lines_of, visible_events
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory


@pytest.fixture
def t():
    return tree()


@pytest.fixture
def rows(t):
    """One row of each kind, in the district and beside it."""
    secretary, other = t.base_secretary, t.other_base_secretary
    return {
        "sign-in": audit.record("session.opened", secretary.user, by=secretary.user, cadre_id=secretary.pk),
        "other sign-in": audit.record("session.opened", other.user, by=other.user, cadre_id=other.pk),
        "document": audit.record("unit.reminded", t.base, by=secretary.user, unit_id=t.base.pk),
        "other document": audit.record("unit.reminded", t.other_base, by=None, unit_id=t.other_base.pk),
        "refusal": audit.record("access.refused", t.base, by=other.user, unit_id=t.base.pk),
        "print": audit.record("audit.printed", None, by=secretary.user),
    }


@pytest.mark.parametrize(
    ("role", "unit", "seen"),
    [
        (Role.INSPECTOR, "province", {"sign-in", "other sign-in", "document", "other document", "refusal", "print"}),
        (Role.INSPECTOR, "district", {"sign-in", "document", "refusal"}),
        (Role.ORG_STAFF, "province", {"document", "other document"}),
        (Role.ORG_STAFF, "district", {"document"}),
        (Role.SYSADMIN, "province", {"sign-in", "other sign-in", "print"}),
        (Role.UNIT_ADMIN, "province", set()),
        (Role.UNIT_SECRETARY, "province", set()),
    ],
)
def test_each_role_reads_its_part_of_the_trail(t, rows, role, unit, seen):
    user = with_role(role, getattr(t, unit))

    found = set(visible_events(user).values_list("pk", flat=True))

    assert {name for name, event in rows.items() if event.pk in found} == seen


def test_every_verb_belongs_to_one_group():
    groups = {verb: [group.code for group in GROUPS if verb in group.verbs] for verb in VERBS}
    assert {verb: codes for verb, codes in groups.items() if len(codes) != 1} == {}


def test_verbs_of_several_groups_are_joined():
    assert verbs_of([BY_CODE["tu-choi"], BY_CODE["he-thong"]])[0] == "access.refused"


def test_lines_carry_the_names_of_today(t, django_assert_num_queries):
    user, cadre = UserFactory(full_name="Lê Minh Khoa"), t.base_secretary
    audit.record("cadre.changed", cadre, by=user, cadre_id=cadre.pk, unit_id=t.base.pk, on_behalf_of=cadre.user)
    audit.record("unit.reminded", t.base, by=None, unit_id=t.base.pk)
    events = list(AuditEvent.objects.exclude(verb="unit.founded").order_by("seq"))

    with django_assert_num_queries(3):
        first, second = lines_of(events)

    assert (first.actor, first.on_behalf_of, first.thing) == (
        "Lê Minh Khoa",
        cadre.user.full_name,
        f"Cán bộ {cadre.pk}",
    )
    assert (second.actor, second.person, second.unit) == ("Hệ thống", None, t.base)
    token = origin.set(Origin(ip="203.0.113.7"))
    audit.record("session.failed", user, by=None)
    origin.reset(token)
    (failed,) = lines_of([AuditEvent.objects.first()])
    assert (failed.actor, failed.thing) == ("Người chưa đăng nhập", "Tài khoản Lê Minh Khoa")


def test_a_thing_is_linked_for_those_who_may_open_it(t):
    period = PeriodFactory()
    audit.record("unit.reminded", t.base, by=None)
    of_unit = AuditEvent.objects.first()
    audit.record("period.opened", period, by=None)
    of_period = AuditEvent.objects.first()
    inspector, staff = with_role(Role.INSPECTOR, t.district), with_role(Role.ORG_STAFF, t.province)

    assert address_of(of_unit, inspector) == t.base.get_absolute_url()
    assert address_of(of_unit, with_role(Role.INSPECTOR, t.other_district)) == ""
    assert (address_of(of_period, inspector), address_of(of_period, staff)) == ("", period.get_absolute_url())


def test_a_thing_that_is_gone_has_no_page(t):
    audit.record("unit.reminded", t.base, by=None)
    event = AuditEvent.objects.first()
    event.target_id = "999999"
    inspector = with_role(Role.INSPECTOR, t.province)
    assert address_of(event, inspector) == ""
    event.target = "gone.thing"
    assert address_of(event, inspector) == ""


def test_before_and_after_are_told_in_words(t):
    event = AuditEvent(
        verb="pledge.approved",
        before={"state": "submitted", "unit": t.base.pk, "until": None},
        after={
            "state": "approved",
            "unit": t.district.pk,
            "fields": ["phone", "email"],
            "valid_from": "2026-11-05",
            "again": True,
            "role": "inspector",
            "parameters": {"year": 2026},
            "odd": 7,
        },
    )

    assert changes_of(event) == [
        Change("trạng thái", "Chờ duyệt", "Đã duyệt"),
        Change("đơn vị", t.base.name, t.district.name),
        Change("đến hết tháng", "", ""),
        Change("mục đã sửa", "", "điện thoại, e-mail"),
        Change("từ ngày", "", "05/11/2026"),
        Change("gửi lại", "", "có"),
        Change("vai trò", "", "Ủy ban Kiểm tra"),
        Change("tham số", "", "năm: 2026"),
        Change("odd", "", "7"),
    ]


@pytest.fixture
def inspector(client, t):
    client.force_login(with_role(Role.INSPECTOR, t.province))
    return client


LIST = "/quan-tri/nhat-ky/"


def shown(client, **query):
    """The verbs of the list, but for the founding of the units of the tree."""
    lines = client.get(LIST, query).context["lines"]
    return [line.event.verb for line in lines if line.event.verb != "unit.founded"]


def test_the_list_narrows_by_kind_person_unit_and_actor(inspector, t, rows):
    everything = {"tu": "2020-01-01"}
    name = t.base_secretary.full_name
    assert len(shown(inspector)) == 6
    assert shown(inspector, **everything, nhom="tu-choi") == ["access.refused"]
    assert shown(inspector, **everything, can_bo=t.base_secretary.code) == ["session.opened"]
    assert shown(inspector, **everything, nguoi=name) == ["audit.printed", "unit.reminded", "session.opened"]
    assert shown(inspector, **everything, nguoi="không có ai") == []
    assert shown(inspector, **everything, don_vi="Thành đoàn Dĩ An") == ["access.refused", "unit.reminded"]
    assert shown(inspector, den="2020-01-01", tu="") == []


def test_at_first_the_last_thirty_days_are_shown(inspector, t):
    long_ago = timezone.now() - dt.timedelta(days=40)
    AuditEvent.objects.bulk_create([AuditEvent(verb="unit.reminded", target="x", target_id="1", at=long_ago)])

    assert shown(inspector) == []
    assert shown(inspector, tu="2020-01-01") == ["unit.reminded"]


def test_a_long_trail_is_read_in_stretches(inspector, t, query_count):
    for _ in range(3):
        audit.record("unit.reminded", t.base, by=t.base_secretary.user, unit_id=t.base.pk)
    few = query_count(LIST)
    for _ in range(60):
        audit.record("unit.reminded", t.base, by=t.base_secretary.user, unit_id=t.base.pk)

    assert query_count(LIST) == few
    page = inspector.get(LIST)
    seqs = [line.event.seq for line in page.context["lines"]]
    assert (len(seqs), page.context["older"]) == (25, seqs[-1])
    older = inspector.get(LIST, {"truoc": seqs[-1]})
    assert [line.event.seq for line in older.context["lines"]] == list(range(seqs[-1] - 1, seqs[-1] - 26, -1))
    assert inspector.get(LIST, {"truoc": 3}).context["older"] is None


def test_one_row_shows_before_and_after_and_leads_to_the_thing(inspector, t):
    event = audit.record(
        "unit.reminded", t.base, by=t.base_secretary.user, unit_id=t.base.pk, reason="sáp nhập", after={"code": "72401"}
    )

    page = inspector.get(f"{LIST}{event.pk}/").text

    assert "sáp nhập" in page
    assert "72401" in page
    assert f'href="{t.base.get_absolute_url()}"' in page


def test_the_time_line_of_a_thing_and_of_a_person(inspector, t, rows):
    thing = inspector.get(f"{LIST}doi-tuong/cadres.unit/{t.base.pk}/")
    person = inspector.get(f"/can-bo/{t.base_secretary.pk}/qua-trinh/")

    assert [line.event.verb for line in thing.context["lines"]] == ["access.refused", "unit.reminded", "unit.founded"]
    assert [line.event.verb for line in person.context["lines"]] == ["session.opened"]
    assert inspector.get(f"{LIST}doi-tuong/cadres.unit/999/").status_code == 404


def test_who_reads_no_trail_gets_no_time_line_of_a_person(client, t):
    client.force_login(t.district_secretary.user)

    assert client.get(f"/can-bo/{t.base_secretary.pk}/qua-trinh/").status_code == 403


def test_printing_is_itself_in_the_trail(inspector, t, rows):
    page = inspector.get(f"{LIST}in/", {"nhom": "dang-nhap"})

    assert len(page.context["lines"]) == 2
    last = AuditEvent.objects.first()
    assert (last.verb, last.after) == ("audit.printed", {"rows": 2})
