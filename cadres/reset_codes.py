"""A new password by a short code that the secretary above reads out on the phone: for who has no mail at hand.

Not for accounts with a second factor, and not for those whose office is above the helper's.
"""

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.notifying import notify
from cadres.models import Appointment, Cadre, ResetCode, Right, Role, RoleGrant, holdings
from cadres.one_time import is_code_of, keyed_hash, new_spoken_code
from cadres.rules import may_give_reset_code
from cadres.sign_in_names import find_user


class WrongCode(Exception):
    """Name and code do not open anything; whether the person is unknown or the code wrong is not told."""


def may_give(by: User, cadre: Cadre) -> bool:
    """May the user give this cadre a code, as far as posts and offices go?"""
    helped = [holding.path for holding in holdings(by) if holding.right == Right.ACCOUNT_HELP and holding.path]
    if not helped or cadre.user is None:
        return False
    offices = {holding.path: False for holding in holdings(cadre.user) if holding.path}
    equal = {holding.path: True for holding in holdings(cadre.user) if holding.right == Right.ACCOUNT_HELP}
    posts = Appointment.objects.valid_on(timezone.localdate()).filter(cadre=cadre).values_list("unit__path", flat=True)
    return may_give_reset_code(
        by.pk, cadre.user.pk, helped=helped, posts=list(posts), offices=list((offices | equal).items())
    )


@transaction.atomic
def give(cadre: Cadre, *, by: User) -> str:
    """Make a code for the account of this cadre and return it, to be read out; earlier codes are void."""
    cadre = Cadre.objects.select_for_update(of=("self",)).select_related("user").get(pk=cadre.pk)
    if not may_give(by, cadre) or not cadre.user.is_active:
        raise PermissionDenied(
            "Mã qua điện thoại do Bí thư cấp trên hoặc Ban Tổ chức - Kiểm tra cấp, cho người có chức vụ thấp hơn mình."
        )
    if Authenticator.objects.filter(user=cadre.user).exists():
        raise PermissionDenied(
            "Tài khoản này có xác thực hai bước nên không đặt lại mật khẩu bằng mã qua điện thoại."
            " Người ấy dùng Quên mật khẩu qua e-mail, hoặc đề nghị khôi phục tài khoản."
        )
    ResetCode.objects.unused().filter(user=cadre.user).delete()
    code = new_spoken_code()
    ResetCode.objects.create(
        user=cadre.user,
        code_hash=keyed_hash(code, _owner(cadre.user)),
        issued_by=by,
        expires_at=timezone.now() + ResetCode.LASTS,
    )
    audit.record("account.reset_code_given", cadre, by=by, cadre_id=cadre.pk)
    return code


def redeem(sign_in_name: str, code: str, password: str) -> User:
    """Set a new password. Raises WrongCode, a try is counted; or ValidationError when it is too much like the name.

    The new password changes what sessions are signed with: all others of this person end.
    """
    user = find_user(sign_in_name)
    given = ResetCode.objects.usable().filter(user=user).select_related("issued_by").first() if user else None
    tried = ResetCode.objects.filter(pk=given.pk if given else None)
    if not tried.take_try() or given is None or not is_code_of(given.code_hash, code, _owner(user)):
        raise WrongCode
    try:
        validate_password(password, user)
    except ValidationError:
        tried.give_try_back()
        raise
    return _reset(given, password)


@transaction.atomic
def _reset(given: ResetCode, password: str) -> User:
    user = User.objects.select_for_update(of=("self",)).get(pk=given.user_id)
    has_factor = Authenticator.objects.filter(user=user).exists()
    now = timezone.now()
    if has_factor or not ResetCode.objects.unused().filter(pk=given.pk).update(used_at=now):
        raise WrongCode
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("account.reset_by_code", given, by=user, cadre_id=_cadre_id(user), on_behalf_of=given.issued_by)
    notify(
        [user, given.issued_by],
        kind="account.reset_by_code",
        subject=f"Mật khẩu của đồng chí {user.full_name} đã được đặt lại",
        body=(
            f"Lúc {timezone.localtime(now):%H:%M ngày %d/%m/%Y}, mật khẩu được đặt lại bằng mã qua điện thoại"
            f" do đồng chí {given.issued_by.full_name} cấp. Không đúng thì báo ngay đơn vị cấp trên."
        ),
        url=reverse("portal:home"),
        key=f"reset_code:{given.pk}",
    )
    return user


@transaction.atomic
def acknowledge(user: User, *, is_own: bool) -> None:
    """The person was told who reset the password and when; a reset that was not asked for is told to the staff."""
    code = ResetCode.objects.select_for_update(of=("self",)).filter(user=user, used_at__isnull=False, seen_at=None)
    told = list(code.select_related("issued_by").order_by("-used_at"))
    if not told:
        return
    ResetCode.objects.filter(pk__in=[code.pk for code in told]).update(seen_at=timezone.now())
    verb = "account.reset_acknowledged" if is_own else "account.reset_disowned"
    audit.record(verb, told[0], by=user, on_behalf_of=told[0].issued_by)
    if not is_own:
        _warn_staff(told[0])


def _warn_staff(code: ResetCode) -> None:
    today = timezone.localdate()
    staff = RoleGrant.objects.valid_on(today).filter(role=Role.ORG_STAFF).select_related("user")
    notify(
        {grant.user for grant in staff},
        kind="account.reset_disowned",
        subject=f"Đồng chí {code.user.full_name} báo không xin đặt lại mật khẩu",
        body=(
            f"Mã do đồng chí {code.issued_by.full_name} cấp đã được dùng lúc"
            f" {timezone.localtime(code.used_at):%H:%M ngày %d/%m/%Y}. Hỏi lại cả hai đồng chí."
        ),
        url=reverse("portal:home"),
        key=f"reset_disowned:{code.pk}",
    )


def _owner(user: User) -> str:
    return f"reset:{user.pk}:"


def _cadre_id(user: User) -> int | None:
    return Cadre.objects.filter(user=user).values_list("pk", flat=True).first()
