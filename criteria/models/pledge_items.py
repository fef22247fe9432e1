"""What a pledge is made of: its items, and what was sent each time."""

from hashlib import md5

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cadres.models.text import TextPrint
from criteria.models.foci import Focus, Indicator
from criteria.models.progress import Progress
from criteria.models.statements import Criterion, Statement


class PledgeItem(models.Model):
    """One thing that a cadre will do for a criterion, with target, date and expected evidence."""

    pledge = models.ForeignKey("criteria.Pledge", on_delete=models.CASCADE, related_name="items")
    criterion = models.CharField("tiêu chí", max_length=2, choices=Criterion.choices)
    order = models.PositiveSmallIntegerField()
    text = models.CharField("nội dung đăng ký", max_length=300)
    target = models.CharField("chỉ tiêu, sản phẩm", max_length=150, blank=True)
    due_on = models.DateField("thời gian hoàn thành", null=True, blank=True)
    evidence = models.CharField("minh chứng dự kiến", max_length=150, blank=True)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    focus = models.ForeignKey(Focus, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.SET_NULL, null=True, blank=True, related_name="items")
    taken_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    fingerprint = models.GeneratedField(
        expression=TextPrint("text"), output_field=models.UUIDField(), db_persist=True, editable=False
    )
    prepared = models.CharField("như đơn vị chuẩn bị", max_length=32, blank=True, default="")
    progress = models.CharField("tiến độ", max_length=12, choices=Progress.choices, default=Progress.NOT_STARTED)
    progress_note = models.CharField("ghi chú tiến độ", max_length=300, blank=True)
    progressed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pledge", "order"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "order"], name="items_of_a_pledge_have_an_order"),
            models.CheckConstraint(name="an_item_has_words", condition=~Q(text="")),
        ]
        indexes = [models.Index(fields=["pledge", "fingerprint"], name="items_by_their_words")]

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> str:
        """A hash of all that the item says: what the unit prepared is the person's own once it differs."""
        said = (self.text, self.target, str(self.due_on or ""), self.evidence, str(self.statement_id or ""))
        return md5("\n".join(said).encode(), usedforsecurity=False).hexdigest()

    @property
    def is_own(self) -> bool:
        """Did the person write it, or rewrite what was prepared?"""
        return self.prepared != self.words


class PledgeRevision(models.Model):
    """What was sent, once per submission, and what was decided on it. Rows are never changed otherwise."""

    pledge = models.ForeignKey("criteria.Pledge", on_delete=models.CASCADE, related_name="revisions")
    no = models.PositiveSmallIntegerField()
    items = models.JSONField()
    commitments = ArrayField(models.CharField(max_length=10), default=list)
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.CharField(max_length=10, blank=True, choices=[("approved", "Duyệt"), ("returned", "Trả lại")])
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pledge", "no"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "no"], name="revisions_of_a_pledge_are_numbered"),
            models.CheckConstraint(
                name="a_decided_revision_says_when_and_by_whom",
                condition=Q(decision="", decided_at=None, decided_by=None)
                | ~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"lần {self.no}"
