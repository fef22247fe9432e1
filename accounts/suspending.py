"""What who keeps the system does with an account: stop it, let it go on, sign it out everywhere."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import audit, signing_out
from accounts.documents import StaleDocument
from accounts.models import User


@transaction.atomic
def suspend(user: User, *, by: User, reason: str) -> User:
    """Nobody signs in with it from now on, and whoever is signed in is out; papers and posts stay as they are."""
    user = _locked(user, by)
    if not user.is_active:
        raise StaleDocument(user, "Tài khoản này đã ngừng dùng từ trước.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    ended = signing_out.end_sessions(user)
    audit.record("account.suspended", user, by=by, reason=reason, after={"sessions_ended": ended})
    return user


@transaction.atomic
def restore(user: User, *, by: User) -> User:
    user = _locked(user, by)
    if user.is_active:
        raise StaleDocument(user, "Tài khoản này đang dùng được.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("account.restored", user, by=by)
    return user


@transaction.atomic
def sign_out(user: User, *, by: User) -> int:
    """End every session of the account; returns how many there were."""
    user = _locked(user, by)
    ended = signing_out.end_sessions(user)
    audit.record("account.signed_out", user, by=by, after={"sessions_ended": ended})
    return ended


def may_keep(account_id: int, keeper_id: int) -> bool:
    """Nobody stops or opens the own account: the last keeper of the system would lock everybody out."""
    return account_id != keeper_id


def _locked(user: User, by: User) -> User:
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not may_keep(user.pk, by.pk):
        raise PermissionDenied("Không tự ngừng hay mở tài khoản của chính mình. Đề nghị người quản trị khác.")
    return user
