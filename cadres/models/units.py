from __future__ import annotations

from datetime import date

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, CharField, Count, Exists, F, GeneratedField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, Length, Substr, Upper
from django.urls import reverse
from django.utils import timezone
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from accounts.models import User
from cadres.models.appointments import Appointment
from cadres.models.grants import holdings, holds_at, within_reach
from cadres.models.rights import Level, Right
from cadres.models.spans import DaySpan, ends_after_it_begins, valid_on
from cadres.models.text import VnFold, begins_words, search_key


class UnitType(models.TextChoices):
    CENTRAL = "central", "Trung ương Đoàn"
    PROVINCE = "province", "Tỉnh đoàn"
    DISTRICT = "district", "Huyện/thị/thành đoàn"
    AFFILIATED_BLOCK = "affiliated_block", "Đoàn khối trực thuộc"
    AFFILIATED_ARMED = "affiliated_armed", "Đoàn lực lượng vũ trang"
    AFFILIATED_UNIVERSITY = "affiliated_university", "Đoàn trường trực thuộc"
    AFFILIATED_ENTERPRISE = "affiliated_enterprise", "Đoàn doanh nghiệp trực thuộc"
    BASE = "base", "Đoàn cơ sở"
    BASE_BRANCH = "base_branch", "Chi đoàn cơ sở"
    SECTION = "section", "Đoàn bộ phận"
    BRANCH = "branch", "Chi đoàn"
    DEPARTMENT = "department", "Ban chuyên môn"
    SERVICE_UNIT = "service_unit", "Đơn vị sự nghiệp"


class Sector(models.TextChoices):
    RESIDENTIAL = "residential", "Địa bàn dân cư"
    WORKERS = "workers", "Công nhân"
    SCHOOL = "school", "Trường học"
    OFFICE = "office", "Cơ quan, công chức, viên chức"
    ARMED = "armed", "Lực lượng vũ trang"


TYPES_AT_LEVEL: dict[Level, tuple[UnitType, ...]] = {
    Level.PROVINCE: (UnitType.CENTRAL, UnitType.PROVINCE, UnitType.DEPARTMENT, UnitType.SERVICE_UNIT),
    Level.DISTRICT: (
        UnitType.DISTRICT,
        UnitType.AFFILIATED_BLOCK,
        UnitType.AFFILIATED_ARMED,
        UnitType.AFFILIATED_UNIVERSITY,
        UnitType.AFFILIATED_ENTERPRISE,
    ),
    Level.BASE: (UnitType.BASE, UnitType.BASE_BRANCH),
    Level.BRANCH: (UnitType.SECTION, UnitType.BRANCH),
}


def place_of(unit: str = "unit") -> Case:
    """What the unit is called in a list: a chi đoàn with its base, for many are called alike. "" for a unit itself."""
    prefix = f"{unit}__" if unit else ""
    above = Substr(OuterRef(f"{prefix}path"), 1, Length(OuterRef(f"{prefix}path")) - Unit.steplen)
    base = Subquery(Unit.objects.filter(path=above).order_by().values("name")[:1])
    with_base = Concat(F(f"{prefix}name"), Value(", "), base)
    return Case(When(**{f"{prefix}level": Level.BRANCH}, then=with_base), default=F(f"{prefix}name"))


class UnitQuerySet(MP_NodeQuerySet):
    def where(self, user: User, right: Right) -> UnitQuerySet:
        """Units over which the user holds the right today; a right over oneself gives no unit."""
        return self.filter(within_reach(user, right, unit="", cadre=None))

    def visible_to(self, user: User) -> UnitQuerySet:
        """Units in the reach of the user's right to read them."""
        return self.where(user, Right.UNIT_READ)

    def valid_on(self, day: date) -> UnitQuerySet:
        return self.filter(valid_on(day))

    def under(self, unit: Unit) -> UnitQuerySet:
        """The unit itself and all below it."""
        return self.filter(path__startswith=unit.path)

    def above(self, unit: Unit) -> UnitQuerySet:
        """The units above this one, nearest first."""
        paths = [unit.path[: n * Unit.steplen] for n in range(1, unit.depth)]
        return self.filter(path__in=paths).order_by("-depth")

    def children_of(self, unit: Unit) -> UnitQuerySet:
        """The units directly below."""
        return self.filter(path__startswith=unit.path, depth=unit.depth + 1)

    def tops_of(self, user: User, right: Right) -> UnitQuerySet:
        """The highest units over which the user holds the right: read off the grants, whatever the tree's size."""
        paths = {holding.path for holding in holdings(user) if holding.right == right and holding.path}
        return self.filter(path__in=[p for p in paths if not any(p.startswith(q) for q in paths - {p})])

    def directly_under_a_province(self) -> UnitQuerySet:
        """The units that somebody of the province is in charge of, in three tiers or in two; its offices left out."""
        above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Unit.steplen)
        provinces = Unit.objects.filter(type=UnitType.PROVINCE, path=above).order_by()
        offices = (UnitType.DEPARTMENT, UnitType.SERVICE_UNIT)
        return self.filter(Exists(provinces), depth__lte=3).exclude(type__in=offices)

    def with_people(self) -> UnitQuerySet:
        """With `people`: how many main posts are held today in the unit and all below it."""
        today = timezone.localdate()
        posts = Appointment.objects.valid_on(today).main().filter(unit__path__startswith=OuterRef("path"))
        counted = posts.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
        return self.annotate(people=Coalesce(Subquery(counted), 0))

    def matching(self, words: str) -> UnitQuerySet:
        """Units by words of the name or short name, whatever their accents; or by the beginning of the code."""
        found = begins_words(words) | begins_words(words, "short_key")
        if " " not in words.strip():
            found |= Q(code__istartswith=words.strip())
        return self.alias(short_key=VnFold(F("short_name"))).filter(found)


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):
    """treebeard's manager, giving our querysets."""

    def get_queryset(self) -> UnitQuerySet:
        return UnitQuerySet(self.model, using=self._db).order_by("path")


@pghistory.track(exclude=["search_key", "level"])
class Unit(MP_Node):
    """A unit of the Youth Union, from its founding to its end. Its name, type and place are those of today;

    what they were at another date is its UnitPlacement. Only cadres/reorganising.py writes the tree.
    """

    code = models.CharField("mã đơn vị", max_length=40)
    name = models.CharField("tên đơn vị", max_length=200)
    short_name = models.CharField("tên gọn", max_length=100, blank=True)
    type = models.CharField("loại", max_length=24, choices=UnitType)
    sector = models.CharField("lĩnh vực", max_length=12, choices=Sector, default=Sector.RESIDENTIAL)
    abbreviation = models.CharField("ký hiệu", max_length=30, blank=True)
    doc_symbol = models.CharField("ký hiệu văn bản", max_length=30, blank=True)
    party_committee_name = models.CharField("cấp ủy", max_length=200, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    search_key = search_key("name")
    level = GeneratedField(
        expression=Case(*(When(type__in=types, then=Value(level.value)) for level, types in TYPES_AT_LEVEL.items())),
        output_field=CharField(max_length=10, choices=Level.choices),
        db_persist=True,
    )

    objects = UnitManager()

    class Meta:
        ordering = ["path"]
        constraints = [
            ends_after_it_begins("unit_ends_after_it_begins"),
            ExclusionConstraint(
                name="a_code_means_one_unit_at_a_time",
                expressions=[("code", "="), (DaySpan(), "&&")],
                violation_error_message="Mã đơn vị này đang được dùng.",
            ),
        ]
        indexes = [
            GinIndex(fields=["search_key"], name="units_by_name", opclasses=["gin_trgm_ops"]),
            GinIndex(OpClass(VnFold(F("short_name")), name="gin_trgm_ops"), name="units_by_short_name"),
            models.Index(OpClass(Upper("code"), name="text_pattern_ops"), name="units_by_code"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cadres:unit_detail", args=[self.pk])

    @property
    def parent_path(self) -> str:
        """Path of the unit directly above; empty at the root."""
        return self.path[: -self.steplen]

    def is_under(self, other: Unit) -> bool:
        """Is this unit the other one, or below it?"""
        return self.path.startswith(other.path)

    def is_open_to(self, user: User, right: Right) -> bool:
        return holds_at(user, right, self.path)


class UnitPlacementQuerySet(models.QuerySet["UnitPlacement"]):
    def valid_on(self, day: date) -> UnitPlacementQuerySet:
        return self.filter(valid_on(day))


class UnitPlacement(models.Model):
    """Where a unit stood, what it was called and of what type it was, from a day to a day."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("tên đơn vị", max_length=200)
    short_name = models.CharField("tên gọn", max_length=100, blank=True)
    type = models.CharField("loại", max_length=24, choices=UnitType)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    legal_basis = models.CharField("căn cứ", max_length=200, blank=True)

    objects = UnitPlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_it_begins("placement_ends_after_it_begins"),
            ExclusionConstraint(name="a_unit_stands_in_one_place", expressions=[("unit", "="), (DaySpan(), "&&")]),
            models.CheckConstraint(name="no_unit_stands_under_itself", condition=~Q(unit=F("parent"))),
        ]

    def __str__(self) -> str:
        return f"{self.name} từ {self.valid_from}"


class UnitSuccession(models.Model):
    """An old unit goes on, whole or in part, in a new one (merger, split): history stays with the old."""

    old_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successors")
    new_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessors")
    on = models.DateField("ngày hiệu lực")
    legal_basis = models.CharField("căn cứ", max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old_unit", "new_unit"], name="a_unit_succeeds_another_once"),
            models.CheckConstraint(name="no_unit_succeeds_itself", condition=~Q(old_unit=F("new_unit"))),
        ]

    def __str__(self) -> str:
        return f"{self.old_unit} → {self.new_unit}"
