"""Pledges in the inbox of whoever decides on them."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.chips import Chip
from accounts.inbox import Clock, Decides, Kind, Line, Standing, just_decided, own_and_below
from accounts.models import User
from cadres.models import Right
from cadres.rules import Acts
from cadres.standing_in import standing_of
from criteria import pledging, rules
from criteria.comparing import compare
from criteria.entering import entry_context
from criteria.inbox_kinds.shared import AGAIN, BY_MINUTES, IN_PLACE, lines_of, signs
from criteria.models import Criterion, Pledge, PledgeRevision
from criteria.patience import Patience
from criteria.twins import twins_of

_LIES_SINCE = Coalesce("passed_on_at", "submitted_at")


def _pledges(user: User, clock: Clock) -> list[QuerySet[Any]]:
    """Since it was sent, or since the department passed it on."""
    rows, overdue = Pledge.objects.annotate(lies_since=_LIES_SINCE), Patience().overdue("lies_since", clock)
    return own_and_below(rows.to_decide(user), rows.to_stand_in(user), "lies_since", overdue)


def _pledge_lines(user: User, pks: list[int]) -> dict[int, Line]:
    rows = Pledge.objects.visible_to(user).for_list().filter(pk__in=pks)
    related = ("period__pledge_policy", "deciding_unit", "stand_in_unit", "in_place_of")
    return lines_of(rows.select_related(*related), _pledge_line)


def _pledge_line(pledge: Pledge, note: str) -> Line:
    chips = signs(
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
        chips=chips,
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
        find=lambda user: Pledge.objects.readable_by(user).with_people(),
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
