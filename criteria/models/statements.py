from __future__ import annotations

from django.db import models


class Criterion(models.TextChoices):
    """The four criteria of the plan, always in this order."""

    GM = "GM", "Gương mẫu"
    ST = "ST", "Sáng tạo"
    TN = "TN", "Trách nhiệm"
    SS = "SS", "Sâu sát cơ sở"


class StatementSet(models.Model):
    """One version of the statements. Editing makes a new version; codes stay the same for ever."""

    code = models.CharField("mã bộ", max_length=20)
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    name = models.CharField("tên", max_length=200)
    source_document = models.CharField("văn bản", max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_set_per_code_and_version")]

    def __str__(self) -> str:
        return f"{self.name}, phiên bản {self.version}"


class StatementQuerySet(models.QuerySet["Statement"]):
    def do(self) -> StatementQuerySet:
        return self.filter(kind=Statement.Kind.DO)

    def dont(self) -> StatementQuerySet:
        return self.filter(kind=Statement.Kind.DONT)

    def of_criterion(self, criterion: str) -> StatementQuerySet:
        return self.filter(criterion=criterion)

    def applying_to(self, *, is_public_servant: bool) -> StatementQuerySet:
        """Without what binds only cán bộ, công chức, viên chức where the person is none."""
        return self if is_public_servant else self.filter(public_servants_only=False)


class Statement(models.Model):
    """One of the 17 things to do or the 10 not to do, quoted as published."""

    class Kind(models.TextChoices):
        DO = "do", "Nên làm"
        DONT = "dont", "Không"

    set = models.ForeignKey(StatementSet, on_delete=models.CASCADE, related_name="statements")
    code = models.CharField("mã", max_length=10)
    criterion = models.CharField("tiêu chí", max_length=2, choices=Criterion)
    kind = models.CharField("loại", max_length=4, choices=Kind.choices)
    facet = models.CharField("khía cạnh", max_length=60, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự")
    text = models.TextField("nội dung")
    public_servants_only = models.BooleanField("chỉ với cán bộ, công chức, viên chức", default=False)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["set", "pk"]
        constraints = [models.UniqueConstraint(fields=["set", "code"], name="one_statement_per_code_in_a_set")]

    def __str__(self) -> str:
        return self.code
