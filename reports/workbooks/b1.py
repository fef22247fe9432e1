"""B1: pledges by unit."""

from cadres.models import Right
from cadres.papers.xlsx import Column, Row, Value
from reports.reading import Line
from reports.workbooks.shapes import Ask, Book, Progress, Sheet, board_lines, nobody, numbered

COUNTED = (
    "pledge_owed",
    "pledge_registered",
    "pledge_approved",
    "pledge_on_time",
    "pledge_returned",
    "pledge_missing",
)
COLUMNS = (
    Column("STT", 6, "centre"),
    Column("Đơn vị", 38),
    Column("Tổng số cán bộ", 11, "count"),
    Column("Đã đăng ký", 11, "count"),
    Column("Đã duyệt", 11, "count"),
    Column("Đúng hạn", 11, "count"),
    Column("Trả lại", 11, "count"),
    Column("Chưa đăng ký", 11, "count"),
    Column("Tỷ lệ đã đăng ký", 11, "percent"),
    Column("Ghi chú", 26),
)
NOTES = (
    "Mẫu số: cán bộ giữ chức vụ chính thuộc diện phải đăng ký, mỗi người tính một lần tại đơn vị của chức vụ chính.",
    "Đúng hạn: lần nộp đầu tiên không quá hạn. Chưa đăng ký: chưa nộp lần nào, kể cả bản còn nháp.",
    "Bản nhập hộ: người khác nhập theo bản giấy cán bộ đã ký; đã tính trong số đã đăng ký.",
)


def _cells(line: Line) -> tuple[Value, ...]:
    figures = line.figures
    registered = figures["pledge_registered"]
    apart = [
        f"{excused} người có lý do" if registered.of and (excused := figures["pledge_excused"].count) else "",
        f"{entered} bản nhập hộ" if (entered := figures["pledge_entered"].count) else "",
    ]
    note = "; ".join([line.light.text, *filter(None, apart)])
    return (line.name, *(figures[code].count for code in COUNTED), registered.share, note)


def _sheet(ask: Ask, progress: Progress) -> Sheet:
    lines, whole = board_lines(ask)
    total = Row(("", "Tổng cộng", *_cells(whole)[1:]), is_strong=True)
    return Sheet(numbered(map(_cells, lines)), total, NOTES)


BOOK = Book("B1", "Tổng hợp đăng ký rèn luyện theo đơn vị", COLUMNS, Right.REPORT_READ, nobody, _sheet)
