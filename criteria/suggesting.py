"""What a cadre may pick for a criterion: the foci of the unit's programme first, then the statements."""

from dataclasses import dataclass

from criteria.models import Pledge, PledgeItem, Programme, Statement

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
    """One thing to pick. `text` is what the item says unless the person rewrites it."""

    key: str
    title: str
    hint: str
    text: str
    statement_id: int
    focus_id: int | None = None

    def is_of(self, item: PledgeItem) -> bool:
        if self.focus_id:
            return item.focus_id == self.focus_id
        return item.focus_id is None and item.statement_id == self.statement_id


def programme_for(pledge: Pledge) -> Programme | None:
    """The approved programme of the person's unit, or of the nearest one above that has one."""
    programmes = Programme.objects.governing(pledge.unit, pledge.period).select_related("unit")
    return programmes.prefetch_related("foci__statements", "foci__solutions").first()


def from_programme(programme: Programme | None, criterion: str) -> list[Suggestion]:
    found = []
    for focus in programme.foci.all() if programme else []:
        serving = [statement for statement in focus.statements.all() if statement.criterion == criterion]
        if serving:
            hints = [f"Giải pháp của đơn vị: {solution.text}" for solution in focus.solutions.all()[:1]]
            title = f"{serving[0].code}. {focus.text}"
            found.append(Suggestion(f"f{focus.pk}", title, "".join(hints), focus.text, serving[0].pk, focus.pk))
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
