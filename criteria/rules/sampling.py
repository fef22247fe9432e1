"""The draw of a random sample, which anybody can repeat from its seed. Nothing here writes."""

from collections.abc import Iterable
from hashlib import sha256

MOST_DRAWN = 200


def draw(frame: Iterable[int], size: int, seed: str) -> list[int]:
    """The `size` numbers of the frame whose SHA-256 of "seed:number" comes first, in that order."""
    return sorted(frame, key=lambda number: sha256(f"{seed}:{number}".encode()).hexdigest())[:size]
