import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.documents import StaleDocument
from accounts.models import AuditEvent
from cadres.models import Role
from criteria import composing
from criteria.comparing_sets import compare_sets
from criteria.models import Statement, StatementSet
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory, main_post

WORDS = {"text": "Đi họp đúng giờ.", "facet": "", "applies_to": [], "public_servants_only": False}
PUBLISHED = {"name": "Bốn tiêu chí", "source_document": "Kế hoạch 283", "legal_basis": "KL 12-KL/TĐTN"}


@pytest.fixture
def t():
    found = tree()
    found.staff = with_role(Role.ORG_STAFF, found.province)
    return found


@pytest.fixture
def draft(t):
    return composing.begin("KH283", by=t.staff)


def published(draft, by):
    draft.refresh_from_db()
    return composing.publish(draft, by=by, revision=draft.revision, **PUBLISHED)


def test_what_ships_are_three_sets():
    sets = {row.code: (row.state, row.statements.count()) for row in StatementSet.objects.all()}
    assert sets == {"KH283": ("published", 27), "CT01": ("published", 16), "KL06": ("draft", 0)}
    assert [row.code for row in StatementSet.objects.references()] == ["CT01"]


def test_a_draft_begins_with_the_words_in_force(draft):
    old = StatementSet.objects.newest()
    assert (draft.version, draft.state, old.version) == (2, "draft", 1)
    assert list(draft.statements.values_list("code", "text")) == list(old.statements.values_list("code", "text"))


def test_beginning_twice_gives_the_same_draft(draft, t):
    assert composing.begin("KH283", by=t.staff) == draft


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_write_the_same_draft(t):
    gate, made = threading.Barrier(2), []

    def begin():
        try:
            gate.wait()
            made.append(composing.begin("KH283", by=t.staff).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert len(set(made)) == 1


def test_writing_needs_the_version_that_was_seen(draft, t):
    statement = draft.statements.get(code="GM-2")
    composing.write(statement, by=t.staff, version=1, words=WORDS)

    with pytest.raises(StaleDocument):
        composing.write(statement, by=t.staff, version=1, words=WORDS | {"text": "Khác"})

    statement.refresh_from_db()
    assert (statement.text, statement.code) == ("Đi họp đúng giờ.", "GM-2")
    assert AuditEvent.objects.get(verb="statements.changed").after["text"] == "Đi họp đúng giờ."


def test_a_removed_code_never_comes_back_with_another_meaning(draft, t):
    composing.remove(draft.statements.get(code="GM-4"), by=t.staff, version=1)
    made = composing.add(draft, by=t.staff, criterion="GM", kind="do", words=WORDS)
    second = published(draft, t.staff)
    third = composing.begin("KH283", by=t.staff)
    composing.remove(third.statements.get(code="GM-5"), by=t.staff, version=1)
    again = composing.add(third, by=t.staff, criterion="GM", kind="do", words=WORDS)

    assert (made.code, again.code) == ("GM-5", "GM-6")
    assert not second.statements.filter(code="GM-4").exists()


def test_what_was_removed_is_taken_back_as_it_was(draft, t):
    old = draft.statements.get(code="TN-K2")
    composing.remove(old, by=t.staff, version=1)

    back = composing.restore(draft, "TN-K2", by=t.staff)

    assert (back.text, back.order) == (old.text, old.order)
    assert [s.code for s in draft.statements.dont().of_criterion("TN")] == ["TN-K1", "TN-K2", "TN-K3", "TN-K4"]


def test_a_new_statement_stands_with_its_criterion(draft, t):
    composing.add(draft, by=t.staff, criterion="GM", kind="do", words=WORDS)
    assert [s.code for s in draft.statements.all()][:6] == ["GM-1", "GM-2", "GM-3", "GM-4", "GM-5", "GM-K1"]


def test_a_published_version_stays(draft, t):
    statement = draft.statements.get(code="GM-1")
    second = published(draft, t.staff)

    assert (second.state, second.published_by, second.legal_basis) == ("published", t.staff, "KL 12-KL/TĐTN")
    assert StatementSet.objects.newest() == second
    with pytest.raises(StaleDocument):
        composing.write(statement, by=t.staff, version=1, words=WORDS)
    for forbidden in (
        lambda: Statement.objects.filter(pk=statement.pk).update(text="x"),
        lambda: Statement.objects.filter(pk=statement.pk).delete(),
        lambda: second.statements.create(code="GM-9", criterion="GM", kind="do", order=9, text="x"),
    ):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            forbidden()


def test_publishing_what_somebody_else_changed_meanwhile_is_refused(draft, t):
    composing.write(draft.statements.get(code="GM-2"), by=t.staff, version=1, words=WORDS)
    with pytest.raises(StaleDocument):
        composing.publish(draft, by=t.staff, revision=1, **PUBLISHED)


def test_an_empty_set_is_not_published(t):
    with pytest.raises(composing.NotPublishable, match="chưa có điều nào"):
        published(StatementSet.objects.get(code="KL06"), t.staff)


def test_each_criterion_keeps_something_to_do(draft, t):
    for statement in draft.statements.do().of_criterion("SS"):
        composing.remove(statement, by=t.staff, version=1)
    with pytest.raises(composing.NotPublishable, match="Sâu sát cơ sở"):
        published(draft, t.staff)


def test_the_other_sets_have_codes_of_their_own(t):
    kl06 = StatementSet.objects.get(code="KL06")
    codes = [composing.add(kl06, by=t.staff, criterion="", kind=k, words=WORDS).code for k in ("do", "dont", "do")]
    assert codes == ["KL06-1", "KL06-K1", "KL06-2"]
    published(kl06, t.staff)
    assert [row.code for row in StatementSet.objects.references()] == ["CT01", "KL06"]


def test_what_was_pledged_keeps_its_version(draft, t):
    pledge = PledgeFactory(cadre=t.base_secretary, period=PeriodFactory(), items__statement=None)
    published(draft, t.staff)
    assert pledge.period.statement_set.version == 1


def test_a_draft_is_given_up_with_its_statements(draft, t):
    composing.discard(draft, by=t.staff, revision=1)
    assert not StatementSet.objects.filter(pk=draft.pk).exists()
    with pytest.raises(StaleDocument) as stale:
        composing.add(draft, by=t.staff, criterion="GM", kind="do", words=WORDS)
    assert stale.value.document == StatementSet.objects.newest()
    with pytest.raises(StaleDocument):
        composing.discard(StatementSet.objects.get(code="KL06"), by=t.staff, revision=1)


def test_a_year_takes_a_published_version_while_it_is_a_draft(draft, t):
    period = PeriodFactory(state="draft")
    with pytest.raises(StaleDocument):
        composing.choose(period, draft, by=t.staff)
    second = published(draft, t.staff)

    assert composing.choose(period, second, by=t.staff).statement_set == second

    with pytest.raises(StaleDocument):
        composing.choose(PeriodFactory(year=period.year + 1), second, by=t.staff)


def test_only_who_manages_periods_writes_statements(t):
    with pytest.raises(PermissionDenied):
        composing.begin("KH283", by=t.district_secretary.user)


def test_some_statements_bind_some_categories_only(draft, t):
    composing.write(
        draft.statements.get(code="SS-1"), by=t.staff, version=1, words=WORDS | {"applies_to": ["PROV_STAFF"]}
    )
    staff, branch = main_post(t.department_staff), main_post(t.branch_secretary)
    staff.is_public_servant = True

    bound = {post: set(draft.statements.applying_to(post).values_list("code", flat=True)) for post in (staff, branch)}

    assert bound[staff] - bound[branch] == {"SS-1", "ST-3"}
    assert len(bound[staff]) == 27


def test_versions_are_compared_word_by_word(draft, t):
    old = StatementSet.objects.newest()
    statement = draft.statements.get(code="GM-2")
    words = WORDS | {"text": statement.text.replace("phê bình.", "phê bình hằng quý.")}
    composing.write(statement, by=t.staff, version=1, words=words)
    composing.remove(draft.statements.get(code="GM-4"), by=t.staff, version=1)
    composing.add(draft, by=t.staff, criterion="ST", kind="dont", words=WORDS)

    comparison = compare_sets(old.statements.all(), draft.statements.all())

    assert [(change.code, change.kind) for change in comparison.changes] == [
        ("GM-2", "changed"),
        ("ST-K1", "new"),
        ("GM-4", "gone"),
    ]
    assert comparison.same == 25
    assert "hằng quý" in "".join(piece.text for piece in comparison.changes[0].after if piece.kind == "ins")
