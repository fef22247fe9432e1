"""Prove, export and thin out the audit trail: script/manage audit verify | head | seal | drop."""

import json
from argparse import ArgumentParser
from datetime import date
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import audit_heads, chaining, sealing


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


class Command(BaseCommand):
    help = "Kiểm tra, xuất đầu chuỗi, niêm phong và bỏ các tháng cũ của nhật ký."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="tính lại mã băm và các mối nối; mã thoát 1 khi có sai")
        span = verify.add_mutually_exclusive_group()
        span.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="chỉ từ ngày này")
        span.add_argument("--month", type=_month, metavar="YYYY-MM", help="chỉ tháng này")
        verify.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
        head = verbs.add_parser("head", help="in đầu chuỗi hiện nay")
        head.add_argument("--export", action="store_true", help="ghi thêm vào tệp, mỗi ngày một dòng")
        verbs.add_parser("seal", help="niêm phong các tháng đã qua")
        drop = verbs.add_parser("drop", help="bỏ các tháng đã niêm phong; chỉ vai trò owner")
        drop.add_argument("--before", type=_month, required=True, metavar="YYYY-MM", help="giữ từ tháng này")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['verb']}")(options)

    def _verify(self, options: dict[str, Any]) -> None:
        since, until = options["since"], None
        if month := options["month"]:
            since, until = month, date(month.year + month.month // 12, month.month % 12 + 1, 1)
        began = perf_counter()
        outcome = chaining.verify(since=since, until=until)
        seconds = perf_counter() - began
        if options["json"]:
            self.stdout.write(json.dumps(outcome.as_json() | {"seconds": round(seconds, 2)}, ensure_ascii=False))
        elif outcome.is_clean:
            self.stdout.write(
                f"Nhật ký nguyên vẹn: {outcome.rows} dòng ({outcome.first_seq}–{outcome.last_seq}),"
                f" {outcome.seals} tháng đã niêm phong, {outcome.heads} đầu chuỗi đã xuất; {seconds:.1f} giây."
            )
        if outcome.finding:
            raise CommandError(outcome.finding.words)

    def _head(self, options: dict[str, Any]) -> None:
        if options["export"]:
            audit_heads.export()
        self.stdout.write(json.dumps(audit_heads.head()))

    def _seal(self, options: dict[str, Any]) -> None:
        for seal in sealing.seal_months():
            self.stdout.write(f"Đã niêm phong tháng {seal.month:%m/%Y}: {seal.count} dòng.")

    def _drop(self, options: dict[str, Any]) -> None:
        try:
            dropped = sealing.drop_before(options["before"])
        except sealing.NotAllowed as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Đã bỏ {sum(seal.count for seal in dropped)} dòng của {len(dropped)} tháng.")
