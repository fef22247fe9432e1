"""The inbox: the list left and the record right, a decision on one, and taking it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.documents import DecisionLacks
from accounts.inbox import UNDO_TIME, Clock, Decides, Kind, Standing
from accounts.models import User
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from config import inbox
from config.inbox import RIGHTS, Key, Waiters
from config.inbox_bulk import DIRECTLY
from config.inbox_filter import InboxFilter
from criteria.forms.deciding import DecisionForm, MinutesForm, ReturnForm

LOOK_AHEAD = 500


@dataclass(frozen=True)
class JustDecided:
    """An own decision that can still be taken back, and until when."""

    kind: Kind
    document: Any
    name: str
    did: str

    @property
    def until(self) -> datetime:
        until: datetime = self.document.decided_at + UNDO_TIME
        return until


@require_safe
@rights_required(*RIGHTS)
def inbox_list(request: HttpRequest) -> HttpResponse:
    """The list; wide screens show the record that waits longest beside it."""
    context = _list(request)
    first = next((row for row in context["page"].object_list if row.key.kind.decides), None)
    if first is not None:
        context |= _record(request, first.key.kind, _found(request, first.key.kind, first.key.pk))
    return render(request, "portal/inbox.html", context)


@require_safe
@rights_required(*RIGHTS)
def inbox_record(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One record to decide on; a decided one leads to its own page. The keyboard asks for the right side alone."""
    kind = inbox.kind_of(request.user, code)
    document = _found(request, kind, pk)
    record = _record(request, kind, document)
    if not record["standing"].is_waiting:
        return redirect(document)
    if request.htmx:
        return render(request, "portal/_inbox_record.html", record)
    return render(request, "portal/inbox.html", _list(request) | record | {"is_record": True})


@require_POST
@rights_required(*RIGHTS)
@submit_once
def inbox_decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Approve or send back one; then the next one opens."""
    kind = inbox.kind_of(request.user, code)
    decides, document = _decides(kind), _found(request, kind, pk)
    is_return, standing = request.POST.get("act") == "return", decides.standing(request.user, document)
    form_class = ReturnForm if is_return else MinutesForm if standing.is_by_minutes else DecisionForm
    form = form_class(request.POST, in_place=standing.place is not None)
    if not form.is_valid():
        context = _list(request) | _record(request, kind, document) | {"is_record": True, "place_form": form}
        context["return_form" if is_return else "minutes_form"] = form
        return render(request, "portal/inbox.html", context, status=422)
    following = _following(request, kind, pk)
    try:
        verb = decides.send_back if is_return else decides.approve
        document = verb(document, by=request.user, **form.cleaned_data)
    except DecisionLacks as lack:
        messages.error(request, str(lack))
        return redirect(_record_url(request, kind, pk))
    messages.success(request, f"Đã {decides.did(document)} {kind.noun} của {decides.name(document)}.")
    return redirect(_record_url(request, following.kind, following.pk) if following else _list_url(request))


@require_POST
@rights_required(*RIGHTS)
@submit_once
def inbox_undo(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    kind = inbox.kind_of(request.user, code)
    decides, document = _decides(kind), _found(request, kind, pk)
    if decides.undo is None:
        messages.error(request, f"Không hoàn tác được: mở trang của {kind.noun} này để xem tiếp.")
        return redirect(document)
    document = decides.undo(document, by=request.user)
    messages.success(request, f"Đã hoàn tác. {kind.noun.capitalize()} của {decides.name(document)} lại chờ duyệt.")
    return redirect(_record_url(request, kind, pk))


@require_safe
@rights_required(*RIGHTS)
def inbox_moved(request: HttpRequest, code: str, pk: int | None = None) -> HttpResponse:
    """Where the inboxes of single kinds were before there was one for all."""
    if pk is not None:
        return redirect("portal:inbox_record", code, pk)
    return redirect(f"{reverse('portal:inbox')}?loai={code}")


def _decides(kind: Kind) -> Decides:
    """Kinds with pages of their own have none here."""
    if kind.decides is None:
        raise Http404
    return kind.decides


def _found(request: HttpRequest, kind: Kind, pk: int) -> Any:
    return get_object_or_404(_decides(kind).find(request.user), pk=pk)


def _list(request: HttpRequest) -> dict[str, Any]:
    form, clock = InboxFilter(request.GET), Clock.now()
    chosen = form.chosen(request.user)
    waiters = Waiters(request.user, clock, chosen)
    tallies = waiters.tallies()
    shown = [tally for tally in tallies if tally.kind in chosen.kinds(inbox.KINDS)]
    total = sum(tally.total for tally in shown)
    return {
        "form": form,
        "chosen": chosen,
        "tallies": [tally for tally in tallies if tally.total or tally.kind.code == chosen.code],
        "everything": sum(tally.total for tally in tallies),
        "own": sum(tally.own for tally in shown),
        "late": sum(tally.late for tally in shown),
        "stand_in": sum(tally.stand_in for tally in shown),
        "page": waiters.page(request.GET.get("trang"), total),
        "counted": inbox.counted(request.user),
        "just_decided": _just_decided(request.user, [tally.kind for tally in tallies]),
        "directly": DIRECTLY,
    }


def _just_decided(user: User, kinds: list[Kind]) -> list[JustDecided]:
    """One query for each kind that can be taken back."""
    found = [
        JustDecided(kind, document, decides.name(document), decides.did(document))
        for kind in kinds
        if (decides := kind.decides) and decides.undo and decides.decided
        for document in decides.decided(user)[:10]
    ]
    return sorted(found, key=lambda one: one.until, reverse=True)


def _record(request: HttpRequest, kind: Kind, document: Any) -> dict[str, Any]:
    decides = _decides(kind)
    standing: Standing = decides.standing(request.user, document)
    return decides.record(request.user, document) | {
        "kind": kind,
        "decides": decides,
        "document": document,
        "document_name": decides.name(document),
        "standing": standing,
        "acts": standing.acts,
        "place": standing.place,
        "return_form": ReturnForm(initial={"version": document.version}),
        "minutes_form": MinutesForm(initial={"version": document.version}),
    }


def _following(request: HttpRequest, kind: Kind, pk: int) -> Key | None:
    """The one below in the list as it is filtered, else the first that is decided here."""
    chosen = InboxFilter(request.GET).chosen(request.user)
    keys = [key for key in Waiters(request.user, Clock.now(), chosen).keys(end=LOOK_AHEAD) if key.kind.decides]
    here = next((n for n, key in enumerate(keys) if (key.kind, key.pk) == (kind, pk)), None)
    others = keys if here is None else [*keys[here + 1 :], *keys[:here]]
    return next(iter(others), None)


def _record_url(request: HttpRequest, kind: Kind, pk: int) -> str:
    return _with_filter(request, reverse("portal:inbox_record", args=[kind.code, pk]))


def _list_url(request: HttpRequest) -> str:
    return _with_filter(request, reverse("portal:inbox"))


def _with_filter(request: HttpRequest, url: str) -> str:
    return f"{url}?{request.GET.urlencode()}" if request.GET else url
