"""An approved programme changes by amendments; rows that stay keep their ids."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from criteria import programming
from criteria.models import Programme, ProgrammeRevision, Solution
from criteria.programme_changes import changes
from criteria.programming import Content, IndicatorDraft
from criteria.rules import current
from tests.factories.cadres import tree
from tests.factories.criteria import (
    EventFactory,
    IndicatorFactory,
    PeriodFactory,
    PledgeFactory,
    ProgrammeFactory,
)


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    found.secretary, found.above = found.base_secretary.user, found.district_secretary.user
    return found


def approved(t, **more):
    return ProgrammeFactory(unit=t.base, period=t.period, state="approved", **more)


def document(programme):
    return {"document_no": programme.document_no, "document_on": programme.document_on}


def amended(t, programme, **more):
    """Kept as an amendment: the first focus with other words."""
    content = Content.of(programme)
    foci = [replace(content.foci[0], **{"text": "Đúng giờ, đúng hẹn"} | more), *content.foci[1:]]
    return programming.save(programme, foci, by=t.secretary, version=programme.version, **document(programme))


def test_rows_keep_their_ids_through_edits(t):
    programme = ProgrammeFactory(unit=t.base, period=t.period, foci=2, foci__solutions=2)
    indicator = IndicatorFactory(focus=programme.foci.first())
    pledged = PledgeFactory(cadre=t.branch_secretary, period=t.period).items.first()
    pledged.indicator = indicator
    pledged.save()
    content = Content.of(programme)
    first, second = content.foci
    kept, dropped = first.solutions
    changed = replace(
        first,
        text="Viết lại",
        solutions=[replace(kept, text="Giải pháp viết lại"), replace(kept, text="Giải pháp mới", pk=None)],
        indicators=[replace(first.indicators[0], target="90% cuộc họp")],
    )
    programming.save(programme, [second, changed], by=t.secretary, version=1, **document(programme))
    assert list(programme.foci.values_list("pk", "text")) == [(second.pk, "Trọng tâm 2"), (first.pk, "Viết lại")]
    assert Solution.objects.get(pk=kept.pk).text == "Giải pháp viết lại"
    assert not Solution.objects.filter(pk=dropped.pk).exists()
    pledged.refresh_from_db()
    assert (pledged.indicator_id, pledged.indicator.target) == (indicator.pk, "90% cuộc họp")


def test_rows_of_another_programme_are_not_taken(t):
    other = ProgrammeFactory(unit=t.other_base, period=t.period).solutions.get()
    programme = ProgrammeFactory(unit=t.base, period=t.period)
    focus = Content.of(programme).foci[0]
    stolen = replace(focus, solutions=[replace(focus.solutions[0], pk=other.pk, text="Của tôi")])
    programming.save(programme, [stolen], by=t.secretary, version=1, **document(programme))
    other.refresh_from_db()
    assert (other.programme.unit, other.text) == (t.other_base, "Giải pháp 1")


def test_an_amendment_waits_while_what_was_approved_holds(t):
    programme = amended(t, approved(t))
    assert (programme.state, programme.foci.get().text) == ("approved", "Trọng tâm 1")
    programme = programming.propose(programme, by=t.secretary, version=2)
    assert Notification.objects.filter(to=t.above, kind="programme.submitted").exists()
    assert list(Programme.objects.to_decide(t.above)) == [programme]
    assert not Programme.objects.to_decide(t.secretary).exists()
    solution = programme.solutions.get()
    programming.record_progress(solution, by=t.secretary, progress="in_progress")
    with pytest.raises(StaleDocument):
        amended(t, programme)
    programme = programming.accept(programme, by=t.above, version=3)
    solution.refresh_from_db()
    assert (programme.amendment, solution.focus.text, solution.progress) == (None, "Đúng giờ, đúng hẹn", "in_progress")
    revision = ProgrammeRevision.objects.get()
    assert (revision.is_amendment, revision.decision, revision.decided_by) == (True, "accepted", t.above)
    verbs = AuditEvent.objects.filter(target="criteria.programme").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["programme.amended", "programme.progressed", "programme.accepted"]


def test_a_refused_amendment_can_be_written_on_or_dropped(t):
    programme = programming.propose(amended(t, approved(t)), by=t.secretary, version=2)
    for person in (t.base_secretary, t.other_district_secretary):
        with pytest.raises(PermissionDenied):
            programming.refuse(programme, by=person.user, version=3, reason="Không")
    programme = programming.refuse(programme, by=t.above, version=3, reason="Giữ chỉ tiêu cũ.")
    assert (programme.state, programme.foci.get().text) == ("approved", "Trọng tâm 1")
    assert current(programme).foci[0].text == "Đúng giờ, đúng hẹn"
    assert Notification.objects.filter(to=t.secretary, kind="programme.refused").exists()
    programme = programming.discard(programme, by=t.secretary, version=4)
    assert current(programme).foci[0].text == "Trọng tâm 1"
    with pytest.raises(StaleDocument):
        programming.propose(programme, by=t.secretary, version=5)


def test_an_amendment_that_says_the_same_is_not_sent(t):
    programme = amended(t, approved(t), text="Trọng tâm 1")
    with pytest.raises(programming.ProgrammeIncomplete, match="chưa khác"):
        programming.propose(programme, by=t.secretary, version=2)


@pytest.mark.parametrize("trace", ["progress", "event"])
def test_work_that_was_done_is_not_lost(t, trace):
    programme = approved(t, foci__solutions=2)
    kept, begun = programme.solutions.order_by("order")
    if trace == "event":
        EventFactory(solution=begun)
    else:
        programming.record_progress(begun, by=t.secretary, progress="in_progress")
    focus = Content.of(programme).foci[0]
    with pytest.raises(programming.InUse, match=str(begun)):
        amended(t, programme, solutions=focus.solutions[:1])
    amended(t, programme, solutions=focus.solutions[1:])
    assert kept.pk in {solution.pk for solution in Content.of(programme).foci[0].solutions}


def test_changes_are_told_word_by_word(t):
    programme = programming.submit(ProgrammeFactory(unit=t.base, period=t.period), by=t.secretary, version=1)
    programme = programming.approve(programme, by=t.above, version=2)
    statement = programme.foci.get().statements.first()
    indicators = [IndicatorDraft("Có mặt trước 5 phút", statement.pk, target="100% cuộc họp")]
    programme = programming.propose(amended(t, programme, indicators=indicators), by=t.secretary, version=4)
    older, newer = programme.revisions.order_by("no")
    found = changes(older, newer)
    assert [change.title for change in found] == ["Đúng giờ, đúng hẹn"]
    old, new = ("".join(piece.text for piece in line) for line in (found[0].before[0], found[0].after[0]))
    assert (old[:21], new[:29]) == ("Trọng tâm: Trọng tâm ", "Trọng tâm: Đúng giờ, đúng hẹn")
    added = "".join(piece.text for piece in found[0].after[1])
    assert added == f"Cụ thể hóa {statement.code}, mọi diện cán bộ: Có mặt trước 5 phút. Chỉ tiêu: 100% cuộc họp."


def test_an_amendment_in_the_browser(t, client):
    programme = approved(t)
    client.force_login(t.secretary)
    assert "Sửa đổi chương trình" in client.get(programme.get_absolute_url()).text
    step = reverse("criteria:focus_edit", args=[programme.pk, 1])
    page = client.get(step).context["page"]
    data = {
        **{f"{name}-{what}_FORMS": n for name, n in (("ct", 0), ("gp", 1)) for what in ("TOTAL", "INITIAL")},
        "tt-version": 1,
        "tt-text": "Đúng hẹn với dân",
        "tt-statements": page.focus["statements"].value(),
        **{f"gp-0-{name}": value for name, value in page.solutions[0].initial.items() if value is not None},
    }
    client.post(step, data)
    edit = reverse("criteria:programme_edit", args=[programme.pk])
    sent = {"version": 2, "document_no": programme.document_no, "document_on": programme.document_on, "act": "submit"}
    assert client.post(edit, sent).url == programme.get_absolute_url()
    client.force_login(t.above)
    assert "Bản sửa đổi, gửi" in client.get("/don-vi/chuong-trinh/cho-duyet/").text
    assert "Duyệt bản sửa đổi" in client.get(programme.get_absolute_url()).text
    decide = reverse("portal:inbox_decide", args=["chuong-trinh", programme.pk])
    assert client.post(decide, {"version": 4, "act": "return"}).status_code == 422
    assert client.post(decide, {"version": 4, "act": "approve"}).status_code == 302
    assert programme.foci.get().text == "Đúng hẹn với dân"
