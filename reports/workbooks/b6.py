"""B6: results by unit, with a word on the cap of Xuất sắc."""

from decimal import Decimal

from cadres.models import Right
from cadres.papers.xlsx import Column, Row, Value
from reports.reading import Line, share
from reports.workbooks.shapes import Ask, Book, Progress, Sheet, board_lines, nobody, numbered

CAP = Decimal("0.20")  # NĐ 335/2025/NĐ-CP: of those rated Tốt; a warning, never a demotion
COLUMNS = (
    Column("STT", 6, "centre"),
    Column("Đơn vị", 36),
    Column("Tổng số cán bộ", 9, "count"),
    Column("Được đánh giá", 9, "count"),
    Column("SL", 7, "count", "Xuất sắc"),
    Column("%", 8, "percent", "Xuất sắc"),
    Column("Tốt", 8, "count"),
    Column("Đạt", 8, "count"),
    Column("Chưa đạt", 8, "count"),
    Column("SL", 7, "count", "Chưa đánh giá"),
    Column("Lý do", 26, "text", "Chưa đánh giá"),
    Column("% Xuất sắc so với Tốt", 10, "percent"),
    Column("Vượt trần 20%", 10, "centre"),
)
NOTES = (
    "Mẫu số: cán bộ giữ chức vụ chính thuộc diện được đánh giá. % Xuất sắc tính trên số được đánh giá.",
    "Trần 20% so với số xếp mức Tốt chỉ để cảnh báo; mức của từng người không tự thay đổi.",
)


def _cells(line: Line) -> tuple[Value, ...]:
    figures = line.figures
    owed, evaluated = figures["evaluation_owed"].count, figures["evaluated"].count
    excellent, good = figures["rated_excellent"], figures["rated_good"].count
    unrated = {"không xếp loại": figures["not_rated"].count, "chưa đánh giá": figures["not_evaluated"].count}
    reasons = ", ".join(f"{count} {words}" for words, count in unrated.items() if count)
    return (
        line.name,
        owed,
        evaluated,
        excellent.count,
        excellent.share,
        good,
        figures["rated_satisfactory"].count,
        figures["rated_unsatisfactory"].count,
        sum(unrated.values()),
        reasons if owed else "Không có cán bộ",
        share(excellent.count, good),
        "Vượt" if excellent.count > int(good * CAP) else "Không",
    )


def _sheet(ask: Ask, progress: Progress) -> Sheet:
    lines, whole = board_lines(ask)
    total = Row(("", "Tổng cộng", *_cells(whole)[1:]), is_strong=True)
    return Sheet(numbered(map(_cells, lines)), total, NOTES)


BOOK = Book("B6", "Tổng hợp kết quả rèn luyện theo đơn vị", COLUMNS, Right.REPORT_READ, nobody, _sheet)
