"""Many changes of the tree at once from a plan: script/manage reorganise PLAN.xlsx [--dry-run] [--on DATE]."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.documents import StaleDocument
from accounts.models import User
from cadres import reorganising
from cadres.importing.archive import Refused
from cadres.models import Reorganisation
from cadres.reorganising import plan_lines, plan_reading

WORDS = (
    ("ended", "đơn vị kết thúc"),
    ("merged", "  sáp nhập vào một đơn vị"),
    ("split", "  chia cho nhiều đơn vị"),
    ("closed", "  đóng"),
    ("founded", "đơn vị thành lập"),
    ("moved", "đơn vị đổi cấp trên"),
    ("renamed", "đơn vị đổi tên, loại"),
    ("carried", "chức vụ chuyển theo"),
    ("people_by_hand", "người chờ quyết định"),
    ("units_by_hand", "đơn vị dưới chờ quyết định"),
    ("conflicts", "vướng mắc"),
)


class Command(BaseCommand):
    help = "Sắp xếp nhiều đơn vị theo phương án (.xlsx hoặc .csv): sáp nhập, chia tách, chuyển, đổi tên, đóng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", type=Path, metavar="PLAN")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi")
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DATE", help="ngày hiệu lực, thay cho cột trong tệp"
        )
        parser.add_argument("--by", metavar="USERNAME", help="người chịu trách nhiệm, ghi vào nhật ký")

    def handle(self, *args: Any, **options: Any) -> None:
        since = monotonic()
        by = self._user(options["by"])
        try:
            plan = plan_reading.understand(plan_lines.read(options["plan"]), on=options["on"])
        except FileNotFoundError:
            raise CommandError(f"Không thấy tệp {options['plan']}.") from None
        except Refused as refused:
            raise CommandError(str(refused)) from None
        name = options["plan"].name
        title = f"Sắp xếp đơn vị theo {name}"
        with transaction.atomic():
            made = reorganising.draft(plan.change, title=title, legal_basis=plan.basis, by=by, file_name=name)
            self._tell(made, plan.lines)
            if options["dry_run"]:
                transaction.set_rollback(True)
        if options["dry_run"]:
            self.stdout.write("Xem trước, chưa ghi gì.")
        else:
            self._confirm(made, by)
        self.stdout.write(f"({monotonic() - since:.1f} giây)")

    def _user(self, username: str | None) -> User | None:
        user = User.objects.filter(username=username).first() if username else None
        if username and user is None:
            raise CommandError(f"Không có tài khoản {username}.")
        return user

    def _tell(self, made: Reorganisation, lines: int) -> None:
        self.stdout.write(f"{lines} dòng, có hiệu lực từ {made.on:%d/%m/%Y}:")
        for key, words in WORDS:
            self.stdout.write(f"  {words:<30}{made.preview['counts'].get(key, 0):>7}")
        self.stdout.write(f"  {'cán bộ ở các đơn vị này':<30}{made.preview['people']:>7}")
        for label, count in made.preview["documents"]:
            self.stdout.write(f"  {label.lower() + ' đang mở':<30}{count:>7}")
        for conflict in made.preview["conflicts"]:
            self.stderr.write(f"  Dòng {conflict['row']}: {conflict['message']}")

    def _confirm(self, made: Reorganisation, by: User | None) -> None:
        if made.preview["conflicts"]:
            raise CommandError("Còn vướng mắc nên chưa ghi gì. Sửa tệp rồi chạy lại.")
        try:
            made = reorganising.confirm(made, by=by, version=made.version)
        except StaleDocument as stale:
            raise CommandError(stale.message) from None
        self.stdout.write(f"{made.get_state_display()}.")
