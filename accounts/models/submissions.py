from django.conf import settings
from django.db import models
from django.utils import timezone


class SubmitKey(models.Model):
    """One sending of one form: a second click with the same key is led to the first result."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField()
    url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_result_per_sent_form")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
