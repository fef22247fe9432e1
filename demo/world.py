"""What the parts of a demo share: the random numbers, the day, the tree, who holds which post, the years."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from cadres.models import Category, Position
from cadres.rules import DecidingUnit
from criteria.models import Period, Profile, Statement
from demo.persons import People, Person
from demo.scales import Scale
from demo.units import Node, Tree

NOWHERE = DecidingUnit(0)  # until the demo has filled every post


@dataclass(slots=True)
class Post:
    """A person in the main post; `number` is the id of cadre and appointment alike."""

    number: int
    person: Person
    node: Node
    position: Position
    valid_from: dt.date
    user_id: int | None
    username: str
    deciding: Node
    by_minutes: bool = False
    is_exempt: bool = False
    route: DecidingUnit = NOWHERE
    evaluation_route: DecidingUnit = NOWHERE
    evaluating: Node | None = None

    @property
    def category(self) -> str:
        return self.position.category

    @property
    def profile(self) -> str:
        return Profile.SCHOOL if self.category == Category.TEAM_HEAD else Profile.CALENDAR

    @property
    def is_full_time(self) -> bool:
        return self.position.level in {"province", "district"}

    @property
    def is_public_servant(self) -> bool:
        return self.is_full_time or self.category == Category.TEAM_HEAD or self.position.code == "BT-COSO"


@dataclass
class Year:
    """One year of the demo: the period of each profile."""

    year: int
    is_over: bool
    periods: dict[str, Period]

    def of(self, post: Post) -> Period:
        return self.periods[post.profile]


@dataclass
class World:
    rng: random.Random
    today: dt.date
    scale: Scale
    tree: Tree
    people: People
    posts: list[Post] = field(default_factory=list)
    secretaries: dict[int, int] = field(default_factory=dict)  # unit id → user id of who decides there
    named: dict[str, int] = field(default_factory=dict)  # user name of a demo account → user id
    years: list[Year] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    holidays: frozenset[dt.date] = frozenset()

    @property
    def this_year(self) -> Year:
        return self.years[-1]

    def next_id(self, table: str) -> int:
        self.counts[table] += 1
        return self.counts[table]

    def decider(self, post: Post, at: Node | None = None) -> int:
        """The user who decides on the holder of the post, or `at` a unit; where the body does, staff record it."""
        if post.by_minutes:
            return self.named["tckt"]
        return self.secretaries.get((at or post.deciding).id) or self.named["tckt"]

    def post_of(self, username: str) -> Post:
        return next(post for post in self.posts if post.username == username)

    def moment(self, day: dt.date, *, earliest: int = 7, latest: int = 20) -> dt.datetime:
        """Some time of that day, never later than now."""
        minute = int(self.rng.random() * (latest - earliest + 1) * 60)
        at = dt.datetime.combine(day, dt.time(earliest + minute // 60, minute % 60), tzinfo=self.now.tzinfo)
        return min(at, self.now)

    @cached_property
    def now(self) -> dt.datetime:
        """The last moment of the demo: early on its day, so that nothing lies ahead of the reader."""
        return timezone.make_aware(dt.datetime.combine(self.today, dt.time(0, 30)))

    def day_between(self, first: dt.date, last: dt.date) -> dt.date:
        return first + dt.timedelta(days=self.rng.randint(0, max(0, (last - first).days)))


def cycle(*weighted: tuple[str, int]) -> Iterator[str]:
    """The words for ever, each as often as it weighs, spread out evenly; so every one comes up in a small demo."""
    total = sum(weight for _, weight in weighted)
    credit = dict.fromkeys((word for word, _ in weighted), 0)
    while True:
        for word, weight in weighted:
            credit[word] += weight
        word = max(credit, key=lambda w: credit[w])
        credit[word] -= total
        yield word
