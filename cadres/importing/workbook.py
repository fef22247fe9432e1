"""Rows of an uploaded workbook, read in a child process that cannot hurt this one."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cadres.importing import archive
from cadres.importing.archive import Refused
from cadres.importing.reading import MAX_SECONDS, TOO_MANY

ROOT = Path(__file__).resolve().parents[2]
MAX_OUTPUT = 64 * 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    title: str
    rows: list[tuple[int, list[Any]]] = field(default_factory=list)


def read(path: Path, *, max_rows: int) -> list[Sheet]:
    """The visible sheets with their rows that hold anything. Raises Refused."""
    archive.check(path)
    environment = {"PYTHONIOENCODING": "utf-8", "OPENPYXL_LXML": "False"}
    command = [sys.executable, "-m", "cadres.importing.reading", str(path.resolve()), str(max_rows)]
    try:
        # The child gets no environment: no keys, no database.
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=environment, capture_output=True, timeout=MAX_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused("Đọc tệp quá lâu. Chép riêng danh sách cán bộ sang một sổ tính mới rồi tải lên.") from None
    if done.returncode == TOO_MANY:
        raise Refused(f"Tệp có hơn {max_rows} dòng. Chia thành nhiều tệp, mỗi tệp dưới {max_rows} dòng.")
    if done.returncode != 0 or len(done.stdout) > MAX_OUTPUT:
        raise Refused("Không đọc được tệp: tệp hỏng hoặc có nội dung lạ. Chép danh sách sang sổ tính mới rồi thử lại.")
    return _sheets(done.stdout)


def _sheets(output: bytes) -> list[Sheet]:
    sheets: list[Sheet] = []
    for line in output.splitlines():
        data = json.loads(line)
        if isinstance(data, dict):
            sheets.append(Sheet(data["sheet"]))
        else:
            sheets[-1].rows.append((data[0], data[1]))
    return sheets
