"""What stands beside a pledge: the papers that it has to be in step with, and how its draft was last saved."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Attachment
from criteria.models.pledges import Pledge


class PledgeLinks(models.Model):
    """Where else the person has registered the same year: 283-KH, IV.2 wants the three papers to agree."""

    pledge = models.OneToOneField(Pledge, on_delete=models.CASCADE, primary_key=True, related_name="links")
    has_youth_programme = models.BooleanField("đã đăng ký Chương trình rèn luyện đoàn viên", null=True, blank=True)
    youth_programme_no = models.CharField("số, ngày đăng ký", max_length=60, blank=True)
    work_plan_no = models.CharField("số, ký hiệu kế hoạch công tác năm", max_length=60, blank=True)
    work_plan = models.OneToOneField(Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "pledge links"
        constraints = [
            models.CheckConstraint(
                name="only_a_registered_youth_programme_has_a_number",
                condition=Q(youth_programme_no="") | Q(has_youth_programme=True),
            )
        ]

    def __str__(self) -> str:
        return f"Liên kết của {self.pledge}"

    @property
    def has_work_plan(self) -> bool:
        return bool(self.work_plan_no or self.work_plan_id)


class PledgeSaving(models.Model):
    """The last writing of a pledge's words: when, by which open page, and the version that came of it.

    A page that never heard the answer (the network dropped) sends again with the version before; it is let in as
    long as nobody else wrote since.
    """

    pledge = models.OneToOneField(Pledge, on_delete=models.CASCADE, primary_key=True, related_name="saving")
    version = models.PositiveIntegerField()
    tab = models.CharField(max_length=36, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.pledge}, bản {self.version}"
