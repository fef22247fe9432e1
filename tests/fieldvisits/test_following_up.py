import pytest
from django.core.exceptions import PermissionDenied

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from fieldvisits import following_up
from tests.factories.cadres import tree
from tests.factories.fieldvisits import FollowUpFactory, VisitFactory, visiting_period


@pytest.fixture
def t():
    found = tree()
    visit = VisitFactory(cadre=found.base_secretary, period=visiting_period(), state="reported")
    found.follow_up = FollowUpFactory(visit=visit, resolver_unit=found.other_district)
    return found


def test_the_unit_that_is_asked_settles_it_and_the_person_hears(t):
    user = t.other_district_secretary.user
    begun = following_up.move(t.follow_up, by=user, version=1, state="in_progress", outcome="")
    done = following_up.move(begun, by=user, version=2, state="resolved", outcome="Đã mở phòng đọc.")
    assert (done.state, done.outcome, done.version) == ("resolved", "Đã mở phòng đọc.", 3)
    assert AuditEvent.objects.filter(verb="followup.moved").count() == 2
    assert set(Notification.objects.values_list("to", flat=True)) == {t.base_secretary.user.pk}
    with pytest.raises(StaleDocument):
        following_up.move(done, by=user, version=3, state="in_progress", outcome="")


def test_the_person_moves_his_own_without_a_notice(t):
    following_up.move(t.follow_up, by=t.base_secretary.user, version=1, state="rejected", outcome="Ngoài thẩm quyền.")
    assert not Notification.objects.exists()


def test_others_do_not_move_it(t):
    for person in (t.district_secretary, t.province_secretary, t.other_base_secretary):
        with pytest.raises(PermissionDenied):
            following_up.move(t.follow_up, by=person.user, version=1, state="resolved", outcome="x")


def test_an_old_form_is_refused(t):
    following_up.move(t.follow_up, by=t.base_secretary.user, version=1, state="in_progress", outcome="")
    with pytest.raises(StaleDocument):
        following_up.move(t.follow_up, by=t.other_district_secretary.user, version=1, state="resolved", outcome="x")
