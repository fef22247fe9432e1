"""Invented people: Vietnamese names as they are heard in the South-East, birth dates, codes, phone numbers."""

import datetime as dt
import random
from dataclasses import dataclass

from demo.lists import listed

_FAMILIES = listed("""
    Nguyễn*36, Trần*12, Lê*10, Phạm*7, Huỳnh*6, Phan*4, Võ*4, Đặng*3, Bùi*3, Đỗ*2, Hồ*2, Ngô*2, Dương*2, Trương*2, Lý,
    Đoàn, Lâm, Mai, Cao, Đinh, Hà, Tạ, Châu, Thái, Lương
""")
_MALE_MIDDLES = listed("""
    Văn, Văn, Hữu, Minh, Quốc, Thanh, Đức, Hoàng, Công, Tấn, Ngọc, Anh, Gia, Xuân, Trọng, Phước, Nhật, Đình, Duy,
    Bá, Thành, Chí, Trung, Hoài, Quang, Hồng, Tuấn, Phú
""")
_FEMALE_MIDDLES = listed("""
    Thị, Thị, Thị, Thị Kim, Thị Ngọc, Thị Thanh, Thị Thu, Thị Mỹ, Thị Hồng, Thị Bích, Ngọc, Thu, Kim, Bảo, Minh,
    Thùy, Phương, Thanh, Hoàng, Mỹ, Quỳnh, Như, Khánh, Tuyết, Hồng, Cẩm, Ánh
""")
_MALE_GIVEN = listed("""
    An, Anh, Bảo, Bình, Cường, Danh, Đạt, Dũng, Duy, Giang, Hải, Hậu, Hiếu, Hiệp, Hòa, Hoàng, Huy, Hùng, Hưng, Khải,
    Khang, Khánh, Khoa, Kiên, Kiệt, Lâm, Linh, Long, Lộc, Luân, Mạnh, Minh, Nam, Nghĩa, Nghị, Nguyên, Nhân, Nhật,
    Phát, Phong, Phú, Phúc, Phương, Quân, Quang, Quốc, Quý, Sang, Sơn, Tài, Tâm, Tân, Thái, Thắng, Thành, Thiện,
    Thịnh, Thọ, Thuận, Tiến, Tín, Toàn, Trí, Triết, Trung, Trường, Tú, Tuấn, Tùng, Vinh, Vũ, Vương, Ý
""")
_FEMALE_GIVEN = listed("""
    An, Anh, Ánh, Châu, Chi, Diễm, Diệp, Dung, Duyên, Đào, Giang, Hà, Hân, Hạnh, Hằng, Hiền, Hoa, Hồng, Huệ, Hương,
    Huyền, Khanh, Lan, Lài, Linh, Loan, Ly, Mai, My, Mỹ, Nga, Ngân, Ngọc, Nguyên, Nhi, Nhiên, Nhung, Như, Oanh,
    Phượng, Phương, Quyên, Quỳnh, Tâm, Thảo, Thi, Thơ, Thoa, Thu, Thư, Thùy, Thủy, Tiên, Trâm, Trang, Trinh, Trúc,
    Tú, Tuyền, Tuyết, Uyên, Vân, Vy, Xuân, Yến
""")
_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# Ages at which people hold posts, by level of the post.
_AGES = {"branch": (18, 29), "base": (22, 34), "district": (25, 37), "province": (26, 39)}


@dataclass(frozen=True)
class Person:
    full_name: str
    gender: str
    birth_date: dt.date
    code: str
    phone: str


class People:
    """Makes people one after the other; the same seed makes the same people."""

    def __init__(self, rng: random.Random, today: dt.date) -> None:
        self.rng = rng
        self.today = today
        self._codes: set[str] = set()

    def one(self, level: str, *, gender: str = "") -> Person:
        rng = self.rng
        is_male = gender == "male" if gender else rng.random() < 0.47
        middle = rng.choice(_MALE_MIDDLES if is_male else _FEMALE_MIDDLES)
        given = rng.choice(_MALE_GIVEN if is_male else _FEMALE_GIVEN)
        while given in middle:
            given = rng.choice(_MALE_GIVEN if is_male else _FEMALE_GIVEN)
        youngest, oldest = _AGES[level]
        return Person(
            full_name=f"{rng.choice(_FAMILIES)} {middle} {given}",
            gender="male" if is_male else "female",
            birth_date=self.today - dt.timedelta(days=rng.randint(youngest * 366, oldest * 365)),
            code=self._code(),
            phone=f"0190{rng.randrange(1_000_000):06}" if rng.random() < 0.85 else "",
        )

    def _code(self) -> str:
        while True:
            code = "CB-" + "".join(self.rng.choices(_CODE_LETTERS, k=6))
            if code not in self._codes:
                self._codes.add(code)
                return code
