"""Times without duties: maternity, illness, study. Entered by who keeps the person's main unit, never by oneself."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from accounts.notifying import notify
from cadres import following, post_rules
from cadres.models import Appointment, Cadre, Exemption, Remark, Unit

NOT_YOURS = "Thời gian nghỉ do cán bộ tổ chức của đơn vị, hoặc đơn vị cấp trên, ghi; không ai tự ghi cho mình."
CHANGED = "Thời gian nghỉ này vừa được người khác sửa. Xem lại rồi làm lại."
SHORTEST_STUDY = timedelta(days=180)


class ExcuseRefused(Exception):
    """The time does not fit; the message says what to do."""


def unit_of(cadre: Cadre) -> Unit | None:
    """Where the person counts: the unit of the main post of today or to come."""
    posts = Appointment.objects.to_come(timezone.localdate()).filter(cadre=cadre).select_related("unit")
    post = posts.order_by("-is_main", "valid_from").first()
    return post.unit if post else None


@transaction.atomic
def grant(cadre: Cadre, *, by: User, kind: str, valid_from: date, valid_to: date | None, note: str = "") -> Exemption:
    cadre, unit = _locked(cadre, by)
    excuse = Exemption(cadre=cadre, kind=kind, valid_from=valid_from, valid_to=valid_to, note=note)
    _check(excuse)
    excuse.save()
    _record("granted", excuse, unit, by=by)
    until = f"đến hết ngày {valid_to:%d/%m/%Y}" if valid_to else "đến khi trở lại"
    _tell(excuse, f"Đồng chí được ghi {_kind(excuse)} từ ngày {valid_from:%d/%m/%Y} {until}")
    return excuse


@transaction.atomic
def correct(
    excuse: Exemption,
    *,
    by: User,
    version: int | None,
    kind: str,
    valid_from: date,
    valid_to: date | None,
    note: str = "",
) -> Exemption:
    excuse, unit = _locked_excuse(excuse, by, version)
    before = _told(excuse)
    excuse.kind, excuse.valid_from, excuse.valid_to, excuse.note = kind, valid_from, valid_to, note
    _check(excuse)
    _save(excuse, "kind", "valid_from", "valid_to", "note")
    _record("corrected", excuse, unit, by=by, before=before)
    _tell(excuse, f"Thời gian {_kind(excuse)} của đồng chí được sửa lại")
    return excuse


@transaction.atomic
def come_back(excuse: Exemption, *, by: User, version: int, on: date) -> Exemption:
    """The person works again from the day on; deadlines then lie as far ahead as for somebody new."""
    excuse, unit = _locked_excuse(excuse, by, version)
    if on <= excuse.valid_from:
        raise ExcuseRefused("Ngày trở lại phải sau ngày bắt đầu nghỉ. Nếu ghi nhầm, dùng Xóa.")
    before = _told(excuse)
    excuse.valid_to = on - timedelta(days=1)
    _save(excuse, "valid_to")
    _record("ended", excuse, unit, by=by, before=before)
    _tell(excuse, f"Đồng chí trở lại làm việc từ ngày {on:%d/%m/%Y}")
    return excuse


@transaction.atomic
def void(excuse: Exemption, *, by: User, version: int) -> None:
    """Take away what was entered for the wrong person; the history keeps the row."""
    excuse, unit = _locked_excuse(excuse, by, version)
    _record("voided", excuse, unit, by=by, before=_told(excuse))
    excuse.delete()


def _locked(cadre: Cadre, by: User) -> tuple[Cadre, Unit]:
    cadre = Cadre.objects.select_for_update(of=("self",)).select_related("user").get(pk=cadre.pk)
    unit = unit_of(cadre)
    if unit is None or not post_rules.may_excuse(by, cadre, unit):
        raise PermissionDenied(NOT_YOURS)
    return cadre, unit


def _locked_excuse(excuse: Exemption, by: User, version: int | None) -> tuple[Exemption, Unit]:
    cadre, unit = _locked(excuse.cadre, by)
    row = Exemption.objects.select_for_update(of=("self",)).get(pk=excuse.pk)
    if version != row.version:
        raise StaleDocument(cadre, CHANGED)
    row.cadre = cadre
    return row, unit


def _check(excuse: Exemption) -> None:
    last = excuse.valid_to
    if last and last < excuse.valid_from:
        raise ExcuseRefused("Ngày cuối phải từ ngày đầu trở đi.")
    if excuse.kind == Exemption.Kind.STUDY and last and last - excuse.valid_from < SHORTEST_STUDY:
        raise ExcuseRefused("Chỉ miễn khi đi học từ 6 tháng trở lên. Học ngắn hạn vẫn thực hiện như thường.")
    others = Exemption.objects.filter(Q(valid_to=None) | Q(valid_to__gte=excuse.valid_from), cadre=excuse.cadre)
    if last:
        others = others.filter(valid_from__lte=last)
    if others.exclude(pk=excuse.pk).exists():
        raise ExcuseRefused("Đồng chí này đã có thời gian nghỉ khác trùng những ngày đó. Sửa thời gian kia.")


def _save(excuse: Exemption, *fields: str) -> None:
    excuse.version += 1
    excuse.save(update_fields=["version", *fields])


def _kind(excuse: Exemption) -> str:
    words: str = Exemption.Kind(excuse.kind).label
    return words[0].lower() + words[1:]


def _told(excuse: Exemption) -> dict[str, Any]:
    days = (excuse.valid_from, excuse.valid_to)
    first, last = (day.isoformat() if day else None for day in days)
    return {"exemption": excuse.pk, "kind": excuse.kind, "from": first, "to": last}


def _record(verb: str, excuse: Exemption, unit: Unit, *, by: User, before: Any = None) -> None:
    """On the person's page, and his documents get their new deadlines."""
    cadre = excuse.cadre
    after = None if verb == "voided" else _told(excuse)
    audit.record(f"exemption.{verb}", cadre, by=by, cadre_id=cadre.pk, unit_id=unit.pk, before=before, after=after)
    following.posts_changed([cadre.pk])


def _tell(excuse: Exemption, subject: str) -> None:
    notify(
        [excuse.cadre.user] if excuse.cadre.user else [],
        kind="exemption",
        subject=subject,
        body="Trong thời gian nghỉ không phải nộp gì và không bị nhắc; khi trở lại, hạn được lùi như người mới nhận "
        "nhiệm vụ. Hạn mới hiện ở Việc cần làm.",
        url=excuse.cadre.get_absolute_url(),
        key=f"exemption:{excuse.pk}:{excuse.version}",
    )


@transaction.atomic
def remark(cadre: Cadre, *, by: User, kind: str, note: str = "") -> Remark:
    """Note that the person refuses or cannot be reached: said beside what he owes, and no excuse from it."""
    cadre, unit = _locked(cadre, by)
    Remark.objects.filter(cadre=cadre, cleared_at=None).update(cleared_at=timezone.now())
    noted = Remark.objects.create(cadre=cadre, kind=kind, note=note, noted_by=by)
    audit.record("cadre.remarked", cadre, by=by, cadre_id=cadre.pk, unit_id=unit.pk, after={"kind": kind})
    return noted


@transaction.atomic
def clear_remark(cadre: Cadre, *, by: User) -> None:
    """The person answers again."""
    cadre, unit = _locked(cadre, by)
    if Remark.objects.filter(cadre=cadre, cleared_at=None).update(cleared_at=timezone.now()):
        audit.record("cadre.remark_cleared", cadre, by=by, cadre_id=cadre.pk, unit_id=unit.pk)
