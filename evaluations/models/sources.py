from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.terms import Rating, Source


@pghistory.track()
class SourceAssessment(models.Model):
    """What one source gave: scores by code (0–4 or null), or one overall level, with its words (Mẫu 4, 5)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Nháp"
        SUBMITTED = "submitted", "Đã gửi"

    evaluation = models.ForeignKey("evaluations.Evaluation", on_delete=models.PROTECT, related_name="sources")
    source = models.CharField("nguồn", max_length=6, choices=Source.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    scores = models.JSONField(default=dict, blank=True)
    compliance = models.JSONField(default=dict, blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    overall_level = models.CharField("mức", max_length=14, choices=Rating.choices, blank=True)
    hint_reason = models.CharField("vì sao khác gợi ý từ chuyến đi", max_length=300, blank=True)
    strengths = models.TextField("ưu điểm", blank=True)
    weaknesses = models.TextField("hạn chế, nguyên nhân", blank=True)
    remedy = models.TextField("hướng khắc phục", blank=True)
    signed_as = models.CharField("chức vụ người nhận xét", max_length=120, blank=True)
    minutes_no = models.CharField("số biên bản", max_length=60, blank=True)
    minutes_on = models.DateField("ngày biên bản", null=True, blank=True)
    waived_reason = models.CharField("lý do miễn", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "source"], name="one_assessment_per_source"),
            models.CheckConstraint(
                name="a_sent_assessment_says_something",
                condition=Q(state="draft") | ~Q(scores={}) | ~Q(overall_level="") | ~Q(waived_reason=""),
            ),
            models.CheckConstraint(
                name="assessment_minutes_have_number_and_date",
                condition=Q(minutes_no="", minutes_on=None) | ~Q(minutes_no="") & Q(minutes_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_source_display()

    @property
    def is_submitted(self) -> bool:
        return self.state == self.State.SUBMITTED

    @property
    def is_waived(self) -> bool:
        return self.waived_reason != ""


class Reconsideration(models.Model):
    """A cadre asks for a result to be looked at again; the unit above answers (Mẫu 9)."""

    evaluation = models.ForeignKey("evaluations.Evaluation", on_delete=models.PROTECT, related_name="reconsiderations")
    reason = models.TextField("điều đề nghị xem xét lại")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    old_total = models.DecimalField(max_digits=4, decimal_places=1)
    old_rating = models.CharField(max_length=14, choices=Rating.choices)
    answer = models.TextField("trả lời", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation"], name="one_open_request_per_evaluation", condition=Q(answered_at=None)
            ),
            models.CheckConstraint(name="a_request_says_what", condition=~Q(reason="")),
            models.CheckConstraint(
                name="an_answer_says_what_when_and_by_whom",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Đề nghị xem xét lại của {self.evaluation.cadre}"
