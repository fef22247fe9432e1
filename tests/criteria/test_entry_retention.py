import datetime as dt

import pytest
from django.utils import timezone

from accounts import retention
from accounts.models import Attachment
from cadres.models import Role
from config import own_data
from criteria import pledging
from criteria.models import PaperPhoto, Pledge
from tests.criteria.test_entering import entered, paper
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory


@pytest.fixture
def t(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    found = tree()
    found.period = PeriodFactory()
    found.helper = with_role(Role.UNIT_ADMIN, found.base)
    return found


def test_a_draft_never_sent_goes_with_the_photos_of_its_paper(t, tmp_path, django_capture_on_commit_callbacks):
    pledge = pledging.enter_for(t.branch_secretary, t.period, by=t.helper)
    pledging.add_paper(pledge, paper(), by=t.helper)
    Pledge.objects.update(created_at=timezone.now() - dt.timedelta(days=400))
    retention.sweep(is_rehearsal=True)
    assert PaperPhoto.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        retention.sweep(is_rehearsal=False)
    assert (Pledge.objects.count(), PaperPhoto.objects.count(), Attachment.objects.count()) == (0, 0, 0)
    assert not list((tmp_path / "photos").iterdir())


def test_people_see_who_wrote_for_them(t):
    pledge = entered(t, t.helper)
    pledging.object_to(pledge, by=t.branch_secretary.user, words="Sai chỉ tiêu.")
    (part,) = [part for part in own_data.parts_of(t.branch_secretary.user) if part.code == "pledge_entries"]
    assert part.rows[0][2::2] == (t.helper.full_name, 1, "Sai chỉ tiêu.")
