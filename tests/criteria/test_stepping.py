"""Filling in a pledge: pages that save themselves, links, the end of the period."""

import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts import retention
from accounts.documents import StaleDocument
from accounts.models import Attachment
from criteria import pledging
from criteria.models import Pledge, PledgeLinks, PledgeSaving
from criteria.pledging import ItemDraft, LinksDraft
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory

TAB, OTHER_TAB = "a" * 24, "b" * 24
DRAFT = ItemDraft("Đọc một cuốn sách mỗi tháng", "12 cuốn")


@pytest.fixture
def t(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    t = tree()
    t.period = PeriodFactory()
    t.pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, items=0, commitments=[])
    t.owner = t.base_secretary.user
    return t


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return SimpleUploadedFile("ke-hoach.jpg", out.getvalue(), "image/jpeg")


def save(t, *drafts, version, tab=""):
    return pledging.save_step(t.pledge, "ST", drafts, [], by=t.owner, version=version, tab=tab)


def test_what_is_there_already_is_not_written_again(t):
    first = save(t, DRAFT, version=1)
    again = save(t, DRAFT, version=2)

    assert (first.version, again.version) == (2, 2)


def test_a_page_that_never_heard_the_answer_goes_on_with_the_version_before(t):
    save(t, DRAFT, version=1, tab=TAB)
    longer = save(t, DRAFT, ItemDraft("Thêm việc nữa"), version=1, tab=TAB)

    assert [item.text for item in longer.items.all()] == [DRAFT.text, "Thêm việc nữa"]
    assert PledgeSaving.objects.get(pledge=t.pledge).version == 3


def test_another_page_with_an_old_version_is_stopped(t):
    save(t, DRAFT, version=1, tab=TAB)
    with pytest.raises(StaleDocument) as stale:
        save(t, version=1, tab=OTHER_TAB)
    assert stale.value.lines == ["Đọc một cuốn sách mỗi tháng. 12 cuốn"]
    save(t, version=2, tab=OTHER_TAB)
    with pytest.raises(StaleDocument):
        save(t, DRAFT, version=1, tab=TAB)


def test_a_page_does_not_write_over_a_writing_that_it_knows_nothing_of(t):
    save(t, DRAFT, version=1, tab=TAB)
    Pledge.objects.filter(pk=t.pledge.pk).update(version=9)
    with pytest.raises(StaleDocument):
        save(t, version=2, tab=TAB)


@pytest.mark.parametrize("how", ["closed", "past"])
def test_after_the_end_of_the_period_nothing_is_written(t, how):
    if how == "closed":
        t.period.state = "closed"
    else:
        t.period.closes_on = timezone.localdate() - dt.timedelta(days=1)
        for name in ("notify_due_on", "appraise_due_on", "party_due_on", "union_due_on", "self_due_on"):
            setattr(t.period, name, t.period.opens_on)
        for name in ("focus_due_on", "pledge_due_on", "approve_due_on", "self_opens_on"):
            setattr(t.period, name, t.period.opens_on)
    t.period.save()

    for write in (
        lambda: save(t, DRAFT, version=1),
        lambda: pledging.save_links(t.pledge, LinksDraft(), by=t.owner, version=1),
        lambda: pledging.confirm_donts(t.pledge, ["GM-K1"], ["GM-K1"], by=t.owner, version=1),
        lambda: pledging.submit(t.pledge, by=t.owner, version=1),
    ):
        with pytest.raises(pledging.PeriodOver):
            write()
    assert t.pledge.items.count() == 0


def test_donts_of_a_screen_leave_those_of_other_screens_alone(t):
    pledge = pledging.confirm_donts(t.pledge, ["GM-K1", "GM-K2"], ["GM-K1", "GM-K2"], by=t.owner, version=1)
    pledge = pledging.confirm_donts(pledge, ["GM-K2", "GM-K3"], ["GM-K3", "TN-K6"], by=t.owner, version=2)

    assert pledge.commitments == ["GM-K1", "GM-K3"]


def test_links_are_kept_with_their_file_and_a_new_file_drops_the_old(t):
    pledging.save_links(t.pledge, LinksDraft(True, "Sổ 12", "45-KH"), by=t.owner, version=1, upload=picture())
    first = PledgeLinks.objects.get(pledge=t.pledge).work_plan
    pledging.save_links(t.pledge, LinksDraft(False, "Sổ 12", ""), by=t.owner, version=2, upload=picture())
    links = PledgeLinks.objects.get(pledge=t.pledge)

    assert (links.has_youth_programme, links.youth_programme_no, links.work_plan_no) == (False, "", "")
    assert links.work_plan.pk != first.pk
    assert Attachment.objects.count() == 1
    pledging.save_links(t.pledge, LinksDraft(drops_work_plan=True), by=t.owner, version=3)
    assert Attachment.objects.count() == 0


def test_a_file_that_is_none_and_a_stranger_change_nothing(t):
    with pytest.raises(ValidationError):
        bad = SimpleUploadedFile("x.jpg", b"khong phai anh")
        pledging.save_links(t.pledge, LinksDraft(), by=t.owner, version=1, upload=bad)
    with pytest.raises(PermissionDenied):
        pledging.save_links(t.pledge, LinksDraft(), by=t.district_secretary.user, version=1, upload=picture())
    with pytest.raises(StaleDocument):
        pledging.save_links(t.pledge, LinksDraft(), by=t.owner, version=7, upload=picture())
    assert Attachment.objects.count() == 0


def test_a_draft_that_is_forgotten_takes_its_file_along(t):
    pledging.save_links(t.pledge, LinksDraft(work_plan_no="45-KH"), by=t.owner, version=1, upload=picture())
    Pledge.objects.update(created_at=timezone.now() - dt.timedelta(days=400))

    retention.sweep(is_rehearsal=True)
    assert Attachment.objects.exists()
    retention.sweep(is_rehearsal=False)

    assert not Pledge.objects.exists()
    assert not Attachment.objects.exists()
