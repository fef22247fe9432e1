"""Activation cards to print: eight on an A4 sheet, each with a drawing that opens the page with the code filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models import Activation, Cadre

PER_SHEET = 8


@dataclass(frozen=True)
class Card:
    """One card: whose it is, what is typed, and until when."""

    name: str
    sign_in_name: str
    place: str
    code: str
    drawing: str
    until: date
    asks_birth_date: bool


def card_of_cadre(cadre: Cadre, code: str) -> Card:
    """Needs `current_posts` (Cadre.objects.with_posts)."""
    post = next(iter(cadre.current_posts), None)
    place = f"{post.position.name}, {post.place}" if post else ""
    return _card(cadre.full_name, cadre.code, place, code, asks_birth_date=cadre.birth_date is not None)


def card_of_user(user: User, code: str) -> Card:
    return _card(user.full_name, user.username.upper(), "", code, asks_birth_date=False)


def sheets(cards: Sequence[Card]) -> list[Sequence[Card]]:
    return [cards[start : start + PER_SHEET] for start in range(0, len(cards), PER_SHEET)]


def address() -> str:
    return settings.PUBLIC_URL + reverse("cadres:activate")


def _card(name: str, sign_in_name: str, place: str, code: str, *, asks_birth_date: bool) -> Card:
    # The code stands behind the #, which a browser keeps to itself: it comes into no log.
    drawing = segno.make(f"{address()}#{code}", error="m").svg_data_uri(border=2, light="#fff")
    until = timezone.localdate() + Activation.LASTS[Activation.Way.CARD]
    return Card(name, sign_in_name, place, code, drawing, until, asks_birth_date)
