"""What a unit does for each focus of its programme."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from criteria.models.foci import Focus
from criteria.models.progress import Progress


class Solution(models.Model):
    """One thing a unit does for a focus, who is in charge, and what came of it."""

    class Kind(models.TextChoices):
        CAMPAIGN = "campaign", "Phong trào, hoạt động"
        MODEL = "model", "Mô hình, cách làm mới"
        TRAINING = "training", "Tuyên truyền, tập huấn"
        RULE = "rule", "Quy chế, nền nếp"
        INSPECTION = "inspection", "Kiểm tra, giám sát"
        OTHER = "other", "Việc khác"

    programme = models.ForeignKey("criteria.Programme", on_delete=models.CASCADE, related_name="solutions")
    focus = models.ForeignKey(Focus, on_delete=models.CASCADE, related_name="solutions")
    order = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField("hình thức", max_length=12, choices=Kind.choices, default=Kind.CAMPAIGN)
    text = models.CharField("giải pháp", max_length=300)
    due_on = models.DateField("hạn")
    in_charge = models.CharField("phụ trách", max_length=120, blank=True)
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
        ]

    def __str__(self) -> str:
        return self.text
