from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class User(AbstractUser):
    """Somebody who can sign in: a cadre, or a representative of the Party committee, or staff."""

    first_name = None
    last_name = None
    full_name = models.CharField("họ và tên", max_length=120)
    email = models.EmailField("e-mail", blank=True)
    notice_version = models.PositiveSmallIntegerField(default=0)
    notice_acknowledged_at = models.DateTimeField(null=True, blank=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_names_are_lower_case", condition=Q(username=Lower("username"))),
            models.UniqueConstraint(Lower("email"), name="one_user_per_email", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name
