"""What a unit does for each focus of its programme."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from cadres.models import Cadre
from criteria.models.foci import Focus
from criteria.models.progress import Progress
from criteria.models.statements import Statement


class Solution(models.Model):
    """One thing a unit does for a focus, who is in charge, and what came of it."""

    class Kind(models.TextChoices):
        """The forms that the plan names (283-KH, IV.2)."""

        PROPAGANDA = "propaganda", "Tuyên truyền"
        TALK = "talk", "Tọa đàm"
        THEMED = "themed", "Sinh hoạt chuyên đề"
        DIALOGUE = "dialogue", "Đối thoại"
        TRAINING = "training", "Tập huấn, bồi dưỡng"
        WELFARE = "welfare", "Chăm lo đời sống"
        CHANNEL = "channel", "Kênh góp ý"
        OTHER = "other", "Việc khác"

    class System(models.TextChoices):
        """The two systems of solutions that each district has to set up (283-KH, V)."""

        ENVIRONMENT = "environment", "Tạo môi trường rèn luyện"
        RESULTS = "results", "Đánh giá kết quả rèn luyện"

    MEETINGS = (Kind.TALK, Kind.THEMED, Kind.DIALOGUE, Kind.TRAINING)
    """Kinds that are held on a day, with people present."""

    programme = models.ForeignKey("criteria.Programme", on_delete=models.CASCADE, related_name="solutions")
    focus = models.ForeignKey(Focus, on_delete=models.CASCADE, related_name="solutions")
    order = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField("hình thức", max_length=12, choices=Kind.choices, default=Kind.OTHER)
    system = models.CharField("hệ thống giải pháp", max_length=12, choices=System.choices, default=System.ENVIRONMENT)
    text = models.CharField("giải pháp", max_length=300)
    document_no = models.CharField("văn bản", max_length=60, blank=True)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    due_on = models.DateField("hạn")
    in_charge = models.CharField("phụ trách", max_length=120, blank=True)
    in_charge_cadre = models.ForeignKey(
        Cadre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="solutions",
        verbose_name="cán bộ phụ trách",
    )
    statements = models.ManyToManyField(Statement, blank=True, related_name="solutions", verbose_name="phục vụ điều")
    progress = models.CharField("tiến độ", max_length=12, choices=Progress.choices, default=Progress.NOT_STARTED)
    result = models.CharField("kết quả", max_length=500, blank=True)
    result_figure = models.CharField("con số", max_length=60, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(name="a_solution_has_words", condition=~Q(text="")),
            models.CheckConstraint(
                name="a_finished_solution_says_its_result",
                condition=~Q(progress="done") | ~Q(result=""),
                violation_error_message="Viết kết quả đã đạt trước khi đánh dấu hoàn thành.",
            ),
            models.CheckConstraint(
                name="a_solution_ends_after_it_begins",
                condition=Q(starts_on=None) | Q(due_on__gte=F("starts_on")),
                violation_error_message="Chọn hạn sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_meeting(self) -> bool:
        return self.kind in self.MEETINGS

    @property
    def charged(self) -> str:
        """Who is in charge, in words."""
        return f"đồng chí {self.in_charge_cadre}" if self.in_charge_cadre else self.in_charge

    def is_overdue(self, today: date) -> bool:
        """Over, and nobody has said that it was begun."""
        return self.due_on < today and self.progress == Progress.NOT_STARTED
