import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from criteria import evidencing, pledging, rules
from criteria.models import ItemCheck, Pledge, PledgeItem
from criteria.standing import pledge_standing
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    return found


@pytest.fixture
def pledge(t):
    return PledgeFactory(cadre=t.base_secretary, period=t.period, state="approved", deciding_unit=t.district)


def done(pledge, criterion="GM", note=""):
    item = pledge.items.get(criterion=criterion)
    return pledging.record_progress(item, by=pledge.cadre.user, progress="done", note=note)


def checked(t, item, outcome="met", note=""):
    item = PledgeItem.objects.get(pk=item.pk)
    said = {"outcome": outcome, "note": note, "seen": rules.seen(item)}
    return pledging.check_item(item, by=t.district_secretary.user, **said)


def test_each_step_is_a_line_in_the_log(t, pledge):
    item = pledge.items.first()
    pledging.record_progress(item, by=t.base_secretary.user, progress="in_progress", note="Đã mời báo cáo viên")
    pledging.record_progress(item, by=t.base_secretary.user, progress="done")
    lines = list(item.updates.values_list("progress", "note", "by"))
    user = t.base_secretary.user.pk
    assert lines == [("done", "", user), ("in_progress", "Đã mời báo cáo viên", user)]
    assert AuditEvent.objects.filter(verb="pledge.progressed").count() == 2


def test_dropping_says_why(t, pledge):
    with pytest.raises(pledging.NoteMissing):
        pledging.record_progress(pledge.items.first(), by=t.base_secretary.user, progress="dropped", note=" ")
    dropped = pledging.record_progress(
        pledge.items.first(), by=t.base_secretary.user, progress="dropped", note="Hết nhiệm kỳ"
    )
    assert dropped.is_dropped
    assert pledging.record_progress(dropped, by=t.base_secretary.user, progress="in_progress").progress == "in_progress"


def test_a_dropped_item_does_not_come_back_past_the_limit(t):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, state="approved", items=4)
    item = pledge.items.filter(criterion="GM").first()
    pledging.record_progress(item, by=t.base_secretary.user, progress="dropped", note="Thừa")
    with pytest.raises(StaleDocument):
        pledging.record_progress(item, by=t.base_secretary.user, progress="in_progress")


def test_the_approver_finds_it_met_and_figures_keep_their_meaning(t, pledge):
    item = done(pledge)
    done(pledge, "ST")
    check = checked(t, item)
    item.refresh_from_db()
    assert (item.outcome, item.outcome_state, item.checked_at) == ("met", "met", check.at)
    standing = pledge_standing(t.base_secretary, t.period)
    assert (standing.items_done, standing.items_met, standing.items_total) == (2, 1, 4)
    assert not Notification.objects.filter(kind__startswith="pledge.item").exists()
    assert AuditEvent.objects.get(verb="pledge.item_checked").after["outcome"] == "met"


def test_only_who_decides_checks_and_never_oneself(t, pledge):
    item = done(pledge)
    item = PledgeItem.objects.get(pk=item.pk)
    for user in (t.base_secretary.user, t.other_district_secretary.user, t.base_deputy.user):
        with pytest.raises(PermissionDenied):
            pledging.check_item(item, by=user, outcome="met", seen=rules.seen(item))


def test_what_is_unclear_says_what_is_missing_and_asks_the_person(t, pledge):
    item = done(pledge)
    with pytest.raises(pledging.NoteMissing):
        checked(t, item, "unclear")
    checked(t, item, "unclear", "Thiếu biên bản quý 2")
    notice = Notification.objects.get(to=t.base_secretary.user, kind="pledge.item_unclear")
    assert "Thiếu biên bản quý 2" in notice.body
    pledging.record_progress(item, by=t.base_secretary.user, progress="done", note="Đã thêm biên bản")
    item.refresh_from_db()
    assert (item.outcome, item.outcome_state) == ("", "again")
    answer = Notification.objects.get(to=t.district_secretary.user, kind="pledge.item_answered")
    assert "Đã thêm biên bản" in answer.body
    assert checked(t, item).outcome == "met"


def test_a_change_of_progress_or_evidence_asks_for_another_look(t, pledge):
    item = done(pledge)
    checked(t, item)
    evidence = evidencing.attach_link(item, "https://tinhdoan.vn/1", by=t.base_secretary.user)
    item.refresh_from_db()
    assert item.outcome_state == "again"
    assert ItemCheck.objects.get().replaced_at is not None
    checked(t, item)
    evidencing.take_down(evidence, by=t.base_secretary.user, reason="Nhầm liên kết")
    item.refresh_from_db()
    assert item.outcome_state == "again"


def test_what_changed_while_the_page_was_open_is_not_passed(t, pledge):
    item = PledgeItem.objects.get(pk=done(pledge).pk)
    seen = rules.seen(item)
    evidencing.attach_link(item, "https://tinhdoan.vn/1", by=t.base_secretary.user)
    with pytest.raises(StaleDocument):
        pledging.check_item(item, by=t.district_secretary.user, outcome="met", seen=seen)


def test_only_what_is_done_is_checked(t, pledge):
    item = pledge.items.first()
    with pytest.raises(StaleDocument):
        pledging.check_item(item, by=t.district_secretary.user, outcome="met", seen=rules.seen(item))


def test_the_list_counts_what_waits_the_longest_first(t, pledge):
    other = PledgeFactory(cadre=t.base_deputy, period=t.period, state="approved", deciding_unit=t.district)
    done(other)
    done(other, "ST")
    item = done(pledge)
    PledgeItem.objects.filter(pk=item.pk).update(progressed_at=timezone.now() - dt.timedelta(days=3))
    user = t.district_secretary.user
    assert [(p.pk, p.n_open) for p in Pledge.objects.to_check(user)] == [(pledge.pk, 1), (other.pk, 2)]
    checked(t, PledgeItem.objects.get(pk=item.pk))
    assert [p.pk for p in Pledge.objects.to_check(user)] == [other.pk]
    assert not Pledge.objects.to_check(t.base_deputy.user).exists()


def test_several_at_once_are_all_or_none(t, pledge):
    items = [PledgeItem.objects.get(pk=done(pledge, criterion).pk) for criterion in ("GM", "ST")]
    said = [(item, {"outcome": "met", "seen": rules.seen(item)}) for item in items]
    stale = [said[0], (items[1], {"outcome": "met", "seen": "0-0-0"})]
    with pytest.raises(StaleDocument):
        pledging.check_items(stale, by=t.district_secretary.user)
    assert not ItemCheck.objects.exists()
    assert pledging.check_items(said, by=t.district_secretary.user) == 2
