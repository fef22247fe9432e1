"""What the portal knows of the people in a workbook of pledges: post, duty, draft and what is written in it."""

import hashlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from cadres.importing.judging import Scope
from cadres.models import Appointment, Cadre
from cadres.names import text_print
from criteria.governing import indicators_of
from criteria.models import Duty, Indicator, Owed, Period, Pledge, PledgeItem, Statement, profile_of
from criteria.models.pledge_queries import PledgeQuerySet


@dataclass(frozen=True)
class Draft:
    """The pledge of the open period: its state, and per criterion what the unit prepared or the person wrote."""

    pk: int
    state: str
    version: int
    entered_by: int | None
    commitments: tuple[str, ...]
    prepared: dict[str, dict[str, str]] = field(default_factory=dict)
    """By criterion: the text by the hash of the whole item."""
    own: dict[str, int] = field(default_factory=dict)

    def is_begun(self, criterion: str) -> bool:
        """Did the person write or promise anything here himself?"""
        return bool(self.own.get(criterion)) or any(code.startswith(f"{criterion}-") for code in self.commitments)


@dataclass(frozen=True)
class Holder:
    """A person of the list in his main post of today."""

    cadre: int
    user: int | None
    full_name: str
    post: int
    unit: int
    path: str
    level: str
    category: str
    is_public_servant: bool


_POST = (
    *("cadre__code", "cadre", "cadre__user", "cadre__full_name", "pk", "unit", "unit__path"),
    *("position__level", "position__category", "is_public_servant"),
)


@dataclass(frozen=True)
class Known:
    holders: dict[str, Holder]
    names: dict[str, str]
    periods: dict[str, Period]
    owing: set[tuple[int, str, str]]
    drafts: dict[int, Draft]
    statements: dict[int, dict[str, Statement]]
    indicators: dict[tuple[str, int], dict[UUID, Indicator]]

    @classmethod
    def read(cls, scope: Scope, codes: Collection[str], *, lock: bool = False) -> "Known":
        """Nine queries, however many people; with `lock` their drafts stay as they are until they are written."""
        posts = Appointment.objects.valid_on(scope.on).main().filter(cadre__code__in=codes)
        holders = {code: Holder(*rest) for code, *rest in posts.order_by("cadre").values_list(*_POST)}
        opened = Period.objects.open().select_related("pledge_policy", "statement_set").order_by("year")
        periods = {period.profile: period for period in opened}
        owed = Duty.objects.filter(period__in=periods.values()).exclude(pledge=Owed.NONE)
        statements: dict[int, dict[str, Statement]] = defaultdict(dict)
        sets = {period.statement_set_id for period in periods.values()}
        for statement in Statement.objects.do().filter(set__in=sets).order_by("pk"):
            statements[statement.set_id][statement.code] = statement
        paths = {holder.path for holder in holders.values() if holder.path.startswith(scope.unit.path)}
        return cls(
            holders,
            dict(Cadre.objects.filter(code__in=codes).order_by("pk").values_list("code", "full_name")),
            periods,
            set(owed.values_list("period", "level", "category")),
            _drafts({holder.cadre for holder in holders.values()}, periods, lock=lock),
            dict(statements),
            {
                place: {text_print(indicator.text): indicator for indicator in found}
                for place, found in indicators_of(paths, periods.values()).items()
            },
        )

    def period_of(self, holder: Holder) -> Period | None:
        """The open period in which the post owes a pledge."""
        period = self.periods.get(profile_of(holder.category))
        return period if period and (period.pk, holder.level, holder.category) in self.owing else None

    def fingerprint(self, scope: Scope) -> str:
        """Changes with every post, period, draft or programme that the preview was judged by."""
        seen = (
            sorted(self.holders.items(), key=lambda one: one[0]),
            sorted(self.names.items()),
            sorted((period.pk, period.opens_on, period.closes_on) for period in self.periods.values()),
            sorted(self.owing),
            sorted(self.drafts.items(), key=lambda one: one[0]),
            sorted((place, [one.pk for one in found.values()]) for place, found in self.indicators.items()),
            *(scope.unit.pk, scope.on),
        )
        return hashlib.sha256(repr(seen).encode()).hexdigest()


def _pledges(cadres: Collection[int], periods: dict[str, Period]) -> PledgeQuerySet:
    return Pledge.objects.current().filter(cadre__in=cadres, period__in=periods.values()).order_by("pk")


def _drafts(cadres: Collection[int], periods: dict[str, Period], *, lock: bool) -> dict[int, Draft]:
    """By cadre, in two queries."""
    pledges = _pledges(cadres, periods)
    if lock:
        pledges = pledges.select_for_update(of=("self",))
    fields = ("cadre", "pk", "state", "version", "entered_by", "commitments")
    found = {
        cadre: Draft(pk, state, version, entered_by, tuple(commitments))
        for cadre, pk, state, version, entered_by, commitments in pledges.values_list(*fields)
    }
    drafts = {draft.pk: draft for draft in found.values() if draft.state == Pledge.State.DRAFT}
    for item in PledgeItem.objects.filter(pledge__in=drafts).order_by("pledge", "order"):
        draft = drafts[item.pledge_id]
        if item.is_own:
            draft.own[item.criterion] = draft.own.get(item.criterion, 0) + 1
        else:
            draft.prepared.setdefault(item.criterion, {})[item.prepared] = item.text
    return found
