"""What a pledge is made of: its items."""

from hashlib import md5

from django.db import models
from django.db.models import Q

from cadres.models.text import TextPrint
from criteria.models.foci import Focus, Indicator
from criteria.models.progress import Outcome, Progress
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
    outcome = models.CharField("kết quả kiểm tra", max_length=8, choices=Outcome.choices, blank=True, default="")
    checked_at = models.DateTimeField("kiểm tra lúc", null=True, blank=True)

    class Meta:
        ordering = ["pledge", "order"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "order"], name="items_of_a_pledge_have_an_order"),
            models.CheckConstraint(name="an_item_has_words", condition=~Q(text="")),
            models.CheckConstraint(
                name="a_checked_item_says_when", condition=Q(outcome="") | Q(checked_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                fields=["pledge", "progressed_at"], name="items_to_check", condition=Q(progress="done", outcome="")
            ),
            models.Index(fields=["pledge", "fingerprint"], name="items_by_their_words"),
        ]

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

    @property
    def is_dropped(self) -> bool:
        return self.progress == Progress.DROPPED

    @property
    def is_done(self) -> bool:
        return self.progress == Progress.DONE

    @property
    def has_evidence(self) -> bool:
        """Asked of rows whose evidence is loaded."""
        return any(piece.is_shown for piece in self.evidences.all())

    @property
    def outcome_state(self) -> str:
        """The word of the chip: unchecked, to be checked again after a change, or what was found."""
        if self.outcome:
            return self.outcome
        return "again" if self.checked_at else "none"
