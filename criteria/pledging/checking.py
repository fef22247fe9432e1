"""Looking at what is said to be done: đạt, chưa rõ or không đạt, by whoever decides on the pledge (domain §16)."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import User
from cadres.models import Right
from cadres.rules import Acts
from cadres.standing_in import acting_of
from criteria import following_notices, rules
from criteria.amendment_routes import route_of_today
from criteria.models import ItemCheck, Outcome, Pledge, PledgeItem
from criteria.pledging import rows
from criteria.pledging.progress import NoteMissing, locked_item


def checks_as(user: User, pledge: Pledge, since: datetime | None = None) -> Acts | None:
    """In what capacity the user looks at what waits `since` then, by who decides on the pledge today."""
    return rules.acts_as(user, route_of_today(pledge, since), timezone.localdate())


@transaction.atomic
def check_item(item: PledgeItem, *, by: User, outcome: str, note: str = "", seen: str) -> ItemCheck:
    """`seen` is what the form showed of the item; an earlier check is replaced."""
    pledge = rows.locked(item.pledge)
    item = locked_item(item, pledge)
    acts = checks_as(by, pledge, item.progressed_at)
    if acts is None:
        raise PermissionDenied("Kết quả do nơi duyệt bản đăng ký kiểm tra, và không ai tự kiểm tra cho mình.")
    if not rules.can_check(item, pledge):
        raise StaleDocument(pledge, "Nội dung này không còn ở trạng thái đã báo xong.")
    if seen != rules.seen(item):
        raise StaleDocument(pledge, "Tiến độ hoặc minh chứng vừa thay đổi. Xem lại rồi ghi kết quả.")
    note = note.strip()
    if rules.needs_note(outcome) and not note:
        raise NoteMissing
    was, now = item.outcome_state, timezone.now()
    item.checks.filter(replaced_at=None).update(replaced_at=now)
    check = ItemCheck.objects.create(item=item, at=now, by=by, outcome=Outcome(outcome), note=note)
    item.outcome, item.checked_at = check.outcome, now
    item.save(update_fields=["outcome", "checked_at"])
    rows.record(
        "item_checked",
        pledge,
        by=by,
        was=pledge.state,
        reason=note,
        acting=acting_of(pledge, acts, Right.PLEDGE_DECIDE, by=by),
        about={"item": item.pk, "was": was, "outcome": check.outcome},
    )
    following_notices.checked(check, item, pledge)
    return check


@transaction.atomic
def check_items(checked: Iterable[tuple[PledgeItem, dict[str, str]]], *, by: User) -> int:
    """Several of one person at once: all or none."""
    return len([check_item(item, by=by, **said) for item, said in checked])
