from django.db import models


class Progress(models.TextChoices):
    """How far something promised has come."""

    NOT_STARTED = "not_started", "Chưa bắt đầu"
    IN_PROGRESS = "in_progress", "Đang làm"
    DONE = "done", "Hoàn thành"
    DROPPED = "dropped", "Thôi thực hiện"
