"""Every fact of the real areas walked through the rules that a statement keeps.

1 Like with like, or not comparable with a reason. 2 One of six outcomes, and precision told
apart from similarity. 3 No word of change. 4 Two labels for one value never without a word.
The rules are written out again here, value by value, apart from the code they test.
"""

from collections import Counter
from datetime import UTC, datetime
from typing import NamedTuple

import pandas as pd
import pytest

from jsna.facts.build import make_tables
from jsna.narrative.judge import judge_frame, statements
from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_value
from jsna.narrative.sentences import card_text, finding
from jsna.narrative.statement import Outcome, Statement
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths
from jsna.snapshots.store import describe_content
from jsna.sources.registry import all_sources, recognise

ENGLAND = "E92000001"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
SIDES = {Outcome.BETTER, Outcome.WORSE, Outcome.HIGHER, Outcome.LOWER}
CHANGING = ("improv", "deteriorat", " rose", " fell ", "risen", "fallen", " rising", " falling")


class Walk(NamedTuple):
    """An area's facts, and a statement for each of them against each comparator."""

    facts: pd.DataFrame
    frame: pd.DataFrame
    statements: list[Statement]
    indicators: dict
    comparator: str


@pytest.fixture(scope="module")
def parsed(project_root, real_data, tmp_path_factory):
    """Settings, folders, and each file of the real downloads as parsed, once for both areas."""
    paths = Paths(project_root, tmp_path_factory.mktemp("work"))
    settings = load_settings(paths)
    sources = all_sources(settings.indicators.values())
    held = []
    for file in sorted(f for f in (real_data / "downloads").rglob("*") if f.is_file()):
        content = file.read_bytes()
        known = recognise(sources, file.name, content)
        if known:
            snapshot = describe_content(
                content, source=settings.sources[known[0].id], title=known[1], url=file.name,
                retrieved=NOW, media_type="text/csv", synthetic=False,
            )  # fmt: skip
            held.append((snapshot, known[0].parse(snapshot, content)))
    return settings, paths, held


@pytest.fixture(scope="module")
def tables(parsed):
    """Area slug -> the area and its tables."""
    settings, paths, held = parsed
    areas = [settings.area(slug) for slug in ("rotherham", "rutland")]
    return {area.slug: (area, make_tables(area, settings, paths, held)) for area in areas}


@pytest.fixture(
    scope="module",
    params=[(a, c) for a in ("rotherham", "rutland") for c in ("England", "region")],
    ids="-".join,
)
def walk(request, parsed, tables) -> Walk:
    slug, against = request.param
    (area, made), settings = tables[slug], parsed[0]
    region = (area.region.name, area.region.code)
    comparator = ("England", ENGLAND) if against == "England" else region
    small = ["ward", "msoa", "lsoa"]
    own = {area.code, *made.facts.loc[made.facts["area_type"].isin(small), "area_code"]}
    frame = judge_frame(
        made.facts, made.published, settings.indicators, own, comparator[1], comparator[0]
    )
    names = dict(zip(made.names["area_code"], made.names["area_name"], strict=True))
    found = statements(
        frame, settings.indicators, names | {area.code: area.name}, comparator, settings.sources
    )
    counts = Counter(str(item.outcome) for item in found)
    print(
        f"\n{area.name} against {comparator[0]}: {len(found)} facts, {dict(counts.most_common())}"
    )
    return Walk(made.facts, frame, found, dict(settings.indicators), comparator[1])


def test_every_fact_of_the_area_has_one_statement(walk):
    assert len(walk.statements) == len(walk.frame) > 1_000
    assert {type(item.outcome) for item in walk.statements} == {Outcome}


def test_like_with_like_or_not_comparable_with_a_reason(walk):
    other = walk.facts[
        (walk.facts["area_code"] == walk.comparator) & (walk.facts["breakdown"] == "")
    ]
    key = ["indicator_id", "period", "edition", "sex", "age"]
    values = dict(zip(other[key].itertuples(index=False, name=None), other["value"], strict=True))
    own = list(walk.frame[[*key, "breakdown"]].itertuples(index=False, name=None))
    for item, (*same, breakdown) in zip(walk.statements, own, strict=True):
        if item.outcome is Outcome.NOT_COMPARABLE:
            assert item.reason
            continue
        assert breakdown == ""
        assert item.value is not None
        assert item.comparator.value == values[tuple(same)]


def test_the_outcome_follows_from_the_numbers_and_nothing_else(walk):
    for item in walk.statements:
        if item.lower is None or item.outcome in (Outcome.NOT_COMPARABLE, Outcome.PUBLISHED_ONLY):
            continue
        theirs = item.comparator.value
        assert item.lower <= item.value <= item.upper
        inside = item.lower <= theirs <= item.upper
        wide = max(item.value - item.lower, item.upper - item.value) > item.matters
        expected = {Outcome.TOO_IMPRECISE if wide else Outcome.SIMILAR} if inside else SIDES
        assert item.outcome in expected
        if not inside:
            assert item.outcome is side(walk.indicators[item.indicator_id].polarity, item)


def side(polarity: str, item: Statement) -> Outcome:
    above = item.value > item.comparator.value
    if polarity == "none":
        return Outcome.HIGHER if above else Outcome.LOWER
    return Outcome.BETTER if above == (polarity == "high-is-good") else Outcome.WORSE


def test_a_verdict_without_an_interval_is_the_sources_own(walk):
    for item in walk.statements:
        if item.outcome is Outcome.PUBLISHED_ONLY:
            assert item.published
            assert item.reason
            assert item.comparison == "Not compared"
        elif item.outcome is not Outcome.NOT_COMPARABLE:
            assert item.lower is not None
            assert item.upper is not None
        if item.lower is None and item.value is not None:
            assert item.outcome in (Outcome.PUBLISHED_ONLY, Outcome.NOT_COMPARABLE)


def test_a_missing_value_is_never_judged_and_never_printed_as_a_number(walk):
    for item in walk.statements:
        if item.value is None:
            assert item.outcome is Outcome.NOT_COMPARABLE
            assert card_text(item)[0] == "not available"
            assert " stood at " not in finding(item)


def test_every_sentence_carries_value_unit_period_area_and_comparator_and_no_change(walk):
    for item in walk.statements:
        text = finding(item)
        assert text.endswith(".")
        assert item.area_name in text
        assert period_words(item.period_label) in text
        own_words = text.replace(item.indicator_title, "")
        assert not any(word in own_words for word in CHANGING), text
        if item.value is None:
            continue
        assert format_value(item.value, item.unit, item.decimals) in text
        if item.lower is not None:
            assert "95% interval" in text
        if item.outcome is not Outcome.NOT_COMPARABLE:
            assert format_value(item.comparator.value, item.unit, item.decimals) in text
        if item.outcome is Outcome.TOO_IMPRECISE:
            assert "could be as low as" in text


def test_two_labels_for_one_value_never_stand_without_a_word(walk):
    for item in walk.statements:
        label = item.published.split(" 9")[0]
        verdict = label in ("Better", "Worse", "Similar", "Higher", "Lower")
        if verdict and item.comparison not in ("Not compared", label):
            assert f'The source says "{item.published}"' in item.note


def test_every_statement_names_its_source_and_snapshots(walk):
    for item in walk.statements:
        assert item.source
        assert item.snapshot_ids
        assert all(len(each) == 64 for each in item.snapshot_ids)
