from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models.grants import holds
from cadres.models.rights import Right


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def visible_to(self, user: User) -> DataRequestQuerySet:
        """One's own; all of them for who answers for the protection of personal data."""
        return self.all() if holds(user, Right.PRIVACY_ANSWER) else self.filter(user=user)

    def open(self) -> DataRequestQuerySet:
        return self.filter(state__in=DataRequest.OPEN)

    def unanswered(self) -> DataRequestQuerySet:
        return self.filter(state=DataRequest.State.RECEIVED)

    def most_urgent_first(self) -> DataRequestQuerySet:
        """Those that wait for an answer by their due day, then those being worked on, then the finished ones."""
        rank = models.Case(
            models.When(state=DataRequest.State.RECEIVED, then=0),
            models.When(state=DataRequest.State.ANSWERED, then=1),
            default=2,
        )
        return self.order_by(rank, "answer_due_on", "pk")


class DataRequest(models.Model):
    """Somebody asks that the data kept about him be put right or deleted. It is answered in two working days."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Sửa dữ liệu"
        DELETION = "deletion", "Xóa dữ liệu"

    class State(models.TextChoices):
        RECEIVED = "received", "Chờ trả lời"
        ANSWERED = "answered", "Đã trả lời, đang làm"
        DONE = "done", "Đã làm xong"
        REFUSED = "refused", "Không làm được"

    OPEN = (State.RECEIVED, State.ANSWERED)
    WORKING_DAYS = 2

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField("đề nghị", max_length=10, choices=Kind.choices)
    text = models.TextField("nội dung", max_length=2000)
    state = models.CharField("trạng thái", max_length=8, choices=State.choices, default=State.RECEIVED)
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answer_due_on = models.DateField("hạn trả lời")
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                name="an_answered_request_says_when_and_by_whom",
                condition=Q(state="received", answered_at=None, answered_by=None, answer="")
                | ~Q(state="received") & Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="a_closed_request_says_when",
                condition=Q(state__in=["received", "answered"], closed_at=None)
                | Q(state__in=["done", "refused"], closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_due_on"], name="data_requests_waiting", condition=Q(state__in=["received", "answered"])
            )
        ]

    def __str__(self) -> str:
        return f"Yêu cầu {self.get_kind_display().lower()} số {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("cadres:data_request_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def is_late(self, today: date) -> bool:
        """Was, or is, the answer given after its day?"""
        answered_on = timezone.localdate(self.answered_at) if self.answered_at else today
        return answered_on > self.answer_due_on
