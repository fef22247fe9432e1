"""What somebody who is on no list does: signs up, corrects, withdraws, says that a unit is not the own one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit, privacy_notice
from accounts.documents import StaleDocument, check_version
from accounts.models import User
from accounts.notifying import notify
from cadres.deciding import deciders, deciding_unit
from cadres.models import Appointment, Position, Registration, Right, Role, RoleGrant, Unit
from cadres.models.registrations import new_sign_in_name

State = Registration.State


@dataclass(frozen=True)
class Details:
    """What a person says about himself when signing up."""

    full_name: str
    birth_date: date
    unit: Unit
    position: Position
    phone: str = ""
    email: str = ""

    def put_on(self, registration: Registration) -> None:
        for name, value in vars(self).items():
            setattr(registration, name, value)


def sign_up(details: Details, *, password: str, submit_key: UUID) -> Registration:
    """Make an account that opens the waiting page only, for who has read the notice on personal data.

    Whether the person is on a list already changes nothing here.
    A form sent twice gives the same registration. Raises ValidationError when the password is too much like the name.
    """
    user = User(username=new_sign_in_name(), full_name=details.full_name)
    validate_password(password, User(username=details.phone, full_name=details.full_name, email=details.email))
    user.set_password(password)
    try:
        return _sign_up(details, user, submit_key)
    except IntegrityError:
        first = Registration.objects.with_all().get(submit_key=submit_key)
        if not first.user.check_password(password):
            raise ValidationError("Biểu mẫu này đã được gửi với mật khẩu khác. Tải lại trang rồi làm lại.") from None
        return first


@transaction.atomic
def _sign_up(details: Details, user: User, submit_key: UUID) -> Registration:
    user.notice_version, user.notice_acknowledged_at = privacy_notice.VERSION, timezone.now()
    user.save()
    registration = Registration(user=user, submit_key=submit_key)
    details.put_on(registration)
    registration.deciding_unit = unit_that_confirms(details.unit, details.position)
    registration.save(force_insert=True)
    told = {"notice": privacy_notice.VERSION}
    audit.record("registration.sent", registration, by=user, unit_id=registration.unit_id, after=told)
    tell_deciders(registration)
    return registration


@transaction.atomic
def correct(registration: Registration, details: Details, *, by: User, version: int) -> Registration:
    """Change what was said and send it (again): to the unit that it names now."""
    registration = _own(registration, by, version)
    if not registration.is_correctable:
        raise StaleDocument(registration, "Đơn vị vừa xác nhận đăng ký này, không sửa được nữa.")
    before = registration.deciding_unit_id if registration.state == State.WAITING else None
    is_elsewhere = details.unit.pk != registration.unit_id
    details.put_on(registration)
    registration.deciding_unit = unit_that_confirms(details.unit, details.position)
    if is_elsewhere:
        registration.is_passed_on = registration.is_contested = False
    registration.state, registration.reason, registration.sent_at = State.WAITING, "", timezone.now()
    _save_undecided(registration)
    User.objects.filter(pk=registration.user_id).update(full_name=details.full_name)
    audit.record("registration.corrected", registration, by=by, unit_id=registration.unit_id)
    if registration.deciding_unit_id != before:
        tell_deciders(registration)
    return registration


@transaction.atomic
def withdraw(registration: Registration, *, by: User, version: int) -> Registration:
    """The person does not want it any more; it may be corrected and sent again."""
    registration = _own(registration, by, version)
    if registration.state not in {State.WAITING, State.REFUSED}:
        raise StaleDocument(registration, "Đăng ký này không còn chờ, nên không rút được.")
    registration.state = State.WITHDRAWN
    _save_undecided(registration)
    audit.record("registration.withdrawn", registration, by=by, unit_id=registration.unit_id)
    return registration


@transaction.atomic
def contest(registration: Registration, *, reason: str, by: User, version: int) -> Registration:
    """ "Tôi không ở đơn vị này": it goes to the unit above with the note; a post given there ends."""
    registration = _own(registration, by, version)
    if not registration.is_contestable:
        raise StaleDocument(registration, "Chỉ báo được khi đăng ký vừa được chuyển tới hoặc vừa được xác nhận.")
    if registration.appointment:
        _end_post(registration.appointment)
    above = Unit.objects.above(registration.deciding_unit).first()
    registration.deciding_unit = above or registration.deciding_unit
    registration.state, registration.reason, registration.sent_at = State.WAITING, reason, timezone.now()
    registration.is_contested, registration.is_passed_on = True, False
    _save_undecided(registration)
    audit.record(
        "registration.contested",
        registration,
        by=by,
        cadre_id=registration.cadre_id,
        unit_id=registration.deciding_unit_id,
        reason=reason,
    )
    tell_deciders(registration)
    return registration


def unit_that_confirms(unit: Unit, position: Position) -> Unit:
    """The unit that decides on the holder of such a post, or the nearest above it where somebody can sign in."""
    first = Unit.objects.get(pk=deciding_unit(Appointment(unit=unit, position=position), Right.PEOPLE_CONFIRM).unit_id)
    return next(_confirmed_at(first), (first, []))[0]


def confirmers_near(unit: Unit) -> list[User]:
    """Those who confirm people at the unit, or at the nearest above it; else the staff of the province."""
    return next(_confirmed_at(unit), (unit, _staff()))[1]


def _confirmed_at(unit: Unit) -> Iterator[tuple[Unit, list[User]]]:
    """The units from this one up where somebody can sign in who confirms people."""
    for rung in (unit, *Unit.objects.above(unit)):
        if users := deciders(rung, Right.PEOPLE_CONFIRM):
            yield rung, users


def _staff() -> list[User]:
    grants = RoleGrant.objects.valid_on(timezone.localdate()).filter(role=Role.ORG_STAFF).select_related("user")
    return [grant.user for grant in grants]


def tell_deciders(registration: Registration) -> None:
    """Those who confirm people at the unit that it lies with; where nobody can sign in, the staff of the province."""
    users = deciders(registration.deciding_unit, Right.PEOPLE_CONFIRM) or _staff()
    notify(
        [user for user in users if user.pk != registration.user_id],
        kind="registration.sent",
        subject=f"Đồng chí {registration.full_name} đăng ký tài khoản",
        body=(
            f"{registration.position}, {registration.unit}."
            + (f" Lời nhắn: {registration.reason}" if registration.reason else "")
            + " So với danh sách rồi xác nhận, gộp, chuyển đơn vị hoặc trả lại."
        ),
        url=registration.get_absolute_url(),
        key=f"registration:{registration.pk}:{registration.version}",
    )


def locked(registration: Registration, version: int) -> Registration:
    """The row as it is now, held until the end of the transaction; somebody may have changed it meanwhile."""
    registration = Registration.objects.with_all().select_for_update(of=("self",)).get(pk=registration.pk)
    check_version(registration, version)
    return registration


def _own(registration: Registration, by: User, version: int) -> Registration:
    """Views fetch it by the person's own account; nobody else has one to change."""
    return locked(Registration.objects.get(pk=registration.pk, user=by), version)


def _save_undecided(registration: Registration) -> None:
    registration.decided_at = registration.decided_by = None
    registration.version += 1
    registration.save()


def _end_post(post: Appointment) -> None:
    """The day before today is the last one; a post that began today holds until tonight."""
    last = max(post.valid_from, timezone.localdate() - timedelta(days=1))
    Appointment.objects.filter(pk=post.pk, valid_to=None).update(valid_to=last)
