"""Open pledges go along when posts or leave change: what is done at once for few people, and hourly for all."""

from collections.abc import Collection

from django.db import transaction

from cadres.models import Cadre
from cadres.standing_in import ROUTE
from criteria import pledge_notices, pledging, routing
from criteria.models import Pledge


@transaction.atomic
def follow(cadre_ids: Collection[int]) -> int:
    """Move these people's open pledges, and send on what waits; who left every post in scope has his cancelled."""
    moved = routing.take_new_posts(cadre_ids)
    waiting = routing.open_pledges(cadre_ids).filter(state=Pledge.State.SUBMITTED)
    for pledge in waiting.select_related("appointment__unit", "appointment__position"):
        _send_on(pledge)
    return moved + cancel_of_leavers(cadre_ids)


def _send_on(pledge: Pledge) -> None:
    """To whoever decides for the new post, who is told as of a pledge just sent."""
    before = (pledge.deciding_unit_id, pledge.is_by_minutes)
    routing.take_route(pledge)
    if before == (pledge.deciding_unit_id, pledge.is_by_minutes):
        return
    pledge.save(update_fields=[*ROUTE])
    pledge_notices.submitted(pledge)


@transaction.atomic
def cancel_of_leavers(cadre_ids: Collection[int] | None = None) -> int:
    """Open pledges of people without any post, today or to come, that owes one in that year."""
    ended = list(routing.without_post(cadre_ids))
    posts = routing.posts_in_scope(ended)
    leaving = [pledge for pledge in ended if not posts[pledge.pk]]
    for pledge in leaving:
        pledging.cancel_of_leaver(pledge)
    return len(leaving)


def tell(cadre: Cadre, keeps_post: bool) -> list[str]:
    """What will become of the person's open pledges."""
    lines = []
    for pledge in routing.open_pledges([cadre.pk]):
        what = f"Bản đăng ký năm {pledge.period.year} ({pledge.get_state_display().lower()})"
        then = "đi theo chức vụ mới; đơn vị mới duyệt." if keeps_post else "được hủy sau ngày cuối giữ chức vụ."
        lines.append(f"{what} {then}")
    approved = Pledge.objects.approved().filter(cadre=cadre, period__state="open").select_related("period", "unit")
    lines += [f"Bản đăng ký năm {p.period.year} đã duyệt giữ nguyên ở {p.unit}." for p in approved]
    return lines
