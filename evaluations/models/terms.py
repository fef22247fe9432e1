"""The words of an evaluation: who scores, and the four levels of a result."""

from django.db import models


class Source(models.TextChoices):
    SELF = "self", "Tự đánh giá"
    UNION = "union", "Cấp bộ Đoàn"
    PARTY = "party", "Cấp ủy"
    YOUTH = "youth", "Đoàn viên, thanh niên"


class Rating(models.TextChoices):
    """From the highest down; the order is that of the scale."""

    EXCELLENT = "excellent", "Xuất sắc"
    GOOD = "good", "Tốt"
    SATISFACTORY = "satisfactory", "Đạt"
    UNSATISFACTORY = "unsatisfactory", "Chưa đạt"


class Severity(models.TextChoices):
    REMINDER = "reminder", "Nhắc nhở"
    SERIOUS = "serious", "Nghiêm trọng"


# The same words as plain strings, for the pure modules.
SELF, UNION, PARTY, YOUTH = Source.values
EXCELLENT, GOOD, SATISFACTORY, UNSATISFACTORY = Rating.values
REMINDER, SERIOUS = Severity.values
