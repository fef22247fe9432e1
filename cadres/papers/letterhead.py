"""What stands above and below every paper of the Union (HD 29-HD/TWĐTN-VP, 2013): who issues it, who signs."""

from dataclasses import dataclass
from datetime import date

from cadres.models import Delegation, Level, Unit, UnitType

UNION = "ĐOÀN TNCS HỒ CHÍ MINH"
# How a unit is called in everyday names and how the letterhead writes it.
_WRITTEN = (
    ("Tỉnh đoàn ", "Đoàn tỉnh "),
    ("Huyện đoàn ", "Đoàn huyện "),
    ("Thị đoàn ", "Đoàn thị xã "),
    ("Thành đoàn ", "Đoàn thành phố "),
)
_PLACES = (
    *("Tỉnh đoàn ", "Huyện đoàn ", "Thị đoàn ", "Thành đoàn ", "Đoàn tỉnh ", "Đoàn huyện ", "Đoàn thành phố "),
    *("Đoàn xã ", "Đoàn phường ", "Đoàn thị trấn "),
)


@dataclass(frozen=True)
class Letterhead:
    superior: str  # empty at the province, which has nobody to name above it
    issuer: str
    symbol: str
    place: str

    def dated(self, day: date) -> str:
        """ "Bình Dương, ngày 05 tháng 02 năm 2022": days under 10 and the first two months have two digits."""
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        return f"{self.place}, ngày {day.day:02d} tháng {month} năm {day.year}"


@dataclass(frozen=True)
class Signatures:
    """The block under a table: who made it, for whom it is signed, as what. Names are written by hand."""

    left: str
    right: tuple[str, ...]


def letterhead_of(unit: Unit, above: list[Unit], kind: str = "BC") -> Letterhead:
    """The head of a paper of the unit; `above` are the units over it, nearest first."""
    root = above[-1] if above else unit
    return Letterhead(
        superior=above[0].name.upper() if above else "",
        issuer=_issuer(unit),
        symbol=f"Số:          -{kind}/{unit.doc_symbol or ('ĐTN' if above else 'TĐTN')}",
        place=_place(unit) or _place(root) or root.name,
    )


def signatures_of(unit: Unit, delegation: Delegation | None = None) -> Signatures:
    """The secretary's line; with a delegation in force the deputy's, and by which paper he signs (domain §4)."""
    if unit.type in {UnitType.DEPARTMENT, UnitType.SERVICE_UNIT}:
        return Signatures("NGƯỜI LẬP BIỂU", ("TL. BAN THƯỜNG VỤ", "THỦ TRƯỞNG ĐƠN VỊ"))
    body = "TM. BAN CHẤP HÀNH" if unit.level == Level.BRANCH else "TM. BAN THƯỜNG VỤ"
    if delegation is None:
        return Signatures("NGƯỜI LẬP BIỂU", (body, "BÍ THƯ"))
    dated = f" ngày {delegation.document_on:%d/%m/%Y}" if delegation.document_on else ""
    paper = f"theo văn bản số {delegation.document_no}{dated}" if delegation.document_no else "theo ủy quyền"
    until = f"{delegation.valid_from:%d/%m/%Y} đến {delegation.valid_to:%d/%m/%Y}"
    return Signatures("NGƯỜI LẬP BIỂU", (body, "PHÓ BÍ THƯ", f"(được ủy quyền {paper}, từ {until})"))


def _issuer(unit: Unit) -> str:
    if unit.type in {UnitType.DEPARTMENT, UnitType.SERVICE_UNIT}:
        return unit.name.upper()
    for spoken, written in _WRITTEN:
        if unit.name.startswith(spoken):
            return f"BCH {written}{unit.name.removeprefix(spoken)}".upper()
    return f"BCH {unit.name}".upper()


def _place(unit: Unit) -> str:
    return next((unit.name.removeprefix(p) for p in _PLACES if unit.name.startswith(p)), "")
