import random
import unicodedata

import pytest
from django.db import connection

from cadres.names import fold, same_tone, sort_name, tidy_name

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Lý", "Đinh", "Ưng", "Ông", "Ỷ"]
MIDDLE = ["Văn", "Thị", "Minh", "Thuỳ", "Hữu", "Đức", "Kim", "Hoà", "Ánh", "", "Quý"]
GIVEN = [
    "An",
    "Ân",
    "Ấn",
    "Ẩn",
    "Ẫn",
    "Ậ",
    "Ăn",
    "Đào",
    "Dao",
    "Đạo",
    "Uyên",
    "Ước",
    "Ý",
    "Ỷ",
    "Ông",
    "Ơn",
    "Êm",
    "Ếch",
    "Én",
    "Thuỷ",
    "Thúy",
    "Zen",
]


def names(count: int) -> list[str]:
    chance = random.Random(283)
    made = []
    for _ in range(count):
        name = f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"
        name = chance.choice([name, name.upper(), name.lower(), f"  {name} "])
        made.append(unicodedata.normalize(chance.choice(["NFC", "NFD"]), name))
    return made


@pytest.mark.parametrize(("function", "in_python"), [("vn_fold", fold), ("vn_sort", sort_name)])
def test_database_and_python_agree_on_a_thousand_names(function, in_python):
    made = names(1000)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(name) FROM unnest(%s) WITH ORDINALITY AS t(name, n) ORDER BY n", [made])
        in_database = [value for (value,) in cursor.fetchall()]
    assert in_database == [in_python(name) for name in made]


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("NGUYỄN VĂN A", "Nguyễn Văn A"),
        ("  nguyễn   thị  hoa ", "Nguyễn Thị Hoa"),
        (unicodedata.normalize("NFD", "Đỗ Thị Ngân"), "Đỗ Thị Ngân"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("Lê Thị HOÀ", "Lê Thị Hoà"),
    ],
)
def test_names_are_written_tidily(typed, tidy):
    assert tidy_name(typed) == tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [("Phú Hoà", "phú hòa"), ("Thuỷ", "thủy"), ("Khoẻ", "khỏe"), ("Ngọc Thuý", "ngọc thúy"), ("Quý", "quý")],
)
def test_both_placements_of_the_tone_mark_are_one(one, other):
    assert same_tone(one) == same_tone(other) == other


def test_words_whose_mark_has_one_place_stay():
    assert same_tone("Hoàn toàn quý Huỳnh") == "hoàn toàn quý huỳnh"


def test_people_are_sorted_by_given_name_in_the_order_of_the_alphabet():
    people = ["Lê Văn Đức", "Trần Thị Ánh", "Võ Văn An", "Lê Văn Dũng", "Bùi Thị Ân", "An Văn An"]
    assert sorted(people, key=sort_name) == [
        "An Văn An",
        "Võ Văn An",
        "Trần Thị Ánh",
        "Bùi Thị Ân",
        "Lê Văn Dũng",
        "Lê Văn Đức",
    ]
