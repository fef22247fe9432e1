from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from cadres.models import Appointment, Cadre, Right, Unit, place_of, within_reach
from criteria.models import Period, Statement
from evaluations.models.terms import Severity


class BreachQuerySet(models.QuerySet["Breach"]):
    def visible_to(self, user: User) -> BreachQuerySet:
        """Those in the reach of one's right to record breaches; a cadre reads his own when it is confirmed."""
        return self.filter(
            within_reach(user, Right.BREACH_RECORD, cadre=None)
            | Q(cadre__user=user, state=Breach.State.CONFIRMED, cadre__user__isnull=False)
        )

    def confirmed(self) -> BreachQuerySet:
        return self.filter(state=Breach.State.CONFIRMED)

    def for_list(self) -> BreachQuerySet:
        return self.select_related("cadre", "unit", "period", "statement").annotate(place=place_of())


@pghistory.track()
class Breach(models.Model):
    """A KHÔNG that a cadre did: reported, looked into, then confirmed or dismissed. Only confirmed ones deduct."""

    class State(models.TextChoices):
        REPORTED = "reported", "Chờ xác minh"
        VERIFYING = "verifying", "Đang xác minh"
        CONFIRMED = "confirmed", "Có vi phạm"
        DISMISSED = "dismissed", "Không có vi phạm"

    PENDING = (State.REPORTED, State.VERIFYING)

    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="breaches", verbose_name="cán bộ")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="breaches", verbose_name="kỳ")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="breaches", verbose_name="đơn vị")
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="breaches", verbose_name="điều KHÔNG"
    )
    occurred_on = models.DateField("ngày xảy ra")
    severity = models.CharField("mức độ", max_length=8, choices=Severity.choices)
    is_disciplined = models.BooleanField("đã bị kỷ luật từ khiển trách trở lên", default=False)
    evidence = models.TextField("căn cứ, minh chứng")
    state = models.CharField("trạng thái", max_length=9, choices=State.choices, default=State.REPORTED)
    version = models.PositiveIntegerField(default=1)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.TextField("kết luận", blank=True)

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "breaches"
        ordering = ["-reported_at", "pk"]
        constraints = [
            models.CheckConstraint(name="a_breach_has_its_evidence", condition=~Q(evidence="")),
            models.CheckConstraint(
                name="a_decided_breach_says_when_by_whom_and_why",
                condition=Q(state__in=["confirmed", "dismissed"], decided_at__isnull=False, decided_by__isnull=False)
                & ~Q(conclusion="")
                | Q(state__in=["reported", "verifying"], decided_at=None, decided_by=None, conclusion=""),
            ),
        ]
        indexes = [models.Index(fields=["period", "cadre"], name="breaches_of_a_person")]

    def __str__(self) -> str:
        return f"{self.statement.code} của {self.cadre}"

    def get_absolute_url(self) -> str:
        return reverse("evaluations:breach_detail", args=[self.pk])

    @property
    def is_pending(self) -> bool:
        return self.state in self.PENDING
