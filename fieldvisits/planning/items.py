"""One visit of an approved plan: put off or called off."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.documents import StaleDocument
from accounts.models import User
from fieldvisits import rules
from fieldvisits.models import VisitPlanItem
from fieldvisits.planning import rows


@transaction.atomic
def drop_item(item: VisitPlanItem, *, by: User, state: str, reason: str) -> VisitPlanItem:
    """`state` is postponed or cancelled; a visit that was put off may still take place."""
    plan = rows.locked(item.plan)
    if not rules.may_write(by, plan):
        raise PermissionDenied
    item = VisitPlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    item.plan = plan
    if not rules.can_drop_item(item):
        raise StaleDocument(plan, "Chỉ hoãn hoặc hủy chuyến chưa đi, trong bảng đã duyệt.")
    was = item.state
    item.state, item.cancel_reason = VisitPlanItem.State(state), reason
    item.save(update_fields=["state", "cancel_reason"])
    rows.record("item_dropped", plan, by=by, was=was, reason=f"{item.get_state_display()} chuyến {item}: {reason}")
    return item
