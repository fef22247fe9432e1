"""B2: the people who have not pledged, and since when they are late."""

from collections.abc import Iterator
from datetime import date

from cadres.models import Appointment, Right, Unit
from cadres.papers.xlsx import Column, Value
from reports import counting, lists, reasons
from reports.measures import BY_CODE
from reports.models import Reminder
from reports.workbooks.shapes import Ask, Book, Progress, Sheet, numbered

MEASURE = BY_CODE["pledge_missing"]
COLUMNS = (
    Column("STT", 6, "centre"),
    Column("Họ và tên", 28),
    Column("Chức vụ", 26),
    Column("Đơn vị", 34),
    Column("Hạn", 13, "date"),
    Column("Số ngày trễ", 9, "count"),
    Column("Đã nhắc", 13, "date"),
    Column("Tình trạng, lý do", 26),
)
NOTES = ("Đã nhắc: lần gần nhất đơn vị, hoặc đơn vị cấp trên của đơn vị, được nhắc.",)


def _people(ask: Ask) -> int:
    return counting.rows(MEASURE, ask.view, ask.unit).count()


def _sheet(ask: Ask, progress: Progress) -> Sheet:
    posts = list(lists.ordered(MEASURE, counting.rows(MEASURE, ask.view, ask.unit)))
    return Sheet(numbered(_rows(posts, ask)), None, NOTES)


def _rows(posts: list[Appointment], ask: Ask) -> Iterator[tuple[Value, ...]]:
    pledges, why = lists.pledges_of(posts, ask.view), reasons.reasons(posts, ask.view)
    silent, dues = reasons.silences(posts), lists.dues_of(posts, ask.view)
    reminded = dict(
        Reminder.objects.filter(year=ask.view.year).order_by("reminded_on").values_list("unit__path", "reminded_on")
    )
    places = lists.places_of(post.unit for post in posts)
    for post in posts:
        period = reasons.period_of(post, ask.view).period
        pledge = pledges.get((post.cadre_id, period.pk))
        due_on = pledge.due_on if pledge else dues[post.pk]
        late = 0 if post.cadre_id in why else max((ask.view.on - due_on).days, 0)
        state = "Bản còn nháp" if pledge else "Chưa làm"
        yield (
            post.cadre.full_name,
            post.position.name,
            places[post.unit_id],
            due_on,
            late,
            _last(reminded, post.unit.path),
            why.get(post.cadre_id) or ". ".join(filter(None, [state, silent.get(post.cadre_id)])),
        )


def _last(reminded: dict[str, date], path: str) -> date | None:
    above = (path[:end] for end in range(len(path), 0, -Unit.steplen))
    return max((reminded[place] for place in above if place in reminded), default=None)


BOOK = Book("B2", "Danh sách cán bộ chưa đăng ký, quá hạn", COLUMNS, Right.PLEDGE_READ, _people, _sheet)
