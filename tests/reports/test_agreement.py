"""Every way to a figure gives the same: brute force, live, rows, frozen row, frozen entries, workbook cell."""

from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from accounts.models import User
from cadres.models import Appointment, Role, Unit
from criteria.models import OWES_PROGRAMME, Duty, Period, Pledge, Programme, profile_of
from criteria.rules import usual_due_on
from evaluations.models import Evaluation
from fieldvisits.models import FollowUp, Visit, VisitPlanItem
from fieldvisits.standing import visit_standing
from reports import counting, entries, freezing
from reports.measures import BY_CODE, MEASURES, PLACE, SCALE
from reports.workbooks import WORKBOOKS, Ask, shapes
from tests.factories.cadres import with_role
from tests.factories.reports import random_year

TODAY = timezone.localdate


def brute_force(unit: Unit) -> dict[str, int]:
    """All figures of a subtree, counted in plain Python, one object after the other."""
    counts = dict.fromkeys(BY_CODE, 0)

    def add(code, amount=1):
        counts[code] += amount

    for post in Appointment.objects.select_related("unit", "position", "cadre"):
        is_held = post.valid_from <= TODAY() and (post.valid_to is None or post.valid_to >= TODAY())
        if post.is_main and is_held and post.unit.path.startswith(unit.path):
            count_person(post, add)
    for place in Unit.objects.all():
        if place.path.startswith(unit.path) and place.type in OWES_PROGRAMME:
            add("programme_owed")
            add("with_solutions" if any(map(is_worked_out, place.programmes.all())) else "without_solutions")
            add("with_results" if any(map(has_results, place.programmes.all())) else "without_results")
    for place in Unit.objects.exclude(level="branch"):
        if place.path.startswith(unit.path):
            add("roster_owed")
            is_attested = place.attestations.filter(year=TODAY().year).exists()
            add("roster_attested" if is_attested else "roster_missing")
    for item in VisitPlanItem.objects.select_related("plan__unit"):
        if item.plan.unit.path.startswith(unit.path) and item.plan.state == "approved" and item.state != "cancelled":
            add("planned_trips")
            add("planned_days", int(item.days * SCALE))
    for visit in Visit.objects.select_related("unit"):
        if visit.unit.path.startswith(unit.path):
            count_visit(visit, add)
    for follow_up in FollowUp.objects.select_related("visit__unit"):
        if follow_up.visit.unit.path.startswith(unit.path):
            add("follow_ups")
            add("follow_ups_resolved", follow_up.state == "resolved")
    return counts


def count_person(post, add):
    period = Period.objects.get(profile=profile_of(post.position.category))
    duty = Duty.objects.get(period=period, level=post.position.level, category=post.position.category)
    add("people_total")
    if duty.pledge == "required":
        count_pledge(post, period, add)
    if duty.visit == "required":
        add("visit_owed")
        add("visit_quota_met", visit_standing(post.cadre, period, TODAY()).is_met)
    evaluation = Evaluation.objects.filter(cadre=post.cadre, period=period).first()
    add("evaluation_owed")
    if evaluation and evaluation.state in {"notified", "reconsidering", "locked"}:
        add("evaluated")
        add(f"rated_{evaluation.rating}")
    else:
        add("not_rated" if evaluation and evaluation.state == "not_rated" else "not_evaluated")


def count_pledge(post, period, add):
    add("pledge_owed")
    has_reason = any(
        may_be_late(leave) for leave in post.cadre.exemptions.all()
    ) or post.valid_from >= TODAY() - timedelta(days=30)
    pledge = Pledge.objects.filter(cadre=post.cadre, period=period).exclude(state="cancelled").first()
    is_sent = bool(pledge and pledge.first_submitted_at)
    add("pledge_owed_now", is_sent or not has_reason)
    if is_sent:
        add("pledge_registered")
        add("pledge_on_time", timezone.localtime(pledge.first_submitted_at).date() <= pledge.due_on)
        add("pledge_approved", pledge.state in {"approved", "closed"})
        add("pledge_entered", pledge.entered_by is not None)
        add("pledge_waiting", pledge.state == "submitted")
        add("pledge_returned", pledge.state == "returned")
        return
    add("pledge_missing")
    add("pledge_excused", has_reason)
    add("pledge_overdue", not has_reason and usual_due_on(period, post.position) < TODAY())


def may_be_late(leave) -> bool:
    """Away, or back for thirty days at most."""
    return leave.valid_from <= TODAY() and (leave.valid_to is None or leave.valid_to >= TODAY() - timedelta(days=31))


def is_worked_out(programme: Programme) -> bool:
    foci = list(programme.foci.all())
    return programme.state == "approved" and bool(foci) and all(focus.solutions.exists() for focus in foci)


def has_results(programme: Programme) -> bool:
    finished = [one for one in programme.solutions.all() if one.progress == "done" and one.result_figure]
    return is_worked_out(programme) and any(
        evidence.is_shown for solution in finished for evidence in solution.evidences.all()
    )


def count_visit(visit, add):
    add("visits")
    add("visits_unplanned", visit.is_unplanned)
    if visit.reported_at:
        on_time = timezone.localtime(visit.reported_at).date() <= visit.report_due_on
        add("report_owed")
        add("reports_on_time" if on_time else "reports_late")
        for level in ("district", "base", "branch"):
            add(f"days_{level}", int(getattr(visit, f"days_{level}") * SCALE))
    elif visit.report_due_on < TODAY():
        add("report_owed")
        add("reports_late")


def some_units() -> list[Unit]:
    return [Unit.objects.get(code="74"), *Unit.objects.filter(type__in=["district", "base"])[:3]]


@pytest.mark.parametrize("seed", range(4))
def test_live_figures_rows_and_frozen_ones_agree_with_brute_force(seed):
    year = random_year(seed)
    view = counting.year_view(year)
    snapshot = freezing.freeze(year, by=with_role(Role.ORG_STAFF, Unit.objects.get(code="74")), note="Thử")

    for unit in some_units():
        expected = brute_force(unit)
        live = counting.family_of(unit, view).total
        frozen = snapshot.rows.get(unit=unit).total
        for measure in MEASURES:
            behind = entries.behind(snapshot, measure, unit)
            rows = counting.rows(measure, view, unit)
            figures = {
                "live": live[PLACE[measure.code]],
                "rows": counting.amount_of(measure, rows),
                "frozen": frozen[PLACE[measure.code]],
                "entries": entries.amount_of(snapshot, measure, behind) * (SCALE if measure.amount else 1),
            }
            assert figures == dict.fromkeys(figures, expected[measure.code]), (measure.code, unit.name)
    assert expected["people_total"] > 0


def cells(code: str, unit: Unit, year: int, tmp_path) -> list[tuple]:
    user = User.objects.get(username="tckt")
    path = tmp_path / f"{code}-{unit.pk}.xlsx"
    shapes.save(WORKBOOKS[code], Ask(unit, counting.year_view(year), user), path, lambda done, total: None)
    return [tuple(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]


def total_of(rows: list[tuple]) -> tuple:
    return next(row for row in rows if row[1] == "Tổng cộng")


@pytest.mark.parametrize("seed", range(2))
def test_workbooks_agree_with_brute_force(seed, tmp_path):
    year = random_year(seed)
    with_role(Role.ORG_STAFF, Unit.objects.get(code="74"), username="tckt")
    for unit in some_units():
        expected = brute_force(unit)

        def e(*codes, expected=expected):
            return [expected[code] for code in codes]

        b1, b3, b6 = (total_of(cells(code, unit, year, tmp_path)) for code in ("B1", "B3", "B6"))
        assert list(b1[2:8]) == e(
            *("pledge_owed", "pledge_registered", "pledge_approved"),
            *("pledge_on_time", "pledge_returned", "pledge_missing"),
        )
        assert [b3[4], b3[10], *b3[12:15]] == e(
            "planned_trips", "visits_unplanned", "reports_on_time", "follow_ups", "follow_ups_resolved"
        )
        assert [Decimal(str(n)) * SCALE for n in (b3[5], *b3[6:9])] == e(
            "planned_days", "days_district", "days_base", "days_branch"
        )
        assert [b6[2], b6[3], b6[4], *b6[6:9]] == e(
            *("evaluation_owed", "evaluated", "rated_excellent", "rated_good"),
            *("rated_satisfactory", "rated_unsatisfactory"),
        )
        people = {
            code: sum(isinstance(row[0], int) for row in cells(code, unit, year, tmp_path)) for code in ("B2", "B5")
        }
        assert people == {"B2": expected["pledge_missing"], "B5": expected["evaluation_owed"]}
