"""What a cadre may pick for a criterion: what the unit asks for, what was pledged last year, the statements."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from criteria.models import Indicator, Period, Pledge, PledgeItem, Programme, Statement

EVIDENCE = (
    "Biên bản họp",
    "Văn bản báo cáo",
    "Ảnh hoạt động",
    "Danh sách tham gia",
    "Quyết định công nhận",
    "Báo cáo chuyến đi",
    "Nhận xét của chi bộ",
)


@dataclass(frozen=True)
class Suggestion:
    """One thing to pick. `text`, `target`, `due_on` and `evidence` are what the item says unless rewritten."""

    key: str
    title: str
    hint: str
    text: str
    statement_id: int | None
    focus_id: int | None = None
    indicator_id: int | None = None
    taken_from_id: int | None = None
    target: str = ""
    due_on: date | None = None
    evidence: str = ""

    def is_of(self, item: PledgeItem) -> bool:
        for origin in ("taken_from_id", "indicator_id", "focus_id"):
            if getattr(self, origin) or getattr(item, origin):
                return bool(getattr(self, origin) == getattr(item, origin))
        return item.statement_id == self.statement_id

    @property
    def is_whole(self) -> bool:
        """Does it bring all that an item has to say?"""
        return bool(self.text and self.target and self.evidence)


def programme_for(pledge: Pledge) -> Programme | None:
    """The approved programme of the person's unit, or of the nearest one above that has one."""
    programmes = Programme.objects.governing(pledge.unit, pledge.period).select_related("unit")
    return programmes.prefetch_related("foci__statements", "foci__solutions", "foci__indicators__statement").first()


def from_indicators(pledge: Pledge, criterion: str) -> list[Suggestion]:
    """Indicators that fit the post, of the unit and of those above it."""
    indicators = Indicator.objects.offered_to(pledge.appointment, pledge.period)
    return [
        Suggestion(
            f"i{indicator.pk}",
            f"{indicator.statement.code}. {indicator.text}",
            f"{indicator.focus.programme.unit}: {indicator.focus.text}",
            indicator.text,
            indicator.statement_id,
            focus_id=indicator.focus_id,
            indicator_id=indicator.pk,
            target=indicator.target,
            due_on=_still_to_come(indicator.due_on, pledge.period),
            evidence=indicator.evidence,
        )
        for indicator in indicators.filter(statement__criterion=criterion)
    ]


def _still_to_come(day: date | None, period: Period) -> date | None:
    """A day of the period that can still be kept."""
    return day if day and period.spans(day) and day >= timezone.localdate() else None


def from_last_year(pledge: Pledge, criterion: str) -> list[Suggestion]:
    """What the person pledged the year before, with what became of it, to take over and rewrite."""
    earlier = Pledge.objects.filter(cadre=pledge.cadre_id, period__year__lt=pledge.period.year)
    last = earlier.filter(state__in=("approved", "closed")).select_related("period").order_by("-period__year").first()
    items = last.items.filter(criterion=criterion).select_related("statement") if last else ()
    return [
        Suggestion(
            f"l{item.pk}",
            item.text,
            f"Năm {last.period.year}: {_became(item)}",
            item.text,
            item.statement_id if item.statement and item.statement.set_id == pledge.period.statement_set_id else None,
            taken_from_id=item.pk,
            target=item.target,
            evidence=item.evidence,
        )
        for item in items
    ]


def _became(item: PledgeItem) -> str:
    """What the approver found; while nobody looked, how far the person says it came."""
    checked = f", {item.get_outcome_display().lower()}" if item.outcome else ", chưa kiểm tra"
    note = f". {item.progress_note}" if item.progress_note else ""
    return f"{item.get_progress_display().lower()}{checked}{note}"


def from_programme(programme: Programme | None, criterion: str) -> list[Suggestion]:
    """Foci themselves, where nobody made them concrete."""
    found = []
    if programme is None:
        return []
    for focus in programme.foci.all():
        if any(indicator.statement.criterion == criterion for indicator in focus.indicators.all()):
            continue
        serving = [statement for statement in focus.statements.all() if statement.criterion == criterion]
        if serving:
            hints = [
                f"{programme.unit}, tiêu chí trọng tâm",
                *(f"giải pháp: {s.text}" for s in focus.solutions.all()[:1]),
            ]
            title = f"{serving[0].code}. {focus.text}"
            found.append(Suggestion(f"f{focus.pk}", title, "; ".join(hints), focus.text, serving[0].pk, focus.pk))
    return found


def from_statements(statements: list[Statement], max_chars: int) -> list[Suggestion]:
    """Statements as they are; one too long for an item is shown, and the person finds the words."""
    return [
        Suggestion(
            f"s{statement.pk}",
            f"{statement.code}. {statement.text}",
            f"Trách nhiệm {statement.facet}" if statement.facet else "",
            statement.text if len(statement.text) <= max_chars else "",
            statement.pk,
        )
        for statement in statements
    ]
