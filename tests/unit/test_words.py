"""Numbers, labels, sentences, headlines and citations: what a reader sees."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsna.analysis.outcome import Basis, Outcome
from jsna.analysis.population import Drift, PopulationChange
from jsna.analysis.rank import Rank
from jsna.figures.kinds.population_pyramid.headline import pyramid_headline
from jsna.figures.kinds.ranked_bars.headline import rank_headline
from jsna.figures.kinds.trend_line.headline import trend_headline
from jsna.narrative import headlines, population_words
from jsna.narrative.citation import Edition, citation
from jsna.narrative.english import mid_sentence, possessive, with_article
from jsna.narrative.labels import age_words, period_words, stratum_words
from jsna.narrative.numbers import format_change, format_interval, format_number, format_value
from jsna.narrative.rank_words import rank_note
from jsna.narrative.sentences import finding, limits_words, verdict
from jsna.narrative.statement import Comparator, Statement

HLE = Statement(
    indicator_id="90362", area_name="Rutland", area_code="E06000017", sex="Male", age="All ages",
    period="2022-01-01/P3Y", period_label="2022 - 24", value=64.8, lower=57.8, upper=71.9,
    unit="years", decimals=1, comparator=Comparator("England", "E92000001", 61.3),
    comparison="Similar", outcome=Outcome.TOO_IMPRECISE, published="Similar",
    reason="the interval is wider than the difference that would matter",
    rule="single-overlapping-interval", status="final", note="", source="ONS",
    snapshot_ids=("a" * 64,), indicator_title="Healthy life expectancy at birth",
)  # fmt: skip


def like(**changes) -> Statement:
    return dataclasses.replace(HLE, **changes)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "expected"),
    [
        (21.25, "%", 1, "21.3%"),
        (0.15, "%", 1, "0.2%"),
        (2.5, "", 0, "3"),
        (-2.5, "", 0, "-3"),
        (-0.04, "%", 1, "0.0%"),
        (2104.45, "per 100,000", 1, "2,104.5 per 100,000"),
        (64.8, "years", 1, "64.8 years"),
        (290171.0, "people", 0, "290,171 people"),
        (0.0, "%", 1, "0.0%"),
        (None, "%", 1, "not available"),
        (float("nan"), "years", 1, "not available"),
    ],
)
def test_values_as_printed(value, unit, decimals, expected):
    assert format_value(value, unit, decimals) == expected


@given(st.floats(-1e9, 1e9, allow_nan=False), st.integers(0, 3))
def test_a_printed_number_is_within_half_a_unit_of_its_last_digit(value, decimals):
    printed = float(format_number(value, decimals).replace(",", ""))
    assert abs(printed - value) <= 0.5 * 10**-decimals + 1e-6


def test_intervals_and_changes():
    assert format_interval(51.0, 59.25, "years", 1) == "95% interval 51.0 to 59.3"
    assert format_interval(12.1, 16.6, "%", 1) == "95% interval 12.1% to 16.6%"
    assert format_interval(None, 16.6, "%", 1) == ""
    assert [format_change(x, 0) for x in (25499, -1204, 0.2)] == ["+25,499", "-1,204", "0"]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("2022 - 24", "2022 to 2024"),
        ("1999 - 01", "1999 to 2001"),
        ("2022/23", "2022/23"),
        ("2016/17 - 20/21", "2016/17 to 20/21"),
        ("Jan 2009 - Dec 2009", "Jan 2009 to Dec 2009"),
        ("mid-2023", "mid-2023"),
        ("2024", "2024"),
    ],
)
def test_periods_as_words(label, expected):
    assert period_words(label) == expected


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        ("18+ yrs", "aged 18 and over"),
        ("10-24 yrs", "aged 10 to 24"),
        ("<75 yrs", "under 75"),
        ("5 yrs", "aged 5"),
        ("All ages", ""),
        ("", ""),
        ("4-5 yrs", "aged 4 to 5"),
        ("School age", "School age"),
        ("<1 yr", "under 1"),
        (">=37 weeks gestational age at birth", "born at 37 weeks or later"),
    ],
)
def test_ages_as_words(age, expected):
    assert age_words(age) == expected


def test_the_group_names_sex_and_an_age_that_the_title_lacks():
    assert stratum_words("Female", "16+ yrs", "Smoking") == "females aged 16 and over"
    assert stratum_words("Female", "18+ yrs", "Smoking in adults (18+)") == "females"
    assert stratum_words("Persons", "All ages") == ""


def test_possessives_and_capitals():
    assert [possessive("Rutland"), possessive("Wales")] == ["Rutland's", "Wales'"]
    assert [mid_sentence(x) for x in ("Smoking in adults", "GCSE scores", "A&E visits")] == [
        "smoking in adults",
        "GCSE scores",
        "A&E visits",
    ]


def test_too_imprecise_says_how_low_and_how_high():
    assert finding(HLE) == (
        "Healthy life expectancy at birth, males, in Rutland stood at 64.8 years (95% interval "
        "57.8 to 71.9) in 2022 to 2024: too imprecise to judge against England's 61.3 years, as "
        "it could be as low as 57.8 or as high as 71.9."
    )


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.BETTER, "better than England's 61.3 years."),
        (Outcome.WORSE, "worse than England's 61.3 years."),
        (Outcome.HIGHER, "higher than England's 61.3 years."),
        (Outcome.LOWER, "lower than England's 61.3 years."),
        (Outcome.SIMILAR, "similar to England's 61.3 years."),
    ],
)
def test_each_verdict_carries_value_unit_interval_period_and_comparator(outcome, words):
    text = finding(like(outcome=outcome, reason=""))
    assert text.endswith(words)
    for part in ("64.8 years", "95% interval 57.8 to 71.9", "2022 to 2024", "Rutland"):
        assert part in text


def test_a_published_verdict_is_the_sources():
    statement = like(
        outcome=Outcome.HIGHER, basis=Basis.SOURCE, published="Higher 99.8", lower=None, upper=None,
        reason="the file used holds no interval to check it by",
    )  # fmt: skip
    assert finding(statement) == (
        "Healthy life expectancy at birth, males, in Rutland stood at 64.8 years in 2022 to 2024, "
        "higher than England's 61.3 years (the source's verdict)."
    )
    assert verdict(statement).startswith("Higher, the source's verdict: the file used")


def test_a_difference_that_was_not_tested_shows_both_values():
    statement = like(
        outcome=Outcome.NOT_TESTED, lower=None, upper=None,
        reason="the file used holds no interval, nor a verdict of the source",
    )  # fmt: skip
    assert finding(statement).endswith(
        "stood at 64.8 years in 2022 to 2024 against England's 61.3 years, difference not tested."
    )
    assert verdict(statement).endswith(
        "the file used holds no interval, nor a verdict of the source"
    )


def test_an_interval_that_was_worked_out_says_so():
    words = "(95% interval 57.8 to 71.9, worked out from count and denominator)"
    assert words in finding(like(outcome=Outcome.WORSE, reason="", interval_from="counts"))
    # the area's own interval is the file's, that of the difference was worked out
    neighbours = like(outcome=Outcome.WORSE, reason="", basis=Basis.INTERVAL_WORKED_OUT, rule="x")
    assert "worked out" not in finding(neighbours)


def test_an_interval_that_was_worked_out_says_so_without_any_comparison():
    alone = like(
        outcome=Outcome.NOT_COMPARABLE, reason="England has no value for the same period",
        interval_from="counts", rule="not-compared", basis=Basis.NONE,
    )  # fmt: skip
    assert "to 71.9, worked out from count and denominator) in" in finding(alone)
    assert limits_words(alone, "none") == "57.8 to 71.9, worked out"
    assert (
        limits_words(dataclasses.replace(alone, interval_from="published"), "none")
        == "57.8 to 71.9"
    )
    assert limits_words(dataclasses.replace(alone, lower=None), "none") == "none"


def test_not_comparable_and_missing_say_why():
    statement = like(
        outcome=Outcome.NOT_COMPARABLE, reason="England has no value for the same period"
    )
    assert finding(statement).endswith(
        "; not compared with England, because England has no value for the same period."
    )
    missing = like(
        value=None, lower=None, upper=None, outcome=Outcome.NOT_COMPARABLE, status="suppressed",
        reason="the source suppressed the value",
    )  # fmt: skip
    assert finding(missing) == (
        "There is no figure for healthy life expectancy at birth, males, in Rutland, "
        "2022 to 2024: the source suppressed the value."
    )


def test_a_title_with_a_comma_is_closed_by_one():
    text = finding(like(indicator_title="Deaths, old definition", sex="Persons"))
    assert text.startswith("Deaths, old definition, in Rutland stood at 64.8 years")


JUDGING = ("better", "worse")
CHANGING = ("improv", "deteriorat", "rose", "fell", "risen", "fallen", "increas", "decreas")


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("published", ["", "Worse", "Higher"])
def test_no_word_of_judgement_without_its_outcome_and_none_of_change(outcome, published):
    statement = like(outcome=outcome, published=published or "Similar")
    texts = [finding(statement), verdict(statement)]
    texts.append(trend_headline(statement, "Healthy life expectancy"))
    allowed = {Outcome.BETTER: {"better"}, Outcome.WORSE: {"worse"}}.get(outcome, set())
    for text in texts:
        assert {word for word in JUDGING if word in text.lower()} <= allowed
        assert not any(word in text.lower() for word in CHANGING)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_headlines_are_short_and_have_no_full_stop(outcome):
    text = trend_headline(like(outcome=outcome), "Healthy life expectancy")
    assert len(text.split()) <= 20 + (outcome is Outcome.NOT_COMPARABLE) * 10
    assert not text.endswith(".")
    assert "Rutland" in text
    assert "2022 to 2024" in text


def test_rank_headline_and_note():
    rank = Rank(
        rank=3, of=151, joint=True, missing={"london borough": ("Elmby",)},
        kinds={"london borough": 33}, stand_ins={}, direction="1 is the highest and best",
        tier="upper-tier authorities", period="", reason="",
    )  # fmt: skip
    assert rank_headline("Rutland", rank, HLE, "Healthy life expectancy") == (
        "Healthy life expectancy, males, 2022 to 2024: 64.8 years in Rutland, joint 3rd highest of"
        " 151 upper-tier councils, 1 without a value; England's 61.3"
    )
    first = dataclasses.replace(rank, joint=False, rank=1, direction="1 is the highest")
    assert ", highest of 151 upper-tier councils" in rank_headline(
        "Rutland", first, HLE, "Good health"
    )
    assert rank_note(rank) == (
        "1 London borough (Elmby) has no value in this file and no rank. Areas with the same value"
        " share a rank."
    )
    several = {"county": ("A", "B"), "district": ("C", "D")}
    few = dataclasses.replace(rank, missing=several, kinds={"county": 2, "district": 9})
    assert "All 2 counties (A and B) and 2 districts (C and D) have no value" in rank_note(few)
    many = {"county": tuple(f"County {n}" for n in range(21))}
    counted = dataclasses.replace(rank, missing=many, kinds={"county": 21})
    assert "All 21 counties have no value in this file and no rank." in rank_note(counted)
    none = dataclasses.replace(rank, rank=None, reason="only 7 areas have a value in this period")
    assert rank_headline("Rutland", none, HLE, "Good health").endswith(
        "64.8 years in Rutland, too imprecise to judge against England's 61.3, without a rank: only"
        " 7 areas have a value in this period"
    )


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (110.0, "is projected to grow by 10.0% from 2018 to 2043 (2018-based)"),
        (90.0, "is projected to shrink by 10.0% from 2018 to 2043 (2018-based)"),
        (100.01, "is projected to stay the same from 2018 to 2043 (2018-based)"),
    ],
)
def test_population_headline_names_the_edition(end, words):
    change = PopulationChange(
        "E06000017", "2018-based", "Persons", "All ages", 2018, 2043, 100.0, end, end - 100.0,
        end - 100.0,
    )  # fmt: skip
    text = headlines.population_headline("Rutland", change)
    assert text == f"Rutland's population {words}"
    assert len(text.split()) <= 15


def test_population_sentences_carry_years_people_edition_and_drift():
    change = PopulationChange(
        "E06000017", "2018-based", "Persons", "All ages", 2018, 2043, 39_696.0, 46_527.0,
        6_831.0, 17.2083,
    )  # fmt: skip
    assert population_words.change_sentence("Rutland", change) == (
        "The 2018-based projection puts Rutland at 46,527 people in 2043 against 39,696 in 2018: "
        "6,831 more (17.2%)."
    )
    drift = Drift(
        "E06000017", "2018-based", "Persons", "All ages", 2023, 41_515.0, 40_643.0, 872.0, 2.1455
    )
    assert population_words.drift_sentence("Rutland", drift) == (
        "The newest estimate, for mid-2023, is 40,643 people; the 2018-based projection put "
        "Rutland's at 41,515 for that year, 872 too many (2.1%)."
    )
    older = dataclasses.replace(drift, sex="Female", age="90+", drift=-3.0, percent=-0.5)
    assert "females aged 90 and over" in population_words.drift_sentence("Rutland", older)
    assert "3 too few (0.5%)" in population_words.drift_sentence("Rutland", older)
    assert population_words.drift_sentence("Rutland", None) == ""


def test_growth_is_led_by_what_estimates_show_with_the_drift_in_the_same_sentence():
    change = PopulationChange(
        "E06000017", "2018-based", "Persons", "All ages", 2018, 2043, 39_696.0, 46_527.0,
        6_831.0, 17.2083,
    )  # fmt: skip
    drift = Drift(
        "E06000017", "2018-based", "Persons", "All ages", 2023, 41_515.0, 40_643.0, 872.0, 2.1455
    )
    said = headlines.population_headline("Rutland", change, drift, 39_900.0)
    assert said == (
        "Rutland had 40,643 residents in mid-2023, 1.9% more than in mid-2018; its population is"
        " projected to grow by 17.2% from 2018 to 2043 (2018-based, 2.1% too high by mid-2023)"
    )
    held = dataclasses.replace(drift, percent=-1.9)
    said = headlines.population_headline("Rutland", change, held, 41_000.0)
    assert "0.9% fewer than in mid-2018" in said and said.endswith("to 2043 (2018-based)")
    same = headlines.population_headline("Rutland", change, held, 40_643.0)
    assert "in mid-2023, as many as in mid-2018; its" in same
    without = headlines.population_headline("Rutland", change, drift)
    assert without.startswith("Rutland's population is") and "too high by mid-2023" in without


def test_ages_that_a_projection_has_missed_are_told_where_it_is_much():
    told = population_words.ages_drift_sentence(
        2023, "2018-based", {"65 and over": 3.5, "75 and over": -2.0, "85 and over": -7.7}
    )
    assert told == (
        "By mid-2023 the 2018-based projection was 3.5% too high for people aged 65 and over and"
        " 7.7% too low for people aged 85 and over."
    )
    assert population_words.ages_drift_sentence(2023, "2018-based", {"65 and over": 1.0}) == ""
    shares = ("Rutland", "65 and over", (24.6, 34.4), (2018, 2043), "2018-based")
    assert pyramid_headline(*shares, "3.5% too high by mid-2023").endswith(
        "projected for 2043 (2018-based, 3.5% too high by mid-2023)"
    )


def test_pyramid_headline():
    text = pyramid_headline("Rutland", "65 and over", (24.6, 34.4), (2018, 2043), "2018-based")
    assert text == (
        "Rutland: 25% of people were aged 65 and over in 2018, 34% projected for 2043 (2018-based)"
    )


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (36, "36 of Rotherham's 170 neighbourhoods (21.2%) are in England's most deprived tenth"),
        (1, "1 of Rotherham's 170 neighbourhoods (0.6%) is in England's most deprived tenth"),
        (0, "None of Rotherham's 170 neighbourhoods is in England's most deprived tenth"),
    ],
)
def test_deprivation_headline(inside, expected):
    text = headlines.deprivation_headline("Rotherham", inside, 170, "2025")
    assert text == f"{expected}, 2025"
    assert len(text.split()) <= 15


@pytest.mark.parametrize(("inside", "verb"), [(0, "is not"), (1, "is")])
def test_an_area_of_one_neighbourhood_has_no_share_of_them(inside: int, verb: str) -> None:
    told = headlines.deprivation_headline("Isles of Scilly", inside, 1, "2025")
    assert (
        told == f"Isles of Scilly's one neighbourhood {verb} in England's most deprived tenth, 2025"
    )


def test_a_title_has_one_article_inside_a_sentence():
    titles = "Health Strategy", "The Rotherham Plan", "Theatre Plan"
    assert [with_article(title) for title in titles] == [
        "the Health Strategy", "the Rotherham Plan", "the Theatre Plan",
    ]  # fmt: skip


def test_ordinals():
    numbers = [1, 2, 3, 4, 11, 12, 13, 21, 101, 111, 112]
    assert " ".join(headlines.ordinal(n) for n in numbers) == (
        "1st 2nd 3rd 4th 11th 12th 13th 21st 101st 111th 112th"
    )


def test_citation_names_figure_release_source_and_snapshots():
    text = citation(
        "figure best-start.90362.trend", Edition("Rutland", "Joint Strategy", "2026.11"),
        "ONS, OGL v3.0.",
        ("b" * 64, "a" * 64, "a" * 64),
    )  # fmt: skip
    assert text == (
        "Rutland evidence pack, Joint Strategy, release 2026.11, figure best-start.90362.trend. "
        "Source: ONS, OGL v3.0. Snapshots aaaaaaaaaaaa, bbbbbbbbbbbb."
    )
    assert "SYNTHETIC" in citation("x", Edition("A", "S", "1"), "", (), synthetic=True)
