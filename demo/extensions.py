"""Who was given more time: two people by their district, a unit's programme by the province."""

import datetime as dt

from accounts import audit
from accounts.models import User
from cadres.models import Unit
from criteria.models import Extension, Period, Pledge, Profile, Programme
from demo.accounts import BASE, DISTRICT
from demo.world import World

REASONS = (
    "Đang tập huấn tập trung tại Trung ương Đoàn đến cuối tháng.",
    "Được cử đi phục vụ phòng, chống thiên tai tại xã.",
)


def write_extensions(world: World) -> None:
    """Written as of the demo's day, which need not be today: the verbs ask the clock."""
    district, period = Unit.objects.get(code=DISTRICT), world.this_year.periods[Profile.CALENDAR]
    drafts = Pledge.objects.filter(
        period=period,
        state=Pledge.State.DRAFT,
        unit__path__startswith=district.path,
        due_on=period.pledge_due_on,
        cadre__user__isnull=True,
    )
    later = period.pledge_due_on + dt.timedelta(days=7)
    for pledge, reason in zip(drafts.order_by("pk"), REASONS, strict=False):
        _give(world, period, "bithu", cadre=pledge.cadre, due_on=later, reason=reason)
        Pledge.objects.filter(pk=pledge.pk).update(due_on=later, extended_from=period.pledge_due_on)
    unit = _without_programme(district, period)
    if unit:
        due_on = world.today + dt.timedelta(days=12)
        reason = "Vừa kiện toàn Ban Chấp hành, ban hành chương trình sau đại hội."
        _give(world, period, "tckt", unit=unit, what=Extension.What.PROGRAMME, due_on=due_on, reason=reason)


def _without_programme(district: Unit, period: Period) -> Unit | None:
    written = Programme.objects.filter(period=period).exclude(submitted_at=None).values("unit")
    owing = Unit.objects.under(district).filter(type__in=period.owing_types).exclude(pk__in=written)
    found: Unit | None = owing.exclude(code=BASE).first()
    return found


def _give(world: World, period: Period, giver: str, **more: object) -> None:
    by = User.objects.get(username=giver)
    values = {"period": period, "granted_by": by, "granted_at": world.now, "what": Extension.What.PLEDGE} | more
    extension = Extension.objects.create(**values)
    audit.record(
        "extension.granted",
        extension,
        by=by,
        cadre_id=extension.cadre_id,
        unit_id=extension.unit_id,
        reason=extension.reason,
        after={"due_on": extension.due_on.isoformat(), "what": extension.what},
    )
