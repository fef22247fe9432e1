"""Finding the own unit by a few words of its name, for who sees no tree: a handful to choose from."""

from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Length, Substr
from django.utils import timezone

from cadres.models import Level, Unit
from cadres.models.units import UnitQuerySet
from cadres.names import fold

MOST = 8


def offered_units(words: str, chosen: str = "") -> list[Unit]:
    """A few units of today that fit the words, the higher first, each with the name of the unit `above`."""
    today = Unit.objects.valid_on(timezone.localdate()).annotate(above=_above())
    found = _named(today, words) or _named_with_base(today, words) if words.strip() else []
    if chosen.isdecimal() and int(chosen) not in {unit.pk for unit in found}:
        found = [*today.filter(pk=chosen), *found]
    return found


def _named(today: UnitQuerySet, words: str) -> list[Unit]:
    """Units with these words in the name; where few are, the chi đoàn of the first base as well."""
    found = list(today.filter(_begins_with(words)).order_by("depth", "search_key", "path")[:MOST])
    base = next((unit for unit in found if unit.level == Level.BASE), None)
    if base:
        room = MOST - len(found)
        found += today.children_of(base).exclude(pk__in=[unit.pk for unit in found]).order_by("search_key")[:room]
    return found


def _named_with_base(today: UnitQuerySet, words: str) -> list[Unit]:
    """A chi đoàn called together with its base: "khu phố 1 an bình"."""
    parts = fold(words).split()[:10]
    for cut in range(1, len(parts)):
        own, base = " ".join(parts[:cut]), " ".join(parts[cut:])
        bases = today.filter(_begins_with(base), level=Level.BASE)[:MOST]
        below = reduce(or_, (Q(path__startswith=unit.path, depth=unit.depth + 1) for unit in bases), Q(pk__in=[]))
        if found := list(today.filter(below, _begins_with(own)).order_by("path")[:MOST]):
            return found
    return []


def _begins_with(words: str) -> Q:
    """The words begin at a word of the name: "an bình" does not mean Tỉnh đoàn Bình Dương. Or it is the code."""
    key = fold(words)
    return Q(search_key__startswith=key) | Q(search_key__contains=f" {key}") | Q(code__iexact=words.strip())


def _above() -> Subquery:
    """What the unit directly above is called: many chi đoàn, and some communes, are called alike."""
    path = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Unit.steplen)
    return Subquery(Unit.objects.filter(path=path).order_by().values("name")[:1])
