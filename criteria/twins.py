"""Items of a pledge whose words are also those of many in the unit, or the person's own of last year."""

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from cadres.models import Appointment, Level, Unit
from cadres.models.text import TextPrint
from criteria import rules
from criteria.models import Pledge, PledgeItem

MOST_SHOWN = 5


@dataclass(frozen=True)
class Twin:
    """An item in own words with its doubles: how many people of how many write the same, and whose may be shown."""

    item: PledgeItem
    people: int = 0
    of: int = 0
    others: tuple[PledgeItem, ...] = field(default=())
    last_year: PledgeItem | None = None

    @property
    def is_common(self) -> bool:
        return self.people > 0


def twins_of(pledge: Pledge, *, reader: User | None = None) -> list[Twin]:
    """What to warn of. Colleagues' items are shown to a `reader` who may see them, names and all; else only counted.

    Three queries at most, however many colleagues there are; one more for what a reader is shown.
    """
    items = pledge.items.select_related("statement", "focus", "indicator")
    own = {item.fingerprint: item for item in items if rules.is_in_own_words(item)}
    if not own:
        return []
    earlier = _of_earlier_years(pledge, own)
    counted = {row["fingerprint"]: row for row in _of_colleagues(pledge, own)}
    people = _people_of(pledge.unit) if counted else 0
    percent = pledge.period.pledge_policy.twin_percent
    common = {key: row for key, row in counted.items() if rules.is_too_common(row["others"] + 1, people, percent)}
    shown = _shown(common, reader) if reader else {}
    return [
        Twin(
            item,
            common[key]["others"] + 1 if key in common else 0,
            people,
            tuple(shown.get(key, ())),
            earlier.get(key),
        )
        for key, item in own.items()
        if key in common or key in earlier
    ]


def _in_own_words(items: QuerySet[PledgeItem]) -> QuerySet[PledgeItem]:
    """The same as `rules.is_in_own_words`, in SQL."""
    picked = Q()
    for source in ("indicator", "focus", "statement"):
        items = items.alias(**{f"{source}_print": TextPrint(F(f"{source}__text"))})
        picked |= Q(**{f"{source}__isnull": False}, fingerprint=F(f"{source}_print"))
    return items.exclude(picked)


def _of_colleagues(pledge: Pledge, own: dict[UUID, PledgeItem]) -> QuerySet[PledgeItem]:
    """Per text: how many others sent it this year, and in which pledges."""
    sent = Pledge.objects.filter(period=pledge.period_id, state__in=Pledge.SENT).exclude(pk=pledge.pk)
    items = _in_own_words(PledgeItem.objects.filter(pledge__in=sent.filter(_within(pledge.unit)), fingerprint__in=own))
    pledges = ArrayAgg("pledge", distinct=True, default=[])
    return items.order_by().values("fingerprint").annotate(others=Count("pledge", distinct=True), pledges=pledges)


def _of_earlier_years(pledge: Pledge, own: dict[UUID, PledgeItem]) -> dict[UUID, PledgeItem]:
    """The person's items of the pledge before this one, word for word the same."""
    before = Pledge.objects.current().filter(cadre=OuterRef("pledge__cadre"), period__year__lt=pledge.period.year)
    items = PledgeItem.objects.filter(pledge__cadre=pledge.cadre_id, fingerprint__in=own)
    latest = Subquery(before.order_by("-period__year").values("pk")[:1])
    found = _in_own_words(items.filter(pledge=latest)).select_related("pledge__period")
    return {item.fingerprint: item for item in found}


def _scope(unit: Unit) -> str | None:
    """A base and its chi đoàn are one; every other unit stands for itself."""
    if unit.level == Level.BRANCH:
        return unit.parent_path
    return unit.path if unit.level == Level.BASE else None


def _within(unit: Unit) -> Q:
    path = _scope(unit)
    return Q(unit__path__startswith=path) if path else Q(unit=unit)


def _people_of(unit: Unit) -> int:
    posts = Appointment.objects.valid_on(timezone.localdate()).main().filter(_within(unit))
    return posts.values("cadre").distinct().count()


def _shown(common: dict[UUID, dict[str, list[int]]], reader: User) -> dict[UUID, list[PledgeItem]]:
    """A few of the items, of people whom the reader may see."""
    pledges = {pk for row in common.values() for pk in row["pledges"]}
    visible = Pledge.objects.visible_to(reader).filter(pk__in=pledges)
    items = PledgeItem.objects.filter(pledge__in=visible, fingerprint__in=common)
    found: dict[UUID, list[PledgeItem]] = {}
    for item in items.select_related("pledge__cadre").order_by("pledge__cadre__sort_key", "pk"):
        rows = found.setdefault(item.fingerprint, [])
        if len(rows) < MOST_SHOWN:
            rows.append(item)
    return found
