"""Who was given more time: two people by their district, a unit's programme by the province."""

import datetime as dt

from accounts.models import User
from cadres.models import Unit
from criteria import extending
from criteria.models import Pledge, Profile, Programme
from demo.accounts import BASE, DISTRICT
from demo.world import World

REASONS = (
    "Đang tập huấn tập trung tại Trung ương Đoàn đến cuối tháng.",
    "Được cử đi phục vụ phòng, chống thiên tai tại xã.",
)


def write_extensions(world: World) -> None:
    district, period = Unit.objects.get(code=DISTRICT), world.this_year.periods[Profile.CALENDAR]
    drafts = Pledge.objects.filter(
        period=period,
        state=Pledge.State.DRAFT,
        unit__path__startswith=district.path,
        due_on=period.pledge_due_on,
        cadre__user__isnull=True,
    ).select_related("cadre")
    giver = User.objects.get(username="bithu")
    for pledge, reason in zip(drafts.order_by("pk"), REASONS, strict=False):
        extending.extend_cadre(
            pledge.cadre, period, period.pledge_due_on + dt.timedelta(days=7), by=giver, reason=reason
        )
    written = Programme.objects.filter(period=period).exclude(submitted_at=None).values("unit")
    unit = Unit.objects.under(district).filter(type__in=period.owing_types).exclude(pk__in=written)
    late = unit.exclude(code=BASE).first()
    if late:
        extending.extend_unit(
            *(late, period, extending.What.PROGRAMME, world.today + dt.timedelta(days=12)),
            by=User.objects.get(username="tckt"),
            reason="Vừa kiện toàn Ban Chấp hành, ban hành chương trình sau đại hội.",
        )
