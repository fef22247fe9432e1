import pytest

from accounts.models import AuditEvent
from cadres.models import Role, Unit
from criteria import calendar_year, policies
from criteria.models import Duty, Period, PledgePolicy
from evaluations.models import ScoringPolicy, SourceRequirement
from fieldvisits.models import VisitPolicy
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory

CODES = ["nghia-vu", "dang-ky", "chuong-trinh", "di-co-so", "cham-diem", "nguon"]


@pytest.fixture
def staff(client):
    t = tree()
    user = with_role(Role.ORG_STAFF, t.province)
    client.force_login(user)
    return user


@pytest.fixture
def draft(staff):
    return calendar_year.open_year(2027)


def address(period, code):
    return f"/quan-tri/ky/{period.pk}/quy-dinh/{code}/"


def sent(client, period, code, **changes):
    """The page sent back as it came, but for the changes."""
    form = client.get(address(period, code)).context["form"]
    fields = {name: form[name].value() for name in form.fields}
    seen = policies.fingerprint(policies.page_of(code), period)
    return client.post(address(period, code), fields | {"seen": seen} | changes)


def test_pages_of_all_apps_stand_in_order():
    assert [page.code for page in policies.pages()] == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_page_sent_back_unchanged_changes_nothing(client, draft, code):
    page = policies.page_of(code)
    before = page.stored(draft)
    assert sent(client, draft, code).status_code == 302
    assert page.stored(Period.objects.get(pk=draft.pk)) == before
    assert not AuditEvent.objects.filter(verb="policy.changed").exists()


@pytest.mark.parametrize("code", CODES)
def test_an_open_period_is_read_only_and_says_why(client, draft, code):
    calendar_year.open_period(draft)
    page = client.get(address(draft, code)).text
    assert policies.FROZEN in page
    assert "<fieldset disabled>" in page
    assert "Lưu quy định" not in page
    assert client.post(address(draft, code), {}).status_code == 409


def test_the_pledge_policy_is_changed_with_a_trace(client, draft):
    answer = sent(client, draft, "dang-ky", max_items=2, paper_copy="signed", paper_kept_at="Văn phòng")
    assert answer.status_code == 302
    policy = PledgePolicy.objects.get(period=draft)
    assert (policy.max_items, policy.paper_copy, policy.paper_kept_at) == (2, "signed", "Văn phòng")
    event = AuditEvent.objects.get(verb="policy.changed")
    assert event.before == {"max_items": 3, "paper_copy": "none", "paper_kept_at": ""}
    assert event.after["max_items"] == 2


def test_what_is_impossible_is_said_and_kept(client, draft):
    page = sent(client, draft, "dang-ky", min_items=5, paper_copy="signed")
    assert page.status_code == 422
    assert "Số nội dung từ 1 đến 9" in page.text
    assert "ghi nơi lưu" in page.text
    assert 'value="5"' in page.text


def test_duties(client, draft):
    duty = Duty.objects.get(period=draft, category="BASE_LEADER")
    assert sent(client, draft, "nghia-vu", **{f"visit_{duty.pk}": "recommended"}).status_code == 302
    duty.refresh_from_db()
    assert (duty.pledge, duty.visit) == ("required", "recommended")


def test_owing_types(client, draft):
    assert sent(client, draft, "chuong-trinh", owing_types=[]).status_code == 422
    sent(client, draft, "chuong-trinh", owing_types=["district", "base"])
    assert Period.objects.get(pk=draft.pk).owing_types == ["district", "base"]
    assert calendar_year.open_year(2028).owing_types == ["district", "base"]


def test_visits_and_scoring_have_their_pages(client, draft):
    sent(client, draft, "di-co-so", report_days=7)
    assert VisitPolicy.objects.get(period=draft).report_days == 7
    wrong = sent(client, draft, "cham-diem", union_weight=60)
    assert "cộng lại phải bằng 100" in wrong.text
    sent(client, draft, "cham-diem", union_weight=60, party_weight=20)
    assert ScoringPolicy.objects.get(period=draft).union_weight == 60
    sent(client, draft, "cham-diem", capping_codes=["TN-K1"])
    assert ScoringPolicy.objects.get(period=draft).capping_codes == ["TN-K1"]
    assert sent(client, draft, "cham-diem", capping_codes=["GM-1"]).status_code == 422
    sent(client, draft, "cham-diem", capping_codes=[])
    assert ScoringPolicy.objects.get(period=draft).capping_codes == []
    duty = Duty.objects.get(period=draft, category="BRANCH_SEC")
    sent(client, draft, "nguon", **{f"party_{duty.pk}": "none"})
    assert SourceRequirement.objects.get(period=draft, category="BRANCH_SEC", source="party").need == "none"


def test_two_who_change_the_same_page(client, draft):
    seen = policies.fingerprint(policies.page_of("dang-ky"), draft)
    PledgePolicy.objects.filter(period=draft).update(max_items=2)
    answer = client.post(address(draft, "dang-ky"), {"seen": seen})
    assert answer.status_code == 409
    assert "vừa sửa" in answer.text


def test_only_staff_see_the_rules(client, draft):
    client.force_login(with_role(Role.INSPECTOR, Unit.objects.first()))
    assert client.get(f"/quan-tri/ky/{draft.pk}/quy-dinh/").status_code == 403


def test_an_unknown_page_is_not_found(client, staff):
    period = PeriodFactory()
    assert client.get(address(period, "khac")).status_code == 404
    assert client.get(f"/quan-tri/ky/{period.pk}/quy-dinh/").status_code == 200
