"""One post of a locked person: drafted, checked against the person's others, written, recorded."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from cadres import post_rules
from cadres.models import Appointment, Cadre, Position, Unit

DAY = timedelta(days=1)
GONE = "Chức vụ này vừa được người khác sửa. Tải lại trang để xem rồi làm lại."


class PostRefused(Exception):
    """The post does not fit the person's others or the unit; the message says what to do."""


@dataclass(frozen=True)
class PostDraft:
    """A post as a form gives it."""

    position: Position
    valid_from: date
    valid_to: date | None = None
    decision_no: str = ""
    decision_on: date | None = None
    is_full_time: bool = False
    is_public_servant: bool = False
    is_main: bool = True

    @property
    def fields(self) -> dict[str, Any]:
        return dict(vars(self))


def locked(cadre: Cadre) -> Cadre:
    """The person's row, held until the change is written."""
    return Cadre.objects.select_for_update(of=("self",)).select_related("user").get(pk=cadre.pk)


def locked_post(post: Appointment, version: int | None = None) -> Appointment:
    """The post after its person was locked; who had it changed meanwhile is told."""
    locked(post.cadre)
    row = Appointment.objects.select_for_update(of=("self",)).in_posts().select_related("cadre__user").get(pk=post.pk)
    if version is not None and version != row.version:
        raise StaleDocument(row.cadre, GONE)
    return row


def check_right(by: User, cadre: Cadre, position: Position, unit: Unit) -> None:
    if why := post_rules.refusal(by, cadre, position, unit):
        raise PermissionDenied(why)


def overlapping(cadre: Cadre, first: date, last: date | None) -> Any:
    """The person's posts that share a day with this time."""
    posts = Appointment.objects.filter(Q(valid_to=None) | Q(valid_to__gte=first), cadre=cadre)
    return posts.filter(valid_from__lte=last) if last else posts


def check_fits(cadre: Cadre, unit: Unit, draft: PostDraft, *, besides: tuple[int, ...] = ()) -> None:
    """Raise PostRefused when the post is of another level, the unit closed, or the time taken by another post."""
    if draft.position.level != unit.level:
        raise PostRefused(f"{draft.position} không phải chức vụ của {unit.get_type_display().lower()}.")
    if draft.valid_from < unit.valid_from or (unit.valid_to and draft.valid_from > unit.valid_to):
        raise PostRefused(f"{unit} không hoạt động vào ngày {draft.valid_from:%d/%m/%Y}. Kiểm tra lại ngày.")
    if draft.valid_to and draft.valid_to < draft.valid_from:
        raise PostRefused("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    others = overlapping(cadre, draft.valid_from, draft.valid_to).exclude(pk__in=besides).in_posts()
    for post in others:
        if post.unit_id == unit.pk and post.position_id == draft.position.pk:
            raise PostRefused(f"Đồng chí {cadre} đã giữ chức vụ này từ ngày {post.valid_from:%d/%m/%Y}.")
        if post.is_main and draft.is_main:
            raise PostRefused(
                f"Đồng chí {cadre} đang giữ chức vụ chính {post} từ ngày {post.valid_from:%d/%m/%Y}. "
                "Dùng Điều chuyển để đổi chức vụ chính, hoặc ghi chức vụ này là kiêm nhiệm."
            )


def write(cadre: Cadre, unit: Unit, draft: PostDraft) -> Appointment:
    return Appointment.objects.create(cadre=cadre, unit=unit, **draft.fields)


def save(post: Appointment, *fields: str) -> Appointment:
    post.version += 1
    post.save(update_fields=["version", *fields])
    return post


def close(post: Appointment, last: date, reason: str) -> Appointment:
    """End a post on its last day; one that ends earlier already stays as it is."""
    if last < post.valid_from:
        raise PostRefused(f"{post} bắt đầu ngày {post.valid_from:%d/%m/%Y}; ngày thôi giữ phải từ ngày đó trở đi.")
    if post.valid_to and post.valid_to < last:
        raise StaleDocument(post.cadre, GONE)
    post.valid_to, post.end_reason = last, reason
    return save(post, "valid_to", "end_reason")


def told(post: Appointment) -> dict[str, Any]:
    """What the trail keeps of a post: ids, codes and days."""
    return {
        "appointment": post.pk,
        "unit": post.unit_id,
        "position": post.position.code,
        "from": post.valid_from.isoformat(),
        "to": post.valid_to.isoformat() if post.valid_to else None,
        "main": post.is_main,
        "decision_no": post.decision_no,
    }


def record(
    verb: str, cadre: Cadre, unit: Unit, *, by: User, before: Any = None, after: Any = None, reason: str = ""
) -> None:
    """On the person, so that his page shows it."""
    audit.record(verb, cadre, by=by, cadre_id=cadre.pk, unit_id=unit.pk, before=before, after=after, reason=reason)
