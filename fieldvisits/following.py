"""Open visit plans go along when posts change: what is done at once for few people, and hourly for all."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cadres.models import Appointment, Cadre
from cadres.standing_in import ROUTE
from fieldvisits import notices, planning, routing
from fieldvisits.models import VisitPlan


@transaction.atomic
def follow(cadre_ids: Collection[int]) -> int:
    """Move these people's open plans, and send on what waits; who left every post has his expire."""
    moved = routing.take_new_posts(cadre_ids)
    for plan in routing.open_plans(cadre_ids).filter(state=VisitPlan.State.SUBMITTED).with_people():
        _send_on(plan)
    return moved + expire_of_leavers(cadre_ids)


def _send_on(plan: VisitPlan) -> None:
    """To whoever decides for the new post, who is told as of a plan just sent."""
    before = (plan.deciding_unit_id, plan.is_by_minutes)
    routing.take_route(plan)
    if before == (plan.deciding_unit_id, plan.is_by_minutes):
        return
    plan.save(update_fields=[*ROUTE])
    notices.plan_submitted(plan)


@transaction.atomic
def expire_of_leavers(cadre_ids: Collection[int] | None = None) -> int:
    """Open plans of people without any post, today or to come."""
    today = timezone.localdate()
    posts = Appointment.objects.to_come(today).filter(cadre=OuterRef("cadre"))
    leaving = list(routing.open_plans(cadre_ids).filter(~Exists(posts), appointment__valid_to__lt=today))
    for plan in leaving:
        planning.expire_of_leaver(plan)
    return len(leaving)


def tell(cadre: Cadre, keeps_post: bool) -> list[str]:
    """What will become of the person's open plans."""
    then = "đi theo chức vụ mới; đơn vị mới duyệt." if keeps_post else "hết hiệu lực sau ngày cuối giữ chức vụ."
    return [f"Bảng đăng ký đi cơ sở {plan.title} {then}" for plan in routing.open_plans([cadre.pk]).with_people()]
