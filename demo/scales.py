"""How large a demo is: numbers of units of each kind, and how much of the years is filled in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """`districts` and `communes` are synthesised beside the real tree; the rest is per district, base or branch."""

    bases_per_district: int  # schools, companies, offices
    bases_per_affiliated: int
    branches_per_base: tuple[int, int]  # least, most
    provinces: int = 1
    districts: int = 0
    communes_per_district: int = 0
    branch_deputies: float = 0.0  # share of branches with a deputy secretary
    team_heads: float = 0.3  # per commune
    staff_per_district: int = 2
    staff_per_department: int = 2
    has_last_year: bool = False
    has_story: bool = False  # named people, every state, trails
    item_choices: tuple[int, ...] = (1,)  # items per criterion


SCALES = {
    "small": Scale(
        bases_per_district=2,
        bases_per_affiliated=1,
        branches_per_base=(1, 3),
        staff_per_department=1,
        staff_per_district=1,
        team_heads=0.25,
        has_last_year=True,
        has_story=True,
        item_choices=(1, 1, 2),
    ),
    "province": Scale(
        bases_per_district=26,
        bases_per_affiliated=12,
        branches_per_base=(7, 13),
        team_heads=2.5,
        has_last_year=True,
        item_choices=(1, 1, 2),
    ),
    "merged": Scale(
        districts=30,
        communes_per_district=8,
        bases_per_district=62,
        bases_per_affiliated=25,
        branches_per_base=(7, 12),
        team_heads=2.0,
        staff_per_district=4,
        staff_per_department=4,
    ),
    "nation": Scale(
        provinces=34,
        districts=11,
        communes_per_district=9,
        bases_per_district=73,
        bases_per_affiliated=30,
        branches_per_base=(4, 7),
        team_heads=2.0,
        staff_per_district=4,
        staff_per_department=3,
        branch_deputies=0.19,
    ),
}
