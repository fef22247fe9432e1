"""People who come in: some signed up and wait, were passed on or refused; some hold a card, good, locked or too old."""

import datetime as dt
import secrets
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import User
from cadres import activating, confirming, registering
from cadres.models import Activation, Cadre, Position, Registration, Unit
from cadres.registering import Details
from demo.accounts import BASE

OTHER_BASE = "25942"


def write_newcomers() -> None:
    base, by = Unit.objects.get(code=BASE), User.objects.get(username="bithucoso")
    branch = Unit.objects.children_of(base).first()
    listed = list(Cadre.objects.filter(user=None, appointments__unit__path__startswith=base.path).in_name_order())
    _write_cards(listed, by)
    twin = listed[0]
    _sign_up(twin.full_name, twin.birth_date or dt.date(2001, 4, 9), branch, "PBT-CHIDOAN", twin.phone)
    _sign_up("Nguyễn Thị Thu Hà", dt.date(1999, 3, 4), branch, "PBT-CHIDOAN", "0912000112")
    _sign_up("Lê Văn Bình", dt.date(1994, 11, 20), base, "PBT-COSO", "0912000113")
    refused = _sign_up("Trần Quốc Toản", dt.date(2000, 2, 14), branch, "PBT-CHIDOAN", "0912000114")
    confirming.refuse(refused, reason="Chưa có quyết định phân công; gửi lại sau đại hội chi đoàn.", by=by, version=1)
    passed = _sign_up("Phạm Ngọc Hân", dt.date(2002, 7, 1), branch, "PBT-CHIDOAN", "0912000115")
    elsewhere = Unit.objects.filter(code=OTHER_BASE).first() or base
    confirming.pass_on(passed, elsewhere, reason="Đồng chí sinh hoạt ở phường bên.", by=by, version=1)


def _sign_up(full_name: str, birth_date: dt.date, unit: Unit, post: str, phone: str) -> Registration:
    """Nobody signs in as one of them: their passwords are thrown away."""
    details = Details(full_name, birth_date, unit, Position.objects.get(code=post), phone)
    made = registering.sign_up(details, password=secrets.token_urlsafe(24), submit_key=uuid4())
    User.objects.filter(pk=made.user_id).update(password=make_password(None))
    return made


def _write_cards(listed: list[Cadre], by: User) -> None:
    activating.issue(listed[1:4], by=by)
    held = list(Activation.objects.filter(cadre__in=listed[1:4]).order_by("cadre__sort_key"))
    if held[1:]:
        Activation.objects.filter(pk=held[0].pk).update(misses=Activation.MAX_MISSES)
        ago = timezone.now() - dt.timedelta(days=35)
        Activation.objects.filter(pk=held[1].pk).update(issued_at=ago, expires_at=ago + dt.timedelta(days=30))
