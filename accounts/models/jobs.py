from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class JobQuerySet(models.QuerySet["Job"]):
    def due(self) -> JobQuerySet:
        """Jobs to be worked on now: waiting, or leased by a worker that never came back."""
        now = timezone.now()
        waiting = Q(state=Job.State.WAITING, due_at__lte=now)
        return self.filter(waiting | Q(state=Job.State.LEASED, lease_until__lt=now)).order_by("attempts", "due_at")


class Job(models.Model):
    """Work for later, written in the transaction that causes it. Celery is only nudged; this row is the truth."""

    class State(models.TextChoices):
        WAITING = "waiting", "Đang chờ"
        LEASED = "leased", "Đang làm"
        DONE = "done", "Xong"
        FAILED = "failed", "Hỏng"

    MAX_ATTEMPTS = 6

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    payload: models.JSONField[Any] = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="jobs_that_wait", condition=Q(state__in=["waiting", "leased"])),
        ]
        constraints = [
            models.CheckConstraint(
                name="leased_jobs_say_until_when", condition=~Q(state="leased") | Q(lease_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, user: Any) -> RunQuerySet:
        """A run and its file belong to the person who asked for it."""
        return self.filter(asked_by=user)

    def unfinished(self) -> RunQuerySet:
        return self.filter(state__in=[Run.State.QUEUED, Run.State.RUNNING])


class Run(models.Model):
    """A background job with a face: asked by somebody, shows its progress, may leave a file."""

    class State(models.TextChoices):
        QUEUED = "queued", "Đang xếp hàng"
        RUNNING = "running", "Đang chạy"
        DONE = "done", "Xong"
        FAILED = "failed", "Không xong"
        STOPPED = "stopped", "Đã dừng"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="runs")
    parameters: models.JSONField[Any] = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done_rows = models.PositiveIntegerField(default=0)
    total_rows = models.PositiveIntegerField(default=0)
    file = models.CharField(max_length=300, blank=True)
    outcome: models.JSONField[Any] = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.label

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.STOPPED}
