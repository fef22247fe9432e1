"""Many decisions at once: the verb of each kind, row by row, as a run that keeps the result of every row."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.dateparse import parse_date

from accounts import running
from accounts.documents import DecisionLacks, StaleDocument
from accounts.inbox import Decides, Kind, Standing
from accounts.models import Run, User
from config.inbox import BY_CODE

DIRECTLY = 50  # decisions.md 37: more than so many are a background run
MOST = 1000
APPROVE, RETURN, UNDO = "approve", "return", "undo"
CHANGED = "Vừa thay đổi ở máy khác. Mở lại để xem bản mới."
ELSEWHERE = "Nay do đơn vị khác quyết định, hoặc kỳ đã đóng."
UNSEEN = "Đồng chí không còn xem được hồ sơ này."


@dataclass(frozen=True)
class Named:
    """A row that somebody chose; without a version the one in force counts."""

    kind: Kind
    pk: int
    version: int | None = None

    @property
    def code(self) -> str:
        return f"{self.kind.code}:{self.pk}"

    @property
    def text(self) -> str:
        return f"{self.code}:{self.version}"


@dataclass(frozen=True)
class Asked:
    """What the confirmation asked for, for all rows and for single ones."""

    act: str
    reason: str = ""
    reasons: dict[str, str] = field(default_factory=dict)
    in_place_reason: str = ""
    minutes_no: str = ""
    minutes_on: str = ""


def named(texts: Iterable[str]) -> list[Named]:
    """Rows as the forms name them, each once: "dang-ky:12:3", or "dang-ky:12" for whatever version there is."""
    found: dict[str, Named] = {}
    for text in texts:
        code, _, rest = text.partition(":")
        pk, _, version = rest.partition(":")
        kind = BY_CODE.get(code)
        if kind and kind.decides and pk.isdecimal() and (version.isdecimal() or not version):
            row = Named(kind, int(pk), int(version) if version else None)
            found[row.code] = row
    return list(found.values())


def documents_of(user: User, rows: Iterable[Named]) -> dict[str, Any]:
    """The documents of the rows that the user may see, by code, each with its `unit_no`; one query per kind."""
    pks: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        pks[row.kind.code].append(row.pk)
    return {
        f"{code}:{document.pk}": document
        for code, found in pks.items()
        for document in decides_of(BY_CODE[code])
        .find(user)
        .filter(pk__in=found)
        .annotate(unit_no=F(BY_CODE[code].unit))
    }


def decides_of(kind: Kind) -> Decides:
    if kind.decides is None:
        raise PermissionDenied
    return kind.decides


def why_not(row: Named, document: Any, standing: Standing) -> str:
    """What keeps a document from being decided now; empty when nothing does."""
    if not standing.is_waiting:
        return "Không còn chờ duyệt."
    if row.version is not None and document.version != row.version:
        return CHANGED
    return "" if standing.may_decide else ELSEWHERE


def start(asked: Asked, rows: list[Named], *, by: User) -> Run:
    """At once up to fifty rows; above that in the background."""
    begin = running.start_now if len(rows) <= DIRECTLY else running.start
    parameters = vars(asked) | {"rows": [row.text for row in rows]}
    return begin(BULK.code, by=by, parameters=parameters, label=label_of(asked.act, rows))


def label_of(act: str, rows: list[Named]) -> str:
    verb = {APPROVE: "Duyệt", RETURN: "Trả lại", UNDO: "Hoàn tác"}[act]
    kinds = {row.kind.code: row.kind for row in rows}
    return f"{verb} {len(rows)} {next(iter(kinds.values())).noun if len(kinds) == 1 else 'hồ sơ'}"


def _work(run: Run, progress: running.Progress) -> None:
    """In the end the run forgets what was typed: the documents and the trail have it."""
    given = dict(run.parameters)
    rows = named(given.pop("rows"))
    for number, row in enumerate(rows, start=1):
        _settle(run, row, Asked(**given))
        progress(number, len(rows))
    run.parameters = {"act": run.parameters["act"], "rows": run.parameters["rows"]}
    run.save(update_fields=["parameters"])


@transaction.atomic
def _settle(run: Run, row: Named, asked: Asked) -> None:
    """What a row came to is written with it, under the run's lock: a run taken up again does nothing twice."""
    kept = Run.objects.select_for_update(of=("self",)).get(pk=run.pk).outcome
    results = kept.get("rows", {})
    if row.code not in results:
        results[row.code] = _one(User.objects.get(pk=run.asked_by_id), row, asked)
    run.outcome = {"rows": results, "url": reverse("portal:inbox_result", args=[run.pk])}
    run.save(update_fields=["outcome"])


def _one(user: User, row: Named, asked: Asked) -> dict[str, Any]:
    """The verb on one row, with the rights of this moment; `problem` says why it was not done."""
    decides = decides_of(row.kind)
    document = decides.find(user).filter(pk=row.pk).first() if user.is_active else None
    if document is None:
        return {"problem": UNSEEN}
    try:
        done = _undone(decides, document, user) if asked.act == UNDO else _decided(decides, document, user, row, asked)
    except StaleDocument as stale:
        return {"problem": stale.message or CHANGED}
    except PermissionDenied as denied:
        return {"problem": str(denied) or ELSEWHERE}
    except DecisionLacks as lack:
        return {"problem": str(lack)}
    return {"did": "hoàn tác" if asked.act == UNDO else decides.did(done)}


def _undone(decides: Decides, document: Any, user: User) -> Any:
    if decides.undo is None:
        raise StaleDocument(document, "Loại hồ sơ này không hoàn tác được.")
    return decides.undo(document, by=user)


def _decided(decides: Decides, document: Any, user: User, row: Named, asked: Asked) -> Any:
    standing = decides.standing(user, document)
    given: dict[str, Any] = {"by": user, "version": document.version if row.version is None else row.version}
    if standing.place is not None:
        given["in_place_reason"] = asked.in_place_reason
    if asked.act == RETURN:
        return decides.send_back(document, reason=asked.reasons.get(row.code) or asked.reason, **given)
    if standing.is_by_minutes:
        given |= {"minutes_no": asked.minutes_no, "minutes_on": parse_date(asked.minutes_on)}
    return decides.approve(document, **given)


BULK = running.register(
    running.RunKind("inbox.bulk", "Duyệt nhiều hồ sơ", _work, untold=("rows", "reason", "reasons", "in_place_reason"))
)
