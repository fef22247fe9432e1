"""The workbook in which a unit writes its people's pledges offline: one row per item, prefilled as wished."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import User
from cadres.models import Appointment, Unit
from cadres.papers.xlsx import TRIGGERS, safe
from criteria.entering import people_to_enter
from criteria.governing import indicators_of
from criteria.importing.columns import LAYOUT
from criteria.models import Criterion, Indicator, Period, Pledge, PledgeItem, Statement, profile_of
from criteria.suggesting import EVIDENCE

MOST_ROWS = 5000
EMPTY, LAST_YEAR, INDICATORS = "", "nam-truoc", "chi-tieu"
PREFILLS = (
    (EMPTY, "Để trống, mỗi tiêu chí một dòng"),
    (LAST_YEAR, "Nội dung năm trước của từng người"),
    (INDICATORS, "Chỉ tiêu trong chương trình của đơn vị"),
)
SHEET, GUIDE, LISTS = "Bản đăng ký", "Hướng dẫn", "Danh mục"
HEAD_ROW, FONT = 4, "Times New Roman"
WIDTHS = (8, 14, 26, 16, 11, 62, 26, 14, 24)
STEPS = (
    "Mỗi nội dung một dòng; mỗi người mỗi tiêu chí từ 1 đến 3 dòng. Thêm nội dung: chép cả dòng rồi sửa.",
    "Tiêu chí, Mã điều, Minh chứng chọn trong danh sách thả xuống; Mã điều có lời ở trang “Danh mục”.",
    "Nội dung là một việc cụ thể, tối đa 300 ký tự. Chỉ tiêu là con số hoặc sản phẩm, tối đa 150 ký tự.",
    "Thời hạn ghi ngày/tháng/năm, ví dụ 30/11/2026, trong kỳ rèn luyện.",
    "Dòng để trống nội dung được bỏ qua. Không sửa Mã cán bộ.",
    "Tải tệp lên ở mục Bản đăng ký cán bộ, Nhập từ Excel. Cổng chỉ ra từng dòng cần sửa trước khi ghi.",
    "Kết quả là bản nháp. Từng đồng chí mở đọc, sửa cho đúng việc của mình, tự cam kết các điều KHÔNG rồi tự nộp.",
    "Người đã nộp, hoặc đã tự viết ở tiêu chí nào, thì tiêu chí đó được giữ nguyên.",
)
_LINE = Border(**{side: Side(style="thin", color="FF7D8B99") for side in ("left", "right", "top", "bottom")})
_STYLES = {
    "d_head": {"font": Font(name=FONT, size=12, bold=True), "fill": PatternFill("solid", fgColor="FFE6EFF8")},
    "d_cell": {"font": Font(name=FONT, size=12)},
}


class TooManyPeople(Exception):
    """More rows than a workbook may have that is brought back."""


@dataclass(frozen=True)
class Row:
    """One line of the workbook, as people read it."""

    code: str
    full_name: str
    criterion: str
    statement: str = ""
    text: str = ""
    target: str = ""
    due_on: str = ""
    evidence: str = ""

    def cells(self, number: int) -> tuple[str, ...]:
        words = (self.statement, self.text, self.target, self.due_on, self.evidence)
        return (str(number), self.code, self.full_name, Criterion(self.criterion).label, *words)


def rows_for(unit: Unit, user: User, prefill: str) -> list[Row]:
    """The people under the unit who have sent nothing yet, four rows each or as many as they are prefilled with."""
    posts = people_to_enter(user, myself_too=True).filter(unit__path__startswith=unit.path)
    people = list(posts.order_by("unit__path", "position__rank", "cadre__sort_key", "pk")[: MOST_ROWS // 4 + 1])
    if len(people) > MOST_ROWS // 4:
        raise TooManyPeople
    found = {EMPTY: _nothing, LAST_YEAR: _of_last_year, INDICATORS: _of_programmes}[prefill](people)
    return [row for post in people for criterion in Criterion.values for row in _rows(post, criterion, found)]


Found = dict[tuple[int, str], list[Row]]


def _rows(post: Appointment, criterion: str, found: Found) -> list[Row]:
    empty = Row(post.cadre.code, post.cadre.full_name, criterion)
    return found.get((post.cadre_id, criterion)) or [empty]


def _nothing(people: list[Appointment]) -> Found:
    return {}


def _of_last_year(people: list[Appointment]) -> Found:
    """What was sent the year before. Dates of last year are of no use this year."""
    year = Period.objects.open().order_by("-year").values_list("year", flat=True).first() or 0
    items = PledgeItem.objects.filter(
        pledge__cadre__in=[post.cadre_id for post in people],
        pledge__period__year=year - 1,
        pledge__state__in=Pledge.SENT,
    )
    found: Found = defaultdict(list)
    for item in items.select_related("pledge__cadre", "statement").order_by("pledge", "order"):
        cadre = item.pledge.cadre
        code = item.statement.code if item.statement else ""
        words = {"text": item.text, "target": item.target, "evidence": item.evidence}
        found[cadre.pk, item.criterion].append(Row(cadre.code, cadre.full_name, item.criterion, code, **words))
    return found


def _of_programmes(people: list[Appointment]) -> Found:
    """The indicators of the nearest programme that fit the person's category, as many as an item may be."""
    periods = {one.profile: one for one in Period.objects.open().select_related("pledge_policy").order_by("year")}
    indicators = indicators_of({post.unit.path for post in people}, periods.values())
    found: Found = defaultdict(list)
    for post in people:
        period = periods.get(profile_of(post.position.category))
        fitting = indicators.get((post.unit.path, period.pk), []) if period else []
        for indicator in fitting:
            rows = found[post.cadre_id, indicator.statement.criterion]
            if indicator.category in {"", post.position.category} and len(rows) < period.pledge_policy.max_items:
                rows.append(_of_indicator(post, indicator))
    return found


def _of_indicator(post: Appointment, indicator: Indicator) -> Row:
    return Row(
        post.cadre.code,
        post.cadre.full_name,
        indicator.statement.criterion,
        indicator.statement.code,
        indicator.text,
        indicator.target,
        f"{indicator.due_on:%d/%m/%Y}" if indicator.due_on else "",
        indicator.evidence,
    )


def workbook(unit: Unit, rows: Iterable[Row]) -> bytes:
    """The list, how to fill it in, and what may be chosen."""
    book = Workbook()
    for name, parts in _STYLES.items():
        style = NamedStyle(name=name, border=_LINE, alignment=Alignment(wrap_text=True, vertical="top"), **parts)
        style.number_format = "@"
        book.add_named_style(style)
    sheet = book.active
    sheet.title = SHEET
    _text(sheet, 1, 1, f"BẢN ĐĂNG KÝ RÈN LUYỆN CỦA CÁN BỘ, {unit.name.upper()}")
    _text(sheet, 2, 1, f"Lập ngày {timezone.localdate():%d/%m/%Y}. Cách ghi ở trang “{GUIDE}”. Không sửa Mã cán bộ.")
    _line(sheet, HEAD_ROW, ["STT", *(column.label for column in LAYOUT.columns)], "d_head")
    number = 0
    for number, row in enumerate(rows, 1):
        _line(sheet, HEAD_ROW + number, row.cells(number), "d_cell")
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 4)
    sheet.page_setup.orientation = "landscape"
    _guide(book)
    _offer(book, sheet)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _guide(book: Workbook) -> None:
    sheet = book.create_sheet(GUIDE)
    sheet.column_dimensions["A"].width = 110
    for number, words in enumerate(("Cách ghi và nộp tệp này", *STEPS), 1):
        _text(sheet, number, 1, words, "d_head" if number == 1 else "d_cell")


def _offer(book: Workbook, sheet: Worksheet) -> None:
    """What may be chosen stands on a sheet of its own; each column there serves a drop-down list."""
    lists = book.create_sheet(LISTS)
    choices = {"criterion": list(Criterion.labels), "statement": [], "evidence": list(EVIDENCE)}
    words = []
    for statement in _statements():
        choices["statement"].append(statement.code)
        words.append(statement.text)
    columns = [(LAYOUT.labels[key], values) for key, values in choices.items()] + [("Lời của điều", words)]
    for place, (label, values) in enumerate(columns, 1):
        lists.column_dimensions[get_column_letter(place)].width = 100 if label == "Lời của điều" else 22
        for row, text in enumerate([label, *values], 1):
            _text(lists, row, place, text, "d_head" if row == 1 else "d_cell")
    keys = [column.key for column in LAYOUT.columns]
    for place, (key, values) in enumerate(choices.items(), 1):
        at = get_column_letter(place)
        rule = DataValidation("list", formula1=f"'{LISTS}'!${at}$2:${at}${len(values) + 1}", allow_blank=True)
        rule.showErrorMessage, rule.errorStyle = True, "warning" if key == "evidence" else "stop"
        rule.errorTitle, rule.error = "Không có trong danh mục", f"Chọn một giá trị ở trang {LISTS}."
        letter = get_column_letter(keys.index(key) + 2)
        rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{HEAD_ROW + MOST_ROWS}")
        sheet.add_data_validation(rule)


def _statements() -> Iterator[Statement]:
    """The things to do of the open periods, each code once."""
    met = set()
    for statement in Statement.objects.do().filter(set__periods__in=Period.objects.open()).order_by("pk"):
        if statement.code not in met:
            met.add(statement.code)
            yield statement


def _line(sheet: Worksheet, row: int, texts: Iterable[str], style: str) -> None:
    for place, text in enumerate(texts, 1):
        _text(sheet, row, place, text, style)


def _text(sheet: Worksheet, row: int, place: int, text: str, style: str = "") -> None:
    """A cell that stays text whatever it begins with."""
    cell = sheet.cell(row, place)
    if style:
        cell.style = style
    if text:
        cell.value = safe(text)
        cell.data_type = "s"
        if text.startswith(TRIGGERS):
            cell.quotePrefix = True
