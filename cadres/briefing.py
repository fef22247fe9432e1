"""The first weeks of the newly appointed: who was shown what there is to do, and by whom."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from cadres import post_rules
from cadres.models import Appointment, Briefing
from cadres.posting import posts

FIRST_DAYS = 30


@transaction.atomic
def brief(post: Appointment, *, by: User) -> Briefing:
    """Note that the person was briefed; the first to say so is kept."""
    post = posts.locked_post(post)
    if not post_rules.may_brief(by, post):
        raise PermissionDenied("Bí thư hoặc cán bộ tổ chức của đơn vị ghi việc này.")
    briefing, is_new = Briefing.objects.get_or_create(appointment=post, defaults={"by": by})
    if is_new:
        posts.record("cadre.briefed", post.cadre, post.unit, by=by, after={"appointment": post.pk})
    return briefing
