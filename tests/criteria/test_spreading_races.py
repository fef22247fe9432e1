"""Two at once on the same draft, with real threads: nothing is written twice, nothing is lost."""

import pytest

from accounts import running
from accounts.models import Run
from criteria import copying_down, programming, taking_over
from criteria.models import Focus, Programme, Solution, TakeOver
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, ProgrammeFactory
from tests.factories.good_models import good_model
from tests.security.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    found.above = ProgrammeFactory(unit=found.district, period=found.period, state="approved")
    return found


def down(t):
    foci = list(t.above.foci.all())
    run = copying_down.start(t.above, foci, [t.base], by=t.district_secretary.user, with_solutions=True)
    return run, lambda: running.work({"run": str(run.pk)})


def result_of(run, unit):
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.error
    return dict(run.outcome["units"])[unit.pk]


def test_two_copy_downs_at_once_make_one_draft_with_one_copy(t):
    (first, one), (second, other) = down(t), down(t)
    assert at_once(one, other) == ["done", "done"]
    assert sorted([result_of(first, t.base), result_of(second, t.base)]) == ["copied", "had"]
    assert Programme.objects.get(unit=t.base).foci.count() == 1


def test_copy_down_against_submit_is_before_or_not_at_all(t):
    own = ProgrammeFactory(unit=t.base, period=t.period)
    Focus.objects.filter(programme=own).update(text="Việc riêng của phường")
    run, copy = down(t)
    answers = at_once(copy, lambda: programming.submit(own, by=t.base_secretary.user, version=1))
    result, copied = result_of(run, t.base), own.foci.filter(text="Trọng tâm 1").exists()
    own.refresh_from_db()
    if answers[1] == "done":
        assert (own.state, result, copied) == ("submitted", "submitted", False)
    else:
        assert (own.state, result, copied) == ("draft", "copied", True)


def test_a_model_taken_over_twice_at_once_is_taken_once(t):
    model = good_model(t.other_base, state="accepted")
    draft = ProgrammeFactory(unit=t.base, period=t.period)
    focus = draft.foci.get()

    def take():
        try:
            taking_over.into_programme(model, draft, focus, by=t.base_secretary.user)
        except taking_over.NotTaken:
            return

    at_once(take, take)
    assert TakeOver.objects.count() == 1
    assert Solution.objects.filter(programme=draft, text=model.title).count() == 1
