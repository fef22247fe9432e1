"""Versions of the statements: a draft is copied from the version in force, edited, published; then it stays."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, check_version
from accounts.models import User
from cadres.models import Right, holds
from criteria.models import Criterion, Period, Statement, StatementSet
from criteria.rules import next_code

IS_PUBLISHED = "Phiên bản này đã ban hành nên giữ nguyên. Soạn phiên bản mới để sửa."
_COPIED = ("code", "criterion", "kind", "facet", "order", "text", "public_servants_only", "applies_to")


class NotPublishable(Exception):
    """The draft lacks something; the message says what to do."""


def _ask(by: User) -> None:
    if not holds(by, Right.PERIOD_MANAGE):
        raise PermissionDenied


def _locked(draft: StatementSet, by: User) -> StatementSet:
    """The draft, held until the transaction ends."""
    _ask(by)
    found = StatementSet.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if found is None:
        raise StaleDocument(StatementSet.objects.newest(draft.code), "Bản đang soạn này vừa được bỏ.")
    if not found.is_draft:
        raise StaleDocument(found, IS_PUBLISHED)
    return found


def _touch(draft: StatementSet) -> None:
    draft.revision += 1
    draft.save(update_fields=["revision"])


def _record(verb: str, draft: StatementSet, by: User, **told: Any) -> None:
    audit.record(f"statements.{verb}", draft, by=by, **told)


def _copies(statement: Statement, draft: StatementSet) -> Statement:
    return Statement(set=draft, **{name: getattr(statement, name) for name in _COPIED})


@transaction.atomic
def begin(code: str, *, by: User) -> StatementSet:
    """The draft of the next version with the words of the one in force; the one being written, if there is one."""
    _ask(by)
    versions = StatementSet.objects.filter(code=code)
    list(versions.select_for_update(of=("self",)).order_by("pk"))
    old = versions.latest("version")
    if old.is_draft:
        return old
    draft = StatementSet.objects.create(
        code=code,
        version=old.version + 1,
        name=old.name,
        source_document=old.source_document,
        state=StatementSet.State.DRAFT,
    )
    Statement.objects.bulk_create(_copies(statement, draft) for statement in old.statements.all())
    _record("drafted", draft, by, after={"code": code, "version": draft.version})
    return draft


@transaction.atomic
def write(statement: Statement, *, by: User, version: int, words: dict[str, Any]) -> Statement:
    """Change wording, facet and whom it binds; code, criterion and kind are what it is and stay."""
    draft = _locked(statement.set, by)
    found = _standing(statement, draft)
    check_version(found, version)
    before = _told(found)
    for name, value in words.items():
        setattr(found, name, value)
    found.version += 1
    found.save(update_fields=[*words, "version"])
    _touch(draft)
    _record("changed", draft, by, before=before, after=_told(found))
    return found


@transaction.atomic
def add(draft: StatementSet, *, by: User, criterion: str, kind: str, words: dict[str, Any]) -> Statement:
    """A new statement at the end of its list, with a code that no version ever had."""
    draft = _locked(draft, by)
    if draft.is_main != bool(criterion):
        raise PermissionDenied
    prefix = criterion or draft.code
    used = Statement.objects.filter(set__code=draft.code, set__version__lte=draft.version)
    code = next_code(prefix, kind, used.values_list("code", flat=True))
    last = draft.statements.filter(criterion=criterion, kind=kind).order_by("-order").first()
    made = Statement.objects.create(
        set=draft, code=code, criterion=criterion, kind=kind, order=last.order + 1 if last else 1, **words
    )
    _touch(draft)
    _record("added", draft, by, after=_told(made))
    return made


@transaction.atomic
def remove(statement: Statement, *, by: User, version: int) -> StatementSet:
    """Leave it out of this version; its code is never given to another."""
    draft = _locked(statement.set, by)
    found = _standing(statement, draft)
    check_version(found, version)
    _record("removed", draft, by, before=_told(found))
    found.delete()
    _touch(draft)
    return draft


@transaction.atomic
def restore(draft: StatementSet, code: str, *, by: User) -> Statement:
    """Take a statement back as the last published version said it."""
    draft = _locked(draft, by)
    if already := draft.statements.filter(code=code).first():
        return already
    published = Statement.objects.filter(set__code=draft.code, set__state=StatementSet.State.PUBLISHED, code=code)
    last = published.order_by("-set__version").first()
    if last is None:
        raise StaleDocument(draft, "Điều này chưa từng được ban hành. Thêm điều mới.")
    back = _copies(last, draft)
    back.save()
    _touch(draft)
    _record("restored", draft, by, after=_told(back))
    return back


@transaction.atomic
def publish(
    draft: StatementSet, *, by: User, revision: int, name: str, source_document: str, legal_basis: str
) -> StatementSet:
    """From now on nothing of it changes; periods that are still drafts may take it."""
    draft = _locked(draft, by)
    if draft.revision != revision:
        raise StaleDocument(draft, "Có người vừa sửa bản đang soạn. Xem lại bản mới rồi ban hành.")
    _check_complete(draft)
    draft.name, draft.source_document, draft.legal_basis = name, source_document, legal_basis
    draft.state, draft.published_at, draft.published_by = StatementSet.State.PUBLISHED, timezone.now(), by
    draft.save(update_fields=["name", "source_document", "legal_basis", "state", "published_at", "published_by"])
    _record("published", draft, by, reason=legal_basis, after={"code": draft.code, "version": draft.version})
    return draft


def _check_complete(draft: StatementSet) -> None:
    there = set(draft.statements.do().values_list("criterion", flat=True))
    if not draft.statements.exists():
        raise NotPublishable("Bộ chưa có điều nào. Thêm ít nhất một điều rồi ban hành.")
    missing = [str(criterion.label) for criterion in Criterion if criterion not in there] if draft.is_main else []
    if missing:
        raise NotPublishable(f"Thêm ít nhất một điều NÊN LÀM cho tiêu chí {', '.join(missing)}.")


@transaction.atomic
def discard(draft: StatementSet, *, by: User, revision: int) -> None:
    """Give up a draft. The first version of a set has nothing to go back to: it is emptied by hand, if at all."""
    draft = _locked(draft, by)
    if draft.revision != revision:
        raise StaleDocument(draft, "Có người vừa sửa bản đang soạn. Xem lại rồi hãy bỏ.")
    if draft.version == 1:
        raise StaleDocument(draft, "Phiên bản đầu của bộ không bỏ được. Để trống thì không ai thấy.")
    _record("dropped", draft, by, before={"code": draft.code, "version": draft.version})
    draft.delete()


@transaction.atomic
def choose(period: Period, chosen: StatementSet, *, by: User) -> Period:
    """By which version a year is pledged and evaluated: settled while the year is being prepared."""
    _ask(by)
    period = Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if period.state != Period.State.DRAFT:
        raise StaleDocument(period, "Kỳ đã mở nên giữ bộ tiêu chí đang dùng.")
    if chosen.is_draft or not chosen.is_main:
        raise StaleDocument(chosen, "Ban hành phiên bản này trước khi chọn cho kỳ.")
    if chosen.pk != period.statement_set_id:
        before = {"set": period.statement_set_id}
        period.statement_set = chosen
        period.save(update_fields=["statement_set"])
        audit.record("period.set_chosen", period, by=by, before=before, after={"set": chosen.pk})
    return period


def _standing(statement: Statement, draft: StatementSet) -> Statement:
    found = draft.statements.filter(pk=statement.pk).first()
    if found is None:
        raise StaleDocument(draft, f"Điều {statement.code} vừa được bỏ khỏi bản đang soạn.")
    return found


def _told(statement: Statement) -> dict[str, Any]:
    return {name: getattr(statement, name) for name in _COPIED}
