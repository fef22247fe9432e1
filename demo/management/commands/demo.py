"""`script/manage demo`: loads invented but believable data, and makes the accounts with which to try the portal."""

import datetime as dt
import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from cadres.models import Cadre, Unit
from criteria.models import Period
from demo.accounts import ACCOUNTS
from demo.making import make_demo
from demo.scales import SCALES

SEED = 283


class Command(BaseCommand):
    help = "Loads demo data (DEMO=1 only): --scale small|province|merged|nation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=list(SCALES), default="small")
        parser.add_argument("--seed", type=int, default=SEED, help="the same seed makes the same people")
        parser.add_argument("--today", type=dt.date.fromisoformat, help="the day round which this year is laid")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are units already")
        parser.add_argument("--accounts", action="store_true", help="only print the accounts to try")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("Chỉ nạp dữ liệu minh họa khi DEMO=1 (script/run và script/manage đặt sẵn).")
        if options["accounts"]:
            self._print_accounts()
        elif options["if_empty"] and Unit.objects.exists():
            self._renew_password()
        else:
            self._load(options)

    def _load(self, options: dict[str, Any]) -> None:
        if any(model.objects.exists() for model in (Unit, Cadre, Period)):
            raise CommandError(
                "Cơ sở dữ liệu đã có đơn vị, cán bộ hoặc kỳ; dữ liệu minh họa chỉ nạp vào cơ sở dữ liệu trống."
                " Muốn làm lại từ đầu: script/run --reset, rồi nạp lại."
            )
        self.stdout.write(f"Dữ liệu minh họa, cỡ {options['scale']}:")
        make_demo(
            options["scale"],
            seed=options["seed"],
            today=options["today"] or timezone.localdate(),
            say=self.stdout.write,
        )
        if not os.environ.get("DEMO_PASSWORD"):
            self.stdout.write("Chưa đặt DEMO_PASSWORD: chưa ai đăng nhập được.")

    def _renew_password(self) -> None:
        """The demo password may have changed since the data was loaded."""
        password = os.environ.get("DEMO_PASSWORD")
        users = list(User.objects.filter(username__in=[account.username for account in ACCOUNTS]))
        if password and users and not users[0].check_password(password):
            users[0].set_password(password)
            User.objects.filter(pk__in=[user.pk for user in users]).update(password=users[0].password)

    def _print_accounts(self) -> None:
        names = dict(
            User.objects.values_list("username", "full_name").filter(username__in=[a.username for a in ACCOUNTS])
        )
        for account in ACCOUNTS:
            if account.username in names:
                self.stdout.write(f"  {account.username:<10} {names[account.username]:<24} {account.is_for}")
