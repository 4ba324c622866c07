"""The catalogue is held to the published files: polarity, strata, units and ranges."""

import itertools
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from jsna.narrative.statement_rows import nothing_published
from jsna.pack.provenance_pages import indicator_table
from jsna.settings.indicator import Indicator
from jsna.settings.load import Settings

ENGLAND = "E92000001"
AUTHORITY_OR_LARGER = r"^E(?:92|12|06|07|08|09|10)\d{6}$"
KEY = ["indicator", "sex", "age", "period"]
COLUMNS = {
    0: "indicator", 4: "area", 6: "type", 7: "sex", 8: "age", 9: "category", 11: "period",
    12: "value", 13: "lower", 14: "upper", 21: "label",
}  # fmt: skip


@pytest.fixture(scope="module")
def published(real_data: Path) -> pd.DataFrame:
    """Every headline row of the downloaded Fingertips files for authorities and larger areas."""
    downloads = real_data / "downloads"
    files = [
        *sorted((downloads / "fingertips").glob("*.csv")),
        *(downloads / "wards").glob("*.csv"),
    ]
    frame = pd.concat([_read(file) for file in files], ignore_index=True)
    for name in ("value", "lower", "upper"):
        frame[name] = pd.to_numeric(frame[name].str.replace(",", ""))
    return frame[frame["category"] == ""]


def _read(file: Path) -> pd.DataFrame:
    raw = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    raw.columns = pd.RangeIndex(raw.shape[1])
    return raw[list(COLUMNS)].rename(columns=COLUMNS)


def _fingertips(settings: Settings) -> dict[str, Indicator]:
    return {i: s for i, s in settings.indicators.items() if s.source.source == "fingertips"}


def test_at_least_25_real_indicators_are_known_for_certain(settings: Settings) -> None:
    certain = [s for s in _fingertips(settings).values() if s.source.confidence == "high"]
    assert len(certain) >= 25
    assert all(re.fullmatch(r"\d+", s.source.id) and s.source.id == s.id for s in certain)


def test_only_the_ward_figures_carry_a_placeholder_id(settings: Settings) -> None:
    placeholders = [s for s in settings.indicators.values() if s.source.confidence == "placeholder"]
    assert [s.id for s in placeholders] == ["900001"]
    assert "after housing costs" in placeholders[0].title
    assert placeholders[0].source.publisher == "Department for Work and Pensions"


def test_figures_of_another_publisher_bear_his_name_and_no_number_of_ours(
    settings: Settings,
) -> None:
    one = settings.indicators["900001"]
    (strategy, *_) = [s for s in settings.strategies.values() if one.id in s.indicator_ids]
    area = next(iter(settings.areas.values()))
    said = nothing_published(one, area, settings.sources, one.strata[0]).source
    for told in (said, indicator_table(strategy, settings)):
        assert "Department for Work and Pensions, in the layout of Fingertips" in told
        assert one.id not in told


def test_facts_of_other_sources_are_described(settings: Settings) -> None:
    others = {"projected-population", "estimated-population", "census-residents"}
    others |= {"limited-activities-by-age"}
    indices, kinds = ("imd", "idaci", "idaopi"), ("rank", "decile")
    domains = (
        "income", "employment", "education", "health", "crime", "barriers", "living-environment",
    )  # fmt: skip
    others |= {f"{i}-{k}" for i in (*indices, *domains) for k in kinds}
    others |= {f"{i}-score" for i in (*indices, *domains)}
    others |= {"deprivation-population", "small-areas-ranked"}
    assert {i for i in settings.indicators if i not in _fingertips(settings)} == others
    assert all(settings.indicators[i].polarity == "none" for i in others)


def test_every_strategy_uses_known_indicators_and_says_what_it_lacks(settings: Settings) -> None:
    assert len(settings.strategies) >= 4
    for strategy in settings.strategies.values():
        used = {i for priority in strategy.priorities for i in priority.indicators}
        assert used <= set(settings.indicators)
        assert used, strategy.slug
        assert any(p.unmeasured for p in strategy.priorities), strategy.slug
        assert [p.number for p in strategy.priorities] == list(
            range(1, len(strategy.priorities) + 1)
        )


def test_proportions_stay_between_0_and_a_hundred_percent(settings: Settings) -> None:
    # a diagnosis rate has an estimate below it and can pass 100
    shares = [s for s in settings.indicators.values() if s.value_type == "proportion"]
    assert all(s.unit == "%" and s.multiplier == 100 for s in shares)
    beyond = {s.id for s in shares if s.allowed_range[0] < 0 or s.allowed_range[1] > 100}
    assert beyond == {"92949"}


def test_the_difference_that_matters_is_a_small_part_of_the_range(settings: Settings) -> None:
    judged = [s for s in settings.indicators.values() if s.comparison_method != "none"]
    wide = [s.id for s in judged if s.matters > (s.allowed_range[1] - s.allowed_range[0]) / 6]
    assert not wide


def test_units_agree_with_what_a_rate_is_per(settings: Settings) -> None:
    for indicator in settings.indicators.values():
        if indicator.unit.startswith("per "):
            assert indicator.multiplier == int(indicator.unit[4:].replace(",", "")), indicator.id


def test_polarity_agrees_with_every_published_word(
    settings: Settings, published: pd.DataFrame
) -> None:
    """Above England is "better" exactly where the catalogue says that high is good."""
    labelled = _beside_england(published)
    labelled = labelled[labelled["indicator"].isin(_fingertips(settings))]
    side = (labelled["value"] > labelled["england"]).map({True: "above", False: "below"})
    polarity = labelled["indicator"].map({i: s.polarity for i, s in settings.indicators.items()})
    expected = [_word(p, s) for p, s in zip(polarity, side, strict=True)]
    wrong = labelled[labelled["word"].ne(expected)]
    wrong = wrong[~_softer_words_for_the_same_thing(wrong, settings)]
    assert labelled["indicator"].nunique() >= 20
    assert wrong.empty, wrong.head().to_string()


def test_an_interval_that_excludes_england_carries_the_word_of_the_polarity(
    settings: Settings, published: pd.DataFrame
) -> None:
    """Interval and label may stand in two files for one key."""
    rule = {i for i, s in settings.indicators.items() if s.comparison_method.startswith("single")}
    spans = published.loc[published["lower"].notna(), [*KEY, "area", "lower", "upper"]]
    spans = spans.drop_duplicates([*KEY, "area"])
    rows = _beside_england(published, words=None).drop(columns=["lower", "upper"])
    rows = rows.merge(spans, on=[*KEY, "area"])
    rows = rows[rows["indicator"].isin(rule) & rows["england"].notna()]
    above, below = rows["lower"] > rows["england"], rows["upper"] < rows["england"]
    polarity = rows["indicator"].map({i: s.polarity for i, s in settings.indicators.items()})
    expected = [
        _word(p, "above" if a else "below") if a or b else "Similar"
        for p, a, b in zip(polarity, above, below, strict=True)
    ]
    wrong = rows[rows["word"].ne(expected)]
    wrong = wrong[~_softer_words_for_the_same_thing(wrong, settings)]
    assert len(rows) > 12_000
    assert {"90362", "90988", "91547", "41001"} <= set(rows["indicator"])
    assert wrong.empty, wrong.head().to_string()


def test_strata_exist_in_the_published_files(settings: Settings, published: pd.DataFrame) -> None:
    for indicator_id, indicator in _fingertips(settings).items():
        rows = published[published["indicator"] == indicator_id]
        if rows.empty:
            continue
        known = set(zip(rows["sex"], rows["age"], strict=True))
        first = indicator.strata[0]
        assert (first.sex, first.age) in known, f"{indicator_id}: {known}"


def test_every_published_value_lies_in_its_allowed_range(
    settings: Settings, published: pd.DataFrame
) -> None:
    rows = published[published["area"].str.match(AUTHORITY_OR_LARGER) & published["value"].notna()]
    rows = rows[rows["indicator"].isin(settings.indicators)]
    low = rows["indicator"].map({i: s.allowed_range[0] for i, s in settings.indicators.items()})
    high = rows["indicator"].map({i: s.allowed_range[1] for i, s in settings.indicators.items()})
    wrong = rows[(rows["value"] < low) | (rows["value"] > high)]
    assert len(rows) > 100_000
    assert wrong.empty, wrong.head().to_string()


def test_year_type_fits_the_form_of_the_published_periods(
    settings: Settings, published: pd.DataFrame
) -> None:
    for indicator_id, rows in published.groupby("indicator"):
        if indicator_id not in settings.indicators:
            continue
        split_years = rows["period"].str.contains("/").all()
        calendar = settings.indicators[indicator_id].year_type == "calendar"
        assert split_years != calendar, indicator_id


def _beside_england(published: pd.DataFrame, words: str | None = "judged") -> pd.DataFrame:
    """Labelled rows with England's headline value of the same key; `words` judged or all."""
    england = published[(published["area"] == ENGLAND) & published["value"].notna()]
    england = england.drop_duplicates(KEY)[[*KEY, "value"]].rename(columns={"value": "england"})
    rows = published[
        (published["area"] != ENGLAND) & ~published["label"].isin(["", "Not compared"])
    ]
    rows = rows.merge(england, on=KEY)
    rows["word"] = rows["label"].str.split(" ").str[0]
    return rows[rows["word"] != "Similar"] if words else rows


def _word(polarity: str, side: str) -> str:
    words = {
        ("high-is-good", "above"): "Better", ("high-is-good", "below"): "Worse",
        ("low-is-good", "above"): "Worse", ("low-is-good", "below"): "Better",
        ("none", "above"): "Higher", ("none", "below"): "Lower",
    }  # fmt: skip
    return words[(polarity, side)]


def _softer_words_for_the_same_thing(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Some profiles print higher and lower for what others call worse and better."""
    soft = rows["word"].isin(["Higher", "Lower"])
    side = (rows["value"] > rows["england"]).map({True: "Higher", False: "Lower"})
    return soft & side.eq(rows["word"]) & rows["indicator"].isin(["10101"])


@pytest.mark.parametrize(
    ("slug", "priorities", "in_force"),
    [
        ("rotherham-hws-2012", 6, "expired"),
        ("rutland-jhws-2022", 7, "in force"),
        ("exampleshire-hws", 6, "in force"),
        ("otherborough-jhws", 7, "in force"),
    ],
)
def test_strategies_have_their_priorities_and_dates(
    settings: Settings, slug: str, priorities: int, in_force: str
) -> None:
    strategy = settings.strategy(slug)
    assert len(strategy.priorities) == priorities
    assert strategy.status_on(date(2026, 11, 21)) == in_force
    chapters = [c for p in strategy.priorities for c in p.chapters]
    assert sorted(chapters) == ["deprivation_map", "population_outlook", "ward_inequalities"]


def test_the_expired_strategy_names_four_life_stages_and_its_successor(settings: Settings) -> None:
    strategy = settings.strategy("rotherham-hws-2012")
    ages = [stage.ages for stage in strategy.life_stages]
    assert ages == ["0 to 3", "4 to 19", "20 to 64", "65 and over"]
    bands = [(band.start, band.to) for band in strategy.counted_stages]
    assert bands == [(0, 3), (4, 19), (20, 64), (65, None)]
    assert "2015" in strategy.replaced_by


def test_life_stages_have_ages_only_where_the_document_gives_them(settings: Settings) -> None:
    assert settings.strategy("rutland-jhws-2022").counted_stages == ()
    assert settings.strategy("otherborough-jhws").counted_stages == ()
    assert len(settings.strategy("exampleshire-hws").counted_stages) == 4


def test_indicators_of_numbers_affected_count_as_used(settings: Settings) -> None:
    strategy = settings.strategy("exampleshire-hws")
    assert strategy.numbers_affected == ("limited-activities-by-age",)
    ids = strategy.indicator_ids
    assert ids[-1] == "limited-activities-by-age" and len(set(ids)) == len(ids)
    assert set(ids[:-1]) == {i for p in strategy.priorities for i in p.indicators}


def test_age_bands_cover_every_age_once(settings: Settings) -> None:
    own = [strategy for strategy in settings.strategies.values() if strategy.age_bands]
    assert len(own) > 3
    for strategy in own:
        bands = strategy.age_bands
        assert bands[0].start == 0 and bands[-1].to is None, strategy.slug
        for band, after in itertools.pairwise(bands):
            assert band.to is not None and after.start == band.to + 1, strategy.slug
