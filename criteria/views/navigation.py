"""Where the pages of a pledge stand in the navigation."""

from django.http import HttpRequest

from accounts.standing_under import stand_under
from criteria.models import Pledge


def stand_under_pledges(request: HttpRequest, pledge: Pledge) -> None:
    """One's own under "Bản đăng ký", that of somebody else under those of all."""
    is_own = pledge.cadre.user_id == request.user.pk
    stand_under(request, "criteria:pledge_mine" if is_own else "criteria:pledge_list")
