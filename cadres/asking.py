"""Somebody believes to be on a list and asks for a card: who keeps the list there is told, if it is so."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.notifying import notify
from cadres.models import Appointment, Cadre, Unit
from cadres.names import fold
from cadres.registering import confirmers_near


@transaction.atomic
def ask_for_card(*, full_name: str, birth_date: date, phone: str, email: str) -> None:
    """Tell who hands out cards where a person of this name and birth date serves without an account. Says nothing.

    How to reach the person is not taken over: it is printed, so that the keeper can call and make sure.
    """
    is_meant = Q(search_key=fold(full_name), birth_date=birth_date)
    for cadre in Cadre.objects.filter(is_meant, user=None)[:3]:
        post = Appointment.objects.valid_on(timezone.localdate()).main().in_posts().filter(cadre=cadre).first()
        if post:
            _tell(cadre, post.unit, phone or email)


def _tell(cadre: Cadre, unit: Unit, reached_by: str) -> None:
    notify(
        confirmers_near(unit),
        kind="account.card_asked",
        subject=f"Đồng chí {cadre.full_name} xin phiếu kích hoạt",
        body=(
            f"Người xin để lại liên hệ {reached_by}. Gọi lại theo số trong danh sách để chắc đúng người,"
            " rồi in phiếu trao tận tay."
        ),
        url=cadre.get_absolute_url(),
        key=f"card_asked:{cadre.pk}:{timezone.localdate():%Y%m%d}",
    )
