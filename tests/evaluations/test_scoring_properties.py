"""What must hold of every result, whatever was scored."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evaluations.models import Rating, ScoreSheet, Severity, Source
from evaluations.scoring import CRITERIA, ConfirmedBreach, Facts, Given, Policy, compute, normalised
from tests.evaluations.test_scoring import STATEMENTS

POLICY = Policy()
full = st.fixed_dictionaries(
    {s.code: st.integers(0, 4) if s.code.endswith("-1") else st.none() | st.integers(0, 4) for s in STATEMENTS}
)
short = st.fixed_dictionaries({c: st.integers(0, 8).map(lambda halves: Decimal(halves) / 2) for c in CRITERIA})
forms = st.one_of(
    full.map(lambda scores: {"scores": scores}),
    short.map(lambda scores: {"scores": scores}),
    st.sampled_from(Rating.values).map(lambda level: {"overall_level": level}),
)
sources = st.lists(st.tuples(st.sampled_from(Source.values), forms), min_size=1, max_size=4, unique_by=lambda s: s[0])
breaches = st.lists(
    st.builds(
        ConfirmedBreach,
        st.sampled_from(["GM-K1", "GM-K5", "TN-K1", "SS-K1"]),
        st.sampled_from(Severity.values),
        st.booleans(),
    ),
    max_size=4,
)
facts = st.builds(
    Facts, st.booleans(), st.integers(0, 3), st.integers(0, 3), st.decimals(0, 9, places=1), st.decimals(0, 9, places=1)
)


def sheet_of(chosen, facts, breaches, is_public_servant=True):
    assume(any(source != Source.SELF for source, _ in chosen))
    return compute(
        policy=POLICY,
        statements=STATEMENTS,
        is_public_servant=is_public_servant,
        given=[Given(source, **form) for source, form in chosen],
        facts=facts,
        breaches=breaches,
    )


@settings(deadline=None)
@given(sources, facts, breaches, st.booleans())
def test_printed_figures_are_in_bounds_and_add_up(chosen, facts, breaches, is_public_servant):
    sheet = sheet_of(chosen, facts, breaches, is_public_servant)
    for line in sheet.criteria:
        assert sum(part.points for part in line.parts) == line.mean
        assert line.score == max(line.mean - sum(d.points for d in line.deductions), 0)
        assert 0 <= line.score <= 25
        assert sum(part.weight for part in line.parts) == 1
        assert all(abs(part.points - Decimal(float(part.weight * part.share))) <= Decimal("0.1") for part in line.parts)
    assert sheet.total == sum(line.score for line in sheet.criteria)
    assert 0 <= sheet.total <= 100
    assert all(sum(line.shares.values()) == line.total for line in sheet.sources)


@given(st.sets(st.sampled_from([Source.UNION, Source.PARTY, Source.YOUTH]), min_size=1))
def test_weights_always_sum_to_one_and_keep_their_order(present):
    weights = normalised(POLICY, present)
    assert sum(weights.values()) == Fraction(1)
    assert sorted(weights, key=weights.get) == sorted(weights, key=POLICY.weights.get)


@settings(deadline=None)
@given(full, st.sampled_from([s.code for s in STATEMENTS]))
def test_a_better_score_never_lowers_the_total(scores, code):
    assume(scores[code] is not None and scores[code] < 4)
    before = sheet_of([(Source.UNION, {"scores": scores})], Facts(True, 1, 1), [])
    after = sheet_of([(Source.UNION, {"scores": scores | {code: scores[code] + 1}})], Facts(True, 1, 1), [])
    assert after.total >= before.total
    assert Rating.values.index(after.rating) <= Rating.values.index(before.rating)


@settings(deadline=None)
@given(sources, facts, breaches)
def test_the_rating_never_stands_above_its_points(chosen, facts, breaches):
    sheet = sheet_of(chosen, facts, breaches)
    assert Rating.values.index(sheet.rating) >= Rating.values.index(sheet.level_by_points)


@settings(deadline=None)
@given(sources, facts, breaches)
def test_a_sheet_is_the_same_after_storage(chosen, facts, breaches):
    sheet = sheet_of(chosen, facts, breaches)
    assert ScoreSheet.from_json(sheet.to_json()) == sheet
