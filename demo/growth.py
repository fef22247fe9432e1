"""Grows the tree of a scale: the real units of 2020 with bases and branches, and synthesised ones beside them."""

import random
from collections.abc import Iterator

from cadres.models import Level, Sector, UnitType
from cadres.names import fold
from demo import places
from demo.scales import Scale
from demo.units import Node, Tree

_CITY = "Thành phố Hồ Chí Minh"
_RESIDENTIAL, _WORKERS, _SCHOOL, _OFFICE = Sector.RESIDENTIAL, Sector.WORKERS, Sector.SCHOOL, Sector.OFFICE


def grow(scale: Scale, rng: random.Random) -> Tree:
    tree = Tree()
    if scale.provinces > 1:
        centre = tree.add(None, "TW", "Trung ương Đoàn", UnitType.CENTRAL, _OFFICE, abbreviation="TW")
        _real_province(tree, centre, scale)
        for number, place in enumerate(places.PROVINCES[: scale.provinces - 1], start=1):
            _made_up_province(tree, centre, f"T{number:02}", place, scale)
    elif scale.districts:
        city = _province(tree, None, "79", _CITY, name=f"Thành đoàn {_CITY}", abbreviation="HCM")
        _real_districts(tree, city, scale)
        _made_up_districts(tree, city, scale)
    else:
        _real_province(tree, None, scale)
    _grow_bases(tree, scale, rng)
    _grow_branches(tree, scale, rng)
    return tree


def _province(tree: Tree, above: Node | None, code: str, place: str, *, name: str, abbreviation: str) -> Node:
    province = tree.add(
        above,
        code,
        name,
        UnitType.PROVINCE,
        _OFFICE,
        short_name=name,
        abbreviation=abbreviation,
        party=f"Tỉnh ủy {place}" if name.startswith("Tỉnh") else f"Thành ủy {place}",
    )
    for short, title in places.DEPARTMENTS:
        word = "Tỉnh đoàn" if name.startswith("Tỉnh") else "Thành đoàn"
        tree.add(
            province,
            short,
            title.replace("Tỉnh đoàn", word),
            UnitType.DEPARTMENT,
            _OFFICE,
            short_name=title.removeprefix("Ban ").replace("Tỉnh đoàn", word),
            abbreviation=f"{abbreviation}-{short}",
            party=f"Chi ủy cơ quan {word}",
        )
    for short, title in places.SERVICE_UNITS:
        mark = f"{abbreviation}-{short}"
        tree.add(province, short, title, UnitType.SERVICE_UNIT, _OFFICE, abbreviation=mark, party=f"Chi ủy {title}")
    return province


def _real_province(tree: Tree, above: Node | None, scale: Scale) -> None:
    province = _province(tree, above, "74", "Bình Dương", name="Tỉnh đoàn Bình Dương", abbreviation="BD")
    _real_districts(tree, province, scale)


def _real_districts(tree: Tree, province: Node, scale: Scale) -> None:
    for district_code, district, code, commune in places.communes_of_2020():
        node = tree.by_code.get(district_code) or _district(
            tree, province, district_code, district, places.ABBREVIATIONS[district_code]
        )
        _commune(tree, node, code, commune)
    _affiliated(tree, province)


def _district(tree: Tree, province: Node, code: str, name: str, abbreviation: str) -> Node:
    kind, place = places.split_kind(name)
    party = f"{places.PARTY_OF[kind]} {place}"
    union = places.union_name(name)
    more = {"abbreviation": abbreviation, "party": party, "short_name": place}
    return tree.add(province, code, union, UnitType.DISTRICT, _RESIDENTIAL, **more)


def _commune(tree: Tree, district: Node, code: str, name: str) -> None:
    _, place = places.split_kind(name)
    party = f"Đảng ủy {name[0].lower()}{name[1:]}"
    tree.add(district, code, places.union_name(name), UnitType.BASE, _RESIDENTIAL, party=party, short_name=place)


def _affiliated(tree: Tree, province: Node) -> None:
    for short, name, kind, sector in places.AFFILIATED:
        mark = f"{province.abbreviation}-{short}"
        party = f"Đảng ủy {name.removeprefix('Đoàn ')}"
        tree.add(province, short, name, UnitType(kind), sector, abbreviation=mark, party=party)


def _made_up_province(tree: Tree, above: Node, code: str, place: str, scale: Scale) -> None:
    is_city = place in {"Hà Nội", "Huế", "Hải Phòng", "Đà Nẵng", "Cần Thơ"}
    name = f"{'Thành đoàn' if is_city else 'Tỉnh đoàn'} {place}"
    province = _province(tree, above, code, place, name=name, abbreviation=code)
    _made_up_districts(tree, province, scale)
    _affiliated(tree, province)


def _made_up_districts(tree: Tree, province: Node, scale: Scale) -> None:
    for number in range(1, scale.districts + 1):
        kind = ("Huyện", "Huyện", "Thị xã", "Thành phố")[number % 4]
        name = f"{kind} {places.made_up_place(number * 7 + len(province.code))}"
        mark = f"{province.abbreviation}-H{number:02}"
        district = _district(tree, province, f"H{number:02}", name, mark)
        for k in range(1, scale.communes_per_district + 1):
            kind = ("Xã", "Phường", "Xã", "Thị trấn")[k % 4]
            _commune(tree, district, f"X{k:02}", f"{kind} {places.made_up_place(number * 11 + k * 3)}")


def _grow_bases(tree: Tree, scale: Scale, rng: random.Random) -> None:
    """Schools, companies and offices beside the communes; faculties and plants under the affiliated unions."""
    for node in list(tree.at(Level.DISTRICT)):
        if node.type == UnitType.DISTRICT:
            for short, name, sector in _bases_of_district(scale.bases_per_district, rng):
                tree.add(node, short, name, UnitType.BASE, sector, party=f"Chi bộ {name.removeprefix('Đoàn ')}")
        else:
            for number in range(1, scale.bases_per_affiliated + 1):
                word, sector = _PART_OF[node.sector]
                name = f"{word} {number}"
                tree.add(node, f"CS{number:02}", name, UnitType.BASE, sector, party=f"Chi bộ {node.party[8:]}")


_PART_OF = {
    Sector.SCHOOL: ("Đoàn Khoa", Sector.SCHOOL),
    Sector.WORKERS: ("Đoàn cơ sở Nhà máy", Sector.WORKERS),
    Sector.OFFICE: ("Đoàn cơ sở Khối cơ quan", Sector.OFFICE),
    Sector.ARMED: ("Đoàn cơ sở Đơn vị", Sector.ARMED),
}


def _bases_of_district(count: int, rng: random.Random) -> Iterator[tuple[str, str, Sector]]:
    schools, companies = rng.sample(places.SCHOOLS, len(places.SCHOOLS)), rng.sample(places.COMPANIES, 13)
    for n in range(count):
        lap, kind = n // 3, n % 3
        again = f" {lap // len(schools) + 1}" if lap >= len(schools) else ""
        if kind == 0:
            yield f"THPT{lap + 1}", f"Đoàn trường THPT {schools[lap % len(schools)]}{again}", Sector.SCHOOL
        elif kind == 1:
            again = f" {lap // len(companies) + 1}" if lap >= len(companies) else ""
            yield f"CT{lap + 1}", f"Đoàn Công ty TNHH {companies[lap % len(companies)]}{again}", Sector.WORKERS
        else:
            again = f" {lap // len(places.OFFICES) + 1}" if lap >= len(places.OFFICES) else ""
            yield f"CQ{lap + 1}", f"Đoàn cơ sở {places.OFFICES[lap % len(places.OFFICES)]}{again}", Sector.OFFICE


def _grow_branches(tree: Tree, scale: Scale, rng: random.Random) -> None:
    least, most = scale.branches_per_base
    for base in list(tree.at(Level.BASE)):
        count = rng.randint(least, most)
        if scale.has_story and base.code in STORY_BASES:
            count = STORY_BASES[base.code]
        for number in range(1, count + 1):
            code, name = _branch(base, number)
            tree.add(base, code, name, UnitType.BRANCH, base.sector)


# Where the named people of the small demo work: more branches than elsewhere.
STORY_BASES = {"25960": 7, "25957": 3, "25744": 3}


def _branch(base: Node, number: int) -> tuple[str, str]:
    if base.sector == _SCHOOL:
        if number == 1:
            return "GV", "Chi đoàn Giáo viên"
        grade, room = 10 + (number - 2) % 3, (number - 2) // 3 + 1
        return f"{grade}A{room}", f"Chi đoàn lớp {grade}A{room}"
    if base.sector == _WORKERS:
        return (f"PX{number}", f"Chi đoàn phân xưởng {number}")
    if base.sector != _RESIDENTIAL:
        return f"CD{number}", f"Chi đoàn số {number}"
    word, short = ("khu phố", "KP") if fold(base.name).startswith(("doan phuong", "doan thi tran")) else ("ấp", "A")
    return f"{short}{number}", f"Chi đoàn {word} {number}"
