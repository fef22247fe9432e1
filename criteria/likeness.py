"""Fetches what the rule about copied texts compares, for a whole page of programmes at once."""

from collections import defaultdict
from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q

from cadres.models import Unit
from criteria.models import Focus, Indicator, Programme, Solution
from criteria.rules import Alikeness, Text, compared, judge
from criteria.spreading import children_at

_SENT = (Programme.State.SUBMITTED, Programme.State.APPROVED)


def alikeness_of(programmes: Collection[Programme]) -> dict[int, Alikeness]:
    """By programme, in four queries however many. Needs their units."""
    if not programmes:
        return {}
    others = _others(programmes)
    texts = _texts({programme.pk for programme in programmes} | {pk for pk, *_ in others})
    at: dict[tuple[int, str], list[int]] = defaultdict(list)
    above: dict[tuple[int, str], int] = {}
    for pk, period, state, path in others:
        at[period, path[: -Unit.steplen]].append(pk)
        if state == Programme.State.APPROVED:
            above[period, path] = pk
    found = {}
    for programme in programmes:
        names, period, path = _names(programme.unit), programme.period_id, programme.unit.path
        superiors = [above.get((period, path[:end])) for end in range(Unit.steplen, len(path), Unit.steplen)]
        siblings = [pk for pk in at[period, programme.unit.parent_path] if pk != programme.pk]
        found[programme.pk] = judge(
            _compared(texts[programme.pk], names),
            [text for pk in superiors if pk for text in _compared(texts[pk], names)],
            [_compared(texts[pk], names) for pk in siblings],
        )
    return found


def _others(programmes: Collection[Programme]) -> list[tuple[int, int, str, str]]:
    """What was sent by the units beside and above these: key, period, state, path of the unit."""
    places = {(programme.period_id, programme.unit.path) for programme in programmes}
    beside = {(period, path[: -Unit.steplen]) for period, path in places}
    above = {(period, path[:end]) for period, path in places for end in range(Unit.steplen, len(path), Unit.steplen)}
    wanted = [Q(children_at(path, "unit__"), period=period) for period, path in beside if path]
    wanted += [Q(unit__path=path, period=period) for period, path in above]
    if not wanted:
        return []
    rows = Programme.objects.filter(reduce(or_, wanted), state__in=_SENT).order_by("pk")
    return list(rows.values_list("pk", "period", "state", "unit__path"))


def _texts(programme_ids: Collection[int]) -> dict[int, list[str]]:
    texts: dict[int, list[str]] = defaultdict(list)
    for rows in (
        Focus.objects.filter(programme__in=programme_ids).values_list("programme", "text"),
        Indicator.objects.filter(focus__programme__in=programme_ids).values_list("focus__programme", "text"),
        Solution.objects.filter(programme__in=programme_ids).values_list("programme", "text"),
    ):
        for programme_id, text in rows:
            texts[programme_id].append(text)
    return texts


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, unit.short_name, unit.name.removeprefix("Đoàn "))


def _compared(texts: list[str], names: tuple[str, ...]) -> list[Text]:
    return [compared(text, names) for text in texts]
