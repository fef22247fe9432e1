"""What happens to people's posts: the only package that registers by hand, appoints, ends and corrects them.

Lists come in through cadres/intake.py. Every verb locks the person first: two changes at once wait for each other.
"""

from cadres.posting.changing import correct, leave, make_main, successor
from cadres.posting.giving import AlreadyKnown, PersonDraft, alike, appoint, newly_appointed, register
from cadres.posting.posts import PostDraft, PostRefused
from cadres.posting.transferring import accept, check_move, propose, refuse, transfer, withdraw

__all__ = [
    "AlreadyKnown",
    "PersonDraft",
    "PostDraft",
    "PostRefused",
    "accept",
    "alike",
    "appoint",
    "check_move",
    "correct",
    "leave",
    "make_main",
    "newly_appointed",
    "propose",
    "refuse",
    "register",
    "successor",
    "transfer",
    "withdraw",
]
