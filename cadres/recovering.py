"""A lost second factor is removed by two people: who helps with the account asks, who keeps the system confirms."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import audit, factors, signing_out
from accounts.documents import StaleDocument
from accounts.models import User
from accounts.notifying import notify
from cadres.models import Appointment, FactorReset, Right, Role, RoleGrant, holds, within_reach
from cadres.rules import may_ask_reset, may_decide_reset

Decision = FactorReset.Decision


def accounts_helped_by(user: User) -> QuerySet[User]:
    """Accounts of people who serve, or without being cadres hold a role, where the user helps with accounts."""
    here, today = within_reach(user, Right.ACCOUNT_HELP, cadre=None), timezone.localdate()
    posts = Appointment.objects.valid_on(today).filter(here, cadre__user=OuterRef("pk"))
    grants = RoleGrant.objects.valid_on(today).filter(here, user=OuterRef("pk"), user__cadre=None)
    return User.objects.filter(Exists(posts) | Exists(grants))


def may_ask(user: User, account: User) -> bool:
    helps_here = accounts_helped_by(user).filter(pk=account.pk).exists()
    return may_ask_reset(user.pk, account.pk, helps_here=helps_here)


def may_decide(user: User, reset: FactorReset) -> bool:
    keeps_system = holds(user, Right.SYSTEM_MANAGE)
    return may_decide_reset(user.pk, reset.user_id, reset.asked_by_id, keeps_system=keeps_system)


@transaction.atomic
def ask(account: User, *, by: User, reason: str) -> FactorReset:
    """Ask that the factors of the account be removed; the owner is told, for he may still have them."""
    account = User.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if not may_ask(by, account):
        raise PermissionDenied("Đề nghị do Bí thư hoặc Ban Tổ chức của cấp trên gửi, không ai tự đề nghị cho mình.")
    if not factors.has_second_factor(account):
        raise StaleDocument(account, "Tài khoản này chưa bật lớp bảo vệ thứ hai nên không có gì để gỡ.")
    account.factor_resets.overdue().update(decision=Decision.EXPIRED)
    if account.factor_resets.waiting().exists():
        raise StaleDocument(account, "Đã có một đề nghị đang chờ xác nhận cho tài khoản này.")
    reset = FactorReset.objects.create(
        user=account, asked_by=by, reason=reason, expires_at=timezone.now() + FactorReset.KEEP
    )
    audit.record("factor.reset_asked", reset, by=by, cadre_id=_cadre_id(account), reason=reason)
    _tell(
        reset,
        system_keepers(),
        "Đề nghị gỡ lớp bảo vệ thứ hai",
        f"{by.full_name} đề nghị gỡ lớp bảo vệ thứ hai của {account.full_name}. Gọi lại để chắc chắn rồi xác nhận"
        " hoặc từ chối trong 24 giờ.",
        reset.get_absolute_url(),
    )
    _tell(
        reset,
        [account],
        "Có đề nghị gỡ lớp bảo vệ thứ hai của đồng chí",
        f"{by.full_name} đề nghị gỡ lớp bảo vệ thứ hai của đồng chí. Nếu đồng chí không mất điện thoại hay khóa,"
        " báo ngay cho người quản trị hệ thống để từ chối.",
        reverse("portal:account"),
    )
    return reset


@transaction.atomic
def confirm(reset: FactorReset, *, by: User) -> FactorReset:
    """Remove every factor and end every session; with the password alone the owner comes in and sets up anew."""
    reset = _decided(reset, Decision.CONFIRMED, by=by)
    removed = factors.remove_all(reset.user)
    ended = signing_out.end_sessions(reset.user)
    counts = {"factors_removed": removed, "sessions_ended": ended}
    audit.record("factor.reset_confirmed", reset, by=by, cadre_id=_cadre_id(reset.user), after=counts)
    _tell(
        reset,
        [reset.user],
        "Lớp bảo vệ thứ hai đã được gỡ",
        f"Theo đề nghị của {reset.asked_by.full_name}, {by.full_name} đã gỡ lớp bảo vệ thứ hai và đăng xuất mọi máy."
        " Đăng nhập bằng mật khẩu rồi bật lại. Nếu đồng chí không yêu cầu, báo ngay cho người quản trị hệ thống.",
        reverse("portal:account"),
    )
    _tell_asker(reset, "đã được xác nhận. Người đó đăng nhập bằng mật khẩu rồi bật lại từ đầu.")
    return reset


@transaction.atomic
def refuse(reset: FactorReset, *, by: User, answer: str) -> FactorReset:
    reset = _decided(reset, Decision.REFUSED, by=by, answer=answer)
    audit.record("factor.reset_refused", reset, by=by, cadre_id=_cadre_id(reset.user), reason=answer)
    _tell_asker(reset, f"bị từ chối: {answer}")
    return reset


@transaction.atomic
def remove_at_the_machine(account: User, *, reason: str) -> int:
    """For the one keeper of the system who lost his own: by whoever has the server itself, and kept in the trail."""
    account = User.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if not factors.has_second_factor(account):
        raise StaleDocument(account, "Tài khoản này chưa bật lớp bảo vệ thứ hai.")
    removed = factors.remove_all(account)
    counts = {"factors_removed": removed, "sessions_ended": signing_out.end_sessions(account)}
    audit.record("factor.removed_at_the_machine", account, by=None, reason=reason, after=counts)
    return removed


def system_keepers() -> QuerySet[User]:
    grants = RoleGrant.objects.valid_on(timezone.localdate()).filter(role=Role.SYSADMIN, unit__depth=1)
    return User.objects.filter(is_active=True, pk__in=grants.values("user")).order_by("pk")


def _decided(reset: FactorReset, decision: str, *, by: User, answer: str = "") -> FactorReset:
    reset = FactorReset.objects.select_for_update(of=("self",)).select_related("user", "asked_by").get(pk=reset.pk)
    if not may_decide(by, reset):
        raise PermissionDenied(
            "Việc này do người quản trị hệ thống khác với người đề nghị và chủ tài khoản quyết định."
        )
    if not reset.is_waiting:
        raise StaleDocument(reset, "Đề nghị này đã được trả lời hoặc quá 24 giờ. Gửi đề nghị mới nếu còn cần.")
    reset.decision, reset.decided_by, reset.decided_at, reset.answer = decision, by, timezone.now(), answer
    reset.save(update_fields=["decision", "decided_by", "decided_at", "answer"])
    return reset


def _tell_asker(reset: FactorReset, outcome: str) -> None:
    words = f"Đề nghị gỡ lớp bảo vệ thứ hai của {reset.user.full_name} {outcome}"
    _tell(reset, [reset.asked_by], "Trả lời đề nghị gỡ lớp bảo vệ thứ hai", words, reset.get_absolute_url())


def _tell(reset: FactorReset, users: QuerySet[User] | list[User], subject: str, body: str, url: str) -> None:
    key = f"factor_reset:{reset.pk}:{reset.decision}:{url}"
    notify(users, kind="security", subject=subject, body=body, url=url, key=key)


def _cadre_id(account: User) -> int | None:
    return account.cadre.pk if hasattr(account, "cadre") else None
