"""Pledges entered for people who cannot: who may, from which paper, and what the person says to it."""

import io
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from accounts.documents import StaleDocument
from accounts.models import Attachment, AuditEvent, Notification
from cadres.models import Role
from criteria import pledging, rules
from criteria.models import Criterion, Pledge, PledgeEntry
from criteria.pledging import ItemDraft
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory, PledgeItemFactory


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    found.helper = with_role(Role.UNIT_ADMIN, found.base)
    return found


def paper():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return SimpleUploadedFile("giay.jpg", out.getvalue(), "image/jpeg")


def written(t, by):
    """Begun and filled in for the branch secretary."""
    pledge = pledging.enter_for(t.branch_secretary, t.period, by=by)
    for n, criterion in enumerate(Criterion.values, start=1):
        PledgeItemFactory(pledge=pledge, criterion=criterion, order=n * 10)
    donts = list(t.period.statement_set.statements.dont().values_list("code", flat=True))
    Pledge.objects.filter(pk=pledge.pk).update(commitments=donts)
    return pledge


def entered(t, by):
    """The same, sent with its paper."""
    pledge = written(t, by)
    pledging.add_paper(pledge, paper(), by=by)
    return pledging.submit(pledge, by=by, version=pledge.version)


def test_who_enters_writes_for_the_person_and_is_named(t):
    pledge = pledging.enter_for(t.branch_secretary, t.period, by=t.helper)
    draft = ItemDraft("Dự họp đúng giờ", "12 buổi", t.period.closes_on, "Sổ họp")
    pledge = pledging.save_step(pledge, "GM", [draft], [], by=t.helper, version=pledge.version)
    assert (pledge.entered_by, pledge.unit, pledge.state) == (t.helper, t.branch, "draft")
    assert pledge.entry.kind == PledgeEntry.Kind.ENTERED
    assert AuditEvent.objects.get(target="criteria.pledge").verb == "pledge.entry_begun"


@pytest.mark.parametrize("who", ["base_deputy", "other_base_secretary", "branch_secretary"])
def test_only_the_unit_or_one_above_enters_and_nobody_for_himself(t, who):
    with pytest.raises(PermissionDenied):
        pledging.enter_for(t.branch_secretary, t.period, by=getattr(t, who).user)


def test_a_secretary_who_keeps_a_unit_does_not_enter_for_himself(t):
    with pytest.raises(PermissionDenied):
        pledging.enter_for(t.base_secretary, t.period, by=t.base_secretary.user)


def test_others_do_not_write_into_what_somebody_enters(t):
    pledge = pledging.enter_for(t.branch_secretary, t.period, by=t.helper)
    with pytest.raises(PermissionDenied):
        pledging.save_step(pledge, "GM", [], [], by=t.base_secretary.user, version=pledge.version)


def test_a_draft_of_the_person_is_not_taken_over(t):
    PledgeFactory(cadre=t.branch_secretary, period=t.period)
    with pytest.raises(StaleDocument, match="tự viết"):
        pledging.enter_for(t.branch_secretary, t.period, by=t.helper)


def test_the_person_keeps_his_right_and_sends_it_as_his_own(t):
    pledge = written(t, t.helper)
    pledge = pledging.submit(pledge, by=t.branch_secretary.user, version=pledge.version)
    assert (pledge.entered_by, pledge.state) == (None, "submitted")


def test_without_a_photo_of_the_paper_nothing_is_sent(t):
    pledge = written(t, t.helper)
    with pytest.raises(pledging.PaperMissing):
        pledging.submit(pledge, by=t.helper, version=pledge.version)


def test_papers_are_few_and_go_with_their_file(t, settings):
    pledge = pledging.enter_for(t.branch_secretary, t.period, by=t.helper)
    papers = [pledging.add_paper(pledge, paper(), by=t.helper) for _ in range(pledging.MOST_PAPERS)]
    with pytest.raises(ValidationError, match="Đã đủ 4 ảnh"):
        pledging.add_paper(pledge, paper(), by=t.helper)
    pledging.remove_paper(papers[0], by=t.helper)
    assert Attachment.objects.count() == pledging.MOST_PAPERS - 1
    with pytest.raises(StaleDocument):
        pledging.remove_paper(papers[0], by=t.helper)


def test_somebody_else_decides(t):
    """The base secretary entered it: the district decides, at once and not after two missed terms."""
    pledge = entered(t, t.base_secretary.user)
    assert pledge.deciding_unit == t.district
    with pytest.raises(PermissionDenied):
        pledging.approve(pledge, by=t.base_secretary.user, version=pledge.version)
    approved = pledging.approve(pledge, by=t.district_secretary.user, version=pledge.version)
    assert approved.state == "approved"


def test_what_an_administrator_enters_stays_with_the_secretary(t):
    assert entered(t, t.helper).deciding_unit == t.base


def test_the_person_is_told_and_confirms(t):
    pledge = entered(t, t.helper)
    assert Notification.objects.filter(to=t.branch_secretary.user, kind="pledge.entered").count() == 1
    pledging.confirm(pledge, by=t.branch_secretary.user)
    entry = PledgeEntry.objects.get(pledge=pledge)
    assert (entry.answer, entry.objection) == ("confirmed", "")
    assert Notification.objects.filter(to=t.helper, kind="pledge.entry_confirmed").count() == 1
    with pytest.raises(StaleDocument):
        pledging.object_to(pledge, by=t.branch_secretary.user, words="Tôi đổi ý.")


@pytest.mark.parametrize("is_approved", [False, True])
def test_an_objection_makes_it_a_draft_and_tells_both_sides(t, is_approved):
    pledge = entered(t, t.helper)
    if is_approved:
        pledge = pledging.approve(pledge, by=t.base_secretary.user, version=pledge.version)
    pledge = pledging.object_to(pledge, by=t.branch_secretary.user, words="Tôi không ký chỉ tiêu này.")
    pledge = Pledge.objects.get(pk=pledge.pk)
    assert (pledge.state, pledge.decided_by, pledge.entered_by) == ("draft", None, t.helper)
    told = Notification.objects.filter(kind="pledge.objected").values_list("to", flat=True)
    assert sorted(told) == sorted([t.helper.pk, t.base_secretary.user.pk])
    assert AuditEvent.objects.filter(verb="pledge.objected", reason="Tôi không ký chỉ tiêu này.").count() == 1


def test_after_an_objection_it_is_sent_anew_and_asked_anew(t):
    pledge = entered(t, t.helper)
    pledge = pledging.object_to(pledge, by=t.branch_secretary.user, words="Sai chỉ tiêu.")
    pledge = pledging.submit(pledge, by=t.helper, version=pledge.version)
    entry = PledgeEntry.objects.get(pledge=pledge)
    assert (pledge.state, entry.answer) == ("submitted", "")
    assert rules.can_answer(pledge, entry)


def test_nobody_answers_for_the_person(t):
    pledge = entered(t, t.helper)
    for user in (t.helper, t.base_secretary.user):
        with pytest.raises(PermissionDenied):
            pledging.confirm(pledge, by=user)


def _at_once(*acts):
    gate, results = threading.Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait()
            results.append(act())
        except StaleDocument:
            results.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_make_one_draft(t):
    other = t.base_secretary.user
    results = _at_once(
        *(
            lambda by=by: pledging.enter_for(t.branch_secretary, t.period, by=by).entered_by.pk
            for by in (t.helper, other)
        )
    )
    pledge = Pledge.objects.get()
    assert sorted(map(str, results)) == sorted([str(pledge.entered_by_id), "stale"])


@pytest.mark.django_db(transaction=True)
def test_the_person_and_who_enters_do_not_overwrite_each_other(t):
    pledge = pledging.enter_for(t.branch_secretary, t.period, by=t.helper)
    day = t.period.closes_on

    def write(user, text):
        draft = ItemDraft(text, "1 buổi", day, "Sổ")
        return pledging.save_step(pledge, "GM", [draft], [], by=user, version=pledge.version).items.get().text

    results = _at_once(
        lambda: write(t.helper, "Việc người nhập hộ ghi"), lambda: write(t.branch_secretary.user, "Việc tự ghi")
    )
    assert results.count("stale") == 1
    assert pledge.items.count() == 1
