"""More time for a pledge or a programme, given with a reason and taken back while nobody has used it."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from accounts.notifying import notify, withdraw
from cadres.deciding import deciders
from cadres.models import Appointment, Cadre, Level, Right, Unit
from criteria import rules
from criteria.deadlines import pledge_dues, programme_dues
from criteria.models import Extension, Period, Pledge, Programme
from criteria.routing import open_pledges, put_off

What = Extension.What


class NotMoreTime(Exception):
    """The day gives no more time, or more than this person may give."""


def main_post(cadre: Cadre) -> Appointment | None:
    posts = Appointment.objects.valid_on(timezone.localdate()).main().in_posts().filter(cadre=cadre)
    return posts.select_related("position", "unit").first()


def district_of(unit: Unit) -> Unit | None:
    """The district-level unit that this one is, or stands below."""
    if unit.level == Level.DISTRICT:
        return unit
    return Unit.objects.above(unit).filter(level=Level.DISTRICT).first()


def limit_for_cadre(cadre: Cadre, period: Period, *, by: User) -> rules.Limit | None:
    """Until when `by` may put off this person's pledge; None when not at all. Nobody does it for himself."""
    post = main_post(cadre)
    if post is None or cadre.user_id == by.pk:
        return None
    due = pledge_dues([post], period)[post.pk]
    return rules.extension_limit(by, period, due.extended_from or due.on, district_of(post.unit))


def limit_for_unit(period: Period, *, by: User) -> rules.Limit | None:
    """Only the province puts off what a whole unit owes."""
    return rules.extension_limit(by, period, period.pledge_due_on, None)


@transaction.atomic
def extend_cadre(cadre: Cadre, period: Period, due_on: date, *, by: User, reason: str) -> Extension:
    """More time for one person's pledge, before it is sent."""
    limit, post = limit_for_cadre(cadre, period, by=by), main_post(cadre)
    if limit is None or post is None:
        raise PermissionDenied
    _hold_open(period)
    if Pledge.objects.first_submitted().filter(cadre=cadre, period=period).exists():
        raise StaleDocument(period, "Bản đăng ký đã nộp nên không cần gia hạn.")
    due = pledge_dues([post], period)[post.pk]
    _is_more(due_on, due.on, limit)
    extension = _give(What.PLEDGE, period, due_on, by=by, reason=reason, cadre=cadre)
    put_off(open_pledges([cadre.pk]).filter(period=period))
    _tell([cadre.user] if cadre.user else [], extension, reverse("criteria:pledge_mine"))
    return extension


@transaction.atomic
def extend_unit(unit: Unit, period: Period, what: str, due_on: date, *, by: User, reason: str) -> Extension:
    """More time for the unit's programme, or for all pledges in it and below that were not sent."""
    limit = limit_for_unit(period, by=by)
    if limit is None:
        raise PermissionDenied
    _hold_open(period)
    if what == What.PROGRAMME:
        if Programme.objects.filter(unit=unit, period=period).exclude(submitted_at=None).exists():
            raise StaleDocument(period, "Chương trình đã gửi nên không cần gia hạn.")
        _is_more(due_on, programme_dues([unit.pk], period)[unit.pk].on, limit)
    else:
        _is_more(due_on, period.pledge_due_on, limit)
    extension = _give(what, period, due_on, by=by, reason=reason, unit=unit)
    if what == What.PLEDGE:
        _put_off_below(extension)
    url = reverse("criteria:programme_list" if what == What.PROGRAMME else "criteria:pledge_list")
    _tell(deciders(unit, Right.PLEDGE_DECIDE), extension, url)
    return extension


def _put_off_below(extension: Extension) -> None:
    """In one statement: a district has thousands."""
    unsent = Pledge.objects.current().filter(
        period=extension.period, first_submitted_at=None, due_on__lt=extension.due_on
    )
    below = unsent.filter(appointment__unit__path__startswith=extension.unit.path)
    rows = Pledge.objects.filter(pk__in=below.values("pk"))
    rows.filter(extended_from=None).update(extended_from=F("due_on"), due_on=extension.due_on)
    rows.update(due_on=extension.due_on)


def _hold_open(period: Period) -> None:
    """Nobody closes the period, or gives time in it, meanwhile."""
    if not Period.objects.select_for_update(of=("self",)).get(pk=period.pk).is_open:
        raise StaleDocument(period, "Kỳ này không mở nên không gia hạn được.")


def _is_more(due_on: date, now: date, limit: rules.Limit) -> None:
    if due_on <= now:
        raise NotMoreTime(f"Hạn hiện nay là {now:%d/%m/%Y}. Chọn ngày sau đó.")
    if due_on < timezone.localdate():
        raise NotMoreTime("Chọn ngày từ hôm nay trở đi.")
    if due_on > limit.until:
        raise NotMoreTime(f"Chọn ngày không quá {limit.words}.")


def _give(
    what: str,
    period: Period,
    due_on: date,
    *,
    by: User,
    reason: str,
    cadre: Cadre | None = None,
    unit: Unit | None = None,
) -> Extension:
    """The new extension takes the place of the one in force."""
    same = Extension.objects.in_force().filter(period=period, what=what, cadre=cadre, unit=unit)
    same.update(revoked_at=timezone.now(), revoked_by=by)
    extension = Extension.objects.create(
        period=period, what=what, cadre=cadre, unit=unit, due_on=due_on, reason=reason, granted_by=by
    )
    after = {"due_on": due_on.isoformat(), "what": what}
    _record("granted", extension, by=by, reason=reason, after=after)
    return extension


def _record(verb: str, extension: Extension, *, by: User, reason: str = "", after: dict[str, str]) -> None:
    audit.record(
        f"extension.{verb}",
        extension,
        by=by,
        cadre_id=extension.cadre_id,
        unit_id=extension.unit_id,
        reason=reason,
        after=after,
    )


def _key(extension: Extension) -> str:
    return f"extension:{extension.pk}"


def _tell(users: list[User], extension: Extension, url: str) -> None:
    whose = "bản đăng ký của đồng chí" if extension.cadre_id else f"{extension.what_words} của {extension.unit}"
    notify(
        users,
        kind="extension.granted",
        subject=f"Hạn nộp {whose} dời đến {extension.due_on:%d/%m/%Y}",
        body=f"Lý do: {extension.reason}",
        url=url,
        key=_key(extension),
    )


def is_used(extension: Extension) -> bool:
    """Did somebody send after the day that held before?"""
    if extension.what == What.PROGRAMME:
        sent = Programme.objects.filter(unit=extension.unit, period=extension.period).exclude(submitted_at=None)
        return any(timezone.localtime(row.submitted_at).date() > extension.period.focus_due_on for row in sent)
    late = _covered(extension).first_submitted().exclude(extended_from=None)
    return late.filter(Q(first_submitted_at__date__gt=F("extended_from"))).exists()


def _covered(extension: Extension):
    pledges = Pledge.objects.current().filter(period=extension.period)
    if extension.unit is not None:
        return pledges.filter(appointment__unit__path__startswith=extension.unit.path)
    return pledges.filter(cadre=extension.cadre_id)


@transaction.atomic
def revoke(extension: Extension, *, by: User) -> Extension:
    """Back to the day that held before, while nobody has used the time."""
    extension = (
        Extension.objects.select_for_update(of=("self",))
        .select_related("period", "unit", "cadre__user")
        .get(pk=extension.pk)
    )
    if not rules.may_revoke(by, extension):
        raise PermissionDenied
    if extension.revoked_at or not extension.period.is_open:
        raise StaleDocument(extension, "Gia hạn này không còn hiệu lực.")
    if is_used(extension):
        raise StaleDocument(extension, "Đã có người nộp trong thời gian gia hạn nên không thu lại được.")
    extension.revoked_at, extension.revoked_by = timezone.now(), by
    extension.save(update_fields=["revoked_at", "revoked_by"])
    if extension.what == What.PLEDGE:
        _put_back(extension)
    _record("revoked", extension, by=by, after={"due_on": extension.due_on.isoformat(), "what": extension.what})
    told = deciders(extension.unit, Right.PLEDGE_DECIDE) if extension.unit else [extension.cadre.user]
    withdraw(_key(extension), [user for user in told if user])
    return extension


def _put_back(extension: Extension) -> None:
    """What this one moved goes back, and forward again as far as another one in force gives time."""
    covered = _covered(extension).exclude(extended_from=None)
    ids = list(covered.filter(first_submitted_at=None).values_list("pk", flat=True))
    rows = Pledge.objects.filter(pk__in=covered.values("pk"))
    rows.update(due_on=F("extended_from"), extended_from=None)
    put_off(open_pledges().filter(pk__in=ids))
