"""Writing the drafts that a workbook prepared, all of it in a few statements. Nothing of a person's own is touched."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import User
from cadres.importing.judging import Scope
from cadres.models import Appointment
from criteria import entry_notices
from criteria.deadlines import pledge_dues
from criteria.models import Criterion, Period, Pledge, PledgeEntry, PledgeItem

MEANWHILE = "Có người vừa bắt đầu bản đăng ký của mình. Tải tệp lên lại để xem lại các dòng."
AT_ONCE = 1000
_WORDS = ("criterion", "text", "target", "evidence", "statement_id", "focus_id", "indicator_id", "prepared")


def write(scope: Scope, items: list[dict[str, Any]]) -> None:
    """Drafts for the people of the list; each of them reads, promises and sends for himself."""
    now = timezone.now()
    pledges = _drafts(items, now)
    touched = {(item["cadre"], item["criterion"]): item["beside"] for item in items}
    orders = _without_older(pledges, touched)
    rows = []
    for item in items:
        pledge, place = pledges[item["cadre"]], Criterion.values.index(item["criterion"])
        used = orders[pledge.pk, item["criterion"]]
        order = next(n for n in range((place + 1) * 10, (place + 2) * 10) if n not in used)
        used.add(order)
        due_on = date.fromisoformat(item["due_on"]) if item["due_on"] else None
        words = {name: item[name] for name in _WORDS}
        rows.append(PledgeItem(pledge=pledge, order=order, due_on=due_on, **words))
    PledgeItem.objects.bulk_create(rows, batch_size=AT_ONCE)
    _mark(scope, list(pledges.values()), now)
    _tell(scope, items)


def _drafts(items: list[dict[str, Any]], now: datetime) -> dict[int, Pledge]:
    """By cadre: the drafts that are there, as of the next version, and new ones."""
    wanted = {item["cadre"]: item for item in items}
    periods = Period.objects.select_related("pledge_policy").in_bulk({item["period"] for item in items})
    current = Pledge.objects.current().filter(cadre__in=wanted, period__in=periods)
    there = set(current.values_list("cadre", flat=True))
    posts = Appointment.objects.select_related("position").in_bulk(
        [item["post"] for cadre, item in wanted.items() if cadre not in there]
    )
    dues = {
        pk: due.on
        for period in periods.values()
        for pk, due in pledge_dues([posts[i["post"]] for i in wanted.values() if i["post"] in posts], period).items()
        if pk in {item["post"] for item in wanted.values() if item["period"] == period.pk}
    }
    new = [
        Pledge(
            cadre_id=cadre,
            period_id=item["period"],
            appointment_id=item["post"],
            unit_id=item["unit"],
            due_on=dues[item["post"]],
            created_at=now,
        )
        for cadre, item in wanted.items()
        if cadre not in there
    ]
    Pledge.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
    current.filter(cadre__in=there).update(version=F("version") + 1)
    found = {pledge.cadre_id: pledge for pledge in current.select_for_update(of=("self",))}
    if any(pledge.created_at != now for cadre, pledge in found.items() if cadre not in there):
        raise StaleDocument(next(iter(found.values())), MEANWHILE)
    return found


def _without_older(
    pledges: dict[int, Pledge], touched: dict[tuple[int, str], list[str]]
) -> dict[tuple[int, str], set[int]]:
    """Drop what an earlier workbook prepared where this one says otherwise; the orders that stay taken come back."""
    cadres = {pledge.pk: cadre for cadre, pledge in pledges.items()}
    orders: dict[tuple[int, str], set[int]] = defaultdict(set)
    gone = []
    for item in PledgeItem.objects.filter(pledge__in=cadres):
        beside = touched.get((cadres[item.pledge_id], item.criterion))
        if beside is not None and not item.is_own and item.prepared not in beside:
            gone.append(item.pk)
        else:
            orders[item.pledge_id, item.criterion].add(item.order)
    PledgeItem.objects.filter(pk__in=gone).delete()
    return orders


def _mark(scope: Scope, pledges: list[Pledge], now: datetime) -> None:
    """Who prepared them, so that the person and whoever decides can see it."""
    entries = [PledgeEntry(pledge=one, kind=PledgeEntry.Kind.PREPARED, by=scope.by, at=now) for one in pledges]
    PledgeEntry.objects.bulk_create(
        entries,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["pledge"],
        update_fields=["kind", "by", "at", "answer", "objection", "answered_at"],
    )


def _tell(scope: Scope, items: list[dict[str, Any]]) -> None:
    by_period: dict[int, set[int]] = defaultdict(set)
    for item in items:
        if item["user"]:
            by_period[item["period"]].add(item["user"])
    for period in Period.objects.filter(pk__in=by_period):
        entry_notices.prepared(User.objects.filter(pk__in=by_period[period.pk]), period, by=scope.by)
