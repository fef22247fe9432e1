import datetime as dt
import io
import threading
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from accounts.documents import StaleDocument
from accounts.models import Attachment, AuditEvent, Notification
from fieldvisits import visiting
from fieldvisits.models import FollowUp, Visit
from fieldvisits.visiting import FollowUpDraft, ReportDraft, TripDraft
from tests.factories.cadres import tree
from tests.factories.fieldvisits import FollowUpFactory, VisitFactory, VisitPlanFactory, visiting_period

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def t():
    found = tree()
    found.period = visiting_period()
    return found


def trip(**fields):
    return TripDraft(
        **{"starts_on": TODAY, "ends_on": TODAY, "days": Decimal("0.5"), "host_name": "Khu nhà trọ"} | fields
    )


def visit_of(t, **fields):
    return VisitFactory(cadre=t.base_secretary, period=t.period, **fields)


def report(visit, by, **fields):
    return visiting.report(visit, ReportDraft(**{"findings": "Thiếu chỗ"} | fields), by=by, version=visit.version)


def photo(name="anh.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def test_an_unplanned_visit_counts_at_its_level_and_has_ten_days_for_its_report(t):
    visit = visiting.log(t.base_secretary, t.period, trip(host_level="branch"), by=t.base_secretary.user)
    assert (visit.state, visit.is_unplanned, visit.days_branch, visit.days) == (
        "logged",
        True,
        Decimal("0.5"),
        Decimal("0.5"),
    )
    assert visit.report_due_on == TODAY + dt.timedelta(days=10)
    assert AuditEvent.objects.filter(verb="visit.logged").count() == 1


def test_a_planned_visit_takes_its_item_once(t):
    plan = VisitPlanFactory(cadre=t.base_secretary, period=t.period, state="approved")
    item = plan.items.get()
    visit = visiting.log(t.base_secretary, t.period, trip(), by=t.base_secretary.user, item=item)
    item.refresh_from_db()
    assert (item.state, visit.is_unplanned) == ("done", False)
    with pytest.raises(StaleDocument):
        visiting.log(t.base_secretary, t.period, trip(), by=t.base_secretary.user, item=item)


def test_an_item_of_somebody_else_or_of_a_waiting_plan_is_not_taken(t):
    waiting = VisitPlanFactory(cadre=t.base_secretary, period=t.period, state="submitted").items.get()
    with pytest.raises(PermissionDenied):
        visiting.log(t.base_deputy, t.period, trip(), by=t.base_deputy.user, item=waiting)
    with pytest.raises(StaleDocument):
        visiting.log(t.base_secretary, t.period, trip(), by=t.base_secretary.user, item=waiting)
    assert not Visit.objects.exists()


def test_an_item_of_another_period_is_not_taken(t):
    last = visiting_period(year=t.period.year - 1)
    item = VisitPlanFactory(cadre=t.base_secretary, period=last, state="approved").items.get()
    with pytest.raises(StaleDocument):
        visiting.log(t.base_secretary, t.period, trip(), by=t.base_secretary.user, item=item)
    assert not Visit.objects.exists()


def test_log_asks_who_where_and_when(t):
    user = t.base_secretary.user
    with pytest.raises(PermissionDenied):
        visiting.log(t.base_secretary, t.period, trip(), by=t.district_secretary.user)
    with pytest.raises(visiting.VisitImpossible, match="đã đi xong"):
        visiting.log(t.base_secretary, t.period, trip(ends_on=TODAY + dt.timedelta(days=1)), by=user)
    t.period.state = "closed"
    with pytest.raises(StaleDocument):
        visiting.log(t.base_secretary, t.period, trip(), by=user)


def test_log_and_report_in_one_go_or_not_at_all(t):
    user, written = t.base_secretary.user, ReportDraft(findings="Thiếu chỗ sinh hoạt", members_met=23)
    visit = visiting.log(t.base_secretary, t.period, trip(), by=user, written=written, is_final=True)
    assert (visit.state, visit.members_met, visit.deciding_unit_id) == ("reported", 23, t.district.pk)
    with pytest.raises(visiting.ReportIncomplete):
        visiting.log(t.base_secretary, t.period, trip(), by=user, written=ReportDraft(), is_final=True)
    assert Visit.objects.count() == 1


def test_report_tells_whoever_confirms_and_whoever_is_asked(t):
    asked = FollowUpDraft("Mở phòng đọc", str(t.other_district), t.other_district.pk, TODAY)
    visit = report(visit_of(t), t.base_secretary.user, follow_ups=[asked])
    assert visit.follow_ups.get().resolver_unit == t.other_district
    told = set(Notification.objects.values_list("kind", "to"))
    assert told == {
        ("visit.reported", t.district_secretary.user.pk),
        ("followup.asked", t.other_district_secretary.user.pk),
    }
    assert AuditEvent.objects.filter(verb="visit.reported").count() == 1


@pytest.mark.parametrize(
    "fields", [{"findings": ""}, {"findings": "", "support": "Đã giúp"}, {"situation": "x" * 1500}]
)
def test_a_report_needs_a_finding_or_a_follow_up_on_one_page(t, fields):
    with pytest.raises(visiting.ReportIncomplete):
        report(visit_of(t), t.base_secretary.user, **fields)
    assert Visit.objects.get().state == "logged"


def test_a_draft_is_kept_and_nobody_is_told(t):
    visit = visit_of(t)
    kept = visiting.save_draft(
        visit,
        ReportDraft(situation="Đi làm ca", follow_ups=[FollowUpDraft("A", "B")]),
        by=t.base_secretary.user,
        version=1,
    )
    assert (kept.state, kept.situation, kept.version, kept.follow_ups.count()) == ("logged", "Đi làm ca", 2, 1)
    visiting.save_draft(kept, ReportDraft(), by=t.base_secretary.user, version=2)
    assert not FollowUp.objects.exists() and not Notification.objects.exists()


def test_only_the_person_reports_and_only_once(t):
    visit = visit_of(t)
    with pytest.raises(PermissionDenied):
        report(visit, t.district_secretary.user)
    sent = report(visit, t.base_secretary.user)
    with pytest.raises(StaleDocument):
        report(sent, t.base_secretary.user)


def test_confirm_is_the_word_of_whoever_decides(t):
    visit = report(visit_of(t), t.base_secretary.user)
    for person in (t.base_secretary, t.other_district_secretary, t.province_secretary, t.district_deputy):
        with pytest.raises(PermissionDenied):
            visiting.confirm(visit, by=person.user, version=visit.version)
    done = visiting.confirm(visit, by=t.district_secretary.user, version=visit.version)
    assert (done.state, done.decided_by) == ("confirmed", t.district_secretary.user)
    assert Notification.objects.filter(to=t.base_secretary.user, kind="visit.confirmed").exists()
    with pytest.raises(StaleDocument):
        visiting.confirm(done, by=t.district_secretary.user, version=done.version)


def test_a_questioned_report_is_completed_and_keeps_its_first_time(t):
    visit = report(visit_of(t), t.base_secretary.user, follow_ups=[FollowUpDraft("A", "B"), FollowUpDraft("C", "D")])
    FollowUp.objects.filter(text="A").update(state="in_progress")
    asked = visiting.question(visit, by=t.district_secretary.user, version=visit.version, reason="Gặp ai?")
    assert (asked.state, asked.question) == ("questioned", "Gặp ai?")
    assert AuditEvent.objects.get(verb="visit.questioned").reason == "Gặp ai?"
    again = report(asked, t.base_secretary.user, present="Bí thư chi đoàn", follow_ups=[FollowUpDraft("E", "F")])
    assert (again.state, again.question, again.reported_at) == ("reported", "", visit.reported_at)
    assert set(again.follow_ups.values_list("text", flat=True)) == {"A", "E"}


def test_photos_come_until_the_visit_is_confirmed(t):
    visit = report(visit_of(t), t.base_secretary.user)
    for _ in range(5):
        visiting.add_photo(visit, photo(), by=t.base_secretary.user)
    with pytest.raises(ValidationError, match="đủ 5 ảnh"):
        visiting.add_photo(visit, photo(), by=t.base_secretary.user)
    with pytest.raises(PermissionDenied):
        visiting.add_photo(visit, photo(), by=t.district_secretary.user)
    assert visit.photos.count() == Attachment.objects.count() == 5
    visiting.confirm(visit, by=t.district_secretary.user, version=visit.version)
    with pytest.raises(StaleDocument):
        visiting.remove_photo(visit.photos.first(), by=t.base_secretary.user)


def test_a_removed_photo_leaves_nothing(t, settings, django_capture_on_commit_callbacks):
    visit = visit_of(t)
    kept = visiting.add_photo(visit, photo(), by=t.base_secretary.user)
    path = Path(settings.MEDIA_ROOT) / kept.attachment.file
    assert path.exists()
    with pytest.raises(PermissionDenied):
        visiting.remove_photo(kept, by=t.district_secretary.user)
    with django_capture_on_commit_callbacks(execute=True):
        visiting.remove_photo(kept, by=t.base_secretary.user)
    assert not path.exists() and not Attachment.objects.exists()
    verbs = AuditEvent.objects.filter(verb__startswith="visit.").order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["visit.photo_added", "visit.photo_removed"]


def test_no_picture_no_photo(t):
    with pytest.raises(ValidationError):
        visiting.add_photo(visit_of(t), SimpleUploadedFile("anh.jpg", b"<svg>"), by=t.base_secretary.user)
    assert not Attachment.objects.exists()


def test_a_settled_follow_up_is_enough_for_the_answer_to_a_question(t):
    visit = visit_of(t, state="questioned")
    FollowUpFactory(visit=visit, state="resolved", outcome="Xong")
    again = visiting.report(visit, ReportDraft(), by=t.base_secretary.user, version=visit.version)
    assert again.follow_ups.get().outcome == "Xong"


@pytest.mark.django_db(transaction=True)
def test_of_two_visits_against_one_item_one_is_written(t):
    item = VisitPlanFactory(cadre=t.base_secretary, period=t.period, state="approved").items.get()
    gate, results = threading.Barrier(2), []

    def go():
        try:
            gate.wait()
            visiting.log(t.base_secretary, t.period, trip(), by=t.base_secretary.user, item=item)
            results.append("logged")
        except StaleDocument:
            results.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["logged", "stale"]
    assert Visit.objects.count() == 1
