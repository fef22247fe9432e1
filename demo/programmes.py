"""What the units put in the foreground each year: programmes with their foci and solutions."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from criteria.models import Focus, Profile, Programme, Progress, Solution
from demo import routes, words
from demo.loading import load
from demo.units import Node
from demo.world import World, Year, cycle

State = Programme.State
_PROGRAMME = (
    "id unit_id period_id state version document_no document_on submitted_at submitted_by_id decided_at decided_by_id"
    " return_reason deciding_unit_id"
) + routes.COLUMNS


def write_programmes(world: World) -> None:
    for year in world.years:
        owing = _owing(world, year)
        load(Programme, _PROGRAMME, (_programme(world, year, node, state, number) for node, state, number in owing))
        sent = [(node, state, number) for node, state, number in owing]
        foci = list(_foci(world, sent))
        load(Focus, "id programme_id order text", ((key, number, order, text) for key, number, order, text, _ in foci))
        codes = {statement.code: statement.pk for statement in world.statements}
        served = ((key, codes[code]) for key, _, _, _, serves in foci for code in serves)
        load(Focus.statements.through, "focus_id statement_id", served)
        load(
            Solution,
            "id programme_id focus_id order kind text due_on in_charge progress result result_figure",
            (_solution(world, year, key, number, order) for key, number, order, _, _ in foci),
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


def _solution(world: World, year: Year, focus: int, programme: int, order: int) -> tuple[Any, ...]:
    text, kind, figure = words.SOLUTIONS[(programme + order) % len(words.SOLUTIONS)]
    period = year.periods[Profile.CALENDAR]
    is_done = year.is_over or programme % 3 == 0
    progress = Progress.DONE if is_done else Progress.IN_PROGRESS if programme % 3 == 1 else Progress.NOT_STARTED
    return (
        *(focus, programme, focus, order, kind, words.made_own(text, programme, order + 1)),
        period.self_opens_on + dt.timedelta(days=10 * order),
        "Phó Bí thư" if order == 1 else "Ủy viên Ban Thường vụ",
        progress,
        f"Đã thực hiện {figure}" if is_done else "",
        figure if is_done else "",
    )
