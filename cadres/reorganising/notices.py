"""Tells everybody who was moved: from where, to where, since when, who decides now, where to ask. Once per person."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.notifying import notify
from accounts.outbox import handles
from cadres.deciding import deciding_units
from cadres.models import Appointment, HandDecision, Reorganisation, Right, Unit
from cadres.reorganising.verbs import TELL_JOB

CHUNK = 500
UNITS_AT_ONCE = 100
Told = tuple[Appointment, str]
"""A post held now, and what happened to it in words."""


@handles(TELL_JOB)
def tell_everybody(payload: dict[str, Any]) -> None:
    """After the change is written; running it twice tells nobody twice."""
    reorganisation = Reorganisation.objects.select_related("unit").get(pk=payload["reorganisation"])
    batch: list[Told] = []
    for one in _moved(reorganisation):
        batch.append(one)
        if len(batch) == CHUNK:
            _tell(reorganisation, batch)
            batch = []
    _tell(reorganisation, batch)
    for decision in reorganisation.decisions.open().filter(appointment__cadre__user__isnull=False).for_page():
        _tell_waiting(reorganisation, decision)


def _moved(reorganisation: Reorganisation) -> Iterator[Told]:
    """Those whose post went on at another unit, then those whose unit now stands under another."""
    last = reorganisation.on - timedelta(days=1)
    carried = reorganisation.outcome["carried"]
    before = Appointment.objects.main().filter(cadre__in=carried, valid_to=last).select_related("unit")
    old_unit = {post.cadre_id: post.unit.name for post in before}
    posts = _posts().filter(cadre__in=carried, valid_from__lte=reorganisation.on, valid_to=None)
    for post in posts.iterator(chunk_size=CHUNK):
        if post.cadre_id in old_unit:
            yield post, f"{old_unit[post.cadre_id]} nay là {post.unit}; đồng chí tiếp tục là {post.position} tại đó."
    moves = reorganisation.preview["moves"]
    for start in range(0, len(moves), UNITS_AT_ONCE):
        yield from _under(moves[start : start + UNITS_AT_ONCE])


def _under(moves: list[dict[str, Any]]) -> Iterator[Told]:
    """Those who serve in the moved units and below them; a unit moved within another is told of first."""
    places = dict(Unit.objects.filter(pk__in=[move["id"] for move in moves]).values_list("pk", "path"))
    by_path = {places[move["id"]]: move for move in moves}
    under = Q(pk__in=[])
    for path in by_path:
        under |= Q(unit__path__startswith=path)
    for post in _posts().filter(under, valid_to=None).iterator(chunk_size=CHUNK):
        ends = range(len(post.unit.path), 0, -Unit.steplen)
        move = next(by_path[post.unit.path[:end]] for end in ends if post.unit.path[:end] in by_path)
        yield post, f"{move['name']} nay trực thuộc {move['to']}, trước đây {move['from']}; chức vụ giữ nguyên."


def _posts() -> Any:
    return (
        Appointment.objects.main().filter(cadre__user__isnull=False).select_related("cadre__user", "unit", "position")
    )


def _tell(reorganisation: Reorganisation, batch: list[Told]) -> None:
    routes = deciding_units([post for post, _ in batch], Right.PLEDGE_DECIDE)
    names = dict(Unit.objects.filter(pk__in={route.unit_id for route in routes.values()}).values_list("pk", "name"))
    for post, words in batch:
        decides = names[routes[post.pk].unit_id]
        notify(
            [post.cadre.user],
            kind="reorganisation",
            subject="Đơn vị của đồng chí được sắp xếp lại",
            body=f"Từ ngày {reorganisation.on:%d/%m/%Y}, {words} Bản đăng ký và kế hoạch đi cơ sở của đồng chí do "
            f"{decides} xét duyệt; bản đang mở được chuyển theo, kết quả đã duyệt giữ nguyên. {_basis(reorganisation)}"
            f"Có điều gì chưa đúng, đồng chí hỏi cán bộ tổ chức của {decides}.",
            url=reverse("cadres:cadre_detail", args=[post.cadre_id]),
            key=f"reorganised:{reorganisation.pk}",
        )


def _basis(reorganisation: Reorganisation) -> str:
    return f"Căn cứ: {reorganisation.legal_basis}. " if reorganisation.legal_basis else ""


def _tell_waiting(reorganisation: Reorganisation, decision: HandDecision) -> None:
    post = decision.appointment
    assert post  # noqa: S101 - the caller asks for people only
    notify(
        [post.cadre.user],
        kind="reorganisation",
        subject="Đơn vị của đồng chí được sắp xếp lại",
        body=f"{post.unit} kết thúc từ ngày {reorganisation.on:%d/%m/%Y}. {_basis(reorganisation)}Nơi công tác và chức "
        f"vụ mới của đồng chí do cán bộ tổ chức của {reorganisation.unit} sắp xếp; có quyết định, Cổng báo ngay. Bản "
        f"đăng ký và kết quả của đồng chí được giữ nguyên. Cần hỏi, đồng chí liên hệ {reorganisation.unit}.",
        url=reverse("accounts:notification_list"),
        key=f"reorganised:{reorganisation.pk}",
    )


def placed(decision: HandDecision, old: Appointment, new: Appointment) -> None:
    user = old.cadre.user
    notify(
        [user] if user else [],
        kind="reorganisation",
        subject="Đã có nơi công tác mới của đồng chí",
        body=f"Từ ngày {new.valid_from:%d/%m/%Y}, đồng chí là {new.position} tại {new.unit}, trước đây {old.position} "
        f"tại {old.unit}. Bản đăng ký và kế hoạch đang mở được chuyển theo trong vòng một giờ. Cần hỏi, đồng chí liên "
        f"hệ cán bộ tổ chức của {new.unit}.",
        url=reverse("cadres:cadre_detail", args=[old.cadre_id]),
        key=f"placed:{decision.pk}",
    )


def let_go(decision: HandDecision, old: Appointment) -> None:
    user = old.cadre.user
    notify(
        [user] if user else [],
        kind="reorganisation",
        subject="Đồng chí thôi giữ chức vụ",
        body=f"{old.unit} kết thúc từ ngày {decision.reorganisation.on:%d/%m/%Y}; đồng chí thôi giữ chức vụ "
        f"{old.position}. Bản đăng ký và kết quả của đồng chí được giữ nguyên. Cần hỏi, đồng chí liên hệ cán bộ tổ "
        f"chức của {decision.reorganisation.unit}.",
        url=reverse("accounts:notification_list"),
        key=f"placed:{decision.pk}",
    )
