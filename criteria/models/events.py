"""Talks, dialogues and training that were held for a solution, and who was there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models import Cadre
from criteria.models.programmes import Programme
from criteria.models.solutions import Solution


class SolutionEventQuerySet(models.QuerySet["SolutionEvent"]):
    def visible_to(self, user: User) -> SolutionEventQuerySet:
        return self.filter(solution__programme__in=Programme.objects.visible_to(user))

    def for_page(self) -> SolutionEventQuerySet:
        return self.select_related("solution__programme__unit", "solution__programme__period")

    def attended_by(self, cadre: Cadre) -> SolutionEventQuerySet:
        rows = self.filter(attendances__cadre=cadre).select_related("solution__programme__unit")
        return rows.order_by("-held_on", "-pk")


class SolutionEvent(models.Model):
    """One meeting: where and when, how many came, what was asked and answered."""

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="events")
    held_on = models.DateField("ngày tổ chức")
    place = models.CharField("địa điểm", max_length=150)
    present = models.PositiveIntegerField("số người dự", null=True, blank=True)
    summary = models.TextField("nội dung, kết luận", max_length=3000, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SolutionEventQuerySet.as_manager()

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [models.CheckConstraint(name="an_event_has_a_place", condition=~Q(place=""))]

    def __str__(self) -> str:
        return f"{self.solution.get_kind_display()} ngày {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("criteria:event_detail", args=[self.pk])


class EventQuestion(models.Model):
    """What somebody asked at a meeting, and the answer; an empty answer is still owed."""

    event = models.ForeignKey(SolutionEvent, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    question = models.CharField("câu hỏi, ý kiến", max_length=500)
    answer = models.CharField("trả lời", max_length=1000, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(name="a_question_has_words", condition=~Q(question=""))]

    def __str__(self) -> str:
        return self.question


class Attendance(models.Model):
    """One person who was there: the line "Đã dự" of the person's file."""

    event = models.ForeignKey(SolutionEvent, on_delete=models.CASCADE, related_name="attendances")
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="attendances")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["event", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "cadre"], name="a_person_attends_an_event_once")]

    def __str__(self) -> str:
        return f"{self.cadre}, {self.event}"
