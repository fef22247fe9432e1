"""The last way back in: script/manage remove_second_factor USERNAME --reason "…"."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.documents import StaleDocument
from cadres import recovering
from cadres.backends import find_user


class Command(BaseCommand):
    help = "Gỡ lớp bảo vệ thứ hai của một tài khoản khi không còn hai người nào làm được trên trang. Được ghi nhật ký."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="tên đăng nhập, mã cán bộ, e-mail hoặc số điện thoại")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        account = find_user(options["username"])
        if account is None:
            raise CommandError(f"Không có tài khoản {options['username']}, hoặc tên này chỉ hơn một người.")
        try:
            removed = recovering.remove_at_the_machine(account, reason=options["reason"])
        except StaleDocument as nothing:
            raise CommandError(str(nothing)) from nothing
        self.stdout.write(f"Đã gỡ {removed} cách xác thực của {account.username} và đăng xuất mọi máy.")
