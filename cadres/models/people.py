from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models.appointments import Appointment
from cadres.models.grants import holdings, within_reach
from cadres.models.rights import Right
from cadres.models.text import GivenName, begins_words, search_key, sort_key
from cadres.models.units import place_of
from cadres.names import dialled

if TYPE_CHECKING:
    from cadres.models.units import Unit

SHORTEST_ADDRESS = 3
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 O 1 I, which look alike


def new_code() -> str:
    """A short code for a cadre, e.g. CB-7K4P2X."""
    return "CB-" + "".join(secrets.choice(CODE_LETTERS) for _ in range(6))


def _posts_on(day: date) -> models.QuerySet[Appointment]:
    return Appointment.objects.valid_on(day).filter(cadre=OuterRef("pk"))


def _posts_to_come() -> models.QuerySet[Appointment]:
    """Held today, or from a day to come."""
    return Appointment.objects.not_ended().filter(cadre=OuterRef("pk"))


class CadreQuerySet(models.QuerySet["Cadre"]):
    def visible_to(self, user: User) -> CadreQuerySet:
        """Oneself, and whoever holds or will hold a post in the reach of one's right to read people."""
        return self.filter(Q(user=user) | Exists(_posts_to_come().filter(within_reach(user, Right.PEOPLE_READ))))

    def editable_by(self, user: User) -> CadreQuerySet:
        """Whoever holds or will hold a post in a unit whose people the user keeps; posts of the past do not count."""
        return self.filter(Exists(_posts_to_come().filter(within_reach(user, Right.PEOPLE_EDIT, cadre=None))))

    def exportable_by(self, user: User) -> CadreQuerySet:
        """Whoever holds or will hold a post in the reach of the user's right to take lists along."""
        return self.filter(Exists(_posts_to_come().filter(within_reach(user, Right.PEOPLE_EXPORT, cadre=None))))

    def matching(self, words: str) -> CadreQuerySet:
        """By words of the name (no accents needed), or by the beginning of code, phone number or e-mail."""
        words = words.strip()
        if digits := dialled(words):
            return self.filter(~Q(phone=""), phone__startswith=digits)
        found = begins_words(words)
        if " " not in words and len(words) >= SHORTEST_ADDRESS:
            found |= Q(code__startswith=words.upper()) | Q(email__istartswith=words)
        return self.filter(found)

    def reached_by(self, user: User) -> CadreQuerySet:
        """Whom the reader sees by a right over others; who has none sees himself.

        Without the "or oneself" of visible_to, for which no index serves: for searching among a whole nation.
        """
        if not any(holding.right == Right.PEOPLE_READ and holding.path for holding in holdings(user)):
            return self.visible_to(user)
        posts = Appointment.objects.filter(within_reach(user, Right.PEOPLE_READ, cadre=None)).not_ended()
        return self.filter(pk__in=posts.values("cadre"))

    def called(self, word: str) -> CadreQuerySet:
        """Whose given name begins so."""
        return self.alias(given_name=GivenName("search_key")).filter(given_name__startswith=word)

    def not_called(self, word: str) -> CadreQuerySet:
        return self.alias(given_name=GivenName("search_key")).exclude(given_name__startswith=word)

    def serving_under(self, unit: Unit, day: date) -> CadreQuerySet:
        """With a post on the day in the unit or anywhere below it."""
        return self.filter(Exists(_posts_on(day).filter(unit__path__startswith=unit.path)))

    def of_category(self, category: str, day: date) -> CadreQuerySet:
        return self.filter(Exists(_posts_on(day).filter(position__category=category)))

    def in_name_order(self) -> CadreQuerySet:
        return self.order_by("sort_key", "pk")

    def in_order_of_given_names(self) -> CadreQuerySet:
        return self.order_by(GivenName("search_key"), "sort_key", "pk")

    def with_posts(self) -> CadreQuerySet:
        """With the posts held today, the main one first, as `current_posts`."""
        posts = Appointment.objects.valid_on(timezone.localdate()).in_posts().annotate(place=place_of())
        posts = posts.order_by("-is_main", "valid_from")
        return self.prefetch_related(Prefetch("appointments", queryset=posts, to_attr="current_posts"))


@pghistory.track(exclude=["search_key", "sort_key"])
class Cadre(models.Model):
    """A person who holds, or held, a post in the Union. Only what the work needs is kept about the person."""

    class Gender(models.TextChoices):
        MALE = "male", "Nam"
        FEMALE = "female", "Nữ"
        UNKNOWN = "", "Chưa rõ"

    code = models.CharField("mã cán bộ", max_length=12, unique=True, default=new_code)
    full_name = models.CharField("họ và tên", max_length=120)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    gender = models.CharField("giới tính", max_length=6, choices=Gender.choices, blank=True)
    phone = models.CharField("điện thoại", max_length=15, blank=True)
    email = models.EmailField("e-mail", blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="cadre"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    search_key = search_key("full_name")
    sort_key = sort_key("full_name")

    objects = CadreQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(name="cadres_have_a_name", condition=~Q(full_name="")),
            models.CheckConstraint(name="phones_are_digits", condition=Q(phone__regex=r"^[0-9]*$")),
        ]
        indexes = [
            GinIndex(fields=["search_key"], name="cadres_by_name", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["sort_key", "id"], name="cadres_in_name_order"),
            models.Index(GivenName("search_key"), "sort_key", "id", name="cadres_by_given_name"),
            models.Index(
                fields=["phone"], name="cadres_by_phone", opclasses=["varchar_pattern_ops"], condition=~Q(phone="")
            ),
            models.Index(OpClass(Upper("email"), name="text_pattern_ops"), name="cadres_by_email"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("cadres:cadre_detail", args=[self.pk])
