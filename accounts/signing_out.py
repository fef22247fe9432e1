"""Ends sessions: one, all others of a person, or all of them."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings

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


def forget_dead_sessions() -> int:
    """Drop sessions that ran out, and the addresses and machines noted for them; returns how many notes went."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    store.clear_expired()
    living = store.get_model_class().objects.values("session_key")
    return UserSession.objects.exclude(session_key__in=living).delete()[0]
