import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from evaluations.breaches import confirm, dismiss, report, verify
from evaluations.models import Breach, Severity
from tests.factories.criteria import main_post
from tests.factories.evaluations import BreachFactory


@pytest.fixture
def breach(t):
    return BreachFactory(cadre=t.base_secretary, period=t.period, code="GM-K5")


def facts(t) -> dict:
    statement = t.period.statement_set.statements.get(code="GM-K5")
    return {
        "period": t.period,
        "statement": statement,
        "occurred_on": timezone.localdate(),
        "severity": Severity.REMINDER,
        "evidence": "Biên bản kiểm tra.",
    }


def test_the_inspector_reports(t):
    breach = report(main_post(t.base_secretary), by=t.inspector, **facts(t))
    assert (breach.state, breach.unit, breach.reported_by) == ("reported", t.base, t.inspector)
    assert AuditEvent.objects.filter(verb="breach.reported").count() == 1


def test_others_do_not_report(t):
    with pytest.raises(PermissionDenied):
        report(main_post(t.base_secretary), by=t.district_secretary.user, **facts(t))


def test_a_breach_is_looked_into_then_confirmed_and_told(t, breach):
    verify(breach, by=t.inspector, version=1)
    done = confirm(breach, by=t.inspector, version=2, conclusion="Có thật, đã nhắc nhở.")
    assert (done.state, done.version, done.decided_by) == ("confirmed", 3, t.inspector)
    assert Notification.objects.get(kind="breach.confirmed").to == t.base_secretary.user


def test_a_dismissed_breach_is_not_told(t, breach):
    assert dismiss(breach, by=t.inspector, version=1, conclusion="Không có căn cứ.").state == "dismissed"
    assert not Notification.objects.exists()


def test_a_concluded_breach_stays(t, breach):
    confirm(breach, by=t.inspector, version=1, conclusion="Có.")
    with pytest.raises(StaleDocument):
        dismiss(breach, by=t.inspector, version=2, conclusion="Không.")


def test_a_stale_form_is_refused(t, breach):
    verify(breach, by=t.inspector, version=1)
    with pytest.raises(StaleDocument):
        confirm(breach, by=t.inspector, version=1, conclusion="Có.")


def test_who_sees_a_breach(t, breach):
    def seen(user):
        return Breach.objects.visible_to(user).exists()

    assert (seen(t.inspector), seen(t.base_secretary.user), seen(t.district_secretary.user)) == (True, False, False)
    confirm(breach, by=t.inspector, version=1, conclusion="Có.")
    assert (seen(t.base_secretary.user), seen(t.district_secretary.user)) == (True, False)
