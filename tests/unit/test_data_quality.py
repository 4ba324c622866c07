"""Notes on the data's quality: each topic from the facts that show it, sums held to arithmetic."""

import numpy as np
import pandas as pd
import pytest
from invented_facts import AREA, england, fact, facts_of, indicator, labels_of

from jsna.analysis.data_quality import NOTE_COLUMNS, quality_notes
from jsna.analysis.sums import sums_that_differ
from jsna.facts.assemble import QUALITY_COLUMNS
from jsna.facts.changes import overdue
from jsna.facts.store import Tables
from jsna.settings.area import Area

BLANK = {"value": np.nan, "lower": np.nan, "upper": np.nan}
WARDS = ("E05000001", "E05000002")
INDICATORS = {"1": indicator(value_type="proportion"), "2": indicator(id="2", value_type="count"),
              "3": indicator(id="3", value_type="mean")}  # fmt: skip
PLACE = Area.model_validate({
    "slug": "a", "name": "A", "code": AREA, "kind": "unitary authority",
    "region": {"code": "E12000001", "name": "R"}, "contact": {"team": "T"},
})  # fmt: skip


def notes(*rows: dict, labels=None, quality=()) -> list[list]:
    told = pd.DataFrame(list(quality), columns=list(QUALITY_COLUMNS))
    published = labels_of() if labels is None else labels
    none = pd.DataFrame()
    tables = Tables(facts_of(*rows), published, none, told, none, none)
    late = overdue([], pd.Timestamp("2026-01-01").date())
    found = quality_notes(tables, INDICATORS, PLACE, late, {"ward": WARDS})
    assert list(found) == list(NOTE_COLUMNS)
    return found[["topic", "area_code", "detail", "rows"]].to_numpy().tolist()


def ward(code: str, **changes) -> dict:
    return fact(code, area_type="ward", **changes)


def test_nothing_to_note():
    assert notes(fact(), england()) == []


def test_missing_suppressed_and_provisional_by_stratum_and_kind_of_area():
    found = notes(
        fact(**BLANK, status="not-available", period_label="2023", period="2023-01-01/P1Y"),
        fact(**BLANK, status="not-available", period_label="2022", period="2022-01-01/P1Y"),
        *(ward(code, **BLANK, status="suppressed") for code in WARDS),
        fact(sex="Female", status="provisional"),
        fact("E06000001", **BLANK, status="suppressed"),
        fact(breakdown="Ward", breakdown_value="x", **BLANK, status="suppressed"),
    )
    assert found == [
        ["missing", AREA, "Male, All ages: 2022, 2023", 2],
        ["suppressed", "", "Male, All ages, wards: 2022 - 24", 2],
        ["provisional", AREA, "Female, All ages: 2022 - 24", 1],
    ]


def test_older_than_england_s_newest():
    newer = {"period": "2023-01-01/P3Y", "period_label": "2023 - 25"}
    found = notes(fact(), england(), england(**newer))
    assert found == [
        ["stale", AREA, "Male, All ages: newest figure 2022 - 24, England has 2023 - 25", 1]
    ]
    assert notes(fact(), fact(**newer), england(**newer)) == []
    # a later period that is blank for England is nothing newer
    assert notes(fact(), england(), england(**newer, **{"value": np.nan})) == []


def test_a_published_verdict_that_the_interval_does_not_give():
    found = notes(fact(), england(62.0), labels=labels_of("Similar"))
    assert found == [["verdict", AREA, 'Male, All ages, 2022 - 24: the source says "Similar",'
                      ' by the 95% interval it is "Worse"', 1]]  # fmt: skip
    assert notes(fact(), england(62.0), labels=labels_of("Worse")) == []


def test_hundreds_of_duplicates_are_one_line_for_two_files():
    again = "2022 - 24, Male, All ages: the same fact again in another file"
    own = "2022 - 24, Male, All ages: the same fact again in the same file"
    retired = "abolished authority left out where its successor has the fact: "
    quality = [("duplicate", "1", AREA, again, "b a", 1)] * 300
    quality += [("duplicate", "1", AREA, own, "a", 1)] * 2
    quality += [("abolished", "1", code, f"{retired}{n} rows", "", n)
                for code, n in (("E07000001", 7), ("E07000002", 5))]  # fmt: skip
    assert notes(quality=quality) == [
        ["duplicate", "", "abolished authorities left out where their successors have the fact",
         12],
        ["duplicate", "", "facts twice in one file", 2],
        ["duplicate", "", "the same facts in two files", 300],
    ]  # fmt: skip


def test_counts_are_those_of_the_column_whatever_the_words_say():
    refused = [("refused", "", "", f"A file: {why}", "a", n) for why, n in (("x (line 7)", 3),
               ("25 rows of wards", 4), ("y", 6267))]  # fmt: skip
    vanished = [("vanished-ward", "", code, "redrawn", "b", 1) for code in WARDS]
    assert notes(quality=[*refused, *vanished]) == [
        ["refused", "", "A file: 25 rows of wards", 4],
        ["refused", "", "A file: x (line 7)", 3],
        ["refused", "", "A file: y", 6267],
        ["vanished-ward", "", "redrawn", 2],
    ]


def test_other_authorities_are_counted_and_not_named():
    quality = [("conflict", "1", f"E0600000{n}", "2022: 1 used, 2 in another file", "a", 1)
               for n in (1, 2, 3)]  # fmt: skip
    quality += [("conflict", "1", AREA, "2022: 1 used, 2 in another file", "a", 1),
                ("correction", "1", "E06000001", "value 1 corrected to 2.", "a", 1)]  # fmt: skip
    assert notes(quality=quality) == [
        ["conflict", "", "files disagree on figures of other authorities", 3],
        ["conflict", AREA, "2022: 1 used, 2 in another file", 1],
        ["correction", "", "value 1 corrected to 2.", 1],
    ]


# -- sums -------------------------------------------------------------------------------------


def sums(*rows: dict, members=WARDS) -> list[list]:
    found = sums_that_differ(facts_of(*rows), INDICATORS, AREA, {"ward": members})
    return found[["indicator_id", "parts", "sum", "whole"]].to_numpy().tolist()


def counted(sex: str, count: float, **changes) -> dict:
    return fact(sex=sex, count=count, **changes)


@pytest.mark.parametrize(("persons", "differs"), [(30, False), (31, False), (32, True), (28, True)])
def test_males_and_females_are_persons_but_for_rounding(persons, differs):
    """Three numbers, each rounded to a whole one, may be out by 1.5 together."""
    rows = [counted("Male", 11), counted("Female", 19), counted("Persons", persons)]
    assert sums(*rows) == ([["1", "males and females", 30, persons]] if differs else [])


def test_counts_rounded_to_five_may_be_out_by_more():
    rows = [counted("Male", 10), counted("Female", 20)]
    assert sums(*rows, counted("Persons", 35)) == []
    assert sums(*rows, counted("Persons", 45)) == [["1", "males and females", 30, 45]]


@pytest.mark.parametrize(("count", "differs"), [(30, False), (31, False), (33, True)])
def test_all_wards_are_the_whole(count, differs):
    rows = [ward(WARDS[0], count=11), ward(WARDS[1], count=19), fact(count=count)]
    assert sums(*rows) == ([["1", "wards", 30, count]] if differs else [])


def test_a_sum_without_one_of_its_parts_is_none():
    rows = [ward(WARDS[0], count=11), ward(WARDS[1], count=np.nan), fact(count=99)]
    assert sums(*rows) == []
    assert sums(*rows[:1], rows[2], members=()) == []
    assert sums(counted("Male", 1), counted("Persons", 9)) == []


def test_of_a_count_the_value_is_added_up_and_means_never():
    def rows(id):
        return [fact(sex=sex, value=value, lower=np.nan, upper=np.nan, indicator_id=id)
                for sex, value in (("Male", 3.0), ("Female", 4.0), ("Persons", 17.0))]  # fmt: skip

    assert sums(*rows("2")) == [["2", "males and females", 7, 17]]
    assert sums(*rows("3")) == []


def test_ages_periods_and_groups_are_not_mixed():
    group = counted("Persons", 9, breakdown="x", breakdown_value="y")
    rows = [counted("Male", 1), counted("Female", 2, age="65+"), counted("Persons", 50), group]
    assert sums(*rows) == []


def test_wards_of_another_year_are_counted_by_year_and_file():
    told = "a ward of 2021, which is none of 2024"
    rows = [("vanished-ward", "", f"E0500000{i}", told, "a", 1) for i in (1, 2)]
    assert notes(quality=rows) == [["vanished-ward", "", told, 2]]
