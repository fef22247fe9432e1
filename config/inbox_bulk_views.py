"""Deciding on many: what exactly will be done, doing it, the result of each row, and taking it all back."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.inbox import UNDO_TIME, Clock, Kind, Standing
from accounts.models import Run, User
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from config import inbox, inbox_bulk
from config.inbox import RIGHTS, Waiters
from config.inbox_bulk import APPROVE, DIRECTLY, MOST, RETURN, UNDO, Asked, Named
from config.inbox_filter import InboxFilter


class BulkForm(forms.Form):
    """What is asked once for many rows; each may have a reason of its own."""

    rows = forms.CharField(widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=[(APPROVE, ""), (RETURN, "")], widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Lý do chung", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    in_place_reason = forms.CharField(label="Lý do duyệt thay", max_length=300, required=False)
    minutes_no = forms.CharField(label="Số biên bản", max_length=60, required=False)
    minutes_on = forms.DateField(
        label="Ngày biên bản",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Viết ngày theo dạng 05/06/2026."},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        rows = inbox_bulk.named(str(data.get("rows", "")).split())
        self.chosen, self.reasons = rows, {}
        if not rows or len(rows) > MOST:
            self.add_error(None, f"Chọn từ 1 đến {MOST} hồ sơ mỗi lần.")
        for row in rows:
            words = self.data.get(f"reason-{row.code}", "").strip()[:1000]
            if words:
                self.reasons[row.code] = words
        if data.get("act") == RETURN and not data.get("reason") and len(self.reasons) < len(rows):
            self.add_error("reason", "Viết lý do chung, hoặc lý do riêng cho từng hồ sơ.")
        if bool(data.get("minutes_no")) != bool(data.get("minutes_on")) and "minutes_on" not in self.errors:
            self.add_error("minutes_no", "Điền cả số và ngày biên bản, hoặc bỏ trống cả hai.")
        return data

    def asked(self) -> Asked:
        data = self.cleaned_data
        on = data["minutes_on"]
        return Asked(
            act=data["act"],
            reason=data["reason"],
            reasons=self.reasons if data["act"] == RETURN else {},
            in_place_reason=data["in_place_reason"],
            minutes_no=data["minutes_no"],
            minutes_on=on.isoformat() if on else "",
        )


@dataclass(frozen=True)
class Looked:
    """A chosen row as it is now: who it is about, what the reader may do, or what keeps it out."""

    row: Named
    name: str
    unit_id: int | None = None
    standing: Standing | None = None
    problem: str = ""
    typed: str = ""


@require_POST
@rights_required(*RIGHTS)
def inbox_bulk_ask(request: HttpRequest) -> HttpResponse:
    """Says what exactly will happen: to the rows that were ticked, or to all of the filter as it is now."""
    act = RETURN if request.POST.get("act") == RETURN else APPROVE
    is_all, skipped = "all" in request.POST, 0
    if is_all:
        rows, skipped = _all_of_filter(request)
    else:
        rows = inbox_bulk.named(request.POST.getlist("ids"))
    if not rows or len(rows) > MOST:
        too_many = f"Mỗi lần nhiều nhất {MOST} hồ sơ: thu hẹp bộ lọc rồi chọn lại."
        messages.error(request, too_many if rows else "Chọn ít nhất một hồ sơ duyệt được tại đây.")
        return redirect("portal:inbox")
    form = BulkForm(initial={"act": act, "reason": request.POST.get("reason", "")})
    seen = request.POST.get("count", "")
    context = _asking(request.user, form, act, rows) | {
        "skipped": skipped,
        "seen": int(seen) if is_all and seen.isdecimal() and int(seen) != len(rows) + skipped else None,
    }
    return render(request, "portal/inbox_bulk.html", context)


def _all_of_filter(request: HttpRequest) -> tuple[list[Named], int]:
    """All rows that are decided here, as they are now, and how many others the filter has."""
    chosen = InboxFilter(request.GET).chosen(request.user)
    keys = Waiters(request.user, Clock.now(), chosen).keys(end=MOST + 1)
    rows = [Named(key.kind, key.pk, key.version) for key in keys if key.kind.decides]
    return rows, len(keys) - len(rows)


@require_POST
@rights_required(*RIGHTS)
@submit_once
def inbox_bulk_do(request: HttpRequest) -> HttpResponse:
    form = BulkForm(request.POST)
    if not form.is_valid():
        if not form.chosen or len(form.chosen) > MOST or "act" in form.errors:
            messages.error(request, f"Chọn từ 1 đến {MOST} hồ sơ mỗi lần.")
            return redirect("portal:inbox")
        act = form.cleaned_data["act"]
        return render(request, "portal/inbox_bulk.html", _asking(request.user, form, act, form.chosen), status=422)
    run = inbox_bulk.start(form.asked(), form.chosen, by=request.user)
    return redirect("portal:inbox_result", run.pk)


def _asking(user: User, form: BulkForm, act: str, rows: list[Named]) -> dict[str, Any]:
    looked = _look(user, rows, getattr(form, "reasons", {}))
    ready = [one for one in looked if not one.problem]
    kinds = Counter(one.row.kind.code for one in ready)
    by_minutes = [one for one in ready if one.standing and one.standing.is_by_minutes]
    return {
        "form": form,
        "act": act,
        "ready": ready,
        "packed": " ".join(one.row.text for one in ready),
        "left_out": [one for one in looked if one.problem],
        "counts": [(n, inbox.BY_CODE[code].noun) for code, n in kinds.most_common()],
        "verb": _verb(act, [inbox.BY_CODE[code] for code in kinds]),
        "can_undo": any(inbox_bulk.decides_of(inbox.BY_CODE[code]).undo for code in kinds),
        "units": len({one.unit_id for one in ready}),
        "by_minutes": by_minutes if act == APPROVE else [],
        "in_place": [one for one in ready if one.standing and one.standing.place is not None],
        "first_look": [one for one in ready if one.standing and one.standing.is_first_look] if act == APPROVE else [],
        "is_listed": len(ready) <= DIRECTLY,
        "directly": DIRECTLY,
    }


def _verb(act: str, kinds: list[Kind]) -> str:
    words = inbox_bulk.decides_of(kinds[0]).words if len(kinds) == 1 else None
    if act == RETURN:
        return words.send_back_short if words else "Trả lại"
    return words.approve if words else "Duyệt"


def _look(user: User, rows: list[Named], typed: dict[str, str]) -> list[Looked]:
    """Each row as it is at this moment; those that changed or are out of reach say so."""
    documents = inbox_bulk.documents_of(user, rows)
    looked = []
    for row in rows:
        document = documents.get(row.code)
        if document is None:
            looked.append(Looked(row, "Một hồ sơ đã chọn", problem=inbox_bulk.UNSEEN))
            continue
        decides = inbox_bulk.decides_of(row.kind)
        standing = decides.standing(user, document)
        problem = inbox_bulk.why_not(row, document, standing)
        now = Named(row.kind, row.pk, document.version)
        typed_here = typed.get(row.code, "")
        looked.append(Looked(now, decides.name(document), document.unit_no, standing, problem, typed_here))
    return looked


def _run(request: HttpRequest, pk: UUID) -> Run:
    return get_object_or_404(Run.objects.visible_to(request.user), pk=pk, kind=inbox_bulk.BULK.code)


@require_safe
@rights_required(*RIGHTS)
def inbox_result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What became of each row; a run that still works shows how far it is."""
    run = _run(request, pk)
    rows = inbox_bulk.named(run.parameters["rows"])
    documents, results = inbox_bulk.documents_of(request.user, rows), run.outcome.get("rows", {})
    lines = [_line(row, documents.get(row.code), results.get(row.code)) for row in rows]
    act = run.parameters["act"]
    done = [line for line in lines if line["did"]]
    ends = (run.finished_at or run.created_at) + UNDO_TIME
    can_undo = act != UNDO and ends > timezone.now() and any(line["row"].kind.decides.undo for line in done)
    context = {
        "run": run,
        "act": act,
        "lines": lines,
        "done": len(done),
        "failed": [line for line in lines if line["problem"]],
        "undo_until": ends if can_undo and run.is_finished else None,
    }
    return render(request, "portal/inbox_result.html", context)


def _line(row: Named, document: Any, result: dict[str, str] | None) -> dict[str, Any]:
    result = result or {}
    return {
        "row": row,
        "document": document,
        "name": inbox_bulk.decides_of(row.kind).name(document) if document else "Hồ sơ không còn xem được",
        "did": result.get("did", ""),
        "problem": result.get("problem", ""),
    }


@require_POST
@rights_required(*RIGHTS)
@submit_once
def inbox_bulk_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that can still be taken back, with a result for each."""
    run = _run(request, pk)
    results = run.outcome.get("rows", {})
    rows = [row for row in inbox_bulk.named(run.parameters["rows"]) if results.get(row.code, {}).get("did")]
    rows = [row for row in rows if inbox_bulk.decides_of(row.kind).undo]
    if run.parameters["act"] == UNDO or not rows:
        messages.error(request, "Lượt này không còn gì để hoàn tác.")
        return redirect("portal:inbox_result", run.pk)
    undone = inbox_bulk.start(Asked(UNDO), rows, by=request.user)
    return redirect("portal:inbox_result", undone.pk)
