"""Figures about people: main posts valid on the day, whose category owes the thing; at the unit of the post."""

from django.db.models import FilteredRelation, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from cadres.models import Appointment, Right, away_on, back_since
from criteria.models import Pledge, going_first
from evaluations.models import Evaluation, Rating
from reports.measures.shapes import Counts, Kind, Measure, Part, Source
from reports.measures.years import PeriodView, YearView

KEPT_PLEDGES = [state for state in Pledge.State.values if state != Pledge.State.CANCELLED]
# Only what was told: a figure of a small unit would tell the rest beforehand, to the person too.
RATED = list(Evaluation.RELEASED)


def _parts(view: YearView) -> list[Part]:
    """One part per period, joined to the one pledge and the one evaluation that a person can have in it."""
    return [
        Part(
            Appointment.objects.using(view.using)
            .valid_on(view.on)
            .main()
            .filter(position__in=period.everybody)
            .alias(
                pledge=FilteredRelation(
                    "cadre__pledges",
                    condition=Q(cadre__pledges__period=period.period, cadre__pledges__state__in=KEPT_PLEDGES),
                ),
                evaluation=FilteredRelation(
                    "cadre__evaluations", condition=Q(cadre__evaluations__period=period.period)
                ),
            ),
            view,
            period,
        )
        for period in view.periods
    ]


PEOPLE = Source("people", Kind.PEOPLE, Appointment, _parts, unit="unit", person="cadre")

_FIRST_DAY = TruncDate("pledge__first_submitted_at", tzinfo=timezone.get_default_timezone())


def _period(part: Part) -> PeriodView:
    if part.period is None:
        raise ValueError("People are counted period by period.")
    return part.period


def _pledge(part: Part) -> Q:
    return Q(position__in=_period(part).pledge)


def _registered(part: Part) -> Q:
    return _pledge(part) & Q(pledge__first_submitted_at__isnull=False)


def _approved(part: Part) -> Q:
    return _pledge(part) & Q(pledge__state__in=[Pledge.State.APPROVED, Pledge.State.CLOSED])


def _on_time(part: Part) -> Q:
    return _registered(part) & Q(pledge__due_on__gte=_FIRST_DAY)


def _entered(part: Part) -> Q:
    """Sent in the person's name, from his signed paper (domain §16)."""
    return _registered(part) & Q(pledge__entered_by__isnull=False)


def _waiting(part: Part) -> Q:
    return _pledge(part) & Q(pledge__state=Pledge.State.SUBMITTED)


def _returned(part: Part) -> Q:
    return _pledge(part) & Q(pledge__state=Pledge.State.RETURNED)


def _missing(part: Part) -> Q:
    return _pledge(part) & Q(pledge__first_submitted_at__isnull=True)


def _has_time(part: Part) -> Q:
    """Owes nothing just now: away on leave, new in the post, back from leave not long ago, or given more time."""
    on, since = part.view.on, _period(part).new_since
    return Q(away_on(on)) | Q(valid_from__gte=since) | Q(back_since(since, on)) | _given_time(_period(part))


def _given_time(period: PeriodView) -> Q:
    condition = Q(cadre__in=[one.cadre_id for one in period.extensions if one.cadre_id])
    for one in period.extensions:
        if one.unit is not None:
            condition |= Q(unit__path__startswith=one.unit.path)
    return condition


def _excused(part: Part) -> Q:
    """Missing for a reason."""
    return _missing(part) & _has_time(part)


def _owed_now(part: Part) -> Q:
    """All who must pledge without those who are missing for a reason."""
    return _pledge(part) & ~(Q(pledge__first_submitted_at__isnull=True) & _has_time(part))


def _overdue(part: Part) -> Q:
    """Missing without a reason though the day is over, which comes earlier for leaders."""
    period, on = _period(part).period, part.view.on
    if period.leader_pledge_due_on >= on:
        return Q(pk__in=[])
    late = _missing(part) & ~_has_time(part)
    return late if period.pledge_due_on < on else late & going_first("position")


def _visit(part: Part) -> Q:
    return Q(position__in=_period(part).visit)


def _visit_met(part: Part) -> Q:
    return _visit(part) & Q(cadre__in=_period(part).quota_met_by)


def _evaluation(part: Part) -> Q:
    return Q(position__in=_period(part).evaluation)


def _evaluated(part: Part) -> Q:
    return _evaluation(part) & Q(evaluation__state__in=RATED) & Q(evaluation__rating__gt="")


def _not_rated(part: Part) -> Q:
    return _evaluation(part) & Q(evaluation__state=Evaluation.State.NOT_RATED)


def _not_evaluated(part: Part) -> Q:
    """Neither a rating nor a decision that there is none."""
    open_states = [s for s in Evaluation.State.values if s not in {*RATED, Evaluation.State.NOT_RATED}]
    pending = Q(evaluation__isnull=True) | Q(evaluation__state__in=open_states)
    return _evaluation(part) & (pending | Q(evaluation__state__in=RATED, evaluation__rating=""))


_MUST_PLEDGE = "cán bộ giữ chức vụ chính thuộc diện phải đăng ký"
_MUST_VISIT = "cán bộ thuộc diện bắt buộc đi cơ sở"
_MUST_BE_RATED = "cán bộ thuộc diện được đánh giá"


def _of_pledges(code: str, label: str, counts: Counts, *, less_is_better: bool = False) -> Measure:
    return Measure(
        code, label, "cán bộ", PEOPLE, Right.PLEDGE_READ, counts, "pledge_owed", _MUST_PLEDGE, less_is_better
    )


def _of_evaluations(code: str, label: str, counts: Counts, of: str, *, less_is_better: bool = False) -> Measure:
    words = "cán bộ đã được đánh giá" if of == "evaluated" else _MUST_BE_RATED
    return Measure(code, label, "cán bộ", PEOPLE, Right.EVALUATION_READ, counts, of, words, less_is_better)


def _rated(rating: str) -> Measure:
    def counts(part: Part) -> Q:
        return _evaluated(part) & Q(evaluation__rating=rating)

    return _of_evaluations(f"rated_{rating}", f"Xếp mức {Rating(rating).label}", counts, "evaluated")


MEASURES = (
    Measure("people_total", "Tổng số cán bộ", "cán bộ", PEOPLE, Right.PEOPLE_READ),
    Measure("pledge_owed", "Cán bộ phải đăng ký", "cán bộ", PEOPLE, Right.PLEDGE_READ, _pledge),
    _of_pledges("pledge_registered", "Đã đăng ký", _registered),
    _of_pledges("pledge_approved", "Đã được duyệt", _approved),
    _of_pledges("pledge_on_time", "Đăng ký đúng hạn", _on_time),
    _of_pledges("pledge_entered", "Đã đăng ký, do người khác nhập hộ", _entered),
    _of_pledges("pledge_waiting", "Chờ duyệt", _waiting, less_is_better=True),
    _of_pledges("pledge_returned", "Bị trả lại", _returned, less_is_better=True),
    _of_pledges("pledge_missing", "Chưa đăng ký", _missing, less_is_better=True),
    _of_pledges("pledge_excused", "Chưa đăng ký, có lý do", _excused),
    _of_pledges("pledge_owed_now", "Cán bộ đang phải nộp", _owed_now),
    _of_pledges("pledge_overdue", "Quá hạn chưa đăng ký", _overdue, less_is_better=True),
    Measure("visit_owed", "Cán bộ phải đi cơ sở", "cán bộ", PEOPLE, Right.VISIT_READ, _visit),
    Measure(
        "visit_quota_met",
        "Đủ định mức đi cơ sở",
        "cán bộ",
        PEOPLE,
        Right.VISIT_READ,
        _visit_met,
        "visit_owed",
        _MUST_VISIT,
    ),
    Measure("evaluation_owed", "Cán bộ được đánh giá trong kỳ", "cán bộ", PEOPLE, Right.EVALUATION_READ, _evaluation),
    _of_evaluations("evaluated", "Đã được đánh giá", _evaluated, "evaluation_owed"),
    *(_rated(rating) for rating in Rating.values),
    _of_evaluations("not_rated", "Không xếp loại", _not_rated, "evaluation_owed"),
    _of_evaluations("not_evaluated", "Chưa đánh giá", _not_evaluated, "evaluation_owed", less_is_better=True),
)
