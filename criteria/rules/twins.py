"""When the words of a pledge are somebody else's: many colleagues', or last year's. Nothing here writes.

Domain §16 "Twin texts": own words only, never what was picked from the unit's indicators or the statements.
"""

from collections.abc import Iterable
from uuid import UUID

from cadres.names import text_print
from criteria.models import PledgeItem

FEWEST_TWINS = 3
"""In a small unit two people with the same words say nothing."""


def is_in_own_words(item: PledgeItem) -> bool:
    """Nothing picked, or rewritten since. The item comes with its statement, focus and indicator."""
    return item.fingerprint not in prints_of(
        source.text for source in (item.indicator, item.focus, item.statement) if source is not None
    )


def prints_of(texts: Iterable[str]) -> set[UUID]:
    return {text_print(text) for text in texts}


def is_too_common(people_with_it: int, people: int, percent: int) -> bool:
    """Identical with more than so many per cent of the unit's cadres (domain §10, "rập khuôn")."""
    return people_with_it >= FEWEST_TWINS and people_with_it * 100 > percent * people
