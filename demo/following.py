"""What became of approved pledges in a small demo: logs, evidence, checks, mid-year reviews, changes, a sample."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from cadres.models import Unit
from criteria import amendment_routes, rules
from criteria.models import (
    ItemCheck,
    ItemEvidence,
    ItemUpdate,
    MidyearLine,
    MidyearReview,
    Outcome,
    Pledge,
    PledgeItem,
    PledgeRevision,
    Progress,
    RevisionState,
    Sample,
    SampleItem,
)
from criteria.pledging import amending, applying
from demo.accounts import BASE, DISTRICT
from demo.world import World

State = RevisionState
_REMARKS = (
    "Phần lớn nội dung theo đúng tiến độ; việc đối thoại dời sang quý ba vì trùng kỳ thi.",
    "Đã xong các việc quý một và quý hai, còn chậm ở khâu lưu minh chứng.",
    "Thực hiện đều, riêng việc xuống cơ sở chưa đủ số buổi do kiêm nhiệm.",
)
_HELP = ("", "Mượn hội trường phường cho hai buổi sinh hoạt.", "", "Hỗ trợ tập huấn làm video ngắn.")
_NOTES = {Outcome.UNCLEAR: "Chưa thấy minh chứng của quý hai.", Outcome.NOT_MET: "Mới đạt một nửa chỉ tiêu."}
_SEED = "74283202007130123456789abcdef012"
_SIZE = 8


HOW_IT_WENT = "progress_note progressed_at outcome checked_at"


def how_it_went(seed: int, progress: str, at: dt.datetime | None, is_over: bool) -> tuple[Any, ...]:
    """Note, time, outcome and time of the check. All of a year that is over was looked at, half of this year's; a
    little is unclear, or not met."""
    if progress != Progress.DONE:
        return "", at if progress != Progress.NOT_STARTED else None, "", None
    note = "Đã có minh chứng tại đơn vị"
    if not (is_over or seed % 2):
        return note, at, "", None
    outcome = Outcome.NOT_MET if seed % 23 == 7 else Outcome.UNCLEAR if seed % 23 == 5 else Outcome.MET
    return note, at, outcome, at


def write_following(world: World) -> None:
    done = PledgeItem.objects.filter(progress__in=[Progress.DONE, Progress.IN_PROGRESS]).order_by("pk")
    items = list(done.exclude(progressed_at=None).exclude(pledge__cadre__user=None).select_related("pledge__cadre"))
    _write_logs(items)
    for year in world.years:
        for period in year.periods.values():
            opens_on, due_on = period.midyear_opens_on, period.midyear_due_on
            if opens_on < world.today:
                found = Pledge.objects.approved().filter(period=period).exclude(cadre__user=None).order_by("pk")
                _write_midyear(world, found, due_on, is_over=year.is_over)
    _draw_sample(world)
    _change_pledges(world)


def _write_logs(items: list[PledgeItem]) -> None:
    """A line for each step, a link for most of what is done, and what the approver found, as the items say."""
    ItemUpdate.objects.bulk_create(
        ItemUpdate(
            item=item,
            at=item.progressed_at,
            by_id=item.pledge.cadre.user_id,
            progress=item.progress,
            note=item.progress_note,
        )
        for item in items
    )
    ItemEvidence.objects.bulk_create(
        ItemEvidence(
            item=item,
            link=f"https://example.org/minh-chung/{item.pk}",
            caption=f"Minh chứng: {item.evidence}"[:150],
            added_by_id=item.pledge.cadre.user_id,
            added_at=item.progressed_at,
        )
        for item in items
        if item.is_done and (item.outcome == Outcome.MET or (item.pledge_id + item.order) % 3)
    )
    ItemCheck.objects.bulk_create(
        ItemCheck(
            item=item,
            at=item.checked_at,
            by_id=item.pledge.decided_by_id,
            outcome=item.outcome,
            note=_NOTES.get(Outcome(item.outcome), ""),
        )
        for item in items
        if item.outcome
    )


def _write_midyear(world: World, pledges: QuerySet[Pledge], due_on: dt.date, *, is_over: bool) -> None:
    """Four in five have sent it, one of eleven late; of this year every third still waits for a remark."""
    reviews = []
    chosen = [pledge for pledge in pledges.prefetch_related("items") if pledge.pk % 5]
    for pledge in chosen:
        late = 4 if pledge.pk % 11 == 0 else -(pledge.pk % 9)
        sent_at = _noon(world, due_on + dt.timedelta(days=late))
        needs_help = pledge.pk % 7 == 3
        is_remarked = is_over or pledge.pk % 3 > 0
        reviews.append(
            MidyearReview(
                pledge=pledge,
                version=2 if is_remarked else 1,
                remark=_REMARKS[pledge.pk % 3],
                help_needed=_HELP[pledge.pk % 4],
                submitted_at=sent_at,
                due_on=due_on,
                **_verdict(pledge, sent_at + dt.timedelta(hours=6), needs_help=needs_help) if is_remarked else {},
            )
        )
    MidyearReview.objects.bulk_create(reviews)
    MidyearLine.objects.bulk_create(_lines(reviews))


def _noon(world: World, day: dt.date) -> dt.datetime:
    """Early enough that nothing lies ahead of the reader."""
    return min(timezone.make_aware(dt.datetime.combine(day, dt.time(11))), world.now - dt.timedelta(hours=8))


def _verdict(pledge: Pledge, at: dt.datetime, *, needs_help: bool) -> dict[str, Any]:
    verdict = MidyearReview.Verdict.NEEDS_HELP if needs_help else MidyearReview.Verdict.ON_TRACK
    note = "Phó Bí thư làm việc với phường về địa điểm trong tháng bảy." if needs_help else ""
    return {"verdict": verdict, "verdict_note": note, "remarked_at": at, "remarked_by_id": pledge.decided_by_id}


def _lines(reviews: Iterable[MidyearReview]) -> Iterable[MidyearLine]:
    for review in reviews:
        for item in review.pledge.items.all():
            if not item.is_dropped:
                is_over = item.is_done and review.pledge.state == Pledge.State.APPROVED
                yield MidyearLine(review=review, item=item, percent=100 if is_over else 30 + item.order * 5 % 50)


def _draw_sample(world: World) -> None:
    """Of last year, by the inspection committee; half of it has been looked at."""
    unit, by = Unit.objects.get(code=DISTRICT, valid_to=None), User.objects.get(username="ubkt")
    last = PledgeItem.objects.filter(
        progress=Progress.DONE, pledge__unit__path__startswith=unit.path, pledge__state=Pledge.State.CLOSED
    )
    frame = sorted(last.values_list("pk", flat=True))
    if not frame:
        return
    period = Pledge.objects.get(items=frame[0]).period
    frame = sorted(last.filter(pledge__period=period).values_list("pk", flat=True))
    drawn = rules.draw(frame, _SIZE, _SEED)
    at = world.now - dt.timedelta(days=40)
    sample = Sample.objects.create(
        period=period,
        unit=unit,
        size=len(drawn),
        seed=_SEED,
        frame=frame,
        drawn_at=at,
        drawn_by=by,
        purpose="Kiểm tra chuyên đề theo Kế hoạch số 15-KH/UBKT",
    )
    findings = (Outcome.MET, Outcome.MET, Outcome.UNCLEAR, Outcome.MET)
    rows = [SampleItem(sample=sample, item_id=pk, order=n) for n, pk in enumerate(drawn, start=1)]
    for row, finding in zip(rows, findings, strict=False):
        row.finding, row.note = finding, _NOTES.get(finding, "")
        row.found_at, row.found_by = at + dt.timedelta(days=3), by
    SampleItem.objects.bulk_create(rows)


def _change_pledges(world: World) -> None:
    """Changes to approved pledges in every state, where the named secretaries decide."""
    units = Unit.objects.filter(code__in=[DISTRICT, BASE], valid_to=None)
    approved = Pledge.objects.filter(state=Pledge.State.APPROVED, deciding_unit__in=units, is_by_minutes=False)
    related = ("cadre__user", "decided_by", "period__pledge_policy", "appointment__unit", "appointment__position")
    pledges = list(approved.exclude(cadre__user=None).select_related(*related).order_by("-pk")[:6])
    states = (State.PROPOSED, State.ACCEPTED, State.REFUSED, State.WITHDRAWN, State.PROPOSED, State.PROPOSED)
    for pledge, state in zip(pledges, states, strict=False):
        _change(pledge, state, world.now - dt.timedelta(days=2 + pledge.pk % 3, hours=9))


def _change(pledge: Pledge, state: str, at: dt.datetime) -> None:
    items = list(pledge.items.exclude(progress=Progress.DROPPED).select_related("statement"))
    base = [amending.frozen(item) for item in items]
    amendment = PledgeRevision(
        pledge=pledge,
        no=pledge.revisions.count() + 1,
        base=base,
        items=_changed(items, base, pledge),
        commitments=pledge.commitments,
        submitted_at=at,
        state=state,
        change_reason="Được giao thêm địa bàn từ quý này nên đổi chỉ tiêu.",
    )
    if state in {State.ACCEPTED, State.REFUSED}:
        amendment.decided_at, amendment.decided_by = at + dt.timedelta(hours=20), pledge.decided_by
        amendment.reason = "Giữ chỉ tiêu cũ đến hết quý ba." if state == State.REFUSED else ""
    amendment_routes.take_route(amendment)
    amendment.in_place_of = None
    if state == State.ACCEPTED:
        amendment.applied = applying.apply(amendment, by=pledge.decided_by)
    amendment.save()


def _changed(items: list[PledgeItem], base: list[dict[str, Any]], pledge: Pledge) -> list[dict[str, Any]]:
    """What is open first gets another target, and where there is room one item is new."""
    opened = next((item.pk for item in items if not item.is_done), None)
    rows = [row | {"target": "Đủ cả hai địa bàn"} if row["id"] == opened else row for row in base]
    if sum(item.criterion == "SS" for item in items) < pledge.period.pledge_policy.max_items:
        due_on = pledge.period.closes_on.isoformat()
        new = {"text": "Mỗi tháng một buổi gặp thanh niên ở địa bàn mới", "target": "6 buổi", "due_on": due_on}
        rows.append(new | {"id": None, "criterion": "SS", "code": "", "evidence": "Sổ theo dõi"})
    return rows
