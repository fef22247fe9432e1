"""What the commands that import a list have in common: one per kind, beside each other."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cadres import intake, resources
from cadres.importing.archive import Refused
from cadres.importing.kinds import KINDS
from cadres.models import Sheet, Unit
from cadres.resources import Examination

WORDS = (
    ("created", "thêm mới"),
    ("updated", "thay đổi"),
    ("unchanged", "giữ nguyên"),
    ("duplicates", "trùng trong tệp"),
)
KIND_OF = {"created": "new", "updated": "changed", "unchanged": "unchanged", "duplicates": "duplicate"}


class ImportCommand(BaseCommand):
    """script/manage import_… FILE --unit CODE; `sheet` says which kind of list the file holds."""

    sheet: Sheet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--unit", required=True, metavar="CODE", help="mã đơn vị, ví dụ 721")
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="ngày tính (mặc định: hôm nay)")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi")
        parser.add_argument("--skip-errors", action="store_true", help="nhận các dòng đúng dù có dòng sai")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
        parser.add_argument("--max-rows", type=int, default=resources.MAX_ROWS, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        unit = Unit.objects.valid_on(on).filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"Không có đơn vị mang mã {options['unit']} vào ngày {on:%d/%m/%Y}.")
        try:
            seen = resources.examine(options["file"], unit, on=on, max_rows=options["max_rows"], kind=self.sheet)
        except FileNotFoundError:
            self._refuse(f"Không thấy tệp {options['file']}.", options)
        except Refused as refused:
            self._refuse(str(refused), options)
        errors = [{"row": row["row"], **error} for row in seen.rows for error in row.get("errors", [])]
        is_written = not options["dry_run"] and (options["skip_errors"] or not errors)
        if is_written:
            batch = resources.keep(seen, unit, file_name=options["file"].name, by=None)
            intake.apply(batch, by=None, only_right_rows=options["skip_errors"])
        counts = {name: sum(row["kind"] == kind for row in seen.rows) for name, kind in KIND_OF.items()}
        summary = {"rows": len(seen.rows), **counts, "errors": errors}
        if options["json"]:
            if not is_written and not options["dry_run"]:
                summary |= {"created": 0, "updated": 0}
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
        else:
            self._tell(summary, seen, unit, is_written, options["dry_run"])
        if errors:
            raise SystemExit(1)

    def _refuse(self, message: str, options: dict[str, Any]) -> NoReturn:
        """The file as a whole cannot be taken: an error of no row."""
        if options["json"]:
            error = {"row": None, "column": "", "value": options["file"].name, "message": message}
            self.stdout.write(
                json.dumps({"rows": 0} | dict.fromkeys(KIND_OF, 0) | {"errors": [error]}, ensure_ascii=False)
            )
        raise CommandError(message)

    def _tell(self, summary: dict[str, Any], seen: Examination, unit: Unit, is_written: bool, is_trial: bool) -> None:
        done = (
            "Đã nhập vào"
            if is_written
            else "Xem trước khi nhập vào"
            if is_trial
            else "Chưa ghi gì vì có dòng sai; đọc được cho"
        )
        self.stdout.write(f"{done} {unit}: {summary['rows']} dòng.")
        for note in seen.notes:
            self.stdout.write(f"  {note}")
        for name, words in WORDS:
            self.stdout.write(f"  {words:<16}{summary[name]:>6}")
        self.stdout.write(f"  {'sai':<16}{len({error['row'] for error in summary['errors']}):>6}")
        for row in seen.rows:
            for label, old, new in row.get("changes", []):
                self.stdout.write(
                    f"  Dòng {row['row']}, {KINDS[self.sheet].name_of(row)}: {label}: {old or '–'} → {new}"
                )
        for error in summary["errors"]:
            typed = f" “{error['value']}”" if error["value"] else ""
            self.stderr.write(f"  Dòng {error['row']}, {error['column']}{typed}: {error['message']}")
        if summary["errors"] and not is_written:
            self.stderr.write("Sửa các dòng sai rồi nhập lại, hoặc thêm --skip-errors để chỉ nhận các dòng đúng.")
