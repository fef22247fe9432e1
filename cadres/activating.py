"""Accounts for people who are known already: opened with a code on paper and the birth date, or by a link in a mail.

Never a password in a list: an import makes no user, an invitation makes one without a usable password.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import audit, outbox
from accounts.documents import StaleDocument
from accounts.models import User
from cadres.letters import LINK_MAIL
from cadres.models import Activation, Cadre, Right, holds
from cadres.models.people import CadreQuerySet, new_code
from cadres.one_time import keyed_hash, new_card_code

Way = Activation.Way


class NotActivated(Exception):
    """Code and birth date open no account: unknown, used, too old, or locked. The reason is not told."""


class AlreadyInvited(Exception):
    """Somebody signs in with this e-mail address already."""


@transaction.atomic
def issue(cadres: Iterable[Cadre], *, by: User) -> list[tuple[Cadre, str]]:
    """Make a new card code for each cadre without an account; earlier cards are void. Codes are shown once."""
    issued = []
    for cadre in _without_account(cadres).with_posts():
        code = new_card_code()
        _replace(Activation(cadre=cadre, way=Way.CARD, code_hash=keyed_hash(code)), by=by)
        audit.record("account.code_issued", cadre, by=by, cadre_id=cadre.pk)
        issued.append((cadre, code))
    return issued


@transaction.atomic
def send_links(cadres: Iterable[Cadre], *, by: User) -> int:
    """Mail a link to each cadre who has an address and no account; earlier links are void. Returns how many."""
    waiting = list(_without_account(cadres).exclude(email=""))
    for cadre in waiting:
        _mail_link(Activation(cadre=cadre, way=Way.LINK), by=by)
        audit.record("account.link_sent", cadre, by=by, cadre_id=cadre.pk)
    return len(waiting)


@transaction.atomic
def invite(*, full_name: str, email: str, phone: str, by: User | None) -> User:
    """Make an account without a usable password for somebody who is no cadre; a card or a link opens it.

    With a phone number one signs in by it. Raises AlreadyInvited when somebody does so, or is listed with it. The first
    account of a site is invited by nobody.
    """
    if _is_known(email=email, phone=phone):
        raise AlreadyInvited
    user = User(username=phone or new_code().lower().replace("cb-", "tk-"), full_name=full_name, email=email)
    user.set_unusable_password()
    user.save()
    # A code that nobody has seen: it keeps who invited, until a card is printed or a link is sent.
    _replace(Activation(user=user, way=Way.CARD, code_hash=keyed_hash(new_card_code())), by=by or user)
    audit.record("account.invited", user, by=by)
    return user


@transaction.atomic
def issue_to_invited(user: User, *, by: User) -> str:
    """A card code for an invited user who has not opened the account yet; earlier cards are void."""
    user = _locked_invited(user, by)
    code = new_card_code()
    _replace(Activation(user=user, way=Way.CARD, code_hash=keyed_hash(code)), by=by)
    audit.record("account.code_issued", user, by=by)
    return code


@transaction.atomic
def send_link_to_invited(user: User, *, by: User) -> None:
    """Mail a link to an invited user who has an address; earlier links are void."""
    user = _locked_invited(user, by)
    if not user.email:
        raise PermissionDenied("Tài khoản này chưa có e-mail. In phiếu kích hoạt rồi trao tận tay.")
    _mail_link(Activation(user=user, way=Way.LINK), by=by)
    audit.record("account.link_sent", user, by=by)


def redeem(code: str, birth_date: date, password: str) -> User:
    """Open the account of whoever holds this card. Raises NotActivated, a miss is counted; or ValidationError
    when the password is too much like the name."""
    activation = _usable(code, Way.CARD)
    if activation is None:
        raise NotActivated
    # Whose list had no birth date, or who is no cadre, proves himself by the code alone.
    if activation.cadre and activation.cadre.birth_date not in {None, birth_date}:
        Activation.objects.filter(pk=activation.pk).count_miss()
        raise NotActivated
    return _open_account(activation, password)


def of_link(token: str) -> Activation | None:
    """The person whom a link in a mail lets in; None once it is used, replaced, or too old."""
    return _usable(token, Way.LINK)


def follow(token: str, password: str) -> User:
    """Open the account of whoever got this link. Raises NotActivated, or ValidationError as above."""
    activation = of_link(token)
    if activation is None:
        raise NotActivated
    return _open_account(activation, password)


def _usable(secret: str, way: Activation.Way) -> Activation | None:
    found = Activation.objects.usable().filter(code_hash=keyed_hash(secret), way=way)
    activation: Activation | None = found.select_related("cadre", "user").first()
    return activation


def _open_account(activation: Activation, password: str) -> User:
    owner = activation.user or _user_of(activation.cadre)
    validate_password(password, owner)
    with transaction.atomic():
        user = _open_for_cadre(activation) if activation.cadre_id else _open_for_invited(activation)
        user.set_password(password)
        user.save()
        if activation.cadre_id:
            Cadre.objects.filter(pk=activation.cadre_id).update(user=user)
        _others(activation).delete()
        target = activation.cadre or user
        audit.record("account.activated", target, by=user, cadre_id=activation.cadre_id, after={"way": activation.way})
    return user


def _open_for_cadre(activation: Activation) -> User:
    cadre = Cadre.objects.select_for_update(of=("self",)).get(pk=activation.cadre_id)
    if cadre.user_id or not _use_up(activation):
        raise NotActivated
    user = _user_of(cadre)
    if User.objects.filter(email__iexact=user.email).exists():
        user.email = ""
    return user


def _open_for_invited(activation: Activation) -> User:
    user = User.objects.select_for_update(of=("self",)).get(pk=activation.user_id)
    if not user.is_active or user.has_usable_password() or not _use_up(activation):
        raise NotActivated
    return user


def _use_up(activation: Activation) -> bool:
    return bool(Activation.objects.usable().filter(pk=activation.pk).update(used_at=timezone.now()))


def _others(activation: Activation) -> Any:
    """The other open ways to the same account: one of them was enough."""
    return Activation.objects.unused().filter(cadre=activation.cadre_id, user=activation.user_id)


def _without_account(cadres: Iterable[Cadre]) -> CadreQuerySet:
    chosen = Cadre.objects.select_for_update(of=("self",)).filter(pk__in=[c.pk for c in cadres], user=None)
    return chosen.in_name_order()


def invited_by(user: User) -> QuerySet[User]:
    """Whom the user invited and may hand a new card: who has not opened the account yet. The system's keeper: all."""
    invited = User.objects.filter(activations__isnull=False, cadre=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if not holds(user, Right.SYSTEM_MANAGE):
        invited = invited.filter(activations__issued_by=user)
    return invited.distinct()


def _locked_invited(user: User, by: User) -> User:
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.has_usable_password():
        raise StaleDocument(user, "Tài khoản này vừa được mở; không cần phiếu nữa.")
    if not invited_by(by).filter(pk=user.pk).exists():
        raise PermissionDenied("Chỉ người đã mời hoặc quản trị hệ thống cấp lại được phiếu này.")
    return user


def _is_known(*, email: str, phone: str) -> bool:
    by_email = bool(email) and User.objects.filter(email__iexact=email).exists()
    by_phone = bool(phone) and (
        User.objects.filter(username=phone).exists() or Cadre.objects.filter(phone=phone).exists()
    )
    return by_email or by_phone


def _replace(activation: Activation, *, by: User) -> Activation:
    """Keep the new activation in place of the open one of the same person and way."""
    _others(activation).filter(way=activation.way).delete()
    activation.issued_by = by
    activation.expires_at = activation.issued_at + Activation.LASTS[activation.way]
    activation.save(force_insert=True)
    return activation


def _mail_link(activation: Activation, *, by: User) -> None:
    activation.code_hash = keyed_hash(activation.token)
    _replace(activation, by=by)
    outbox.enqueue(LINK_MAIL, {"activation": activation.pk}, key=f"{LINK_MAIL}:{activation.pk}")


def _user_of(cadre: Cadre) -> User:
    return User(username=cadre.code.lower(), email=cadre.email, full_name=cadre.full_name)
