"""A unit says that it received the programme above it, and that its own people have heard of it."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, check_version
from accounts.models import User
from cadres.models import Unit
from criteria import rules
from criteria.models import Programme, ProgrammeReceipt


@dataclass(frozen=True)
class PassedOn:
    """When, to how many people and how; without a day the programme is only received."""

    on: date | None = None
    audience: int | None = None
    how: str = ProgrammeReceipt.How.MEETING
    note: str = ""


@transaction.atomic
def mark(
    programme: Programme, unit: Unit, passed_on: PassedOn | None = None, *, by: User, version: int = 0
) -> ProgrammeReceipt:
    """Received, and passed on as far as that is said. `version` is that of the receipt, 0 for one not there yet."""
    passed_on = passed_on or PassedOn()
    programme = Programme.objects.select_for_update(of=("self",)).select_related("unit", "period").get(pk=programme.pk)
    if not rules.may_mark_receipt(by, unit) or not rules.is_spread_to(programme, unit):
        raise PermissionDenied
    if not rules.can_mark_receipt(programme):
        raise StaleDocument(programme, "Chương trình này không còn được triển khai trong kỳ.")
    receipt = ProgrammeReceipt.objects.filter(programme=programme, unit=unit).first()
    if receipt is None:
        receipt = ProgrammeReceipt(programme=programme, unit=unit, received_by=by, version=0)
    elif version or passed_on.on:
        check_version(receipt, version)
    before = {"passed_on_on": receipt.passed_on_on, "audience": receipt.audience}
    if passed_on.on:
        receipt.passed_on_on, receipt.audience = passed_on.on, passed_on.audience
        receipt.how, receipt.note = passed_on.how, passed_on.note
        receipt.received_on = min(receipt.received_on or timezone.localdate(), passed_on.on)
    elif receipt.pk:
        return receipt
    receipt.version += 1
    receipt.save()
    audit.record(
        "receipt.passed_on" if passed_on.on else "receipt.received",
        receipt,
        by=by,
        unit_id=unit.pk,
        before={name: str(value or "") for name, value in before.items()},
        after={"passed_on_on": str(receipt.passed_on_on or ""), "audience": str(receipt.audience or "")},
    )
    return receipt
