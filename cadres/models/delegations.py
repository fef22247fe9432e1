"""Being in charge of units, and deciding in the place of a secretary: both for a time, both kept for ever."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from cadres.models.rights import Right
from cadres.models.spans import Ending, ends_after_it_begins, once_at_a_time, span_state


@pghistory.track()
class Supervision(models.Model):
    """A member of the standing committee, or a department, is in charge of a unit (283-KH, V.1)."""

    supervisor = models.ForeignKey(
        "cadres.Cadre", on_delete=models.PROTECT, null=True, blank=True, related_name="supervisions"
    )
    department = models.ForeignKey(
        "cadres.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="supervises"
    )
    unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="supervised_by")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    ended_on = models.DateField("ngày kết thúc sớm", null=True, blank=True)

    objects = Ending.as_manager()

    class Meta:
        constraints = [
            ends_after_it_begins("supervision_ends_after_it_begins"),
            models.CheckConstraint(
                name="a_person_or_a_department_supervises",
                condition=Q(supervisor__isnull=False, department=None) | Q(supervisor=None, department__isnull=False),
            ),
            once_at_a_time(
                *("a_person_is_in_charge_of_a_unit_once_at_a_time", "supervisor", "unit"),
                message="Người này đã phụ trách đơn vị trong thời gian này.",
            ),
            once_at_a_time(
                *("a_department_is_in_charge_of_a_unit_once_at_a_time", "department", "unit"),
                message="Ban này đã phụ trách đơn vị trong thời gian này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.in_charge} phụ trách {self.unit}"

    @property
    def in_charge(self) -> models.Model | None:
        """The person or the department."""
        return self.supervisor or self.department

    @property
    def state(self) -> str:
        return span_state(self.valid_from, self.valid_to, self.ended_on)


class DelegationQuerySet(Ending):
    def of_area(self, area: str) -> DelegationQuerySet:
        """Those that a delegation of this area meets: of the same, or of all; one of all meets every other."""
        return self if area == Delegation.Area.ALL else self.filter(area__in=[area, Delegation.Area.ALL])


@pghistory.track()
class Delegation(models.Model):
    """A secretary lets a deputy decide in his place, whole or by area, for a time; printed in signature blocks."""

    class Area(models.TextChoices):
        ALL = "all", "Toàn bộ"
        PLEDGE = "pledge", "Bản đăng ký rèn luyện"
        VISIT = "visit", "Đi cơ sở"
        EVALUATION = "evaluation", "Đánh giá"

    unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="delegations")
    from_cadre = models.ForeignKey("cadres.Cadre", on_delete=models.PROTECT, related_name="delegations_given")
    to_cadre = models.ForeignKey("cadres.Cadre", on_delete=models.PROTECT, related_name="delegations_received")
    area = models.CharField("phạm vi", max_length=12, choices=Area.choices, default=Area.ALL)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày")
    document_no = models.CharField("số văn bản", max_length=60, blank=True)
    document_on = models.DateField("ngày văn bản", null=True, blank=True)
    ended_on = models.DateField("ngày kết thúc sớm", null=True, blank=True)
    end_reason = models.CharField("lý do kết thúc", max_length=200, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_it_begins("delegation_ends_after_it_begins"),
            models.CheckConstraint(name="nobody_delegates_to_himself", condition=~Q(from_cadre=models.F("to_cadre"))),
            once_at_a_time(
                *("an_area_is_delegated_once_at_a_time", "unit", "area"),
                message="Phạm vi này đã được ủy quyền trong thời gian này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_cadre} ủy quyền {self.to_cadre}"

    @property
    def state(self) -> str:
        return span_state(self.valid_from, self.valid_to, self.ended_on)


DELEGATED: dict[str, frozenset[Right]] = {
    Delegation.Area.PLEDGE: frozenset({Right.PLEDGE_DECIDE, Right.PROGRAMME_DECIDE}),
    Delegation.Area.VISIT: frozenset({Right.VISIT_DECIDE}),
    Delegation.Area.EVALUATION: frozenset({Right.EVALUATION_READ, Right.EVALUATION_UNION, Right.EVALUATION_APPRAISE}),
}
DELEGATED[Delegation.Area.ALL] = frozenset().union(*DELEGATED.values())
