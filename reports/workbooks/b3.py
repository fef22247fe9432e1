"""B3: base visits, by unit and person."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from cadres.models import Appointment, Right, Unit
from cadres.papers.xlsx import Column, Row, Value
from fieldvisits.standing import visit_standings
from reports import counting
from reports.measures import BY_CODE, SCALE
from reports.measures.records import FOLLOW_UPS, PLANNED, VISITS
from reports.workbooks.shapes import Ask, Book, Progress, Sheet

Key = tuple[int, int]
DAYS = ("days_district", "days_base", "days_branch")
COLUMNS = (
    Column("STT", 6, "centre"),
    Column("Họ tên, đơn vị", 30),
    Column("Chức vụ", 22),
    Column("Định mức (ngày)", 9, "decimal"),
    Column("Lượt", 7, "count", "Kế hoạch"),
    Column("Ngày", 8, "decimal", "Kế hoạch"),
    Column("Huyện", 8, "decimal", "Thực hiện (ngày)"),
    Column("Xã", 8, "decimal", "Thực hiện (ngày)"),
    Column("Chi đoàn", 8, "decimal", "Thực hiện (ngày)"),
    Column("Tổng", 8, "decimal", "Thực hiện (ngày)"),
    Column("Đột xuất (lượt)", 8, "count"),
    Column("% định mức", 9, "percent"),
    Column("Báo cáo đúng hạn", 9, "count"),
    Column("Tổng", 7, "count", "Kiến nghị"),
    Column("Đã giải quyết", 8, "count", "Kiến nghị"),
)
NOTES = (
    "Ngày thực hiện chỉ tính chuyến đã báo cáo; ghi tại đơn vị của cán bộ khi đi.",
    "Định mức tính theo từng người, giảm theo thời gian nghỉ, đi học; với diện khuyến khích chỉ để tham khảo.",
)


def _figures(ask: Ask) -> dict[Key, dict[str, int]]:
    """All figures of visits by (unit, person), with a line for everybody who owes visits."""
    found: dict[Key, dict[str, int]] = defaultdict(dict)
    for post in counting.rows(BY_CODE["visit_owed"], ask.view, ask.unit):
        found[post.unit_id, post.cadre_id] = {}
    for source in (PLANNED, VISITS, FOLLOW_UPS):
        for key, figures in counting.by_person(source, ask.view, ask.unit).items():
            found[key] |= figures
    return found


def _people(ask: Ask) -> int:
    return len({person for _, person in _figures(ask)})


def _quotas(people: list[int], ask: Ask) -> dict[int, tuple[Decimal, Decimal]]:
    """(owed, counted) days by person."""
    return {
        person: (standing.required_days, standing.counted_days)
        for period in ask.view.periods
        for person, standing in visit_standings(people, period.period, ask.view.on).items()
        if standing.required_days
    }


def _sheet(ask: Ask, progress: Progress) -> Sheet:
    figures = _figures(ask)
    people = [person for _, person in figures]
    posts: dict[Key, Appointment] = {}
    held = Appointment.objects.filter(cadre__in=people).in_posts().order_by("is_main", "valid_from")
    for post in held:
        posts[post.unit_id, post.cadre_id] = post
    anywhere = {post.cadre_id: post for post in held}
    quotas = _quotas(people, ask)
    units = Unit.objects.in_bulk({unit for unit, _ in figures})
    ordered = sorted(
        figures, key=lambda key: (units[key[0]].path, anywhere[key[1]].position.rank, anywhere[key[1]].cadre.sort_key)
    )
    rows: list[Row] = []
    for unit_id, keys in groupby(ordered, key=lambda key: key[0]):
        mine = list(keys)
        rows.append(Row(("", units[unit_id].name, "", *_sums(mine, figures, quotas)), is_strong=True))
        for number, key in enumerate(mine, 1):
            post = posts.get(key, anywhere[key[1]])
            rows.append(Row((number, post.cadre.full_name, post.position.name, *_sums([key], figures, quotas))))
        progress(len(rows), len(figures))
    total = Row(("", "Tổng cộng", "", *_sums(ordered, figures, quotas)), is_strong=True)
    return Sheet(rows, total, NOTES)


def _sums(
    keys: Iterable[Key], figures: dict[Key, dict[str, int]], quotas: dict[int, tuple[Decimal, Decimal]]
) -> tuple[Value, ...]:
    keys = list(keys)
    sums: dict[str, int] = defaultdict(int)
    for key in keys:
        for code, figure in figures[key].items():
            sums[code] += figure
    people = {person for _, person in keys}
    owed = sum((quotas[person][0] for person in people if person in quotas), Decimal(0))
    counted = sum((quotas[person][1] for person in people if person in quotas), Decimal(0))
    days = [Decimal(sums[code]) / SCALE for code in DAYS]
    return (
        owed or None,
        sums["planned_trips"],
        Decimal(sums["planned_days"]) / SCALE,
        *days,
        sum(days, Decimal(0)),
        sums["visits_unplanned"],
        counted / owed if owed else None,
        sums["reports_on_time"],
        sums["follow_ups"],
        sums["follow_ups_resolved"],
    )


BOOK = Book("B3", "Tổng hợp đi công tác cơ sở", COLUMNS, Right.VISIT_READ, _people, _sheet)
