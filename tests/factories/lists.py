"""Lists of cadres as offices send them, and the communes of a real district to import them into."""

import csv
import re
from pathlib import Path

import openpyxl
from django.conf import settings

from cadres.models import Unit, UnitType
from tests.factories.cadres import unit

SAMPLES = Path(__file__).resolve().parents[1] / "cadres" / "data"
GOOD, BAD = SAMPLES / "danh-sach-can-bo-mau.xlsx", SAMPLES / "danh-sach-can-bo-loi.xlsx"
HEADINGS = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Đơn vị", "Chuyên trách", "Ngày giữ chức vụ"]
HEADINGS += ["Điện thoại", "Email"]


def district(code: str) -> Unit:
    """The union of one district of 2020 with the unions of all its communes."""
    with (Path(settings.BASE_DIR) / "cadres/data/binh_duong_units.csv").open(encoding="utf-8") as source:
        communes = [row for row in csv.DictReader(source) if row["district_code"] == code]
    province = Unit.objects.filter(code="74").first() or unit("Tỉnh đoàn Bình Dương", UnitType.PROVINCE, code="74")
    name = re.sub(r"^(Thành phố|Thị xã|Huyện)", "Thị đoàn", communes[0]["district_2020"])
    top = unit(name, UnitType.DISTRICT, province, code)
    for row in communes:
        kind, _, rest = row["commune_2020"].partition(" ")
        unit(f"Đoàn {kind.lower()} {rest}", UnitType.BASE, top, row["commune_code"])
    return Unit.objects.get(code=code)


def person(number: int = 1, **cells) -> dict:
    """One line of a list, by heading; `cells` use the headings as keys."""
    return {
        "STT": number,
        "Họ và tên": "Nguyễn Thị Hoa",
        "Ngày sinh": "15/12/1994",
        "Chức vụ": "Bí thư chi đoàn",
        "Đơn vị": "Đoàn phường Tân Định",
        "Điện thoại": f"09{number:08d}",
        "Ngày giữ chức vụ": "04/2020",
    } | cells


def workbook(path: Path, people: list[dict], *, titles: int = 3, headings: list[str] = HEADINGS) -> Path:
    """A workbook with title lines, one heading row and these people."""
    book = openpyxl.Workbook()
    sheet = book.active
    for number in range(titles):
        sheet.append([f"Dòng đầu {number}"])
    sheet.append(headings)
    for one in people:
        sheet.append([one.get(heading) for heading in headings])
    book.save(path)
    return path
