"""`script/manage begin_site`: the first unit and account of an empty site, with a code to open the account by."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from cadres import beginning


class Command(BaseCommand):
    help = "Lập đơn vị gốc và tài khoản đầu tiên của một cổng còn trống, in mã kích hoạt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", required=True, help='tên đơn vị gốc, ví dụ "Tỉnh đoàn Bình Dương"')
        parser.add_argument("--code", required=True, help="mã đơn vị gốc, ví dụ 74")
        parser.add_argument("--name", required=True, help="họ và tên người thiết lập cổng")
        parser.add_argument("--email", default="", help="e-mail của người đó, nếu có")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user, code = beginning.begin(
                unit_name=options["unit"],
                unit_code=options["code"],
                full_name=options["name"],
                email=options["email"],
                on=timezone.localdate(),
            )
        except beginning.NotEmpty:
            raise CommandError("Cổng đã có đơn vị hoặc tài khoản. Lệnh này chỉ dùng cho cổng còn trống.") from None
        self.stdout.write(f"Tên đăng nhập: {user.username}")
        self.stdout.write(f"Mã kích hoạt:  {code} (dùng một lần, trong 30 ngày)")
        self.stdout.write(f"Mở tài khoản:  {settings.PUBLIC_URL}{reverse('cadres:activate')}")
