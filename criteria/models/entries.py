"""Pledges written by somebody else than the person: entered from the signed paper, or prepared in a workbook."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Attachment, User
from criteria.models.pledges import Pledge


class PledgeEntry(models.Model):
    """Who wrote the pledge for the person, and what the person says to what was sent in his name (domain §16)."""

    class Kind(models.TextChoices):
        ENTERED = "entered", "Nhập hộ từ bản giấy"
        PREPARED = "prepared", "Đơn vị chuẩn bị bản nháp"

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", "Đã xác nhận"
        OBJECTED = "objected", "Không đồng ý"

    pledge = models.OneToOneField(Pledge, on_delete=models.CASCADE, related_name="entry")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField("trả lời", max_length=10, choices=Answer.choices, blank=True)
    objection = models.CharField("ý kiến", max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "pledge entries"
        constraints = [
            models.CheckConstraint(
                name="an_answered_entry_says_when",
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_objection_has_words",
                condition=Q(answer="objected") & ~Q(objection="") | ~Q(answer="objected") & Q(objection=""),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_of_paper(self) -> bool:
        return self.kind == self.Kind.ENTERED


class PaperPhotoQuerySet(models.QuerySet["PaperPhoto"]):
    def visible_to(self, user: User) -> PaperPhotoQuerySet:
        """Whoever may read the pledge sees the paper it was entered from."""
        return self.filter(entry__pledge__in=Pledge.objects.readable_by(user))


class PaperPhoto(models.Model):
    """A photo of the signed paper from which a pledge was entered."""

    entry = models.ForeignKey(PledgeEntry, on_delete=models.CASCADE, related_name="papers")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")

    objects = PaperPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Ảnh bản giấy {self.pk}"
