"""Pledges, changes to approved ones, programmes and good models in the inbox of whoever decides on them."""

from criteria.inbox_kinds.amendments import AMENDMENTS
from criteria.inbox_kinds.good_models import GOOD_MODELS
from criteria.inbox_kinds.pledges import PLEDGES
from criteria.inbox_kinds.programmes import PROGRAMMES
from criteria.inbox_kinds.shared import AGAIN, BY_MINUTES, IN_PLACE, lines_of, signs

KINDS = (PLEDGES, AMENDMENTS, PROGRAMMES, GOOD_MODELS)

__all__ = ["AGAIN", "BY_MINUTES", "IN_PLACE", "KINDS", "PLEDGES", "lines_of", "signs"]
