"""The only package that writes the unit tree: founding, renaming, moving, merging, splitting, closing."""

from cadres.reorganising.founding import found, found_many
from cadres.reorganising.placing import PlacingRefused, let_go, place_person, place_unit
from cadres.reorganising.verbs import cancel, carry_out_due, confirm, current, draft, look_again

__all__ = [
    "PlacingRefused",
    "cancel",
    "carry_out_due",
    "confirm",
    "current",
    "draft",
    "found",
    "found_many",
    "let_go",
    "look_again",
    "place_person",
    "place_unit",
]
