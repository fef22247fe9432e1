"""The steps that forms about posts share: which unit, what exactly, and what follows before it is done."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cadres.models import Cadre, Unit, place_of
from cadres.models.units import UnitQuerySet

CONFIRMED = "xac_nhan"


def ask_unit(
    request: HttpRequest, units: UnitQuerySet, *, title: str, back: str, lead: str = ""
) -> tuple[Unit, HttpResponse | None]:
    """The unit that was named, or the page on which it is looked for. Never a list of thousands to choose from.

    A page that has a unit already is asked for another one with `chon`.
    """
    named = request.POST.get("don_vi") or request.GET.get("don_vi") or ""
    unit = units.filter(pk=named).first() if named.isdecimal() else None
    if unit:
        return unit, None
    words = request.GET.get("q", "").strip()[:100]
    found = (units.matching(words) if words else units).annotate(place=place_of(""))
    page = Paginator(found, 20).get_page(request.GET.get("trang"))
    context = {"title": title, "back": back, "lead": lead, "q": words, "page": page}
    return Unit(), render(request, "cadres/unit_pick.html", context)


def form_page(
    request: HttpRequest,
    form: forms.Form,
    cadre: Cadre,
    *,
    title: str,
    lead: str,
    action: str,
    unit: Unit | None = None,
    picks_unit: bool = False,
) -> HttpResponse:
    context = {"form": form, "cadre": cadre, "title": title, "lead": lead, "action": action, "unit": unit}
    return render(request, "cadres/post_form.html", context | {"picks_unit": picks_unit})


def is_confirmed(request: HttpRequest) -> bool:
    return CONFIRMED in request.POST


def confirm_page(
    request: HttpRequest,
    form: forms.Form,
    cadre: Cadre,
    *,
    title: str,
    rows: list[tuple[str, Any]],
    action: str,
    keeps_post: bool | None = None,
    unit: Unit | None = None,
) -> HttpResponse:
    """What was asked for, once more, with what becomes of the person's documents (not, when `keeps_post` is left
    out); the same form comes back."""
    context = {
        "form": form,
        "cadre": cadre,
        "title": title,
        "rows": rows,
        "action": action,
        "keeps_post": keeps_post,
        "unit": unit,
    }
    return render(request, "cadres/post_confirm.html", context)
