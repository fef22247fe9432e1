"""Nobody decides on himself: every verb that decides, by the person concerned, with every right there is."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from cadres.models import GRANTABLE, Delegation, Unit
from criteria import pledging, programming
from evaluations import appraisal, assessing, breaches, reconsidering
from evaluations.assessing import Content
from evaluations.opening import settle_policies
from fieldvisits import planning, visiting
from tests.factories.cadres import DelegationFactory, RoleGrantFactory, tree
from tests.factories.criteria import PledgeFactory, ProgrammeFactory
from tests.factories.evaluations import BreachFactory, EvaluationFactory, SourceAssessmentFactory, scores
from tests.factories.fieldvisits import VisitFactory, VisitPlanFactory, visiting_period

PEOPLE = ["branch_secretary", "base_secretary", "district_secretary", "department_head", "province_secretary"]
MINUTES = {"minutes_no": "1-BB/TĐTN", "minutes_on": dt.date(2026, 3, 1)}
THAY = {"in_place_reason": "Quá hạn"}
LONG_AGO = timezone.now() - dt.timedelta(days=60)


def pledge_in(state):
    return lambda s: PledgeFactory(
        cadre=s.me, period=s.period, state=state, deciding_unit=s.above, is_by_minutes=s.by_minutes
    )


def plan_in(state):
    return lambda s: VisitPlanFactory(
        cadre=s.me, period=s.period, state=state, deciding_unit=s.above, is_by_minutes=s.by_minutes
    )


def visit(s):
    return VisitFactory(cadre=s.me, period=s.period, state="reported", deciding_unit=s.above)


def programme(s):
    return ProgrammeFactory(unit=s.unit, period=s.period, state="submitted", submitted_by=s.me.user)


def evaluation_in(state):
    def make(s):
        evaluation = EvaluationFactory(
            cadre=s.me, period=s.period, state=state, deciding_unit=s.above, is_by_minutes=s.by_minutes
        )
        for source in ("self", "union", "party"):
            SourceAssessmentFactory(evaluation=evaluation, source=source)
        return evaluation

    return make


def breach(s):
    return BreachFactory(cadre=s.me, period=s.period)


VERBS = {
    "pledge.pass_on": (pledge_in("submitted"), lambda d, by: pledging.pass_on(d, by=by, version=1, **THAY)),
    "pledge.approve": (pledge_in("submitted"), lambda d, by: pledging.approve(d, by=by, version=1, **MINUTES, **THAY)),
    "pledge.return": (
        pledge_in("submitted"),
        lambda d, by: pledging.return_for_edit(d, by=by, version=1, reason="Sửa", **THAY),
    ),
    "pledge.undo": (pledge_in("approved"), lambda d, by: pledging.undo(d, by=by)),
    "pledge.cancel": (pledge_in("submitted"), lambda d, by: pledging.cancel(d, by=by, version=1, reason="Thôi")),
    "plan.dept_ok": (plan_in("submitted"), lambda d, by: planning.dept_ok(d, by=by, version=1, **THAY)),
    "plan.approve": (plan_in("submitted"), lambda d, by: planning.approve(d, by=by, version=1, **MINUTES, **THAY)),
    "plan.approve after the department": (
        plan_in("dept_ok"),
        lambda d, by: planning.approve(d, by=by, version=1, **MINUTES, **THAY),
    ),
    "plan.return": (
        plan_in("submitted"),
        lambda d, by: planning.return_for_edit(d, by=by, version=1, reason="Sửa", **THAY),
    ),
    "plan.undo": (plan_in("approved"), lambda d, by: planning.undo(d, by=by)),
    "visit.confirm": (visit, lambda d, by: visiting.confirm(d, by=by, version=1, **THAY)),
    "visit.question": (visit, lambda d, by: visiting.question(d, by=by, version=1, reason="Rõ hơn", **THAY)),
    "programme.approve": (programme, lambda d, by: programming.approve(d, by=by, version=1, **THAY)),
    "programme.return": (
        programme,
        lambda d, by: programming.return_for_edit(d, by=by, version=1, reason="Sửa", **THAY),
    ),
    "evaluation.union": (
        evaluation_in("open"),
        lambda d, by: assessing.submit(d, source="union", by=by, version=1, content=Content(scores=scores(4))),
    ),
    "evaluation.party": (
        evaluation_in("open"),
        lambda d, by: assessing.submit(d, source="party", by=by, version=1, content=Content(overall_level="good")),
    ),
    "evaluation.waive": (
        evaluation_in("open"),
        lambda d, by: assessing.waive(d, source="party", by=by, version=1, reason="Không có"),
    ),
    "evaluation.appraise": (evaluation_in("open"), lambda d, by: appraisal.appraise(d, by=by, version=1, **THAY)),
    "evaluation.decide": (
        evaluation_in("appraised"),
        lambda d, by: appraisal.decide(d, by=by, version=1, **MINUTES, **THAY),
    ),
    "evaluation.notify": (evaluation_in("decided"), lambda d, by: appraisal.notify_result(d, by=by, version=1)),
    "evaluation.answer": (
        evaluation_in("reconsidering"),
        lambda d, by: reconsidering.answer(d, by=by, version=1, text="Đúng", **MINUTES),
    ),
    "evaluation.lock": (evaluation_in("notified"), lambda d, by: appraisal.lock(d, by=by, version=1)),
    "breach.verify": (breach, lambda d, by: breaches.verify(d, by=by, version=1)),
    "breach.confirm": (breach, lambda d, by: breaches.confirm(d, by=by, version=1, conclusion="Có")),
    "breach.dismiss": (breach, lambda d, by: breaches.dismiss(d, by=by, version=1, conclusion="Không")),
}


@pytest.fixture
def scene(request):
    """A person who holds every grantable role and every delegation at each unit up to the root."""
    t = tree()
    me = getattr(t, request.param)
    period = visiting_period()
    settle_policies(period)
    unit = me.appointments.get().unit
    line = [unit, *Unit.objects.above(unit)]
    for place in line:
        for role in GRANTABLE:
            RoleGrantFactory(user=me.user, role=role, unit=place)
        DelegationFactory(unit=place, from_cadre=t.other_branch_secretary, to_cadre=me, area=Delegation.Area.ALL)
    above = line[1] if len(line) > 1 else unit
    return SimpleNamespace(t=t, me=me, period=period, unit=unit, above=above, by_minutes=len(line) == 1)


def long_overdue(document):
    """Nothing may hang on whose turn it is: the document lies so long that the unit above may step in too."""
    changed = {"stand_in_from": LONG_AGO.date()} if hasattr(document, "stand_in_from") else {}
    if getattr(document, "submitted_at", None) and document.state == "submitted":
        changed["submitted_at"] = LONG_AGO
    type(document).objects.filter(pk=document.pk).update(**changed) if changed else None
    return document


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("scene", PEOPLE, indirect=True)
def test_21_nobody_decides_on_himself_by_any_verb(scene, verb):
    make, act = VERBS[verb]
    document = long_overdue(make(scene))
    events = AuditEvent.objects.count()
    with pytest.raises(PermissionDenied):
        act(document, scene.me.user)
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("scene", PEOPLE, indirect=True)
def test_21_nobody_decides_on_himself_in_the_browser(scene, client):
    client.force_login(scene.me.user)
    pledge, plan, one_visit = (
        long_overdue(make(scene)) for make in (pledge_in("submitted"), plan_in("submitted"), visit)
    )
    sent, evaluation = long_overdue(programme(scene)), evaluation_in("appraised")(scene)
    decision = {"version": 1, "act": "approve", "reason": "Sửa", "minutes_no": "1", "minutes_on": "2026-03-01", **THAY}
    urls = [
        reverse("portal:inbox_decide", args=["dang-ky", pledge.pk]),
        reverse("portal:inbox_decide", args=["di-co-so", plan.pk]),
        reverse("portal:inbox_decide", args=["chuyen-di", one_visit.pk]),
        reverse("portal:inbox_decide", args=["chuong-trinh", sent.pk]),
        reverse("evaluations:union_assess", args=[evaluation.pk]),
        *(reverse("evaluations:step", args=[evaluation.pk, step]) for step in ("appraise", "decide", "notify", "lock")),
    ]
    assert {url: client.post(url, decision).status_code for url in urls} == dict.fromkeys(urls, 403)


@pytest.mark.parametrize("scene", PEOPLE, indirect=True)
def test_21_bulk_actions_leave_ones_own_document_alone(scene, client):
    client.force_login(scene.me.user)
    pledge, plan = long_overdue(pledge_in("submitted")(scene)), long_overdue(plan_in("submitted")(scene))
    evaluation = evaluation_in("appraised")(scene)
    for code, document in (("dang-ky", pledge), ("di-co-so", plan)):
        given = {"rows": f"{code}:{document.pk}:1", "act": "approve", **THAY}
        answer = client.post(reverse("portal:inbox_bulk_do"), given, follow=True)
        assert "xong 0/1" in answer.text
    client.post(reverse("evaluations:bulk"), {"viec": "quyet-dinh", "ids": [f"{evaluation.pk}:1"]})
    for document in (pledge, plan, evaluation):
        before = document.state
        document.refresh_from_db()
        assert (document.state, document.decided_by) == (before, None)


@pytest.mark.parametrize("scene", PEOPLE, indirect=True)
def test_21_own_documents_are_in_no_inbox_of_ones_own(scene):
    user = scene.me.user
    for document in (pledge_in("submitted")(scene), plan_in("submitted")(scene), programme(scene), visit(scene)):
        long_overdue(document)
        rows = type(document).objects
        waiting = rows.to_confirm(user) if document._meta.model_name == "visit" else rows.to_decide(user)
        assert not waiting.exists()
        assert not rows.to_stand_in(user).exists()
