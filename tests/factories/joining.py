"""People who signed up by themselves."""

import datetime as dt
from uuid import uuid4

from cadres import registering
from cadres.models import Registration, Unit
from tests.factories.cadres import position

PASSWORD = "rừng xanh núi đỏ"
BORN = dt.date(1999, 3, 4)


def details(unit: Unit, **more) -> registering.Details:
    """Lê Thị Ngọc Bích, deputy of a chi đoàn, reached by phone; a position is given by its code."""
    words = {"full_name": "Lê Thị Ngọc Bích", "birth_date": BORN, "phone": "0903777888", "position": "PBT-CHIDOAN"}
    words |= more
    return registering.Details(unit=unit, **words | {"position": position(words["position"])})


def registration(unit: Unit, **more) -> Registration:
    return registering.sign_up(details(unit, **more), password=PASSWORD, submit_key=uuid4())
