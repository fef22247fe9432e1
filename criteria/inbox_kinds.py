"""Pledges and programmes in the inbox of whoever decides on them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts import audit
from accounts.chips import Chip
from accounts.inbox import Clock, Decides, Kind, Line, Standing, Words, just_decided, own_and_below
from accounts.models import User
from cadres.deciding import leaders_of
from cadres.models import Cadre, Right
from cadres.rules import Acts
from cadres.standing_in import standing_of
from criteria import pledging, programming, rules
from criteria.comparing import compare
from criteria.entering import entry_context
from criteria.likeness import alikeness_of
from criteria.models import Criterion, Pledge, PledgeRevision, Programme
from criteria.models.programme_queries import SINCE
from criteria.patience import Patience
from criteria.programme_changes import changes
from criteria.twins import twins_of

BY_MINUTES = Chip("info", "users", "Theo biên bản")
IN_PLACE = Chip("wait", "users", "Duyệt thay")
AGAIN = Chip("wait", "arrow-path", "Gửi lại")
_LIES_SINCE = Coalesce("passed_on_at", "submitted_at")


def place_notes(documents: Iterable[Any]) -> dict[int, str]:
    """Why a document lies, or may lie, before somebody other than the secretary of its unit; a query at most."""
    documents = list(documents)
    overdue = {document.deciding_unit_id for document in documents if document.is_overdue_twice}
    leaders = leaders_of(overdue) if overdue else {}
    return {document.pk: _place_note(document, leaders.get(document.deciding_unit_id)) for document in documents}


def _place_note(document: Any, leader: Cadre | None) -> str:
    if document.is_overdue_twice:
        whose = f"{document.deciding_unit}, đồng chí {leader}" if leader else document.deciding_unit
        return f"Đã quá hạn hai lần: {document.stand_in_unit} có thể duyệt thay {whose}."
    return f"Thay {document.in_place_of}: khuyết Bí thư hoặc đang nghỉ." if document.in_place_of else ""


def _pledges(user: User, clock: Clock) -> list[QuerySet[Any]]:
    """Since it was sent, or since the department passed it on."""
    rows, overdue = Pledge.objects.annotate(lies_since=_LIES_SINCE), Patience().overdue("lies_since", clock)
    return own_and_below(rows.to_decide(user), rows.to_stand_in(user), "lies_since", overdue)


def _pledge_lines(user: User, pks: list[int]) -> dict[int, Line]:
    rows = Pledge.objects.visible_to(user).for_list().filter(pk__in=pks)
    pledges = rows.select_related("period__pledge_policy", "deciding_unit", "stand_in_unit", "in_place_of")
    notes = place_notes(pledges)
    return {pledge.pk: _pledge_line(pledge, notes[pledge.pk]) for pledge in pledges}


def _pledge_line(pledge: Pledge, note: str) -> Line:
    chips = (
        (AGAIN, pledge.submitted_at != pledge.first_submitted_at),
        (BY_MINUTES, pledge.is_by_minutes),
        (IN_PLACE, pledge.in_place_of is not None),
        (Chip("info", "check", "Ban đã xem"), pledge.passed_on_at is not None),
        (Chip("info", "pencil-square", "Nhập hộ"), pledge.entered_by_id is not None),
    )
    return Line(
        title=str(pledge.cadre),
        detail=f"{pledge.appointment.position}, {pledge.place}",
        url=pledge.get_absolute_url(),
        term=pledge.period.pledge_policy.sla_days,
        fact=f"{pledge.items_total} nội dung",
        chips=tuple(chip for chip, is_so in chips if is_so),
        note=note,
    )


def _pledge_standing(user: User, pledge: Pledge) -> Standing:
    acts = rules.acts_as(user, pledge, timezone.localdate()) if rules.can_decide(pledge) else None
    is_waiting = pledge.state == Pledge.State.SUBMITTED
    return standing_of(pledge, acts, is_waiting=is_waiting, is_first_look=rules.is_first_look(pledge))


def _pledge_record(user: User, pledge: Pledge) -> dict[str, Any]:
    revisions = list(
        PledgeRevision.objects.sendings().filter(pledge=pledge).select_related("decided_by").order_by("-no")
    )
    items = list(pledge.items.select_related("statement", "focus"))
    return {
        "pledge": pledge,
        "groups": [{"criterion": c, "items": [i for i in items if i.criterion == c]} for c in Criterion],
        "revisions": revisions,
        "comparison": compare(revisions[1].items, revisions[0].items) if len(revisions) > 1 else None,
        "twins": twins_of(pledge, reader=user),
        "entry": entry_context(user, pledge),
    }


def _approve_pledge(pledge: Pledge, *, by: User, **given: Any) -> Pledge:
    """A department's yes passes the pledge on, anybody else's approves it."""
    is_pass = rules.is_first_look(pledge) and rules.acts_as(by, pledge, timezone.localdate()) == Acts.DECIDER
    return (pledging.pass_on if is_pass else pledging.approve)(pledge, by=by, **given)


def _did_to_pledge(pledge: Pledge) -> str:
    if pledge.state == Pledge.State.SUBMITTED:
        return "đồng ý và chuyển Thường trực"
    return "duyệt" if pledge.state == Pledge.State.APPROVED else "trả lại"


PLEDGES = Kind(
    code="dang-ky",
    label="Bản đăng ký",
    noun="bản đăng ký",
    rights=(Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD),
    waiting=_pledges,
    lines=_pledge_lines,
    names=("cadre__search_key",),
    entered="entered_by",
    decides=Decides(
        find=lambda user: Pledge.objects.visible_to(user).with_people(),
        standing=_pledge_standing,
        name=lambda pledge: str(pledge.cadre),
        template="criteria/_inbox_pledge.html",
        record=_pledge_record,
        approve=_approve_pledge,
        send_back=pledging.return_for_edit,
        did=_did_to_pledge,
        undo=pledging.undo,
        decided=lambda user: just_decided(Pledge.objects.select_related("cadre"), user, ("approved", "returned")),
        phrases=(
            ("Chưa đo được", "Chỉ tiêu chưa đo được: ghi con số cụ thể."),
            ("Thiếu thời hạn", "Ghi rõ thời hạn của từng việc."),
            ("Rập khuôn", "Nội dung còn rập khuôn: viết lại cho sát việc được giao và địa bàn phụ trách."),
        ),
    ),
)


def _programmes(user: User, clock: Clock) -> list[QuerySet[Any]]:
    """Programmes, and amendments of approved ones."""
    rows, overdue = Programme.objects.annotate(lies_since=SINCE), Patience().overdue("lies_since", clock)
    return own_and_below(rows.to_decide(user), rows.to_stand_in(user), "lies_since", overdue)


def _programme_lines(user: User, pks: list[int]) -> dict[int, Line]:
    rows = Programme.objects.visible_to(user).for_list().filter(pk__in=pks).select_related("period__pledge_policy")
    notes, alike = place_notes(rows), alikeness_of(list(rows))
    return {
        programme.pk: Line(
            title=str(programme.unit),
            detail=_about(programme),
            url=programme.get_absolute_url(),
            term=programme.period.pledge_policy.sla_days,
            chips=(IN_PLACE,) if programme.in_place_of else (),
            fact=alike[programme.pk].words if programme.pk in alike else "",
            note=notes[programme.pk],
        )
        for programme in rows
    }


def _about(programme: Programme) -> str:
    if programme.amendment_sent_at:
        return f"Bản sửa đổi chương trình năm {programme.period.year}"
    return f"Chương trình năm {programme.period.year}, văn bản {programme.document_no}"


def _programme_standing(user: User, programme: Programme) -> Standing:
    can_decide = rules.can_decide_programme(programme) or rules.can_decide_programme_amendment(programme)
    acts = rules.programme_acts_as(user, programme, timezone.localdate()) if can_decide else None
    is_waiting = programme.state == Programme.State.SUBMITTED or programme.amendment_sent_at is not None
    return standing_of(programme, acts, is_waiting=is_waiting)


def _programme_record(_user: User, programme: Programme) -> dict[str, Any]:
    revisions = list(programme.revisions.select_related("decided_by").order_by("-no"))
    return {
        "programme": programme,
        "foci": programme.foci.prefetch_related("statements", "solutions", "indicators__statement"),
        "revisions": revisions,
        "changes": changes(revisions[1], revisions[0]) if len(revisions) > 1 else [],
        "alikeness": alikeness_of([programme]).get(programme.pk),
        "events": audit.trail(programme)[:20],
    }


def _approve_programme(programme: Programme, *, by: User, **given: Any) -> Programme:
    """The programme, or the amendment that lies in its row."""
    return (programming.accept if programme.amendment_sent_at else programming.approve)(programme, by=by, **given)


def _return_programme(programme: Programme, *, by: User, **given: Any) -> Programme:
    verb = programming.refuse if programme.amendment_sent_at else programming.return_for_edit
    return verb(programme, by=by, **given)


def _did_to_programme(programme: Programme) -> str:
    """An amendment that was refused stays beside what is approved."""
    is_yes = programme.state == Programme.State.APPROVED and programme.amendment is None
    return "duyệt" if is_yes else "trả lại"


PROGRAMMES = Kind(
    code="chuong-trinh",
    label="Chương trình",
    noun="chương trình",
    rights=(Right.PROGRAMME_DECIDE,),
    waiting=_programmes,
    lines=_programme_lines,
    names=("unit__search_key",),
    decides=Decides(
        find=lambda user: Programme.objects.visible_to(user).for_list().select_related("decided_by", "submitted_by"),
        standing=_programme_standing,
        name=lambda programme: str(programme.unit),
        template="criteria/_inbox_programme.html",
        record=_programme_record,
        approve=_approve_programme,
        send_back=_return_programme,
        did=_did_to_programme,
        undo=programming.undo,
        decided=lambda user: just_decided(Programme.objects.select_related("unit"), user, ("approved", "returned")),
        words=Words(hint="Đơn vị đọc nguyên văn. Nói rõ sửa trọng tâm hay giải pháp nào, thành thế nào."),
        phrases=(
            ("Giải pháp chung chung", "Ghi rõ làm gì, ai phụ trách, xong khi nào ở từng giải pháp."),
            ("Rập khuôn", "Chương trình còn chép của cấp trên: cụ thể hóa cho địa bàn và đối tượng của đơn vị."),
        ),
    ),
)

KINDS = (PLEDGES, PROGRAMMES)
