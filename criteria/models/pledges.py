from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cadres.models import (
    Cadre,
    DecidedByUnit,
    says_why_in_place,
    stand_in_index,
)
from criteria.models.period import Period
from criteria.models.pledge_queries import DECIDED, EDITABLE, SENT, PledgeQuerySet, PledgeState


@pghistory.track()
class Pledge(DecidedByUnit):
    """A cadre's promise for the year: 1–3 items per criterion, and the KHÔNG confirmed one by one (Mẫu 1)."""

    State, EDITABLE, SENT, DECIDED = PledgeState, EDITABLE, SENT, DECIDED

    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="pledges", verbose_name="cán bộ")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="pledges", verbose_name="kỳ")
    appointment = models.ForeignKey("cadres.Appointment", on_delete=models.PROTECT, related_name="pledges")
    unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="pledges", verbose_name="đơn vị")
    deciding_unit = models.ForeignKey(
        "cadres.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="pledges_to_decide"
    )
    is_by_minutes = models.BooleanField(default=False)
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    number = models.CharField("số", max_length=60, blank=True)
    due_on = models.DateField("hạn nộp")
    extended_from = models.DateField("hạn trước khi gia hạn", null=True, blank=True)
    commitments = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    message = models.CharField("lời nhắn", max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_reason = models.TextField("lý do trả lại", blank=True)
    passed_on_at = models.DateTimeField(null=True, blank=True)
    passed_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    minutes_no = models.CharField("số biên bản", max_length=60, blank=True)
    minutes_on = models.DateField("ngày biên bản", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["period", "unit", "cadre"]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "period"], name="one_pledge_per_cadre_and_period", condition=~Q(state="cancelled")
            ),
            models.UniqueConstraint(fields=["number"], name="a_number_names_one_pledge", condition=~Q(number="")),
            models.CheckConstraint(
                name="a_sent_pledge_has_its_times_and_number",
                condition=Q(state__in=["draft", "cancelled"])
                | Q(first_submitted_at__isnull=False, submitted_at__isnull=False, deciding_unit__isnull=False)
                & ~Q(number=""),
            ),
            models.CheckConstraint(
                name="a_decided_pledge_says_when_and_by_whom",
                condition=Q(state="cancelled")
                | Q(
                    state__in=["approved", "returned", "closed"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                | Q(state__in=["draft", "submitted"], decided_at=None, decided_by=None),
            ),
            models.CheckConstraint(
                name="a_returned_pledge_says_why",
                condition=Q(state="cancelled")
                | Q(state="returned") & ~Q(return_reason="")
                | ~Q(state="returned") & Q(return_reason=""),
            ),
            models.CheckConstraint(
                name="minutes_have_number_and_date",
                condition=Q(minutes_no="", minutes_on=None) | ~Q(minutes_no="") & Q(minutes_on__isnull=False),
            ),
            models.CheckConstraint(
                name="a_pledge_passed_on_says_when_and_by_whom",
                condition=Q(passed_on_at=None, passed_on_by=None)
                | Q(passed_on_at__isnull=False, passed_on_by__isnull=False),
            ),
            says_why_in_place(
                "a_pledge_decided_in_place_says_why", undecided=Q(state__in=["draft", "submitted", "cancelled"])
            ),
        ]
        indexes = [
            models.Index(fields=["period", "state"], name="pledges_by_state"),
            models.Index(
                fields=["deciding_unit", "submitted_at"], name="pledges_waiting", condition=Q(state="submitted")
            ),
            stand_in_index("pledges_to_stand_in", Q(state="submitted")),
        ]

    def __str__(self) -> str:
        return f"Bản đăng ký {self.period.year} của {self.cadre}"

    def get_absolute_url(self) -> str:
        return reverse("criteria:pledge_detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE

    @property
    def is_on_time(self) -> bool:
        """Was the first sending on the due day or before?"""
        return self.first_submitted_at is not None and timezone.localtime(self.first_submitted_at).date() <= self.due_on

    @property
    def is_on_time_by_extension(self) -> bool:
        """Sent in time only because the day had been put off."""
        if self.extended_from is None or self.first_submitted_at is None or not self.is_on_time:
            return False
        return timezone.localtime(self.first_submitted_at).date() > self.extended_from

    @property
    def punctuality(self) -> str:
        """What is said of the first sending."""
        if not self.is_on_time:
            return "sau hạn"
        return "đúng hạn (gia hạn)" if self.is_on_time_by_extension else "đúng hạn"

    @property
    def chip_state(self) -> str:
        """The word of the state chip: a second sending, and what the department has seen, are told apart."""
        if self.state == self.State.SUBMITTED and self.passed_on_at:
            return "passed_on"
        is_again = self.state == self.State.SUBMITTED and self.submitted_at != self.first_submitted_at
        return "resubmitted" if is_again else self.state
