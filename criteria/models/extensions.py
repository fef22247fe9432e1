from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cadres.models import Appointment, Cadre, Right, Unit, within_reach
from criteria.models.period import Period


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def visible_to(self, user: User) -> ExtensionQuerySet:
        """Of the people and units whose pledges the user may read; one's own too."""
        posts = Appointment.objects.valid_on(timezone.localdate()).main()
        people = posts.filter(within_reach(user, Right.PLEDGE_READ)).values("cadre")
        units = Unit.objects.where(user, Right.PLEDGE_READ)
        return self.filter(Q(cadre__in=people) | Q(unit__in=units.order_by().values("pk")))

    def for_list(self) -> ExtensionQuerySet:
        return self.select_related("period", "cadre", "unit", "granted_by", "revoked_by")

    def in_force(self) -> ExtensionQuerySet:
        return self.filter(revoked_at=None)

    def of_pledges(self) -> ExtensionQuerySet:
        return self.filter(what=Extension.What.PLEDGE)

    def of_programmes(self) -> ExtensionQuerySet:
        return self.filter(what=Extension.What.PROGRAMME)


class Extension(models.Model):
    """More time, with a reason: for a cadre's pledge, for all pledges of a unit and below, or for its programme."""

    class What(models.TextChoices):
        PLEDGE = "pledge", "Bản đăng ký"
        PROGRAMME = "programme", "Chương trình"

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="extensions")
    what = models.CharField("gia hạn cho", max_length=9, choices=What.choices)
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, null=True, blank=True, related_name="extensions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="extensions")
    due_on = models.DateField("hạn mới")
    reason = models.CharField("lý do", max_length=300)
    granted_at = models.DateTimeField(default=timezone.now, editable=False)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="an_extension_is_for_a_cadre_or_a_unit",
                condition=Q(cadre__isnull=False, unit=None, what="pledge") | Q(cadre=None, unit__isnull=False),
            ),
            models.CheckConstraint(name="an_extension_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="a_revoked_extension_says_when_and_by_whom",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["period", "what", "cadre"],
                name="one_extension_in_force_per_cadre",
                condition=Q(revoked_at=None, cadre__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["period", "what", "unit"],
                name="one_extension_in_force_per_unit",
                condition=Q(revoked_at=None, unit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Gia hạn {self.what_words} đến {self.due_on:%d/%m/%Y}"

    @property
    def what_words(self) -> str:
        return "chương trình" if self.what == self.What.PROGRAMME else "bản đăng ký"

    def covers(self, cadre_id: int, path: str) -> bool:
        """Is it for this person, or for a unit on the way up from where the person's post is?"""
        if self.unit is not None:
            return path.startswith(self.unit.path)
        return self.cadre_id == cadre_id
