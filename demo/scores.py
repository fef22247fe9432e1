"""What sources give in the demo, and the sheets that come out: the same sums that the portal does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from demo.loading import Encoded
from evaluations.models import Rating, ScoreSheet, Source
from evaluations.scoring import ConfirmedBreach, Facts, Given, Policy, StatementKey, compute

# How good people are, and how often: average score of a statement, level the Party committee sees.
QUALITIES: tuple[tuple[float, Rating], ...] = (
    *((3.7, Rating.GOOD), (3.2, Rating.GOOD), (3.95, Rating.EXCELLENT), (3.4, Rating.GOOD), (2.7, Rating.SATISFACTORY)),
    *((3.5, Rating.GOOD), (3.85, Rating.EXCELLENT), (3.1, Rating.GOOD), (3.0, Rating.GOOD), (1.7, Rating.SATISFACTORY)),
    *((3.6, Rating.GOOD), (3.3, Rating.GOOD), (3.9, Rating.EXCELLENT), (2.9, Rating.GOOD), (3.4, Rating.EXCELLENT)),
)
CRITERIA = ("GM", "ST", "TN", "SS")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a sheet depends on; equal ones share their sheet."""

    seed: int
    sources: tuple[str, ...]
    is_short: bool
    is_public_servant: bool
    facts: Facts
    breaches: tuple[ConfirmedBreach, ...]
    missing: tuple[tuple[str, str], ...]


class Scorer:
    """Computes sheets of one period, each different one once."""

    def __init__(self, policy: Policy, statements: list[StatementKey]) -> None:
        self.policy = policy
        self.statements = statements
        self._encoded: dict[tuple[str, int, bool, bool], Encoded] = {}
        self._sheets: dict[Judged, tuple[ScoreSheet, Encoded]] = {}

    def scores(self, source: str, seed: int, *, is_short: bool, is_public_servant: bool) -> dict[str, float]:
        """Scores by statement, or by criterion in halves in the short form; nobody sees himself too low."""
        quality = QUALITIES[seed % len(QUALITIES)][0] + (0.2 if source == Source.SELF else 0.0)
        if is_short and source == Source.UNION:
            return {code: _within(round(quality * 2 + _sway(seed, n)) / 2) for n, code in enumerate(CRITERIA)}
        codes = [s.code for s in self.statements if is_public_servant or not s.public_servants_only]
        return {code: _within(round(quality + _sway(seed, n) / 2)) for n, code in enumerate(codes)}

    def encoded_scores(self, source: str, seed: int, *, is_short: bool, is_public_servant: bool) -> Encoded:
        """The same as the JSON that is stored."""
        key = source, seed, is_short, is_public_servant
        if key not in self._encoded:
            scores = self.scores(source, seed, is_short=is_short, is_public_servant=is_public_servant)
            self._encoded[key] = Encoded.of(scores)
        return self._encoded[key]

    def sheet(self, judged: Judged) -> tuple[ScoreSheet, Encoded]:
        """The sheet and its JSON."""
        if judged not in self._sheets:
            sheet = compute(
                policy=self.policy,
                statements=self.statements,
                is_public_servant=judged.is_public_servant,
                given=[self._given(judged, source) for source in judged.sources],
                facts=judged.facts,
                breaches=judged.breaches,
                missing=dict(judged.missing),
            )
            self._sheets[judged] = sheet, Encoded.of(sheet.to_json())
        return self._sheets[judged]

    def _given(self, judged: Judged, source: str) -> Given:
        if source == Source.PARTY:
            return Given(source, overall_level=QUALITIES[judged.seed % len(QUALITIES)][1])
        scores = self.scores(source, judged.seed, is_short=judged.is_short, is_public_servant=judged.is_public_servant)
        exact: Mapping[str, Decimal] = {code: Decimal(str(score)) for code, score in scores.items()}
        return Given(source, exact)


def _sway(seed: int, n: int) -> float:
    """A little up or down, the same every time: between -0.9 and 0.9."""
    return ((seed * 7 + n * 5) % 7 - 3) * 0.3


def _within(score: float) -> float | int:
    score = min(4.0, max(0.0, score))
    return int(score) if score == int(score) else score
