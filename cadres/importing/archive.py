"""Is this file a plain xlsx of reasonable size? Told from its zip directory alone, before anything is unpacked."""

import zipfile
from pathlib import Path
from typing import IO

MAX_FILE = 5 * 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
MAX_ENTRIES = 200
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_ANEW = "Mở tệp bằng Excel, chọn Lưu thành, kiểu “Excel Workbook (.xlsx)”, rồi tải lên lại."


class Refused(Exception):
    """The file as a whole cannot be taken; the text says why and what to do."""


def check(path: Path) -> None:
    """Raise Refused unless the file keeps all limits."""
    with path.open("rb") as source:
        check_file(source, path.stat().st_size)


def check_file(source: IO[bytes], size: int) -> None:
    """The same of a file that is open, e.g. an upload; it is left at its beginning."""
    if size == 0:
        raise Refused("Tệp trống. Chọn tệp có danh sách.")
    if size > MAX_FILE:
        raise Refused(f"Tệp nặng {size / 1024 / 1024:.1f} MB. Chọn tệp dưới 5 MB.".replace(".", ",", 1))
    if source.read(4) == _OLD_OFFICE:
        raise Refused(_old_office(source.read(MAX_FILE)))
    source.seek(0)
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Refused(f"Tệp không phải là sổ tính .xlsx, hoặc đã bị cắt cụt. {_SAVE_ANEW}") from None
    source.seek(0)
    _check_entries(entries)


def _old_office(content: bytes) -> str:
    if _ENCRYPTED in content:
        return "Tệp có mật khẩu. Bỏ mật khẩu trong Excel, lưu lại, rồi tải lên."
    return f"Tệp theo kiểu Excel cũ (.xls). {_SAVE_ANEW}"


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if len(entries) > MAX_ENTRIES:
        raise Refused(f"Tệp có quá nhiều thành phần bên trong ({len(entries)}). Chép danh sách sang một sổ tính mới.")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused("Tệp có mật khẩu. Bỏ mật khẩu trong Excel, lưu lại, rồi tải lên.")
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names):
        raise Refused("Tệp có đường dẫn lạ bên trong nên không được nhận. Chép danh sách sang một sổ tính mới.")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("Tệp bung ra lớn hơn 20 MB. Chép riêng danh sách sang một sổ tính mới.")
    if len(names) != len(entries):
        raise Refused("Tệp có thành phần trùng tên bên trong nên không được nhận. Chép danh sách sang một sổ tính mới.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("Tệp có chứa macro nên không được nhận. Lưu thành kiểu “Excel Workbook (.xlsx)” rồi tải lên.")
    if any(name.lower().startswith("xl/externallinks/") for name in names):
        raise Refused("Tệp có liên kết sang sổ tính khác. Trong Excel chọn Dữ liệu, Ngắt liên kết, rồi tải lên lại.")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused(f"Tệp không phải là sổ tính .xlsx. {_SAVE_ANEW}")
