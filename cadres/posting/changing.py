"""Posts that are there: correct what was entered wrongly, end them, say which one is the main."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction

from accounts.models import User
from cadres import following
from cadres.models import Appointment, Cadre, Unit
from cadres.posting import notices, posts
from cadres.posting.posts import DAY, PostDraft, PostRefused

FIELDS = ("unit", "position", "valid_from", "valid_to", "decision_no", "decision_on")
FLAGS = ("is_full_time", "is_public_servant", "is_main")


@transaction.atomic
def correct(post: Appointment, unit: Unit, draft: PostDraft, *, by: User, version: int) -> Appointment:
    """Put right a post that was entered wrongly; history keeps what it said before."""
    post = posts.locked_post(post, version)
    posts.check_right(by, post.cadre, post.position, post.unit)
    posts.check_right(by, post.cadre, draft.position, unit)
    posts.check_fits(post.cadre, unit, draft, besides=(post.pk,))
    before = posts.told(post)
    post.unit = unit
    for name, value in draft.fields.items():
        setattr(post, name, value)
    posts.save(post, *FIELDS, *FLAGS)
    posts.record("appointment.corrected", post.cadre, unit, by=by, before=before, after=posts.told(post))
    notices.corrected(post, by=by)
    following.posts_changed([post.cadre_id])
    return post


@transaction.atomic
def leave(
    cadre: Cadre,
    ending: Collection[tuple[Appointment, int]],
    *,
    by: User,
    last_day: date,
    reason: str,
    note: str = "",
) -> list[Appointment]:
    """End one or several posts, each with the version that was seen. Of those that stay, the highest becomes the
    main one from the day after."""
    cadre = posts.locked(cadre)
    if not ending:
        raise PostRefused("Chọn ít nhất một chức vụ.")
    ended = []
    for post, version in ending:
        row = posts.locked_post(post, version)
        posts.check_right(by, cadre, row.position, row.unit)
        ended.append(posts.close(row, last_day, reason))
    follower = successor(cadre, ended, last_day)
    if follower:
        follower = _go_on(follower, last_day + DAY, is_main=True)
    first = min(ended, key=lambda post: not post.is_main)
    after = {"posts": [posts.told(post) for post in ended], "reason": reason, "main": follower and follower.pk}
    posts.record("appointment.ended", cadre, first.unit, by=by, after=after, reason=note)
    notices.left(ended, follower, by=by)
    following.posts_changed([cadre.pk])
    return ended


def successor(cadre: Cadre, ended: Sequence[Appointment], last_day: date) -> Appointment | None:
    """The post that becomes the main one when the main one is among the ended: the highest that goes on."""
    if not any(post.is_main for post in ended):
        return None
    going_on = posts.overlapping(cadre, last_day + DAY, None).exclude(pk__in=[post.pk for post in ended])
    if going_on.main().exists():
        return None
    begun = going_on.filter(valid_from__lte=last_day + DAY)
    found: Appointment | None = begun.in_posts().order_by("position__rank", "valid_from").first()
    return found


@transaction.atomic
def make_main(post: Appointment, *, by: User, version: int, on: date) -> Appointment:
    """From the day on this is the post where the person counts; the main one until then goes on beside it."""
    post = posts.locked_post(post, version)
    posts.check_right(by, post.cadre, post.position, post.unit)
    if post.is_main:
        raise PostRefused("Đây đã là chức vụ chính.")
    if on < post.valid_from or (post.valid_to and on > post.valid_to):
        raise PostRefused("Chọn ngày trong thời gian giữ chức vụ này.")
    mains = list(posts.overlapping(post.cadre, on, post.valid_to).main().in_posts().order_by("valid_from"))
    if mains and mains[-1].valid_from > on:
        last = mains[-1]
        raise PostRefused(f"Từ ngày {last.valid_from:%d/%m/%Y} chức vụ chính là {last}. Sửa chức vụ đó trước.")
    was = mains[0] if mains else None
    if was:
        posts.check_right(by, post.cadre, was.position, was.unit)
        _go_on(was, on, is_main=False)
    post = _go_on(post, on, is_main=True)
    before = posts.told(was) if was else None
    posts.record("appointment.made_main", post.cadre, post.unit, by=by, before=before, after=posts.told(post))
    notices.made_main(post, by=by)
    following.posts_changed([post.cadre_id])
    return post


def _go_on(post: Appointment, on: date, *, is_main: bool) -> Appointment:
    """The post goes on from the day as the main one or beside it: as a row of its own, for what was stays told."""
    if post.valid_from == on:
        post.is_main = is_main
        return posts.save(post, "is_main")
    last = post.valid_to
    posts.close(post, on - DAY, "")
    draft = PostDraft(
        **{name: getattr(post, name) for name in ("position", "decision_no", "decision_on", *FLAGS[:2])},
        valid_from=on,
        valid_to=last,
        is_main=is_main,
    )
    return posts.write(post.cadre, post.unit, draft)
