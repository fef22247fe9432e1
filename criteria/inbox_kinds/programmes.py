"""Programmes and their amendments in the inbox of whoever decides on them."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts import audit
from accounts.inbox import Clock, Decides, Kind, Line, Standing, Words, just_decided, own_and_below
from accounts.models import User
from cadres.models import Right
from cadres.standing_in import standing_of
from criteria import programming, rules
from criteria.inbox_kinds.shared import IN_PLACE, lines_of, signs
from criteria.likeness import alikeness_of
from criteria.models import Programme
from criteria.models.programme_queries import SINCE
from criteria.patience import Patience
from criteria.programme_changes import changes


def _programmes(user: User, clock: Clock) -> list[QuerySet[Any]]:
    """Programmes, and amendments of approved ones."""
    rows, overdue = Programme.objects.annotate(lies_since=SINCE), Patience().overdue("lies_since", clock)
    return own_and_below(rows.to_decide(user), rows.to_stand_in(user), "lies_since", overdue)


def _programme_lines(user: User, pks: list[int]) -> dict[int, Line]:
    rows = Programme.objects.visible_to(user).for_list().filter(pk__in=pks).select_related("period__pledge_policy")
    alike = alikeness_of(list(rows))

    def line(programme: Programme, note: str) -> Line:
        return Line(
            title=str(programme.unit),
            detail=_about(programme),
            url=programme.get_absolute_url(),
            term=programme.period.pledge_policy.sla_days,
            chips=signs((IN_PLACE, programme.in_place_of is not None)),
            fact=alike[programme.pk].words if programme.pk in alike else "",
            note=note,
        )

    return lines_of(rows, line)


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
