"""Statements from facts: the newest period, names, sources, and what a note tells."""

import numpy as np
import pandas as pd
import pytest
from invented_facts import AREA, england, fact, facts_of, indicator, labels_of

from jsna.analysis.outcome import Outcome
from jsna.fact_schema import ENGLAND
from jsna.narrative.newest_statement import Known, newest_statement, newest_statements
from jsna.narrative.sentences import finding
from jsna.settings.area import Area
from jsna.settings.indicator import Stratum
from jsna.settings.source import SourceSettings

PLACE = Area.model_validate(
    {
        "slug": "otherplace", "name": "Otherplace", "code": AREA, "kind": "unitary authority",
        "region": {"code": "E12000099", "name": "Examplelands"}, "contact": {"team": "Health"},
    }
)  # fmt: skip
SOURCES = {
    "fingertips": SourceSettings(
        id="fingertips", title="Public health profiles", publisher="The Office",
        licence="OGL-UK-3.0", attribution="Office, {year}.",
    )
}  # fmt: skip
OLD = {"period": "2021-01-01/P3Y", "period_label": "2021 - 23"}
NEXT = {"period": "2023-01-01/P3Y", "period_label": "2023 - 25"}
MALES = Stratum(sex="Male", age="All ages")
BLANK = {"value": np.nan, "lower": np.nan, "upper": np.nan, "status": "not-available"}


def names() -> pd.DataFrame:
    return pd.DataFrame({"area_code": [AREA], "area_type": ["unitary"], "area_name": ["Other"]})


def judged(*rows, published=None, comparator=ENGLAND, stratum=MALES):
    published = labels_of() if published is None else published
    known = Known(facts_of(*rows), published, names())
    return newest_statement(known, indicator(), stratum, PLACE, comparator, SOURCES)


def test_a_statement_carries_everything_that_a_number_needs():
    statement = judged(fact(snapshot_ids=f"{'b' * 64} {'c' * 64}"), england())
    assert (statement.value, statement.lower, statement.upper) == (60.0, 59.0, 61.0)
    assert (statement.unit, statement.period_label, statement.sex) == ("years", "2022 - 24", "Male")
    assert (statement.comparator.name, statement.comparator.value) == ("England", 62.0)
    assert statement.area_name == "Otherplace"
    assert statement.source == "The Office, Public health profiles, indicator 1"
    assert statement.snapshot_ids == ("b" * 64, "c" * 64, "a" * 64)
    assert statement.outcome is Outcome.WORSE
    assert "worse than England's 62.0 years" in finding(statement)


def test_a_statement_is_the_same_however_text_is_held():
    said = []
    for storage in ("pyarrow", "python"):
        with pd.option_context("mode.string_storage", storage):
            rows = facts_of(fact(), fact(**BLANK, **NEXT), fact(value=60.5, **OLD), england())
            assert rows["period"].dtype.storage == storage
            known = Known(rows, labels_of("Worse", **OLD), names())
            wanted = [(indicator(), MALES), (indicator(), Stratum(sex="Female", age="All ages"))]
            said.append(newest_statements(known, wanted, PLACE, ENGLAND, SOURCES))
    assert said[0] == said[1]
    assert said[0][0].outcome is Outcome.WORSE


def test_the_newest_period_is_the_one_that_ends_last_whatever_the_order():
    rows = [fact(), fact(value=60.5, **OLD), england()]
    assert judged(*rows, england(**OLD)).period_label == "2022 - 24"
    assert judged(*reversed(rows), england(**OLD)).period_label == "2022 - 24"


def test_a_later_blank_is_told_and_the_newest_value_is_shown():
    statement = judged(fact(), england(), fact(**BLANK, **NEXT), england(**NEXT))
    assert statement.period_label == "2022 - 24"
    assert statement.note == "The source gives no value for 2023 to 2025."


def test_a_comparator_with_newer_figures_is_told():
    statement = judged(fact(), england(), england(**NEXT))
    assert statement.period_label == "2022 - 24"
    assert statement.note == "England has figures to 2023 to 2025."


def test_an_area_with_blanks_only_is_not_comparable():
    statement = judged(fact(**BLANK), england())
    assert (statement.value, statement.outcome) == (None, Outcome.NOT_COMPARABLE)
    assert statement.reason == "the file used holds no value"


def test_an_area_without_a_fact_is_said_to_have_none():
    statement = judged(england())
    assert (statement.value, statement.outcome) == (None, Outcome.NOT_COMPARABLE)
    assert finding(statement) == (
        "There is no figure for years in good health, males, in Otherplace: "
        "none is in the files that this pack was built from."
    )


def test_another_sex_never_stands_in():
    statement = judged(fact(sex="Female"), england())
    assert statement.value is None


def test_the_region_is_named_and_compared_by_its_own_value():
    region = fact("E12000099", 60.5, 60.0, 61.0, area_type="region")
    statement = judged(fact(), england(), region, comparator="E12000099")
    assert (statement.comparator.name, statement.comparator.value) == ("Examplelands", 60.5)
    assert statement.outcome is Outcome.SIMILAR


def test_a_breakdown_never_enters_a_series():
    group = fact(value=10.0, lower=9.0, upper=11.0, breakdown="Ethnic", breakdown_value="A")
    newest = group | {"period": NEXT["period"], "period_label": NEXT["period_label"]}
    assert judged(fact(), group, newest, england()).value == 60.0


def test_a_label_that_differs_stands_in_the_note():
    statement = judged(fact(note="Rounded"), england(60.5), published=labels_of("Worse"))
    assert statement.published == "Worse"
    assert statement.note.startswith('Rounded The source says "Worse"')


@pytest.mark.parametrize("comparator", [ENGLAND, "E12000099"])
def test_empty_facts_give_a_statement_without_a_value(comparator):
    from jsna.fact_schema import empty_facts

    known = Known(empty_facts(), labels_of(), names())
    found = newest_statement(known, indicator(), MALES, PLACE, comparator, SOURCES)
    assert (found.value, found.outcome) == (None, Outcome.NOT_COMPARABLE)


def test_many_measures_judged_together_are_what_each_is_alone():
    other = indicator().model_copy(update={"id": "2", "title": "Another"})
    females = Stratum(sex="Female", age="All ages")
    wanted = [(indicator(), females), (other, MALES), (indicator(), MALES), (other, females)]
    rows = [fact(), fact(value=60.5, **OLD), england(), fact(indicator_id="2", value=61.9)]
    rows += [england(indicator_id="2"), fact(indicator_id="2", **NEXT | BLANK)]
    known = Known(facts_of(*rows), labels_of(), names())
    together = newest_statements(known, wanted, PLACE, ENGLAND, SOURCES)
    alone = [newest_statement(known, i, s, PLACE, ENGLAND, SOURCES) for i, s in wanted]
    assert together == alone
    assert [said.value for said in together] == [None, 61.9, 60.0, None]
    assert "no value for 2023 to 2025" in together[1].note
