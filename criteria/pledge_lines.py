"""What other apps have to say beside a pledge that is being filled in: they stand to the right and register here."""

from collections.abc import Callable
from dataclasses import dataclass

from criteria.models import Pledge


@dataclass(frozen=True)
class Line:
    """A sentence and where it leads."""

    text: str
    url: str = ""
    action: str = ""


Teller = Callable[[Pledge], list[Line]]
TELLERS: list[Teller] = []


def beside_pledges(teller: Teller) -> Teller:
    """Declare what an app says beside the pledge of somebody."""
    TELLERS.append(teller)
    return teller


def lines_for(pledge: Pledge) -> list[Line]:
    return [line for teller in TELLERS for line in teller(pledge)]
