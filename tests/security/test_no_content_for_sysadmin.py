"""System administrators and Ban Tuyên giáo see no evaluation: no page, fragment, search, export or notice."""

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import Notification, Run
from cadres.models import Right
from evaluations import appraisal, assessing
from evaluations.assessing import Content
from evaluations.models import Breach, Evaluation, Reconsideration, Source
from evaluations.opening import settle_policies
from reports.measures import BY_CODE
from tests.access import world as worlds
from tests.access.matrix import MATRIX
from tests.factories.accounts import UserFactory
from tests.factories.evaluations import SourceAssessmentFactory, scores, sheet

WHO = ["sysadmin", "prop staff"]
WORDS = "Nhận xét kín số 283"
TOTAL = "61,7"


@pytest.fixture
def world(settings, tmp_path):
    """Every document of the access matrix, its evaluations told, with words and a figure that stand nowhere else."""
    settings.MEDIA_ROOT = tmp_path
    made = worlds.build()
    told = sheet(3)
    for evaluation in Evaluation.objects.all():
        for source in (Source.SELF, Source.UNION, Source.PARTY):
            SourceAssessmentFactory(evaluation=evaluation, source=source, strengths=WORDS, weaknesses=WORDS)
        Reconsideration.objects.create(
            evaluation=evaluation, reason=WORDS, requested_by=UserFactory(), old_total="61.7", old_rating="satisfactory"
        )
    Evaluation.objects.update(
        state="notified",
        result=told.to_json(),
        total="61.7",
        rating="satisfactory",
        decided_at="2026-01-05T00:00Z",
        decided_by=made.users["province secretary"],
        notified_at="2026-01-06T00:00Z",
    )
    Breach.objects.update(evidence=WORDS)
    return made


def texts(client, world, **headers):
    """What every address that can be opened by looking answers, in reach and out of it."""
    for name, row in MATRIX.items():
        if row.method != "get" or row.is_public:
            continue
        for place in ("in", "out") if row.thing else ("in",):
            kwargs = world.things[row.thing][place].kwargs if row.thing else {}
            with transaction.atomic():
                answer = client.get(reverse(name, kwargs=kwargs), headers=headers)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                transaction.set_rollback(True)
            yield name, answer.status_code, body.decode(errors="ignore")


def leaks(pages):
    return {name for name, _, text in pages if WORDS in text or TOTAL in text}


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
@pytest.mark.parametrize("who", WHO)
def test_no_page_or_fragment_shows_an_evaluation(world, client, who, headers):
    client.force_login(world.users[who])
    assert leaks(texts(client, world, **headers)) == set()


def test_the_words_stand_where_those_who_may_read_them_look(world, client):
    """Else the test above would find nothing to leak."""
    client.force_login(world.users["inspector"])
    assert {"evaluations:detail", "evaluations:print", "evaluations:breach_detail"} <= leaks(texts(client, world))


@pytest.mark.parametrize("who", WHO)
def test_every_page_of_evaluations_is_closed(world, client, who):
    client.force_login(world.users[who])
    answers = {n: status for n, status, _ in texts(client, world) if n.startswith("evaluations:")}
    assert {name: status for name, status in answers.items() if status != 403} == {}


@pytest.mark.parametrize("who", WHO)
def test_search_finds_no_words_of_an_evaluation(world, client, who):
    client.force_login(world.users[who])
    for words in (WORDS, "Nhận xét kín", world.tree.base_secretary.full_name, world.tree.base_secretary.code):
        page = client.get("/tim/", {"q": words, "tu": words}).content.decode()
        assert f">{WORDS}" not in page
        assert TOTAL not in page


@pytest.mark.parametrize("who", WHO)
def test_figures_of_evaluations_open_no_rows(world, client, who):
    client.force_login(world.users[who])
    closed = [code for code, measure in BY_CODE.items() if measure.right == Right.EVALUATION_READ]
    assert closed
    assert {client.get(reverse("reports:rows", args=[code])).status_code for code in closed} == {403}


@pytest.mark.parametrize("who", WHO)
def test_results_of_persons_cannot_be_exported(world, client, who):
    client.force_login(world.users[who])
    year = Evaluation.objects.first().period.year
    form = {"bieu": "B5", "don_vi": world.tree.province.pk, "nam": year, "reason": "Xem"}
    answer = client.post(reverse("reports:workbook_new"), form)
    assert answer.status_code == 403 or "không xem được" in answer.content.decode()
    assert not Run.objects.filter(asked_by=world.users[who]).exists()


@pytest.mark.parametrize("who", WHO)
def test_no_notice_of_an_evaluation_reaches_them(world, who):
    evaluation = Evaluation.objects.get(cadre=world.tree.base_secretary)
    Evaluation.objects.update(
        state="open", result=None, total=None, rating="", decided_at=None, decided_by=None, notified_at=None
    )
    settle_policies(evaluation.period)
    boss = world.tree.district_secretary.user
    Evaluation.objects.update(deciding_unit=world.tree.district)
    assessing.submit(evaluation, source="union", by=boss, version=1, content=Content(scores=scores(3), strengths=WORDS))
    appraisal.appraise(evaluation, by=boss, version=1)
    appraisal.decide(evaluation, by=boss, version=2)
    appraisal.notify_result(evaluation, by=boss, version=3)
    assert Notification.objects.filter(to=world.tree.base_secretary.user, kind="evaluation.notified").exists()
    assert not Notification.objects.filter(to=world.users[who], kind__startswith="evaluation").exists()
