"""Ends sessions: one, all others of a person, or all of them."""

from allauth.usersessions.models import UserSession

from accounts.models import User


def sessions_of(user: User) -> list[UserSession]:
    """The sessions that still open the portal, the latest used first; those that ended by themselves are dropped."""
    living = UserSession.objects.purge_and_list(user)
    return sorted(living, key=lambda session: session.last_seen_at, reverse=True)


def end_sessions(user: User, *, keep: str | None = None) -> int:
    """End them all, or all but the one with the key `keep`; returns how many."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=keep))
    for session in sessions:
        session.end()
    return len(sessions)
