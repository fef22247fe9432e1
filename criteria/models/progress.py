from django.db import models


class Progress(models.TextChoices):
    """How far something promised has come."""

    NOT_STARTED = "not_started", "Chưa bắt đầu"
    IN_PROGRESS = "in_progress", "Đang làm"
    DONE = "done", "Hoàn thành"
    DROPPED = "dropped", "Thôi thực hiện"


class Outcome(models.TextChoices):
    """What whoever decides on a pledge found when he looked at an item that is said to be done (domain §16)."""

    MET = "met", "Đạt"
    UNCLEAR = "unclear", "Chưa rõ"
    NOT_MET = "not_met", "Không đạt"
