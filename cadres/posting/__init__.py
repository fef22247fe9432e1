"""What happens to people's posts: the only package that registers by hand, appoints, ends and corrects them.

Lists come in through cadres/intake.py. Every verb locks the person first: two changes at once wait for each other.
"""

from cadres.posting.changing import correct, leave, make_main
from cadres.posting.giving import AlreadyKnown, PersonDraft, alike, appoint, register
from cadres.posting.posts import PostDraft, PostRefused
from cadres.posting.transferring import accept, propose, refuse, transfer, withdraw

__all__ = [
    "AlreadyKnown",
    "PersonDraft",
    "PostDraft",
    "PostRefused",
    "accept",
    "alike",
    "appoint",
    "correct",
    "leave",
    "make_main",
    "propose",
    "refuse",
    "register",
    "transfer",
    "withdraw",
]
