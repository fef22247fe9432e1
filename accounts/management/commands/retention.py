"""Forget what has been kept long enough: script/manage retention [--dry-run]."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts import retention


class Command(BaseCommand):
    help = "Xóa dữ liệu đã hết thời hạn lưu giữ; in bảng những gì được xóa."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="chỉ đếm, không xóa")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = retention.sweep(is_rehearsal=options["dry_run"])
        width = max(len(row.term.what) for row in rows)
        for row in rows:
            note = "  (chờ lệnh audit drop)" if row.term.code == "audit" and row.count else ""
            self.stdout.write(f"{row.term.what:<{width}}  {row.count:>8}  {row.term.keeps}{note}")
        self.stdout.write("Chỉ đếm, chưa xóa gì." if options["dry_run"] else "Đã xóa; số lượng ghi trong nhật ký.")
