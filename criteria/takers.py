"""Who below has taken over which focus of a programme, and whether it was adapted there."""

from collections import defaultdict
from dataclasses import dataclass, field

from cadres.names import fold
from criteria.models import Focus, FocusCopy, Programme
from criteria.spreading import children_at


@dataclass(frozen=True)
class Taker:
    """A unit below that has the focus: still word for word, or in its own words."""

    programme: Programme
    is_adapted: bool


@dataclass
class FocusRow:
    focus: Focus
    takers: list[Taker] = field(default_factory=list)

    @property
    def adapted(self) -> int:
        return sum(taker.is_adapted for taker in self.takers)


def takers_of(programme: Programme) -> list[FocusRow]:
    """By focus, in a fixed number of queries however many units."""
    foci = list(programme.foci.prefetch_related("indicators", "statements"))
    below = Programme.objects.filter(children_at(programme.unit.path, "unit__"), period=programme.period_id)
    texts = _texts_of(below)
    rows = {focus.pk: FocusRow(focus) for focus in foci}
    seen = set()
    copies = FocusCopy.objects.filter(source__in=foci, programme__in=below).select_related("programme__unit")
    for copy in copies.order_by("programme__unit__path"):
        is_adapted = fold(copy.content["text"]) not in texts[copy.programme_id]
        rows[copy.source_id].takers.append(Taker(copy.programme, is_adapted))
        seen.add((copy.source_id, copy.programme_id))
    sources = set(Focus.objects.filter(programme__in=below, source__in=foci).values_list("source", "programme"))
    for own in below.select_related("unit").order_by("unit__path"):
        for focus in foci:
            is_copied = fold(focus.text) in texts[own.pk]
            if (focus.pk, own.pk) not in seen and (is_copied or (focus.pk, own.pk) in sources):
                rows[focus.pk].takers.append(Taker(own, is_adapted=not is_copied))
    return list(rows.values())


def _texts_of(programmes: object) -> dict[int, set[str]]:
    texts: dict[int, set[str]] = defaultdict(set)
    for programme_id, text in Focus.objects.filter(programme__in=programmes).values_list("programme", "text"):
        texts[programme_id].add(fold(text))
    return texts
