"""People who signed up, and people offered by another union, in the inbox of whoever answers: on pages of their own."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.chips import Chip
from accounts.inbox import ANSWER_WITHIN, Clock, Kind, Line, part
from accounts.models import User
from cadres.models import Registration, Right, Transfer


def _registrations(user: User, clock: Clock) -> list[QuerySet[Any]]:
    overdue = Q(sent_at__lt=clock.overdue_before(ANSWER_WITHIN))
    return [part(Registration.objects.visible_to(user).waiting(), "sent_at", overdue)]


def _registration_lines(user: User, pks: list[int]) -> dict[int, Line]:
    rows = Registration.objects.visible_to(user).with_all().filter(pk__in=pks)
    return {
        row.pk: Line(
            title=row.full_name,
            detail=f"{row.position.name}, {row.place}",
            url=row.get_absolute_url(),
            fact="tự đăng ký tài khoản",
            chips=tuple(chip for chip, is_so in _signs(row) if is_so),
        )
        for row in rows
    }


def _signs(row: Registration) -> tuple[tuple[Chip, bool], ...]:
    return (
        (Chip("wait", "exclamation-triangle", "Báo không ở đơn vị"), row.is_contested),
        (Chip("info", "arrow-path", "Nơi khác chuyển tới"), row.is_passed_on and not row.is_contested),
    )


def _transfers(user: User, clock: Clock) -> list[QuerySet[Any]]:
    overdue = Q(proposed_at__lt=clock.overdue_before(ANSWER_WITHIN))
    return [part(Transfer.objects.to_decide(user), "proposed_at", overdue)]


def _transfer_lines(user: User, pks: list[int]) -> dict[int, Line]:
    rows = Transfer.objects.visible_to(user).for_list().filter(pk__in=pks)
    return {
        row.pk: Line(
            title=row.cadre.full_name,
            detail=f"Từ {row.appointment} sang {row.position}, {row.unit}",
            url=row.get_absolute_url(),
            fact=f"đề nghị điều chuyển từ {row.valid_from:%d/%m/%Y}",
        )
        for row in rows
    }


KINDS = (
    Kind(
        code="tai-khoan",
        label="Đăng ký tài khoản",
        noun="người tự đăng ký",
        rights=(Right.PEOPLE_CONFIRM,),
        waiting=_registrations,
        lines=_registration_lines,
        names=("search_key",),
    ),
    Kind(
        code="dieu-chuyen",
        label="Điều chuyển",
        noun="đề nghị điều chuyển",
        rights=(Right.PEOPLE_EDIT, Right.PEOPLE_CONFIRM),
        waiting=_transfers,
        lines=_transfer_lines,
        names=("cadre__search_key",),
    ),
)
