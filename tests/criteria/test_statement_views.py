import pytest

from cadres.models import Role
from criteria import composing
from criteria.models import StatementSet
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory

WORDS = {"text": "Đi họp đúng giờ.", "facet": "", "public_servants_only": ""}


@pytest.fixture
def t(client):
    found = tree()
    found.staff = with_role(Role.ORG_STAFF, found.province)
    client.force_login(found.staff)
    return found


def test_writing_a_version_from_the_list_to_the_year(t, client):
    newest = StatementSet.objects.newest()
    assert "Soạn phiên bản mới" in client.get("/quan-tri/bo-tieu-chi/").text
    answer = client.post(f"/quan-tri/bo-tieu-chi/{newest.pk}/soan/", follow=True)
    draft = answer.context["set"]
    assert "Chưa có gì khác phiên bản 1" in answer.text

    statement = draft.statements.get(code="GM-3")
    url = f"/quan-tri/bo-tieu-chi/dieu/{statement.pk}/"
    assert "Sửa điều GM-3" in client.get(url).text
    answer = client.post(url, WORDS | {"version": 1, "applies_to": ["BRANCH_SEC", "TEAM_HEAD"]}, follow=True)
    assert "<ins>" in answer.text
    assert "Giáo viên - Tổng phụ trách Đội" in answer.text

    new = f"/quan-tri/bo-tieu-chi/{draft.pk}/them/"
    assert client.post(new, {"criterion": "SS", "kind": "dont", "text": ""}).status_code == 422
    assert "SS-K2" in client.post(new, WORDS | {"criterion": "SS", "kind": "dont"}, follow=True).text

    gone = draft.statements.get(code="GM-4")
    answer = client.post(f"/quan-tri/bo-tieu-chi/dieu/{gone.pk}/bo/", {"version": 1}, follow=True)
    assert "Lấy lại GM-4" in answer.text
    client.post(f"/quan-tri/bo-tieu-chi/{draft.pk}/lay-lai/", {"code": "GM-4"})
    assert draft.statements.filter(code="GM-4").exists()

    draft.refresh_from_db()
    given = {"revision": draft.revision, "name": "Bốn tiêu chí", "source_document": "KH 283", "legal_basis": "KL 12"}
    lacking = client.post(f"/quan-tri/bo-tieu-chi/{draft.pk}/ban-hanh/", given)
    assert lacking.status_code == 422
    assert 'value="KL 12"' in lacking.text
    answer = client.post(f"/quan-tri/bo-tieu-chi/{draft.pk}/ban-hanh/", given | {"is_sure": "on"}, follow=True)
    assert "Đã ban hành phiên bản 2" in answer.text

    period = PeriodFactory(state="draft")
    assert "Chọn bộ tiêu chí" in client.get(period.get_absolute_url()).text
    client.post(f"/quan-tri/ky/{period.pk}/bo-tieu-chi/", {"statement_set": draft.pk})
    period.refresh_from_db()
    assert period.statement_set == draft


def test_a_stale_tab_keeps_what_was_typed(t, client):
    draft = composing.begin("KH283", by=t.staff)
    statement = draft.statements.get(code="GM-2")
    composing.write(
        statement, by=t.staff, version=1, words={"text": "Bản mới.", "facet": "", "public_servants_only": False}
    )

    answer = client.post(f"/quan-tri/bo-tieu-chi/dieu/{statement.pk}/", WORDS | {"version": 1})

    assert answer.status_code == 409
    assert "Đi họp đúng giờ." in answer.text


def test_an_empty_version_says_what_is_missing(t, client):
    kl06 = StatementSet.objects.get(code="KL06")
    assert "Bộ chưa có điều nào" in client.get(kl06.get_absolute_url()).text
    given = {"revision": 1, "name": "KL 06", "source_document": "KL 06", "legal_basis": "KL 06", "is_sure": "on"}
    answer = client.post(f"/quan-tri/bo-tieu-chi/{kl06.pk}/ban-hanh/", given)
    assert answer.status_code == 422
    assert "Thêm ít nhất một điều rồi ban hành" in answer.text


def test_the_criteria_page_shows_the_sets_that_have_text(t, client):
    composing.begin("KH283", by=t.staff)
    client.force_login(t.branch_secretary.user)
    page = client.get("/tieu-chi/").text
    assert "17 điều NÊN LÀM và 10 điều KHÔNG" in page
    assert "Quan liêu, hành chính hóa" in page
    assert "06-KL/TWĐTN-BTC" not in page


def test_the_pledge_offers_what_binds_the_person_and_shows_the_references(t, client):
    draft = composing.begin("KH283", by=t.staff)
    words = {"text": "Chỉ với Bí thư chi đoàn.", "facet": "", "public_servants_only": False}
    for applies_to, code in ((["BRANCH_SEC"], "SS-2"), (["PROV_STAFF"], "SS-3"), (["PROV_STAFF"], "SS-K1")):
        composing.write(
            draft.statements.get(code=code), by=t.staff, version=1, words=words | {"applies_to": applies_to}
        )
    draft.refresh_from_db()
    given = {"name": "x", "source_document": "x", "legal_basis": "x"}
    second = composing.publish(draft, by=t.staff, revision=draft.revision, **given)
    pledge = PledgeFactory(cadre=t.branch_secretary, period=PeriodFactory(statement_set=second))
    client.force_login(t.branch_secretary.user)

    page = client.get(f"/dang-ky/{pledge.pk}/ss/").text

    assert "SS-2. Chỉ với Bí thư chi đoàn." in page
    assert "SS-3." not in page
    assert "SS-K1" not in page
    assert "Chỉ thị số 01-CT/TWĐTN" in page


def test_the_lists_cost_the_same_with_many_versions(t, query_count):
    few = query_count("/quan-tri/bo-tieu-chi/")
    for _ in range(3):
        draft = composing.begin("KH283", by=t.staff)
        given = {"name": "x", "source_document": "x", "legal_basis": "x"}
        composing.publish(draft, by=t.staff, revision=1, **given)
    assert query_count("/quan-tri/bo-tieu-chi/") == few
