"""What is left to do in a unit that others were merged into; each line ticks itself off from the data."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cadres import open_documents, rosters
from cadres.models import Appointment, Cadre, HandDecision, Unit, UnitSuccession
from cadres.models.reorganisations import HandDecisionQuerySet

LASTS = timedelta(days=60)


@dataclass(frozen=True)
class Item:
    """One thing to see to: done or not, in words, with the page where it is done."""

    label: str
    detail: str
    url: str
    is_done: bool
    action: str = "Mở"


def merged_on(unit: Unit) -> date | None:
    """The latest day on which others went on in this unit."""
    latest = UnitSuccession.objects.filter(new_unit=unit).order_by("-on").values_list("on", flat=True)
    return latest.first()


def checklist(unit: Unit) -> list[Item]:
    """In the order in which it is best done; a fixed number of queries."""
    old = list(UnitSuccession.objects.filter(new_unit=unit).values_list("old_unit", flat=True))
    waiting = HandDecision.objects.open().filter(old_unit__in=old)
    return [
        _secretary(unit),
        _doubled(unit, waiting),
        _people(unit, waiting),
        _units(unit, waiting),
        _documents(unit, old),
        _roster(unit),
        _contacts(unit),
    ]


def _secretary(unit: Unit) -> Item:
    posts = Appointment.objects.valid_on(timezone.localdate()).secretaries().filter(unit=unit).select_related("cadre")
    names = ", ".join(post.cadre.full_name for post in posts)
    detail = f"Đồng chí {names}." if names else "Chưa có Bí thư. Việc duyệt tạm do đơn vị cấp trên làm."
    return Item("Có Bí thư", detail, unit.get_absolute_url(), bool(names))


def _roster(unit: Unit) -> Item:
    today = timezone.localdate()
    units = rosters.with_roster(Unit.objects.filter(pk=unit.pk), today.year, today)
    is_done = units.values_list("roster", flat=True).get() == "current"
    detail = "Danh sách đã được xác nhận." if is_done else "Xác nhận ai giữ chức vụ nào, chỗ nào còn khuyết."
    return Item("Điểm danh cán bộ", detail, reverse("cadres:roster_detail", args=[unit.pk]), is_done, "Điểm danh")


def _list_url(unit: Unit) -> str:
    return f"{reverse('cadres:hand_decision_list')}?don_vi={unit.pk}"


def _doubled(unit: Unit, waiting: HandDecisionQuerySet) -> Item:
    number = waiting.filter(why=HandDecision.Why.DOUBLED).count()
    detail = f"{number} người trước đây cùng giữ một chức danh." if number else "Không còn chức danh nào có hai người."
    return Item("Chức danh trùng đã quyết định", detail, _list_url(unit), not number, "Quyết định")


def _people(unit: Unit, waiting: HandDecisionQuerySet) -> Item:
    people = waiting.filter(appointment__isnull=False)
    number = people.exclude(why=HandDecision.Why.DOUBLED).count()
    detail = (
        f"{number} người của đơn vị cũ chưa có chức vụ." if number else "Mọi người của đơn vị cũ đã có nơi công tác."
    )
    return Item("Cán bộ đã có chức vụ", detail, _list_url(unit), not number, "Sắp xếp")


def _units(unit: Unit, waiting: HandDecisionQuerySet) -> Item:
    number = waiting.filter(unit__isnull=False).count()
    detail = f"{number} đơn vị dưới các đơn vị chia tách." if number else "Mọi đơn vị bên dưới đã có nơi trực thuộc."
    return Item("Đơn vị trực thuộc đã xếp xong", detail, _list_url(unit), not number, "Sắp xếp")


def _documents(unit: Unit, old: list[int]) -> Item:
    here = open_documents.counted(Q(unit=unit))
    there = open_documents.counted(Q(unit__in=old), only_following=True)
    words = ", ".join(f"{count} {label.lower()}" for label, count in there or here)
    if there:
        return Item("Hồ sơ đang mở đã chuyển về", f"Còn ở đơn vị cũ: {words}.", _list_url(unit), is_done=False)
    detail = f"Đang mở tại đây: {words}." if here else "Không có hồ sơ nào đang mở."
    return Item("Hồ sơ đang mở đã chuyển về", detail, unit.get_absolute_url(), is_done=True)


def _contacts(unit: Unit) -> Item:
    today = timezone.localdate()
    people = Cadre.objects.filter(appointments__in=Appointment.objects.valid_on(today).filter(unit=unit)).distinct()
    number = people.filter(phone="", email="").count()
    detail = f"{number} cán bộ chưa có số điện thoại, e-mail." if number else "Liên lạc được với mọi cán bộ."
    url = f"{reverse('cadres:cadre_list')}?don_vi={unit.pk}"
    return Item("Danh sách cán bộ có cách liên lạc", detail, url, not number, "Bổ sung")


@dataclass(frozen=True)
class Predecessor:
    """A unit that went on in this one, with who led it last, to be asked."""

    unit: Unit
    is_split: bool
    secretary: Cadre | None


def predecessors(unit: Unit) -> list[Predecessor]:
    rows = UnitSuccession.objects.filter(new_unit=unit).select_related("old_unit").order_by("old_unit__name")
    old = [row.old_unit for row in rows]
    last = Appointment.objects.secretaries().filter(unit__in=old)
    led = {post.unit_id: post.cadre for post in last.select_related("cadre").order_by("valid_from")}
    heirs = UnitSuccession.objects.filter(old_unit__in=old).values_list("old_unit", flat=True)
    times = list(heirs)
    return [Predecessor(one, times.count(one.pk) > 1, led.get(one.pk)) for one in old]
