"""What the units put in the foreground each year: programmes with their foci and solutions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from criteria.models import (
    Attendance,
    EventQuestion,
    Focus,
    Indicator,
    Profile,
    Programme,
    ProgrammeRevision,
    Progress,
    Solution,
    SolutionEvent,
    SolutionEvidence,
)
from criteria.rules import FOCUS_PARTS, Content
from demo import routes, words
from demo.loading import load
from demo.units import Node
from demo.world import Post, World, Year, cycle

State = Programme.State
_PROGRAMME = (
    "id unit_id period_id state version document_no document_on submitted_at submitted_by_id decided_at decided_by_id"
    " return_reason deciding_unit_id reported_to_party_on reported_to_party_no"
) + routes.COLUMNS
_SOLUTION = (
    "id programme_id focus_id order kind system text document_no starts_on due_on in_charge in_charge_cadre_id"
    " progress result result_figure"
)


@dataclass(frozen=True, slots=True)
class Writer:
    """The unit of a programme, how far the programme is, and who serves there."""

    node: Node
    state: str
    staff: list[Post]


@dataclass(frozen=True, slots=True)
class Done:
    """One solution before it is copied in, as far as other rows need it."""

    id: int
    number: int
    node: Node
    state: str
    kind: str
    progress: str
    row: tuple[Any, ...]


def write_programmes(world: World) -> None:
    staff: dict[int, list[Post]] = defaultdict(list)
    for post in world.posts:
        staff[post.node.id].append(post)
    for year in world.years:
        owing = _owing(world, year)
        load(Programme, _PROGRAMME, (_programme(world, year, node, state, number) for node, state, number in owing))
        foci = list(_foci(world, owing))
        load(Focus, "id programme_id order text", ((key, number, order, text) for key, number, order, text, _ in foci))
        codes = {statement.code: statement.pk for statement in world.statements}
        served = ((key, codes[code]) for key, _, _, _, serves in foci for code in serves)
        load(Focus.statements.through, "focus_id statement_id", served)
        load(Indicator, "focus_id order statement_id text target due_on evidence", _indicators(year, foci, codes))
        places = {number: (node, state) for node, state, number in owing}
        done = [
            _solution(world, year, focus, place, Writer(*places[focus[1]], staff[places[focus[1]][0].id]))
            for focus in foci
            for place in range(2)
        ]
        load(Solution, _SOLUTION, (one.row for one in done))
        _write_work(world, year, done, staff)
    if world.scale.has_story:
        _write_revisions()


def _write_work(world: World, year: Year, done: list[Done], staff: dict[int, list[Post]]) -> None:
    """Evidence of what is finished; meetings with questions and who was there."""
    begun = [one for one in done if one.state == State.APPROVED and one.progress != Progress.NOT_STARTED]
    load(
        SolutionEvidence,
        "solution_id link caption added_by_id added_at",
        (
            (one.id, f"https://doan.example/minh-chung/{one.id}", "Biên bản, ảnh hoạt động", _writer(world, one), at)
            for one in begun
            if one.progress == Progress.DONE and one.number % 4
            for at in [world.moment(_day_of_work(world, year, one))]
        ),
    )
    held = [(world.next_id("event"), one) for one in begun if one.kind in Solution.MEETINGS]
    load(
        SolutionEvent,
        "id solution_id held_on place present summary recorded_by_id",
        (
            (
                *(key, one.id, _day_of_work(world, year, one), "Hội trường của đơn vị", 20 + one.id % 60),
                "Thống nhất giao từng việc cho người phụ trách, hẹn ngày kiểm tra lại.",
                _writer(world, one),
            )
            for key, one in held
        ),
    )
    asked = ((key, n, *pair) for key, one in held for n, pair in enumerate(words.QUESTIONS[: one.id % 3 + 1], start=1))
    load(EventQuestion, "event_id order question answer", asked)
    came = (
        (key, post.number, _writer(world, one), world.moment(_day_of_work(world, year, one)))
        for key, one in held
        for post in staff[one.node.id][:12]
    )
    load(Attendance, "event_id cadre_id added_by_id added_at", came)


def _writer(world: World, one: Done) -> int:
    return world.secretaries.get(one.node.id) or world.named["tckt"]


def _day_of_work(world: World, year: Year, one: Done) -> dt.date:
    """A day between the opening of the year and now."""
    period = year.periods[Profile.CALENDAR]
    last = min(world.today, period.closes_on)
    return max(period.opens_on, last - dt.timedelta(days=3 + one.id % 20))


def _write_revisions() -> None:
    """What each programme said when it was sent; only where somebody will look at it."""
    sent = Programme.objects.exclude(state=State.DRAFT).prefetch_related(*(f"foci__{part}" for part in FOCUS_PARTS))
    ProgrammeRevision.objects.bulk_create(
        ProgrammeRevision(
            programme=programme,
            no=1,
            content=Content.of_rows(programme, programme.foci.all()).as_json(),
            sent_at=programme.submitted_at,
            sent_by_id=programme.submitted_by_id,
            decided_at=programme.decided_at,
            decided_by_id=programme.decided_by_id,
            decision=programme.state if programme.decided_at else "",
            reason=programme.return_reason,
        )
        for programme in sent
    )


def _owing(world: World, year: Year) -> list[tuple[Node, str, int]]:
    """The units that wrote one, its state and number; some have not begun."""
    if year.is_over:
        states = cycle((State.APPROVED, 24), ("", 1))
    else:
        states = cycle((State.APPROVED, 14), (State.SUBMITTED, 2), (State.RETURNED, 1), (State.DRAFT, 1), ("", 2))
    units = (node for node in world.tree.nodes if node.owes_programme)
    named = {post.node.id for post in world.posts if post.username == "bithu"}
    rows = []
    for node, cycled in zip(units, states, strict=False):
        state = State.APPROVED if node.id in named else cycled
        if state:
            rows.append((node, state, world.next_id("programme")))
    return rows


def _programme(world: World, year: Year, node: Node, state: str, number: int) -> tuple[Any, ...]:
    period = year.periods[Profile.CALENDAR]
    written_on = period.opens_on + dt.timedelta(days=number % 18 + 1)
    if state == State.SUBMITTED:
        written_on = world.today - dt.timedelta(days=number % 6 + 2)
    is_sent, is_decided = state != State.DRAFT, state in {State.APPROVED, State.RETURNED}
    found = routes.superior_of(node)
    decider = world.secretaries.get(found.unit_id)
    return (
        *(number, node.id, period.pk, state, 1 + is_sent + is_decided),
        *((f"{number % 90 + 1:02}-CTr/ĐTN", written_on) if is_sent else ("", None)),
        world.moment(written_on) if is_sent else None,
        world.secretaries.get(node.id) if is_sent else None,
        world.moment(written_on + dt.timedelta(days=3)) if is_decided else None,
        (decider or world.named["tckt"]) if is_decided else None,
        "Trọng tâm thứ hai chưa có người phụ trách, đơn vị bổ sung." if state == State.RETURNED else "",
        found.unit_id if is_sent else None,
        *_party_report(year, state, written_on, number),
        *routes.columns(world, found, written_on if is_sent else None, is_decided=is_decided),
    )


def _foci(
    world: World, programmes: list[tuple[Node, str, int]]
) -> Iterator[tuple[int, int, int, str, tuple[str, ...]]]:
    """(id, programme, order, text, statements): two different ones each."""
    pairs = [*pairwise([*words.FOCI, words.FOCI[0]])]
    for _, _, number in programmes:
        for order, (text, serves) in enumerate(pairs[number % len(pairs)], start=1):
            yield world.next_id("focus"), number, order, words.made_own(text, number, order), serves


def _party_report(year: Year, state: str, written_on: dt.date, number: int) -> tuple[dt.date | None, str]:
    """Two of three approved programmes were reported to the Party committee."""
    is_told = state == State.APPROVED and (year.is_over or number % 3)
    return (written_on, f"{number % 60 + 1:02}-BC/ĐTN") if is_told else (None, "")


def _indicators(
    year: Year, foci: list[tuple[int, int, int, str, tuple[str, ...]]], codes: dict[str, int]
) -> Iterator[tuple[Any, ...]]:
    due_on = year.periods[Profile.CALENDAR].self_opens_on
    for key, _, _, _, serves in foci:
        for order, code in enumerate(serves, start=1):
            text, target, evidence = words.INDICATORS[code]
            yield key, order, codes[code], text, target, due_on, evidence


def _solution(world: World, year: Year, focus: tuple[Any, ...], place: int, writer: Writer) -> Done:
    key, programme, order, _, _ = focus
    node, state, staff = writer.node, writer.state, writer.staff
    options = words.RESULTS if place else words.ENVIRONMENT
    text, kind, figure = options[(programme + order) % len(options)]
    period = year.periods[Profile.CALENDAR]
    is_done = state == State.APPROVED and (year.is_over or programme % 3 == 0)
    is_begun = state == State.APPROVED and programme % 3 == 1
    progress = Progress.DONE if is_done else Progress.IN_PROGRESS if is_begun else Progress.NOT_STARTED
    system = Solution.System.RESULTS if place and programme % 7 else Solution.System.ENVIRONMENT
    person = staff[(order + place) % len(staff)] if staff else None
    number = world.next_id("solution")
    row = (
        *(number, programme, key, place + 1, kind, system, words.made_own(text, programme, order + place)),
        f"{programme % 70 + 1:02}-KH/ĐTN" if place else "",
        period.opens_on + dt.timedelta(days=20 * order),
        period.self_opens_on + dt.timedelta(days=10 * order),
        "" if person else "Ban Thường vụ",
        person.number if person else None,
        progress,
        "Đã thực hiện đúng kế hoạch" if is_done else "",
        figure if is_done else "",
    )
    return Done(number, programme, node, state, kind, progress, row)
