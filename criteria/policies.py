"""The rules of a period, page by page: what staff set while it is a draft, and read once it is open.

An app declares its pages in a module `policy_pages` of its own, as criteria does in criteria/policy_pages.py.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import QueryDict
from django.utils.module_loading import autodiscover_modules

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from cadres.models import Right, holds
from criteria.models import Period

FROZEN = "Kỳ đã mở nên quy định được giữ nguyên đến hết kỳ: mọi người được xét theo cùng một quy định."


class PolicyForm(Protocol):
    """A form over the rows of one page; `write` saves what is valid."""

    def is_valid(self) -> bool: ...

    def write(self) -> None: ...


@dataclass(frozen=True)
class PolicyPage:
    """One page of the rules: what stands there now, as plain values, and the form that changes it."""

    code: str
    label: str
    note: str
    form: Callable[[Period, QueryDict | None], PolicyForm]
    stored: Callable[[Period], dict[str, Any]]
    template: str = "criteria/_policy_form.html"
    order: int = 50


_PAGES: dict[str, PolicyPage] = {}


def register(page: PolicyPage) -> PolicyPage:
    _PAGES[page.code] = page
    return page


@cache
def pages() -> tuple[PolicyPage, ...]:
    """Those of all apps, in the order in which they are shown."""
    autodiscover_modules("policy_pages")
    return tuple(sorted(_PAGES.values(), key=lambda page: page.order))


def page_of(code: str) -> PolicyPage | None:
    return next((page for page in pages() if page.code == code), None)


def can_change(period: Period) -> bool:
    return bool(period.state == Period.State.DRAFT)


def fingerprint(page: PolicyPage, period: Period) -> str:
    """Says which values somebody saw before changing them."""
    return hashlib.sha256(json.dumps(page.stored(period), sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def change(page: PolicyPage, period: Period, data: QueryDict, *, by: User) -> PolicyForm | None:
    """Write a page of a draft; the form comes back when it is not valid. One row of the trail says what changed."""
    if not holds(by, Right.PERIOD_MANAGE):
        raise PermissionDenied
    period = Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if not can_change(period):
        raise StaleDocument(period, FROZEN)
    if data.get("seen", "") != fingerprint(page, period):
        raise StaleDocument(period, "Người khác vừa sửa quy định này. Xem lại rồi sửa tiếp.")
    form = page.form(period, data)
    if not form.is_valid():
        return form
    before = page.stored(period)
    form.write()
    after = page.stored(period)
    changed = [name for name in after if after[name] != before.get(name)]
    if changed:
        audit.record(
            "policy.changed",
            period,
            by=by,
            before={name: before.get(name) for name in changed},
            after={name: after[name] for name in changed},
        )
    return None
