"""Amendments of pledges and good models in the inbox: they are decided on pages of their own."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.inbox import ANSWER_WITHIN, Clock, Kind, Line, own_and_below, part
from accounts.models import User
from cadres.models import Right
from criteria.inbox_kinds import BY_MINUTES, IN_PLACE, place_notes
from criteria.models import GoodModel, PledgeRevision


def _amendments(user: User, clock: Clock) -> list[QuerySet[Any]]:
    rows, overdue = PledgeRevision.objects, Q(submitted_at__lt=clock.overdue_before(ANSWER_WITHIN))
    return own_and_below(rows.to_decide(user), rows.to_stand_in(user), "submitted_at", overdue)


def _amendment_lines(user: User, pks: list[int]) -> dict[int, Line]:
    rows = list(PledgeRevision.objects.visible_to(user).for_detail().filter(pk__in=pks))
    notes = place_notes(rows)
    return {
        row.pk: Line(
            title=str(row.pledge.cadre),
            detail=f"{row.pledge.appointment.position}, {row.place}",
            url=reverse("criteria:amendment_detail", args=[row.pk]),
            fact="xin sửa bản đăng ký đã duyệt",
            chips=(*([BY_MINUTES] if row.is_by_minutes else []), *([IN_PLACE] if row.in_place_of else [])),
            note=notes[row.pk],
        )
        for row in rows
    }


def _models(user: User, clock: Clock) -> list[QuerySet[Any]]:
    return [
        part(GoodModel.objects.to_decide(user), "proposed_at", Q(proposed_at__lt=clock.overdue_before(ANSWER_WITHIN)))
    ]


def _model_lines(user: User, pks: list[int]) -> dict[int, Line]:
    rows = GoodModel.objects.visible_to(user).select_related("unit", "cadre").filter(pk__in=pks)
    return {
        row.pk: Line(row.title, f"Của {row.cadre or row.unit}", row.get_absolute_url(), fact="đề nghị công nhận")
        for row in rows
    }


KINDS = (
    Kind(
        code="sua-dang-ky",
        label="Sửa bản đăng ký",
        noun="đề nghị sửa bản đăng ký",
        rights=(Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD),
        waiting=_amendments,
        lines=_amendment_lines,
        unit="pledge__unit",
        names=("pledge__cadre__search_key",),
    ),
    Kind(
        code="mo-hinh-hay",
        label="Mô hình hay",
        noun="mô hình hay",
        rights=(Right.PROGRAMME_DECIDE, Right.PERIOD_MANAGE),
        waiting=_models,
        lines=_model_lines,
        names=("search_key",),
    ),
)
