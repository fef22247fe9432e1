"""The score sheet: the whole sum of a result as it was computed, stored with the decision, printed line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluations.models.terms import Rating


@dataclass(frozen=True)
class Part:
    """A source's part of a criterion: weight × share; `points` is what is printed and adds up."""

    source: str
    weight: Fraction
    share: Fraction
    points: Decimal

    @property
    def weight_shown(self) -> Decimal:
        return _shown(self.weight, 3)

    @property
    def share_shown(self) -> Decimal:
        return _shown(self.share, 2)


@dataclass(frozen=True)
class Deduction:
    code: str
    severity: str
    points: Decimal


@dataclass(frozen=True)
class CriterionLine:
    criterion: str
    parts: tuple[Part, ...]
    mean: Decimal
    deductions: tuple[Deduction, ...]
    score: Decimal


@dataclass(frozen=True)
class SourceLine:
    """A source's own figures, each rounded; the total is the sum of what is printed."""

    source: str
    weight: Fraction
    shares: dict[str, Decimal]
    total: Decimal
    overall_level: str = ""


@dataclass(frozen=True)
class Condition:
    """One condition of Xuất sắc beside the points; have and need are printed where they say something."""

    code: str
    is_met: bool
    have: Decimal | None = None
    need: Decimal | None = None


@dataclass(frozen=True)
class ScoreSheet:
    """The whole sum as it was computed; stored with the decision and printed line by line."""

    criteria: tuple[CriterionLine, ...]
    sources: tuple[SourceLine, ...]
    missing: dict[str, str]
    total: Decimal
    level_by_points: str
    rating: str
    caps: tuple[str, ...]
    conditions: tuple[Condition, ...]
    thresholds: dict[str, int]

    @property
    def unmet(self) -> tuple[Condition, ...]:
        return tuple(condition for condition in self.conditions if not condition.is_met)

    @property
    def is_held_down(self) -> bool:
        """Enough points for Xuất sắc, but a condition is not met."""
        best = Rating.values[0]
        return self.level_by_points == best and self.rating != best and not self.caps

    @property
    def deducted(self) -> Decimal:
        return sum((d.points for line in self.criteria for d in line.deductions), Decimal(0))

    def to_json(self) -> dict[str, Any]:
        encoded: dict[str, Any] = _plain(asdict(self))
        return encoded

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ScoreSheet:
        return cls(
            criteria=tuple(_criterion_from(line) for line in data["criteria"]),
            sources=tuple(_source_from(line) for line in data["sources"]),
            missing=dict(data["missing"]),
            total=Decimal(data["total"]),
            level_by_points=data["level_by_points"],
            rating=data["rating"],
            caps=tuple(data["caps"]),
            conditions=tuple(
                Condition(c["code"], c["is_met"], _decimal_or_none(c["have"]), _decimal_or_none(c["need"]))
                for c in data["conditions"]
            ),
            thresholds=dict(data["thresholds"]),
        )


def _shown(value: Fraction, places: int) -> Decimal:
    """As a decimal for the eye; the sum itself is done with the exact value."""
    return round(Decimal(value.numerator) / Decimal(value.denominator), places)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return str(value) if isinstance(value, Decimal | Fraction) else value


def _decimal_or_none(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _criterion_from(data: Mapping[str, Any]) -> CriterionLine:
    return CriterionLine(
        criterion=data["criterion"],
        parts=tuple(
            Part(p["source"], Fraction(p["weight"]), Fraction(p["share"]), Decimal(p["points"])) for p in data["parts"]
        ),
        mean=Decimal(data["mean"]),
        deductions=tuple(Deduction(d["code"], d["severity"], Decimal(d["points"])) for d in data["deductions"]),
        score=Decimal(data["score"]),
    )


def _source_from(data: Mapping[str, Any]) -> SourceLine:
    return SourceLine(
        source=data["source"],
        weight=Fraction(data["weight"]),
        shares={criterion: Decimal(share) for criterion, share in data["shares"].items()},
        total=Decimal(data["total"]),
        overall_level=data["overall_level"],
    )
