import pytest
from django.db import IntegrityError, transaction

from criteria import rules
from criteria.filters import owing_programmes
from criteria.models import OWES_PROGRAMME, Period, PledgePolicy, owing_types
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory


def test_new_policy_has_the_usual_values():
    policy = PeriodFactory().pledge_policy
    assert (policy.twin_percent, policy.district_extension_days) == (30, 10)
    assert (policy.paper_copy, policy.short_form_categories) == ("none", ["BRANCH_SEC"])


def test_signed_paper_is_kept_somewhere():
    policy = PeriodFactory().pledge_policy
    with pytest.raises(IntegrityError), transaction.atomic():
        PledgePolicy.objects.filter(pk=policy.pk).update(paper_copy="signed")
    PledgePolicy.objects.filter(pk=policy.pk).update(paper_copy="signed", paper_kept_at="Văn phòng Đoàn cơ sở")


def test_who_owes_a_programme_is_a_setting_of_the_period():
    t, period = tree(), PeriodFactory()
    assert owing_types(period) == set(OWES_PROGRAMME)
    assert rules.owes_programme(t.base, period)
    Period.objects.update(owing_types=["district"])
    period.refresh_from_db()
    assert not rules.owes_programme(t.base, period)
    assert set(owing_programmes(t.district_secretary.user)) == {t.district}


def test_owing_types_of_no_period_are_the_usual_ones():
    assert owing_types(None) == owing_types() == set(OWES_PROGRAMME)
