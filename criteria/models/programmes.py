from __future__ import annotations

from datetime import datetime

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cadres.models import DecidedByUnit, Unit, says_why_in_place, stand_in_index
from criteria.models.period import Period
from criteria.models.programme_queries import WAITING, ProgrammeQuerySet

_UNDECIDED = Q(state__in=["draft", "submitted"]) | Q(amendment_sent_at__isnull=False)


@pghistory.track()
class Programme(DecidedByUnit):
    """What a unit puts in the foreground this year, and by which solutions (283-KH, I.2)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Nháp"
        SUBMITTED = "submitted", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        RETURNED = "returned", "Trả lại"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="programmes", verbose_name="đơn vị")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="programmes", verbose_name="kỳ")
    deciding_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes_to_decide"
    )
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    document_no = models.CharField("số, ký hiệu văn bản", max_length=60, blank=True)
    document_on = models.DateField("ngày văn bản", null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_reason = models.TextField("lý do trả lại", blank=True)
    amendment = models.JSONField("bản sửa đổi đang soạn", null=True, blank=True)
    amendment_sent_at = models.DateTimeField("gửi bản sửa đổi lúc", null=True, blank=True)
    reported_to_party_on = models.DateField("báo cáo cấp ủy ngày", null=True, blank=True)
    reported_to_party_no = models.CharField("số văn bản báo cáo cấp ủy", max_length=60, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["period", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "period"], name="one_programme_per_unit_and_period"),
            models.CheckConstraint(
                name="a_decided_programme_says_when_and_by_whom",
                condition=Q(state__in=["approved", "returned"], decided_at__isnull=False, decided_by__isnull=False)
                | Q(state__in=["draft", "submitted"], decided_at=None, decided_by=None),
            ),
            models.CheckConstraint(
                name="a_returned_programme_says_why",
                condition=Q(state="returned") & ~Q(return_reason="") | ~Q(state="returned") & Q(return_reason=""),
            ),
            models.CheckConstraint(
                name="a_sent_programme_has_its_document",
                condition=Q(state="draft")
                | Q(submitted_at__isnull=False, document_on__isnull=False) & ~Q(document_no=""),
            ),
            models.CheckConstraint(
                name="a_sent_programme_has_its_deciding_unit",
                condition=Q(state="draft") | Q(deciding_unit__isnull=False),
            ),
            says_why_in_place("a_programme_decided_in_place_says_why", undecided=_UNDECIDED),
            models.CheckConstraint(
                name="only_an_approved_programme_is_amended",
                condition=Q(amendment=None, amendment_sent_at=None) | Q(amendment__isnull=False, state="approved"),
            ),
            models.CheckConstraint(
                name="a_report_to_the_party_has_day_and_number",
                condition=Q(reported_to_party_on=None, reported_to_party_no="")
                | Q(reported_to_party_on__isnull=False) & ~Q(reported_to_party_no=""),
            ),
        ]
        indexes = [
            models.Index(fields=["period", "state"], name="programmes_by_state"),
            stand_in_index("programmes_to_stand_in", WAITING),
        ]

    def __str__(self) -> str:
        return f"Chương trình {self.period.year} của {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("criteria:programme_detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in {self.State.DRAFT, self.State.RETURNED}

    @property
    def is_amendable(self) -> bool:
        """Approved, and no amendment lies with the superior unit."""
        return self.state == self.State.APPROVED and self.amendment_sent_at is None

    @property
    def waiting_since(self) -> datetime | None:
        """Since when it, or its amendment, lies with the superior unit."""
        return self.amendment_sent_at or self.submitted_at


class ProgrammeRevision(models.Model):
    """What was sent, once per sending, and what was decided on it. Rows are never changed otherwise."""

    class Decision(models.TextChoices):
        APPROVED = "approved", "Đã duyệt"
        RETURNED = "returned", "Trả lại"
        ACCEPTED = "accepted", "Chấp nhận sửa đổi"
        REFUSED = "refused", "Không chấp nhận sửa đổi"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="revisions")
    no = models.PositiveSmallIntegerField("lần gửi")
    is_amendment = models.BooleanField(default=False)
    content = models.JSONField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.CharField(max_length=10, blank=True, choices=Decision.choices)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["programme", "no"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "no"], name="revisions_of_a_programme_are_numbered"),
            models.CheckConstraint(
                name="a_decided_programme_revision_says_when_and_by_whom",
                condition=Q(decision="", decided_at=None, decided_by=None)
                | ~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{'sửa đổi' if self.is_amendment else 'bản'} gửi lần {self.no}"
