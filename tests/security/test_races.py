"""Two at once, with real threads on PostgreSQL: one is taken, the others are told (security.md F9, F10, F11)."""

import datetime as dt
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification, SubmitKey
from criteria import pledging, programming
from criteria.models import DATE_FIELDS, Period, Pledge, Programme
from criteria.rules import Content
from evaluations.appraisal import appraise, decide
from evaluations.models import Evaluation
from evaluations.opening import settle_policies
from fieldvisits import planning, visiting
from fieldvisits.models import Visit, VisitPlan
from tests.factories.cadres import tree
from tests.factories.criteria import EventFactory, PledgeFactory, ProgrammeFactory
from tests.factories.evaluations import EvaluationFactory, SourceAssessmentFactory
from tests.factories.fieldvisits import VisitFactory, VisitPlanFactory, visiting_period

pytestmark = pytest.mark.django_db(transaction=True)
THAY = {"in_place_reason": "Quá hạn hai lần"}
LONG_AGO = timezone.now() - dt.timedelta(days=40)


@pytest.fixture
def t():
    found = tree()
    found.period = visiting_period()
    settle_policies(found.period)
    return found


def at_once(*acts):
    """Run them all at the same moment; "done" or "stale" for each, in the order given."""
    gate = Barrier(len(acts))

    def one(act):
        try:
            gate.wait()
            act()
            return "done"
        except StaleDocument:
            return "stale"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def overdue(document):
    """Twice late at the base, so that the district may decide too."""
    fields = {"submitted_at": LONG_AGO} if hasattr(document, "submitted_at") else {"reported_at": LONG_AGO}
    type(document).objects.filter(pk=document.pk).update(**fields)
    return document


def waiting(t, factory, **more):
    return overdue(factory(cadre=t.branch_secretary, period=t.period, deciding_unit=t.base, **more))


@pytest.mark.parametrize(
    "make, verb, model",
    [
        (lambda t: waiting(t, PledgeFactory, state="submitted"), pledging.approve, Pledge),
        (lambda t: waiting(t, VisitPlanFactory, state="submitted"), planning.approve, VisitPlan),
        (lambda t: waiting(t, VisitFactory, state="reported"), visiting.confirm, Visit),
        (
            lambda t: overdue(
                ProgrammeFactory(unit=t.other_base, period=t.period, state="submitted", deciding_unit=t.other_district)
            ),
            programming.approve,
            Programme,
        ),
    ],
)
def test_f10_own_secretary_and_unit_above_at_once(t, make, verb, model):
    document = make(t)
    is_programme = model is Programme
    own = (t.other_district_secretary if is_programme else t.base_secretary).user
    above = (t.province_secretary if is_programme else t.district_secretary).user
    acts = [lambda: verb(document, by=own, version=1), lambda: verb(document, by=above, version=1, **THAY)] * 4

    assert Counter(at_once(*acts)) == {"done": 1, "stale": 7}
    document.refresh_from_db()
    row = AuditEvent.objects.get(target=model._meta.label_lower, target_id=str(document.pk))
    assert (row.actor_id, row.acting_role) == (document.decided_by_id, "stand_in" if document.in_place_of else "")
    assert document.decided_by == (above if document.in_place_of else own)
    told = Notification.objects.filter(kind="decision.in_place", to=own).count()
    assert told == (1 if document.in_place_of else 0)


def test_f10_evaluation_is_decided_once(t):
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district)
    for source in ("union", "party"):
        SourceAssessmentFactory(evaluation=evaluation, source=source)
    shifted = {name: F(name) - dt.timedelta(days=310) for name in DATE_FIELDS}
    Period.objects.filter(pk=t.period.pk).update(**shifted)  # appraisal was due more than two terms ago
    own, above = t.district_secretary.user, t.province_secretary.user
    appraise(evaluation, by=own, version=1)
    acts = [lambda: decide(evaluation, by=own, version=2), lambda: decide(evaluation, by=above, version=2, **THAY)] * 3

    assert Counter(at_once(*acts)) == {"done": 1, "stale": 5}
    assert AuditEvent.objects.filter(verb="evaluation.decided").count() == 1
    assert Evaluation.objects.get().version == 3


def test_f10_approve_against_return(t):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, state="submitted", deciding_unit=t.district)
    by = t.district_secretary.user
    acts = [
        lambda: pledging.approve(pledge, by=by, version=1),
        lambda: pledging.return_for_edit(pledge, by=by, version=1, reason="Ghi con số."),
    ] * 4

    assert Counter(at_once(*acts)) == {"done": 1, "stale": 7}
    pledge.refresh_from_db()
    assert pledge.state in {"approved", "returned"}
    assert AuditEvent.objects.get(target="criteria.pledge", target_id=str(pledge.pk)).verb == f"pledge.{pledge.state}"


def test_f10_undo_against_a_second_decision(t):
    """Whichever comes first, no decision is written over another and none is taken back twice."""
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period)
    by = t.district_secretary.user
    pledge = pledging.submit(pledge, by=t.base_secretary.user, version=1)
    pledge = pledging.approve(pledge, by=by, version=2)
    acts = [
        *[lambda: pledging.undo(pledge, by=by)] * 3,
        lambda: pledging.return_for_edit(pledge, by=by, version=3, reason="Ghi con số."),
    ]

    *undone, returned = at_once(*acts)
    verbs = list(AuditEvent.objects.filter(target="criteria.pledge").order_by("seq").values_list("verb", flat=True))
    pledge.refresh_from_db()
    assert verbs[:3] == ["pledge.submitted", "pledge.approved", "pledge.undone"]
    if returned == "done":  # after an undo the next decision counts, and may be undone as well
        assert verbs[3] == "pledge.returned"
        assert len(verbs) == 3 + undone.count("done")
    else:
        assert (len(verbs), undone.count("done"), pledge.state) == (3, 1, "submitted")


def test_f10_the_browser_is_told_with_a_409(t):
    pledge = waiting(t, PledgeFactory, state="submitted")
    Pledge.objects.filter(pk=pledge.pk).update(stand_in_unit=t.district, stand_in_from=LONG_AGO.date())
    url = reverse("portal:inbox_decide", args=["dang-ky", pledge.pk])
    clients = [signed_in(user) for user in [t.base_secretary.user, t.district_secretary.user] * 3]

    statuses = Counter(posted(clients, url, {"version": 1, "act": "approve", **THAY}))

    assert statuses == {302: 1, 409: 5}
    assert AuditEvent.objects.filter(verb="pledge.approved").count() == 1


def test_f11_second_saver_of_a_form_is_told_and_sees_both_values(t):
    """Two windows with the same version: the first value stays, the second is shown beside it."""
    visit = VisitFactory(cadre=t.base_secretary, period=t.period, state="logged")
    client, url = signed_in(t.base_secretary.user), reverse("fieldvisits:visit_report", args=[visit.pk])
    rows = {"form-TOTAL_FORMS": 0, "form-INITIAL_FORMS": 0}
    form = {"version": 1, "act": "nhap", **rows}

    assert client.post(url, form | {"situation": "Đoàn viên đi làm ca đêm."}).status_code == 302
    answer = client.post(url, form | {"situation": "Đoàn viên nghỉ Tết sớm.", "findings": "Thiếu chỗ."})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "“Đoàn viên đi làm ca đêm.”" in page
    assert ">Đoàn viên nghỉ Tết sớm.</pre>" in page
    assert ">Thiếu chỗ.</pre>" in page
    visit.refresh_from_db()
    assert (visit.situation, visit.findings, visit.version) == ("Đoàn viên đi làm ca đêm.", "", 2)


def test_f11_rows_of_a_plan_are_shown_as_they_are_now(t):
    plan = VisitPlanFactory(cadre=t.base_secretary, period=t.period, version=5)
    client = signed_in(t.base_secretary.user)
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0}
    day = plan.items.get().starts_on.isoformat()
    typed = {"form-0-starts_on": day, "form-0-days": "1", "form-0-host_name": "Đoàn xã Thanh Tuyền"}
    typed |= {"form-0-host_level": "base", "form-0-form": "a", "form-0-content": "Khảo sát khu nhà trọ"}

    answer = client.post(reverse("fieldvisits:plan_edit", args=[plan.pk]), {"version": 4, **rows, **typed})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Đoàn phường số 1" in page
    assert ">Khảo sát khu nhà trọ</pre>" in page
    assert plan.items.get().host_name == "Đoàn phường số 1"


def test_f9_a_form_that_is_sent_thirty_times_has_one_effect(t):
    user, day = t.base_secretary.user, timezone.localdate() - dt.timedelta(days=1)
    trip = {"starts_on": day.isoformat(), "ends_on": day.isoformat(), "days": "1", "host_name": "Đoàn phường An Bình"}
    form = trip | {"host_level": "base", "form": "a", "submit_key": str(uuid.uuid4())}

    statuses = posted([signed_in(user) for _ in range(30)], reverse("fieldvisits:visit_new"), form)

    assert Counter(statuses) == {302: 30}
    assert Visit.objects.count() == 1
    assert SubmitKey.objects.get().url == reverse("fieldvisits:visit_report", args=[Visit.objects.get().pk])
    assert AuditEvent.objects.filter(verb="visit.logged").count() == 1


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def posted(clients, url, form):
    """The statuses of the same form, sent by all of them at once."""
    gate = Barrier(len(clients))

    def send(client):
        try:
            gate.wait()
            return client.post(url, form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(send, clients))


def test_f10_two_people_save_the_same_programme(t):
    programme = ProgrammeFactory(unit=t.base, period=t.period)
    draft = Content.of(programme).foci[0]

    def save(words, by):
        return lambda: programming.save(programme, [replace(draft, text=words)], by=by, version=1)

    people = [("Của Bí thư", t.base_secretary.user), ("Của Phó Bí thư", t.base_deputy.user)]
    outcome = at_once(*[save(words, by) for words, by in people * 4])

    assert Counter(outcome) == {"done": 1, "stale": 7}
    programme.refresh_from_db()
    assert (programme.version, programme.foci.get().pk, programme.solutions.count()) == (2, draft.pk, 1)


def test_f10_two_people_tick_the_same_list(t):
    programme = ProgrammeFactory(unit=t.base, period=t.period, state="approved")
    event = EventFactory(solution=programme.solutions.get())
    came = [t.base_deputy.pk, t.branch_secretary.pk]

    outcome = at_once(*[lambda: programming.mark_present(event, came, by=t.base_secretary.user, among=came)] * 4)

    assert outcome == ["done"] * 4
    assert sorted(event.attendances.values_list("cadre", flat=True)) == sorted(came)
    assert AuditEvent.objects.filter(verb="programme.attended").count() == 1
