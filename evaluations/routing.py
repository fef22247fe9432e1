"""Where an evaluation is decided, by the posts of today, and until when the unit above has to wait."""

from cadres import standing_in
from cadres.deciding import deciding_unit, deciding_units
from cadres.models import Right
from criteria.patience import Patience
from evaluations.models import Evaluation

CHUNK = 500


def take_route(evaluation: Evaluation) -> None:
    """Put who decides today into the locked row. Needs the appointment with its unit and position."""
    route = deciding_unit(evaluation.appointment, Right.EVALUATION_UNION)
    first_day = Patience().ends_on(evaluation.period_id, evaluation.period.appraise_due_on)
    standing_in.take_route(evaluation, route, first_day)


def reroute() -> int:
    """Give undecided evaluations to the unit that decides by today's posts; returns how many moved."""
    waiting = Evaluation.objects.filter(state__in=[Evaluation.State.OPEN, Evaluation.State.APPRAISED])
    rows = waiting.select_related("appointment__unit", "appointment__position", "period").order_by("pk")
    patience, moved, last = Patience(), 0, 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        routes = deciding_units([row.appointment for row in chunk], Right.EVALUATION_UNION)
        moved += standing_in.reroute(
            waiting,
            [
                (row, routes[row.appointment_id], patience.ends_on(row.period_id, row.period.appraise_due_on))
                for row in chunk
            ],
        )
    return moved
