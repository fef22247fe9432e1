"""Changes to approved pledges in the inbox of whoever decides on the pledge."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.inbox import Clock, Decides, Kind, Line, Standing, Words, just_decided, own_and_below
from accounts.models import User
from cadres.models import Right
from cadres.standing_in import standing_of
from criteria import rules
from criteria.comparing import compare_amendment
from criteria.inbox_kinds.shared import BY_MINUTES, IN_PLACE, lines_of, signs
from criteria.models import PledgeRevision, RevisionState
from criteria.patience import Patience
from criteria.pledging import amending


def _amendments(user: User, clock: Clock) -> list[QuerySet[Any]]:
    rows, overdue = PledgeRevision.objects, Patience().overdue("submitted_at", clock, period="pledge__period")
    return own_and_below(rows.to_decide(user), rows.to_stand_in(user), "submitted_at", overdue)


def _find(user: User) -> QuerySet[Any]:
    return PledgeRevision.objects.amendments().visible_to(user).for_detail()


def _lines(user: User, pks: list[int]) -> dict[int, Line]:
    return lines_of(_find(user).filter(pk__in=pks), _line)


def _line(amendment: PledgeRevision, note: str) -> Line:
    pledge = amendment.pledge
    return Line(
        title=str(pledge.cadre),
        detail=f"{pledge.appointment.position}, {amendment.place}",
        url=amendment.get_absolute_url(),
        term=pledge.period.pledge_policy.sla_days,
        fact=f"“{amendment.change_reason}”",
        chips=signs((BY_MINUTES, amendment.is_by_minutes), (IN_PLACE, amendment.in_place_of is not None)),
        note=note,
    )


def _standing(user: User, amendment: PledgeRevision) -> Standing:
    can_decide = rules.can_decide_amendment(amendment)
    acts = rules.amendment_acts_as(user, amendment, timezone.localdate()) if can_decide else None
    return standing_of(amendment, acts, is_waiting=amendment.is_proposed)


AMENDMENTS = Kind(
    code="sua-doi",
    label="Đề nghị sửa",
    noun="đề nghị sửa",
    rights=(Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD),
    waiting=_amendments,
    lines=_lines,
    unit="pledge__unit",
    names=("pledge__cadre__search_key",),
    entered="pledge__entered_by",
    decides=Decides(
        find=_find,
        standing=_standing,
        name=lambda amendment: str(amendment.pledge.cadre),
        template="criteria/_amendment_record.html",
        record=lambda _user, amendment: {"amendment": amendment} | compare_amendment(amendment),
        approve=amending.accept,
        send_back=amending.refuse,
        did=lambda amendment: "duyệt" if amendment.state == RevisionState.ACCEPTED else "trả lời không duyệt",
        undo=amending.undo,
        decided=lambda user: just_decided(
            PledgeRevision.objects.select_related("pledge__cadre", "pledge__period"),
            user,
            (RevisionState.ACCEPTED, RevisionState.REFUSED),
        ),
        words=Words(
            send_back="Không duyệt",
            send_back_short="Không duyệt",
            why="Lý do không duyệt",
            hint="Cán bộ đọc nguyên văn. Bản đã duyệt giữ nguyên; cán bộ đề nghị lại được.",
        ),
        phrases=(
            ("Lý do chưa rõ", "Nói rõ vì sao phải sửa: việc gì thay đổi so với lúc đăng ký."),
            ("Giảm chỉ tiêu", "Chưa đủ căn cứ để giảm chỉ tiêu: giữ như bản đã duyệt."),
        ),
    ),
)
