"""The second factor of an account: an app that makes codes, or passkeys. Recovery codes only stand in for one."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from accounts.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def with_second_factor() -> Exists:
    """For a queryset of users: does the account have one?"""
    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS))


def is_last(authenticator: Authenticator) -> bool:
    """Would the account be without a second factor if this one went?"""
    others = Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTORS).exclude(pk=authenticator.pk)
    return not others.exists()


def remove_all(user: User) -> int:
    """Take away every factor, recovery codes too; returns how many there were."""
    return Authenticator.objects.filter(user=user).delete()[0]
