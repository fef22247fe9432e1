"""The plan of 1 July 2025 for the 91 communes of Bình Dương, made from cadres/data/binh_duong_units.csv. Pure.

Whole communes merge, those that the law divides split; the districts end; the new bases stand under the province.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"
UNITS, PLAN = DATA / "binh_duong_units.csv", DATA / "july_2025_plan.csv"
ON = "01/07/2025"
BASIS = "Nghị quyết 1685/NQ-UBTVQH15"
PROVINCE = "74"
UNION_OF = {
    "Thành phố": "Thành đoàn",
    "Thị xã": "Thị đoàn",
    "Huyện": "Huyện đoàn",
    "Phường": "Đoàn phường",
    "Xã": "Đoàn xã",
    "Thị trấn": "Đoàn thị trấn",
}
HEADINGS = (
    *("Mã đơn vị cũ", "Tên đơn vị cũ", "Hình thức", "Mã mới", "Tên mới", "Loại"),
    *("Đơn vị cấp trên", "Căn cứ", "Ngày hiệu lực"),
)
Row = tuple[str, ...]


def union_name(place: str) -> str:
    """ "Phường Phú Lợi" has the union "Đoàn phường Phú Lợi"."""
    kind = next(kind for kind in UNION_OF if place.startswith(f"{kind} "))
    return f"{UNION_OF[kind]}{place.removeprefix(kind)}"


def plan_rows() -> Iterator[Row]:
    """One row per commune and new unit, then one per district."""
    with UNITS.open(encoding="utf-8", newline="") as source:
        communes = list(csv.DictReader(source))
    for commune in communes:
        parts = [part.split(":", 1) for part in commune["new_hcmc_units_2025"].split("|")]
        kind = "sáp nhập" if len(parts) == 1 else "chia tách"
        old = (commune["commune_code"], union_name(commune["commune_2020"]), kind)
        for code, name in parts:
            yield (*old, code, union_name(name), "Đoàn cơ sở", PROVINCE, BASIS, ON)
    districts = {commune["district_code"]: commune["district_2020"] for commune in communes}
    for code, name in districts.items():
        yield (code, union_name(name), "đóng", "", "", "", "", BASIS, ON)
