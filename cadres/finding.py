"""Finding a few people and units by what somebody types, fast even among all of a nation."""

from accounts.models import User
from cadres.models import Cadre, Unit, place_of
from cadres.names import dialled, fold


def people(user: User, words: str, most: int) -> list[Cadre]:
    """Those whose given name is the last or the first word, then those who have the words elsewhere.

    In steps, because the list of all in name order would be read from A to Y for everybody called Yến.
    """
    rest = Cadre.objects.reached_by(user).matching(words).with_posts()
    found: list[Cadre] = []
    for word in _given_names(words):
        found += rest.called(word).in_order_of_given_names()[: most - len(found)]
        if len(found) == most:
            return found
        rest = rest.not_called(word)
    return found + list(rest.in_name_order()[: most - len(found)])


def _given_names(words: str) -> list[str]:
    """Which of the words may be a given name: people write it last, and first when they think of it first."""
    typed = fold(words).split(" ")
    return [] if dialled(words) else list(dict.fromkeys([typed[-1], typed[0]]))


def units(user: User, words: str, most: int) -> list[Unit]:
    """Those in reach, in the order of the tree, each with its `place`."""
    return list(Unit.objects.visible_to(user).matching(words).annotate(place=place_of(""))[:most])
