from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from cadres.models import Appointment, Category


class Criterion(models.TextChoices):
    """The four criteria of the plan, always in this order."""

    GM = "GM", "Gương mẫu"
    ST = "ST", "Sáng tạo"
    TN = "TN", "Trách nhiệm"
    SS = "SS", "Sâu sát cơ sở"


# The set by which cadres pledge and are evaluated (plan 283-KH/TĐTN-TCKT); the others are read beside it.
MAIN_SET = "KH283"


class StatementSetQuerySet(models.QuerySet["StatementSet"]):
    def published(self) -> StatementSetQuerySet:
        return self.filter(state=StatementSet.State.PUBLISHED)

    def newest(self, code: str = MAIN_SET) -> StatementSet:
        """The version in force: the last that was published."""
        return self.published().filter(code=code).latest("version")

    def references(self) -> StatementSetQuerySet:
        """What is read beside the plan: the versions in force of the other sets that have text (domain §16, KL 06)."""
        later = self.model.objects.published().filter(code=OuterRef("code"), version__gt=OuterRef("version"))
        has_text = Exists(Statement.objects.filter(set=OuterRef("pk")))
        rows = self.published().exclude(code=MAIN_SET).filter(has_text, ~Exists(later))
        return rows.order_by("code").prefetch_related("statements")


class StatementSet(models.Model):
    """One version of the statements. New text is a new version; codes keep their meaning for ever.

    A draft is written, a published version stays as it is: pledges and scores point at its statements.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        PUBLISHED = "published", "Đã ban hành"

    code = models.CharField("mã bộ", max_length=20)
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    name = models.CharField("tên", max_length=200)
    source_document = models.CharField("văn bản", max_length=300)
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.PUBLISHED)
    revision = models.PositiveIntegerField(default=1, help_text="Counts each change of a draft.")
    legal_basis = models.CharField("căn cứ ban hành", max_length=300, blank=True)
    published_at = models.DateTimeField("ban hành lúc", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = StatementSetQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_set_per_code_and_version"),
            models.UniqueConstraint(fields=["code"], name="one_draft_per_set", condition=Q(state="draft")),
            models.CheckConstraint(
                name="a_set_is_published_by_somebody_for_a_reason",
                condition=Q(published_at=None, published_by=None)
                | Q(state="published", published_at__isnull=False, published_by__isnull=False) & ~Q(legal_basis=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, phiên bản {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("criteria:set_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_main(self) -> bool:
        return self.code == MAIN_SET


class StatementQuerySet(models.QuerySet["Statement"]):
    def do(self) -> StatementQuerySet:
        return self.filter(kind=Statement.Kind.DO)

    def dont(self) -> StatementQuerySet:
        return self.filter(kind=Statement.Kind.DONT)

    def of_criterion(self, criterion: str) -> StatementQuerySet:
        return self.filter(criterion=criterion)

    def applying_to(self, post: Appointment) -> StatementQuerySet:
        """What binds the holder of the post: by the category of the post, and by being a public servant or not."""
        bound = self.filter(Q(applies_to=[]) | Q(applies_to__contains=[post.position.category]))
        return bound if post.is_public_servant else bound.filter(public_servants_only=False)


_PLACE_OF_CRITERION = Case(
    *(When(criterion=code, then=Value(place)) for place, code in enumerate(Criterion.values)), default=Value(9)
)
_REFUSED = "RAISE EXCEPTION 'a published set of statements stays as it is'; END IF;"
_SET = "SELECT 1 FROM criteria_statementset AS s WHERE s.state = 'published'"


class Statement(models.Model):
    """One of the 17 things to do or the 10 not to do, quoted as published; or a heading of a set read beside them.

    `applies_to` are the categories that it binds; empty means all of them.
    """

    class Kind(models.TextChoices):
        DO = "do", "Nên làm"
        DONT = "dont", "Không"

    set = models.ForeignKey(StatementSet, on_delete=models.CASCADE, related_name="statements")
    code = models.CharField("mã", max_length=10)
    criterion = models.CharField("tiêu chí", max_length=2, choices=Criterion, blank=True)
    kind = models.CharField("loại", max_length=4, choices=Kind.choices)
    facet = models.CharField("khía cạnh", max_length=60, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự")
    text = models.TextField("nội dung")
    public_servants_only = models.BooleanField("chỉ với cán bộ, công chức, viên chức", default=False)
    applies_to = ArrayField(
        models.CharField(max_length=12, choices=Category.choices), verbose_name="diện cán bộ", default=list, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["set", _PLACE_OF_CRITERION, "kind", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["set", "code"], name="one_statement_per_code_in_a_set")]
        triggers = [
            pgtrigger.Trigger(
                name="published_statements_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"IF EXISTS ({_SET} AND s.id = OLD.set_id) THEN {_REFUSED} RETURN COALESCE(NEW, OLD);",
            ),
            pgtrigger.Trigger(
                name="published_sets_take_no_more",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"IF EXISTS ({_SET} AND s.published_at IS NOT NULL AND s.id = NEW.set_id) THEN {_REFUSED} "
                "RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_dont(self) -> bool:
        return self.kind == self.Kind.DONT

    def binds(self, category: str, *, is_public_servant: bool) -> bool:
        """The same for one that is loaded."""
        is_of_category = not self.applies_to or category in self.applies_to
        return is_of_category and (is_public_servant or not self.public_servants_only)

    @property
    def bound(self) -> list[str]:
        """Whom it binds, in words; nothing when it binds everybody."""
        words: list[Any] = [Category(code).label for code in self.applies_to]
        return [*words, "cán bộ, công chức, viên chức"] if self.public_servants_only else words
