"""Why somebody is missing (domain §16): away, back not long ago, new in the post; or silent, which excuses nobody."""

from accounts.templatetags.portal import vn_date
from cadres.models import Appointment, Exemption, Remark, returned_on
from criteria.models import profile_of
from reports.measures import PeriodView, YearView


def period_of(post: Appointment, view: YearView) -> PeriodView:
    profile = profile_of(post.position.category)
    return next(period for period in view.periods if period.period.profile == profile)


def reasons(posts: list[Appointment], view: YearView) -> dict[int, str]:
    """Why somebody owes nothing just now, by cadre: away, back not long ago, new in the post, given time."""
    found = {
        post.cadre_id: f"Mới nhận nhiệm vụ từ {vn_date(post.valid_from)}"
        for post in posts
        if post.valid_from >= period_of(post, view).new_since
    }
    back = returned_on([post.cadre_id for post in posts], view.on)
    found |= {
        post.cadre_id: f"Mới trở lại sau khi nghỉ, từ {vn_date(back[post.cadre_id])}"
        for post in posts
        if post.cadre_id in back and back[post.cadre_id] >= period_of(post, view).new_since
    }
    away = Exemption.objects.valid_on(view.on).filter(cadre__in=[post.cadre_id for post in posts])
    found |= {
        post.cadre_id: f"Được gia hạn đến {vn_date(extension.due_on)}"
        for post in posts
        for extension in period_of(post, view).extensions
        if extension.covers(post.cadre_id, post.unit.path)
    }
    return found | {leave.cadre_id: f"{leave}{_until(leave)}" for leave in away}


def _until(leave: Exemption) -> str:
    return f" đến hết {vn_date(leave.valid_to)}" if leave.valid_to else ""


def silences(posts: list[Appointment]) -> dict[int, str]:
    """Who refuses or cannot be reached, by cadre, as the keeper of the list noted it."""
    remarks = Remark.objects.filter(cadre__in=[post.cadre_id for post in posts], cleared_at=None)
    return {remark.cadre_id: str(remark) for remark in remarks}
