import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from cadres.models import Role
from cadres.standing_in import ReasonMissing
from criteria import amendment_routes, pledging
from criteria.models import ItemUpdate, PledgeItem, PledgeRevision
from criteria.pledging import ItemChange, amending
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    return found


def approved(t, cadre, **more):
    return PledgeFactory(cadre=cadre, period=t.period, state="approved", deciding_unit=t.district, **more)


def as_it_stands(item, **other):
    words = {"text": item.text, "target": item.target, "due_on": item.due_on, "evidence": item.evidence}
    return ItemChange(item.criterion, **(words | other), item_id=item.pk)


def new_item(t, criterion, text="Mở lớp tin học cho thanh niên công nhân"):
    return ItemChange(criterion, text, "2 lớp", t.period.self_opens_on, "Danh sách lớp")


def reworded(pledge, criterion="GM", **other):
    other = other or {"text": "Đi họp sớm 5 phút"}
    return [as_it_stands(i, **(other if i.criterion == criterion else {})) for i in pledge.items.all()]


def proposed(t, pledge, changes=None, reason="Đổi địa bàn"):
    changes = reworded(pledge) if changes is None else changes
    return pledging.propose(pledge, changes, by=pledge.cadre.user, version=pledge.version, reason=reason)


def verbs():
    return list(AuditEvent.objects.filter(verb__startswith="pledge.amendment").values_list("verb", flat=True))


def test_a_proposal_leaves_the_pledge_as_it_is_and_tells_the_decider(t):
    pledge = approved(t, t.base_secretary)
    amendment = proposed(t, pledge)
    pledge.refresh_from_db()
    assert (pledge.state, pledge.version) == ("approved", 1)
    assert not pledge.items.filter(text="Đi họp sớm 5 phút").exists()
    assert (amendment.state, amendment.no, amendment.deciding_unit) == ("proposed", 1, t.district)
    assert Notification.objects.get().to == t.district_secretary.user
    assert list(PledgeRevision.objects.to_decide(t.district_secretary.user)) == [amendment]
    assert verbs() == ["pledge.amendment_proposed"]


def test_accepting_rewords_by_id_and_keeps_progress(t):
    pledge = approved(t, t.base_secretary)
    item = pledge.items.get(criterion="GM")
    pledging.record_progress(item, by=t.base_secretary.user, progress="in_progress", note="Đã họp 3 buổi")
    amendment = proposed(t, pledge)
    done = amending.accept(amendment, by=t.district_secretary.user, version=1)
    item.refresh_from_db()
    pledge.refresh_from_db()
    assert (item.text, item.progress, item.progress_note) == ("Đi họp sớm 5 phút", "in_progress", "Đã họp 3 buổi")
    assert (done.state, done.decided_by, pledge.state, pledge.version) == (
        "accepted",
        t.district_secretary.user,
        "approved",
        2,
    )
    assert Notification.objects.filter(to=t.base_secretary.user, kind="pledge.amendment_accepted").count() == 1


def test_what_is_left_out_is_dropped_with_the_reason_and_new_items_come(t):
    pledge = approved(t, t.base_secretary, items=2)
    gone = pledge.items.filter(criterion="TN").first()
    changes = [as_it_stands(i) for i in pledge.items.exclude(pk=gone.pk)] + [new_item(t, "TN")]
    amending.accept(proposed(t, pledge, changes), by=t.district_secretary.user, version=1)
    gone.refresh_from_db()
    assert (gone.progress, gone.progress_note) == ("dropped", "Theo đề nghị sửa đổi: Đổi địa bàn")
    assert ItemUpdate.objects.get(item=gone).by == t.district_secretary.user
    assert pledge.items.filter(criterion="TN", text__startswith="Mở lớp tin học", progress="not_started").count() == 1
    with pytest.raises(StaleDocument):
        pledging.record_progress(gone, by=t.base_secretary.user, progress="in_progress")


def test_only_one_proposal_is_open(t):
    pledge = approved(t, t.base_secretary)
    first = proposed(t, pledge)
    with pytest.raises(StaleDocument):
        proposed(t, pledge)
    amending.withdraw(first, by=t.base_secretary.user, version=1)
    assert proposed(t, pledge).no == 2
    assert verbs()[:2] == ["pledge.amendment_proposed", "pledge.amendment_withdrawn"]


def test_limits_hold(t):
    pledge = approved(t, t.base_secretary)
    with pytest.raises(pledging.PledgeIncomplete) as few:
        proposed(t, pledge, [as_it_stands(i) for i in pledge.items.exclude(criterion="SS")])
    assert [gap.criterion for gap in few.value.gaps] == ["SS"]
    with pytest.raises(pledging.PledgeIncomplete):
        proposed(t, pledge, [*reworded(pledge), *[new_item(t, "GM", f"Việc thêm {n}") for n in range(3)]])
    with pytest.raises(pledging.PledgeIncomplete):
        proposed(t, pledge, reworded(pledge, text="Việc không có chỉ tiêu", target=""))
    with pytest.raises(pledging.NothingChanged):
        proposed(t, pledge, [as_it_stands(i) for i in pledge.items.all()])


def test_nobody_proposes_for_another_nor_before_the_approval(t):
    pledge = approved(t, t.base_secretary)
    with pytest.raises(PermissionDenied):
        pledging.propose(pledge, reworded(pledge), by=t.district_secretary.user, version=1, reason="x")
    waiting = PledgeFactory(cadre=t.base_deputy, period=t.period, state="submitted")
    with pytest.raises(StaleDocument):
        proposed(t, waiting)


def test_what_is_done_stays_as_it_is(t):
    pledge = approved(t, t.base_secretary)
    pledging.record_progress(pledge.items.get(criterion="GM"), by=t.base_secretary.user, progress="done")
    with pytest.raises(StaleDocument):
        proposed(t, pledge)
    assert proposed(t, pledge, reworded(pledge, "ST")).is_proposed


def test_what_was_done_meanwhile_keeps_the_proposal_from_being_accepted(t):
    pledge = approved(t, t.base_secretary)
    amendment = proposed(t, pledge)
    pledging.record_progress(pledge.items.get(criterion="GM"), by=t.base_secretary.user, progress="done")
    with pytest.raises(StaleDocument):
        amending.accept(amendment, by=t.district_secretary.user, version=1)
    assert amending.refuse(amendment, by=t.district_secretary.user, version=1, reason="Đã làm xong.").state == "refused"


def test_the_deciders_are_those_of_the_pledge_and_never_the_person(t):
    pledge = approved(t, t.district_secretary)
    amendment = proposed(t, pledge)
    assert amendment.deciding_unit == t.province
    for user in (t.district_secretary.user, t.other_district_secretary.user, t.base_secretary.user):
        with pytest.raises(PermissionDenied):
            amending.accept(amendment, by=user, version=1)
    assert amending.accept(amendment, by=t.province_deputy.user, version=1).state == "accepted"


def test_a_body_decides_on_the_root_with_its_minutes(t):
    pledge = approved(t, t.province_secretary)
    amendment = proposed(t, pledge)
    staff = with_role(Role.ORG_STAFF, t.province)
    assert amendment.is_by_minutes
    assert list(PledgeRevision.objects.to_decide(staff)) == [amendment]
    with pytest.raises(pledging.MinutesMissing):
        amending.accept(amendment, by=staff, version=1)
    done = amending.accept(amendment, by=staff, version=1, minutes_no="3-BB", minutes_on=timezone.localdate())
    assert (done.state, done.minutes_no) == ("accepted", "3-BB")


def test_where_the_seat_is_vacant_the_unit_above_decides_with_a_reason(t):
    pledge = approved(t, t.branch_secretary)
    amendment = proposed(t, pledge)
    assert amendment.deciding_unit == t.base
    t.base_secretary.appointments.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    t.district_secretary.user.__dict__.pop("_holdings", None)
    assert amendment_routes.reroute() == 1
    assert list(PledgeRevision.objects.to_decide(t.district_secretary.user)) == [amendment]
    with pytest.raises(ReasonMissing):
        amending.accept(amendment, by=t.district_secretary.user, version=1)
    done = amending.refuse(
        amendment, by=t.district_secretary.user, version=1, reason="Chưa rõ.", in_place_reason="Khuyết Bí thư"
    )
    assert (done.in_place_of, done.deciding_unit) == (t.base, t.district)


def test_undo_puts_everything_back(t):
    pledge = approved(t, t.base_secretary, items=2)
    gone = pledge.items.filter(criterion="TN").first()
    pledging.record_progress(gone, by=t.base_secretary.user, progress="in_progress", note="Một nửa")
    before = list(PledgeItem.objects.filter(pledge=pledge).values("pk", "text", "progress", "progress_note"))
    changes = [as_it_stands(i, text=f"{i.text}, nói rõ hơn") for i in pledge.items.exclude(pk=gone.pk)]
    amendment = proposed(t, pledge, [*changes, new_item(t, "TN")])
    done = amending.accept(amendment, by=t.district_secretary.user, version=1)
    with pytest.raises(PermissionDenied):
        amending.undo(done, by=t.other_district_secretary.user)
    back = amending.undo(done, by=t.district_secretary.user)
    assert (back.state, back.version, back.decided_by) == ("proposed", 2, None)
    assert list(PledgeItem.objects.filter(pledge=pledge).values("pk", "text", "progress", "progress_note")) == before
    assert not Notification.objects.filter(kind="pledge.amendment_accepted").exists()
    assert amending.accept(back, by=t.district_secretary.user, version=2).state == "accepted"
    assert sorted(verbs()) == sorted(
        f"pledge.amendment_{verb}" for verb in ("proposed", "accepted", "undone", "accepted")
    )


def test_no_undo_once_somebody_built_on_it_or_time_is_over(t):
    pledge = approved(t, t.base_secretary)
    done = amending.accept(proposed(t, pledge), by=t.district_secretary.user, version=1)
    pledging.record_progress(pledge.items.get(criterion="ST"), by=t.base_secretary.user, progress="in_progress")
    with pytest.raises(StaleDocument):
        amending.undo(done, by=t.district_secretary.user)
    other = approved(t, t.base_deputy)
    late = amending.refuse(proposed(t, other), by=t.district_secretary.user, version=1, reason="Chưa cần.")
    PledgeRevision.objects.filter(pk=late.pk).update(decided_at=timezone.now() - dt.timedelta(minutes=11))
    with pytest.raises(StaleDocument):
        amending.undo(late, by=t.district_secretary.user)


def test_an_approval_is_not_undone_once_a_change_was_proposed(t):
    pledge = pledging.submit(
        PledgeFactory(cadre=t.base_secretary, period=t.period), by=t.base_secretary.user, version=1
    )
    pledge = pledging.approve(pledge, by=t.district_secretary.user, version=2)
    proposed(t, pledge)
    with pytest.raises(StaleDocument):
        pledging.undo(pledge, by=t.district_secretary.user)


def test_withdrawing_is_the_persons_own(t):
    amendment = proposed(t, approved(t, t.base_secretary))
    with pytest.raises(PermissionDenied):
        amending.withdraw(amendment, by=t.district_secretary.user, version=1)
    with pytest.raises(StaleDocument):
        amending.withdraw(amendment, by=t.base_secretary.user, version=7)


def in_threads(*acts):
    """Run them at once; the words for what became of each."""
    gate, results = threading.Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait()
            act()
            results.append("done")
        except StaleDocument:
            results.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


@pytest.mark.django_db(transaction=True)
def test_of_two_deciders_on_one_amendment_one_wins(t):
    amendment = proposed(t, approved(t, t.district_secretary))
    users = (t.province_secretary.user, t.province_deputy.user)
    results = in_threads(
        lambda: amending.accept(amendment, by=users[0], version=1),
        lambda: amending.refuse(amendment, by=users[1], version=1, reason="Chưa cần."),
    )
    assert results == ["done", "stale"]
    assert len(verbs()) == 2


@pytest.mark.django_db(transaction=True)
def test_progress_while_an_amendment_is_accepted_is_not_lost(t):
    pledge = approved(t, t.base_secretary)
    item, amendment = pledge.items.get(criterion="ST"), proposed(t, pledge)
    results = in_threads(
        lambda: amending.accept(amendment, by=t.district_secretary.user, version=1),
        lambda: pledging.record_progress(item, by=t.base_secretary.user, progress="done", note="Xong"),
    )
    assert results == ["done", "done"]
    item.refresh_from_db()
    assert (item.progress, item.progress_note) == ("done", "Xong")
    assert pledge.items.get(criterion="GM").text == "Đi họp sớm 5 phút"
