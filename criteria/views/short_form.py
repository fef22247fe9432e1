"""The short form of the pledge: a screen for each criterion, the KHÔNG two by two, a look through all."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cadres.access import rights_required
from cadres.models import Right
from criteria import pledging, rules, suggesting
from criteria.forms.deciding import SubmitForm
from criteria.forms.short import DontsForm, ShortStepForm
from criteria.models import Criterion, Pledge, Statement
from criteria.twins import twins_of
from criteria.views import saving
from criteria.views.pledge_steps import REVIEW, STEPS, closed_to_writing, frame, own_pledge

AT_ONCE, ENOUGH = 2, 3


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PLEDGE_WRITE)
def pledge_short(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    pledge = own_pledge(request, pk)
    if not rules.has_short_form(pledge.appointment.position.category, pledge.period.pledge_policy):
        return redirect("criteria:pledge_step", pledge.pk, "gm")
    if not rules.fits_short_form(pledge.items.all()):
        messages.info(request, "Bản này có nhiều hơn một việc ở một tiêu chí nên mở ở dạng đầy đủ.")
        return redirect("criteria:pledge_step", pledge.pk, "gm")
    screens = _screens(pledge)
    if step not in screens:
        raise Http404
    if request.method != "POST" or step == REVIEW:
        return closed_to_writing(request, pledge) or _shown(request, pledge, step, screens)
    form = _form(pledge, step, screens, request.POST)
    write = partial(_write, pledge, form)
    answer = saving.save(request, pledge, form, write, partial(_onward, pledge, step, screens))
    return answer or _shown(request, pledge, step, screens, form)


def _screens(pledge: Pledge) -> dict[str, list[Statement]]:
    """The screens in their order, with the KHÔNG that each shows."""
    donts = list(pledge.period.statement_set.statements.applying_to(pledge.appointment).dont())
    pairs = [donts[first : first + AT_ONCE] for first in range(0, len(donts), AT_ONCE)]
    return {step: [] for step in STEPS} | {f"khong-{n}": pair for n, pair in enumerate(pairs, 1)} | {REVIEW: []}


def _form(pledge: Pledge, step: str, screens: dict[str, list[Statement]], data: Any = None) -> Any:
    if step in STEPS:
        return ShortStepForm(pledge, STEPS[step], suggestions=_suggestions(pledge, STEPS[step]), data=data)
    return DontsForm(pledge, screens[step], data)


def _suggestions(pledge: Pledge, criterion: Criterion) -> list[suggesting.Suggestion]:
    """The unit's own first; where it asks for little, the statements that can be taken as they are."""
    found = suggesting.from_indicators(pledge, criterion)
    found += suggesting.from_programme(suggesting.programme_for(pledge), criterion)
    found += suggesting.from_last_year(pledge, criterion)
    if len(found) < ENOUGH:
        do = pledge.period.statement_set.statements.applying_to(pledge.appointment).of_criterion(criterion).do()
        found += [s for s in suggesting.from_statements(list(do), pledge.period.pledge_policy.max_chars) if s.text]
    return found


def _write(pledge: Pledge, form: ShortStepForm | DontsForm, **given: Any) -> Pledge:
    if isinstance(form, DontsForm):
        return pledging.confirm_donts(pledge, form.shown, form.confirmed_codes, **given)
    return pledging.save_step(pledge, form.criterion, form.drafts(), form.confirmed_codes, **given)


def _onward(pledge: Pledge, step: str, screens: dict[str, list[Statement]]) -> HttpResponse:
    order = list(screens)
    return redirect("criteria:pledge_short", pledge.pk, order[order.index(step) + 1])


def _shown(
    request: HttpRequest, pledge: Pledge, step: str, screens: dict[str, list[Statement]], form: Any = None
) -> HttpResponse:
    order = list(screens)
    place = order.index(step)
    context = frame(pledge, step if step in STEPS else REVIEW) | {
        "is_short": True,
        "step": step,
        "number": place + 1,
        "of": len(order),
        "earlier": order[place - 1] if place else "",
        "evidence": suggesting.EVIDENCE,
        "criterion": STEPS.get(step),
    }
    if step == REVIEW:
        form = form or SubmitForm(initial={"version": pledge.version})
        context |= {"form": form, "twins": twins_of(pledge), "is_writer": True}
        return render(request, "criteria/pledge_review.html", context)
    form = form or _form(pledge, step, screens)
    template = "criteria/short_pick.html" if step in STEPS else "criteria/short_donts.html"
    return render(request, template, context | {"form": form}, status=422 if form.errors else 200)
