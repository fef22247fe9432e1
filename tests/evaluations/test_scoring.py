"""Hand-computed examples of domain §9. The 17 NÊN LÀM statements: GM 4, ST 3, TN 7, SS 3."""

from decimal import Decimal
from fractions import Fraction

import pytest

from evaluations.models import Rating, ScoreSheet, Severity, Source
from evaluations.scoring import (
    ConfirmedBreach,
    Facts,
    Given,
    Policy,
    StatementKey,
    Unscorable,
    applicable,
    compute,
    level,
    normalised,
    share,
    tenths,
    visit_hint,
)

COUNTS = {"GM": 4, "ST": 3, "TN": 7, "SS": 3}
STATEMENTS = [
    StatementKey(f"{c}-{n}", c, f"{c}-{n}" == "ST-3") for c, many in COUNTS.items() for n in range(1, many + 1)
]
POLICY = Policy()
FAULTLESS = Facts(
    pledge_on_time=True, items_done=10, items_total=10, counted_days=Decimal(24), required_days=Decimal(24)
)


def all_scores(score, **other):
    return {s.code: score for s in STATEMENTS} | {code.replace("_", "-"): value for code, value in other.items()}


def sheet(*given, facts=FAULTLESS, breaches=(), is_public_servant=True, **more):
    return compute(
        policy=POLICY,
        statements=STATEMENTS,
        is_public_servant=is_public_servant,
        given=given,
        facts=facts,
        breaches=breaches,
        **more,
    )


@pytest.mark.parametrize(
    ("scores", "criterion", "points"),
    [
        (all_scores(4), "GM", Fraction(25)),
        (all_scores(0), "GM", Fraction(0)),
        (all_scores(4, GM_1=3), "GM", Fraction(375, 16)),  # 15/16 of 25
        (all_scores(4, GM_1=None), "GM", Fraction(25)),  # N/A: three applicable, all full
        (all_scores(3, TN_7=4), "TN", 25 * Fraction(22, 28)),
        ({"GM": Decimal("3.5")}, "GM", Fraction(175, 8)),  # short form in halves
        ({"GM": 0}, "GM", Fraction(0)),
    ],
)
def test_share_of_a_criterion(scores, criterion, points):
    assert share(POLICY, Given(Source.UNION, scores), criterion, STATEMENTS) == points


@pytest.mark.parametrize(
    ("overall", "points"),
    [("excellent", "23.75"), ("good", "20"), ("satisfactory", "15"), ("unsatisfactory", "10")],
)
def test_overall_level_gives_each_criterion_the_same_share(overall, points):
    given = Given(Source.PARTY, overall_level=overall)
    assert {share(POLICY, given, c, STATEMENTS) for c in COUNTS} == {Fraction(points)}


def test_a_level_named_beside_scores_does_not_replace_them():
    given = Given(Source.UNION, all_scores(4), overall_level=Rating.UNSATISFACTORY)
    assert share(POLICY, given, "GM", STATEMENTS) == 25


def test_st_3_is_asked_of_public_servants_only():
    scores = all_scores(4, ST_3=0)
    asked = applicable(STATEMENTS, is_public_servant=False)
    assert share(POLICY, Given(Source.UNION, scores), "ST", asked) == 25
    assert share(POLICY, Given(Source.UNION, scores), "ST", STATEMENTS) == Fraction(50, 3)


def test_a_criterion_without_any_score_is_said_not_guessed():
    scores = all_scores(4, SS_1=None, SS_2=None, SS_3=None)
    with pytest.raises(Unscorable, match="tiêu chí SS"):
        sheet(Given(Source.UNION, scores))


def test_self_assessment_alone_is_no_result():
    with pytest.raises(Unscorable):
        sheet(Given(Source.SELF, all_scores(4)))


@pytest.mark.parametrize(
    ("present", "weights"),
    [
        ([Source.SELF, Source.UNION, Source.PARTY, Source.YOUTH], ["1/2", "3/10", "1/5"]),
        ([Source.UNION, Source.PARTY], ["5/8", "3/8"]),
        ([Source.UNION, Source.YOUTH], ["5/7", "2/7"]),
        ([Source.SELF, Source.UNION], ["1"]),
    ],
)
def test_weights_are_shared_out_over_the_sources_present(present, weights):
    assert list(normalised(POLICY, present).values()) == [Fraction(w) for w in weights]


@pytest.mark.parametrize(
    ("value", "result"), [("23.45", 235), ("23.4499", 234), ("23.4", 234), ("0.05", 1), ("0", 0), ("24.99", 250)]
)
def test_rounding_is_half_up(value, result):
    assert tenths(Fraction(value)) == result


@pytest.mark.parametrize(
    ("total", "rating"),
    [
        *[("100", "excellent"), ("90.0", "excellent"), ("89.9", "good"), ("70.0", "good"), ("69.9", "satisfactory")],
        *[("50.0", "satisfactory"), ("49.9", "unsatisfactory"), ("0", "unsatisfactory")],
    ],
)
def test_levels(total, rating):
    assert level(POLICY, Decimal(total)) == rating


@pytest.mark.parametrize(
    ("counted", "required", "hint"),
    [
        *[("24", "24", 4), ("30", "24", 4), ("19.2", "24", 3), ("19", "24", 2), ("12", "24", 2), ("11.5", "24", 1)],
        *[("0.5", "24", 1), ("0", "24", 0), ("9", "0", None), ("0", "0", None)],
    ],
)
def test_hint_for_ss_1_from_the_days(counted, required, hint):
    assert visit_hint(Decimal(counted), Decimal(required)) == hint


def test_three_sources_as_on_the_drawn_screen():
    """0,5 × 23,4375 + 0,3 × 23,75 + 0,2 × 22,5 = 23,34 → 23,3, and so on for each criterion."""
    result = sheet(
        Given(Source.SELF, all_scores(4)),
        Given(Source.UNION, all_scores(4, GM_1=3, ST_1=3, TN_1=3, SS_1=3)),
        Given(Source.PARTY, overall_level=Rating.EXCELLENT),
        Given(Source.YOUTH, {"GM": Decimal("3.6"), "ST": Decimal("3.6"), "TN": Decimal("3.6"), "SS": Decimal("3.6")}),
    )
    gm = result.criteria[0]
    assert [str(part.share_shown) for part in gm.parts] == ["23.44", "23.75", "22.50"]
    assert [part.points for part in gm.parts] == [Decimal("11.7"), Decimal("7.1"), Decimal("4.5")]
    # GM 23,34; ST 0,5 × 22,917 + 11,625 = 23,08; TN 0,5 × 24,107 + 11,625 = 23,68; SS as ST.
    assert [line.score for line in result.criteria] == [Decimal(x) for x in ("23.3", "23.1", "23.7", "23.1")]
    assert (result.total, result.level_by_points, result.rating) == (Decimal("93.2"), "excellent", "excellent")
    assert [(s.source, s.total) for s in result.sources[:3]] == [
        ("self", Decimal("100.0")),
        ("union", Decimal("93.3")),
        ("party", Decimal("95.2")),  # printed shares are 23,8 each
    ]


def test_union_and_party_only():
    """5/8 × 25 + 3/8 × 20 = 23,125 → 23,1 each, 92,4 together; the youth is named as missing."""
    result = sheet(
        Given(Source.UNION, all_scores(4)),
        Given(Source.PARTY, overall_level=Rating.GOOD),
        missing={Source.YOUTH: "Chưa thu thập trong kỳ này."},
    )
    assert (result.total, result.missing) == (Decimal("92.4"), {"youth": "Chưa thu thập trong kỳ này."})
    assert [str(part.weight_shown) for part in result.criteria[0].parts] == ["0.625", "0.375"]


@pytest.mark.parametrize(("severity", "score"), [(Severity.REMINDER, "22.0"), (Severity.SERIOUS, "17.0")])
def test_a_confirmed_breach_deducts_from_its_criterion(severity, score):
    result = sheet(Given(Source.UNION, all_scores(4)), breaches=[ConfirmedBreach("TN-K1", severity)])
    assert [line.score for line in result.criteria] == [Decimal(x) for x in ("25.0", "25.0", score, "25.0")]
    assert [c.code for c in result.unmet] == ["no_breach"]


def test_deductions_stop_at_zero():
    result = sheet(Given(Source.UNION, all_scores(1)), breaches=[ConfirmedBreach("SS-K1", Severity.SERIOUS)])
    assert (result.criteria[3].score, result.total) == (Decimal("0.0"), Decimal("18.9"))


@pytest.mark.parametrize(
    ("breach", "rating"),
    [
        (ConfirmedBreach("GM-K1", Severity.SERIOUS), Rating.UNSATISFACTORY),
        (ConfirmedBreach("GM-K2", Severity.SERIOUS), Rating.UNSATISFACTORY),
        (ConfirmedBreach("GM-K4", Severity.SERIOUS), Rating.UNSATISFACTORY),
        (ConfirmedBreach("GM-K1", Severity.REMINDER), Rating.GOOD),
        (ConfirmedBreach("GM-K5", Severity.SERIOUS), Rating.GOOD),
        (ConfirmedBreach("TN-K4", Severity.REMINDER, is_disciplined=True), Rating.UNSATISFACTORY),
    ],
)
def test_grave_breaches_and_discipline_cap_at_the_lowest_level(breach, rating):
    result = sheet(Given(Source.UNION, all_scores(4)), breaches=[breach])
    assert (result.rating, bool(result.caps)) == (rating, rating == Rating.UNSATISFACTORY)


@pytest.mark.parametrize(
    ("facts", "unmet"),
    [
        (FAULTLESS, []),
        (Facts(False, 10, 10), ["pledge_on_time"]),
        (Facts(True, 9, 10), ["items_done"]),
        (Facts(True, 0, 0), ["items_done"]),  # 0/0 is never 100 %
        (Facts(True, 10, 10, Decimal(21), Decimal(24)), ["visits"]),
        (Facts(True, 10, 10, Decimal(0), Decimal(0)), []),
    ],
)
def test_conditions_of_excellent(facts, unmet):
    result = sheet(Given(Source.UNION, all_scores(4)), facts=facts)
    assert [c.code for c in result.unmet] == unmet
    assert result.rating == (Rating.GOOD if unmet else Rating.EXCELLENT)
    assert result.is_held_down is bool(unmet)


def test_a_duty_without_days_is_no_condition():
    result = sheet(Given(Source.UNION, all_scores(4)), facts=Facts(True, 1, 1))
    assert "visits" not in [c.code for c in result.conditions]


def test_a_weighted_source_below_70_holds_excellent_down():
    """Youth 69 of 100 at weight 2/7: 5/7 × 25 + 2/7 × 17,25 = 22,786 → 22,8 each, 91,2."""
    low = {c: Decimal("2.76") for c in COUNTS}
    result = sheet(Given(Source.UNION, all_scores(4)), Given(Source.YOUTH, low))
    assert (result.total, result.rating) == (Decimal("91.2"), Rating.GOOD)
    assert [(c.code, c.have) for c in result.unmet] == [("no_low_source", Decimal("69.2"))]


def test_a_low_self_assessment_holds_nothing_down():
    result = sheet(Given(Source.SELF, all_scores(1)), Given(Source.UNION, all_scores(4)))
    assert result.rating == Rating.EXCELLENT


def test_the_sheet_comes_back_from_json_as_it_was():
    result = sheet(
        Given(Source.SELF, all_scores(3)),
        Given(Source.UNION, all_scores(4, GM_1=3)),
        Given(Source.PARTY, overall_level=Rating.GOOD),
        breaches=[ConfirmedBreach("TN-K1", Severity.REMINDER)],
        missing={Source.YOUTH: "Chưa thu thập."},
    )
    assert ScoreSheet.from_json(result.to_json()) == result


def test_what_binds_some_categories_is_not_asked_of_others():
    statements = [StatementKey("GM-1", "GM"), StatementKey("GM-2", "GM", applies_to=("TEAM_HEAD",))]

    asked = {
        c: [s.code for s in applicable(statements, is_public_servant=True, category=c)]
        for c in ("TEAM_HEAD", "BRANCH_SEC")
    }

    assert asked == {"TEAM_HEAD": ["GM-1", "GM-2"], "BRANCH_SEC": ["GM-1"]}
