"""What the unit does with somebody who signed up: confirms, merges with a listed person, passes on, refuses."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import audit, outbox
from accounts.documents import StaleDocument
from accounts.models import Notification, User
from cadres.letters import ANSWER_MAIL
from cadres.models import Appointment, Cadre, Position, Registration, Right, Unit
from cadres.names import fold
from cadres.registering import locked, tell_deciders, unit_that_confirms
from cadres.resemblance import OWN_WORDS, is_known
from cadres.rules import lies_high_enough, may_decide_registration

State = Registration.State


class AlreadyKnown(Exception):
    """Somebody like this is on a list; who confirms must say that it is another person, or merge."""


@dataclass(frozen=True)
class Post:
    """The post in which a person is confirmed."""

    position: Position
    valid_from: date
    is_full_time: bool = False
    decision_no: str = ""


def may_decide(by: User, registration: Registration) -> bool:
    confirms_there = registration.deciding_unit.is_open_to(by, Right.PEOPLE_CONFIRM)
    return may_decide_registration(by.pk, registration.user_id, confirms_there=confirms_there)


@transaction.atomic
def confirm(
    registration: Registration, post: Post, *, by: User, version: int, is_somebody_else: bool = False
) -> Registration:
    """Put the person on the list with this post. Raises AlreadyKnown when somebody like this is there already."""
    _lock_twins(registration)
    registration = _waiting(registration, by, version)
    required = unit_that_confirms(registration.unit, post.position)
    is_reached = required.is_open_to(by, Right.PEOPLE_CONFIRM)
    if not is_reached and not lies_high_enough(registration.deciding_unit.path, required.path):
        raise PermissionDenied(f"{post.position} do {required} xác nhận. Chuyển đăng ký này tới đó.")
    if not is_somebody_else and is_known(registration):
        raise AlreadyKnown
    cadre = registration.cadre or Cadre.objects.create(user=registration.user, **_own_words(registration))
    registration.appointment = Appointment.objects.create(
        cadre=cadre,
        unit=registration.unit,
        position=post.position,
        valid_from=_first_free_day(cadre, post.valid_from),
        is_full_time=post.is_full_time,
        decision_no=post.decision_no,
    )
    registration.position = post.position
    return _settle(registration, State.CONFIRMED, cadre, by=by, after={"appointment": registration.appointment.pk})


@transaction.atomic
def merge(
    registration: Registration, cadre: Cadre, *, take_over: Collection[str], by: User, version: int
) -> Registration:
    """Give the account to a listed person who has none. What the list says stays, but for the fields chosen."""
    registration = _waiting(registration, by, version)
    cadre = Cadre.objects.select_for_update(of=("self",)).get(pk=cadre.pk)
    if cadre.user_id:
        raise StaleDocument(registration, "Người trong danh sách đã có tài khoản. Tải lại trang rồi chọn cách khác.")
    if registration.cadre_id or not Cadre.objects.visible_to(by).filter(pk=cadre.pk).exists():
        raise PermissionDenied("Chỉ gộp được với người thuộc đơn vị của đồng chí; người ở nơi khác thì chuyển tới đó.")
    taken = [name for name in OWN_WORDS if name in take_over and getattr(registration, name)]
    for name in taken:
        setattr(cadre, name, getattr(registration, name))
    cadre.user = registration.user
    cadre.save(update_fields=["user", *taken])
    return _settle(registration, State.MERGED, cadre, by=by, after={"cadre": cadre.pk, "fields": taken})


@transaction.atomic
def pass_on(registration: Registration, unit: Unit, *, reason: str, by: User, version: int) -> Registration:
    """To the unit where the person belongs; who decides there is told, and so is the person."""
    registration = _waiting(registration, by, version)
    registration.unit = unit
    registration.deciding_unit = unit_that_confirms(unit, registration.position)
    registration.reason, registration.is_passed_on, registration.is_contested = reason, True, False
    _save(registration)
    _record("registration.passed_on", registration, by=by, reason=reason)
    tell_deciders(registration)
    _tell_person(registration, f"Đăng ký được chuyển tới {registration.deciding_unit}", f"Lý do: {reason}")
    return registration


@transaction.atomic
def refuse(registration: Registration, *, reason: str, by: User, version: int) -> Registration:
    """The person reads why, word for word, and may correct it and send it again."""
    registration = _waiting(registration, by, version)
    registration.state, registration.reason = State.REFUSED, reason
    registration.decided_at, registration.decided_by = timezone.now(), by
    _save(registration)
    _record("registration.refused", registration, by=by, reason=reason)
    _tell_person(registration, "Đăng ký tài khoản chưa được xác nhận", f"Lý do: {reason} Sửa lại rồi gửi lại được.")
    return registration


def _waiting(registration: Registration, by: User, version: int) -> Registration:
    registration = locked(registration, version)
    if not may_decide(by, registration):
        raise PermissionDenied("Đăng ký này do đơn vị khác xác nhận.")
    if registration.state != State.WAITING:
        raise StaleDocument(registration, "Đăng ký này không còn chờ xác nhận.")
    return registration


def _lock_twins(registration: Registration) -> None:
    """One after the other where the same person signed up twice: the second is compared with what the first made."""
    twins = Registration.objects.filter(search_key=fold(registration.full_name), birth_date=registration.birth_date)
    list(twins.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def _own_words(registration: Registration) -> dict[str, Any]:
    return {name: getattr(registration, name) for name in OWN_WORDS}


def _first_free_day(cadre: Cadre, wanted: date) -> date:
    """After a contested post has ended; a person who is new has no other."""
    last = Appointment.objects.filter(cadre=cadre, valid_to__gte=wanted).order_by("-valid_to").first()
    return last.valid_to + timedelta(days=1) if last and last.valid_to else wanted


def _settle(
    registration: Registration, state: Registration.State, cadre: Cadre, *, by: User, after: dict[str, Any]
) -> Registration:
    registration.state, registration.cadre, registration.reason = state, cadre, ""
    registration.decided_at, registration.decided_by = timezone.now(), by
    _save(registration)
    user = registration.user
    user.full_name = cadre.full_name
    if cadre.email and not User.objects.filter(email__iexact=cadre.email).exclude(pk=user.pk).exists():
        user.email = cadre.email
    user.save(update_fields=["full_name", "email"])
    _record(f"registration.{state}", registration, by=by, after=after)
    _tell_person(
        registration,
        f"{registration.deciding_unit} đã xác nhận tài khoản của đồng chí",
        f"Mã cán bộ: {cadre.code}. Không đúng đơn vị thì mở trang này và báo lại trong 30 ngày.",
    )
    return registration


def _save(registration: Registration) -> None:
    registration.version += 1
    registration.save()


def _record(
    verb: str, registration: Registration, *, by: User, reason: str = "", after: dict[str, Any] | None = None
) -> None:
    audit.record(
        verb,
        registration,
        by=by,
        cadre_id=registration.cadre_id,
        unit_id=registration.unit_id,
        reason=reason,
        after={"deciding_unit": registration.deciding_unit_id} | (after or {}),
    )


def _tell_person(registration: Registration, subject: str, body: str) -> None:
    """A notice in the portal, and a mail of its own: the account has no address before the unit has answered."""
    key = f"registration:{registration.pk}:{registration.version}:answer"
    Notification.objects.create(
        to=registration.user,
        kind="registration.answered",
        subject=subject[:200],
        body=body,
        url=reverse("cadres:registration_own"),
        key=key,
    )
    if registration.email:
        payload = {"registration": registration.pk, "version": registration.version}
        outbox.enqueue(ANSWER_MAIL, payload, key=f"{ANSWER_MAIL}:{registration.pk}:{registration.version}")
