"""A merger to come, so that the page of reorganisations has something to show: planned, done by nobody yet."""

import datetime as dt

from django.utils import timezone

from accounts.models import User
from cadres import reorganising
from cadres.models import Unit
from cadres.reorganising import changes
from cadres.reorganising.changes import Founding
from demo.world import World

AHEAD = dt.timedelta(days=45)
COMMUNES = ("25861", "25879")
BASIS = "Nghị quyết về sắp xếp đơn vị hành chính (minh họa)"


def plan_merger(world: World) -> None:
    """Two communes of Phú Giáo become one in six weeks, counted from the real day: it must lie ahead."""
    on = max(world.today, timezone.localdate()) + AHEAD
    first, second = Unit.objects.filter(code__in=COMMUNES).order_by("code")
    above = Unit.objects.get(path=first.parent_path)
    new = Founding(f"{above.code}-AL", "Đoàn xã An Linh - Tân Long", first.type, above.pk, sector=first.sector)
    by = User.objects.get(username="tckt")
    made = reorganising.draft(
        changes.merge(on, [first.pk, second.pk], new, BASIS),
        title=f"Sáp nhập {first} và {second}",
        legal_basis=BASIS,
        by=by,
    )
    reorganising.confirm(made, by=by, version=made.version)
