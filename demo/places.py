"""Names of places, schools and companies from which units are made. The real ones are the 91 communes of 2020."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from demo.lists import listed

COMMUNES = Path(settings.BASE_DIR) / "cadres" / "data" / "binh_duong_units.csv"
UNION_OF = {
    "Thành phố": "Thành đoàn",
    "Thị xã": "Thị đoàn",
    "Huyện": "Huyện đoàn",
    "Phường": "Đoàn phường",
    "Xã": "Đoàn xã",
    "Thị trấn": "Đoàn thị trấn",
}
PARTY_OF = {"Thành phố": "Thành ủy", "Thị xã": "Thị ủy", "Huyện": "Huyện ủy"}

DEPARTMENTS = (
    ("VP", "Văn phòng Tỉnh đoàn"),
    ("TCKT", "Ban Tổ chức - Kiểm tra"),
    ("TG", "Ban Tuyên giáo"),
    ("CNNTDT", "Ban Thanh niên Công nhân - Nông thôn - Đô thị"),
    ("TTNTH", "Ban Thanh thiếu nhi - Trường học"),
)
SERVICE_UNITS = (
    ("TTHD", "Trung tâm Hoạt động Thanh thiếu niên"),
    ("HTTN", "Trung tâm Hỗ trợ thanh niên công nhân và lao động trẻ"),
)
AFFILIATED = (
    ("KCQ", "Đoàn Khối các cơ quan và doanh nghiệp", "affiliated_block", "office"),
    ("CA", "Đoàn Công an tỉnh", "affiliated_armed", "armed"),
    ("QS", "Đoàn Quân sự tỉnh", "affiliated_armed", "armed"),
    ("DHTDM", "Đoàn trường Đại học Thủ Dầu Một", "affiliated_university", "school"),
    ("DHBD", "Đoàn trường Đại học Bình Dương", "affiliated_university", "school"),
    ("DHMD", "Đoàn trường Đại học Quốc tế Miền Đông", "affiliated_university", "school"),
    ("CDVS", "Đoàn trường Cao đẳng Việt Nam - Singapore", "affiliated_university", "school"),
    ("CDYT", "Đoàn trường Cao đẳng Y tế", "affiliated_university", "school"),
    ("CSDT", "Đoàn Công ty Cao su Dầu Tiếng", "affiliated_enterprise", "workers"),
    ("CSPH", "Đoàn Công ty Cao su Phước Hòa", "affiliated_enterprise", "workers"),
    ("BCM", "Đoàn Tổng công ty Becamex", "affiliated_enterprise", "workers"),
)
ABBREVIATIONS = {
    **{"718": "TDM", "719": "BB", "720": "DTI", "721": "BC", "722": "PG", "723": "TU", "724": "DA"},
    **{"725": "TA", "726": "BTU"},
}
SCHOOLS = listed("""
    Nguyễn Đình Chiểu, Bùi Thị Xuân, Trần Văn Ơn, Huỳnh Văn Nghệ, Nguyễn Thái Bình, Lý Tự Trọng, Phan Bội Châu,
    Hoàng Hoa Thám, Võ Thị Sáu, Nguyễn Du, Lê Lợi, Trần Phú, Nguyễn Huệ, Lương Thế Vinh, Nguyễn Trãi, Chu Văn An
""")
COMPANIES = listed("""
    May Hòa Phát, Gỗ Minh Long, Giày Tân Tiến, Điện tử Sao Nam, Bao bì An Phú, Cơ khí Đông Nam, Dệt Thành Công Mới,
    Thực phẩm Hoa Sen Xanh, Nhựa Phú Lâm, Gốm Bình Minh, Sơn Đại Dương, Vận tải Hưng Thịnh, Linh kiện Việt Tín
""")
OFFICES = ("Ủy ban nhân dân", "Trung tâm Y tế", "Khối Mặt trận, đoàn thể", "Tòa án, Viện kiểm sát", "Điện lực")
PLACE_WORDS = (
    ("Tân", "Phú", "Bình", "An", "Long", "Hòa", "Vĩnh", "Phước", "Thạnh", "Đông"),
    ("Hưng", "Lộc", "Thành", "Mỹ", "Hiệp", "Thuận", "Sơn", "Lợi", "Khánh", "Xuân", "Trung", "Hải"),
)
PROVINCES = listed("""
    Hà Nội, Huế, Lai Châu, Điện Biên, Sơn La, Lạng Sơn, Quảng Ninh, Thanh Hóa, Nghệ An, Hà Tĩnh, Cao Bằng, Tuyên
    Quang, Lào Cai, Thái Nguyên, Phú Thọ, Bắc Ninh, Hưng Yên, Hải Phòng, Ninh Bình, Quảng Trị, Đà Nẵng, Quảng Ngãi,
    Gia Lai, Khánh Hòa, Lâm Đồng, Đắk Lắk, Đồng Nai, Tây Ninh, Cần Thơ, Vĩnh Long, Đồng Tháp, Cà Mau, An Giang
""")


def split_kind(name: str) -> tuple[str, str]:
    """ "Thị xã Bến Cát" is ("Thị xã", "Bến Cát")."""
    kind = next(kind for kind in UNION_OF if name.startswith(kind))
    return kind, name.removeprefix(kind).strip()


def union_name(name: str) -> str:
    kind, place = split_kind(name)
    return f"{UNION_OF[kind]} {place}"


def communes_of_2020() -> Iterator[tuple[str, str, str, str]]:
    """(district code, district, commune code, commune) of the real tree."""
    with COMMUNES.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            yield row["district_code"], row["district_2020"], row["commune_code"], row["commune_2020"]


def made_up_place(number: int) -> str:
    first, second = PLACE_WORDS
    name = f"{first[number % len(first)]} {second[number // len(first) % len(second)]}"
    round_ = number // (len(first) * len(second))
    return f"{name} {round_ + 1}" if round_ else name
