"""Live numbers: what a name stands for, and what is said of a name that stands for nothing."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from commentary_files import WARDS, anytown, facts
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator, labels_of

from jsna.chapter import ward_profile_parts
from jsna.chapter.live_numbers import UnknownNumber, number_named


def printed(found, text):
    number, field = number_named(found, text)
    return getattr(number, field)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("1.value", "60.0 years"),
        (" 1 . value ", "60.0 years"),
        ("1.england", "62.0 years"),
        ("1.interval", "95% interval 59.0 to 61.0"),
        ("1.period", "2022 to 2024"),
        ("1.verdict", "worse than England"),
        ("1(Female).value", "58.0 years"),
        ("1(female, All ages).england", "63.0 years"),
        ("1(Male).value", "60.0 years"),
    ],
)
def test_a_name_is_what_the_facts_say(tmp_path, name, words):
    assert printed(anytown(tmp_path), name) == words


def test_the_sources_verdict_is_told_as_its_own(tmp_path):
    bare = {"lower": np.nan, "upper": np.nan}
    found = anytown(tmp_path, facts_of(fact(**bare), england()))
    labels = labels_of("Worse", period="2022-01-01/P3Y")
    found = replace(found, store=replace(found.store, published=labels))
    assert printed(found, "1.verdict") == "worse than England (the source's verdict)"
    assert printed(anytown(tmp_path, facts_of(fact(**bare), england())), "1.verdict").startswith(
        "difference not tested: "
    )


def test_a_sentence_is_the_pages_own(tmp_path):
    found = anytown(tmp_path)
    said = printed(found, "1.sentence")
    assert said.startswith("Years in good health, males, in Anytown stood at 60.0 years")
    assert "worse than England's 62.0 years" in said


def test_trend_and_rank_say_why_there_is_none(tmp_path):
    found = anytown(tmp_path)
    assert printed(found, "1.trend").startswith("cannot be calculated (")
    assert printed(found, "1.rank").startswith("without a rank (")


def test_a_number_leads_to_the_figure_that_shows_it(tmp_path):
    number, _ = number_named(anytown(tmp_path), "1(Female).value")
    assert number.target == "#fig-first-1-female-trend"
    elsewhere, _ = number_named(anytown(tmp_path, priority=False), "1.value")
    assert elsewhere.target == "first.qmd#fig-first-1-male-trend"


def test_what_no_page_shows_leads_to_the_sources(tmp_path):
    old = facts_of(fact(age="65+"), england(age="65+"), fact(), england())
    number, _ = number_named(anytown(tmp_path, old), "1(65+).value")
    assert (number.value, number.target) == ("60.0 years", "sources.qmd")


def test_missing_is_never_0(tmp_path):
    number, _ = number_named(anytown(tmp_path, facts_of(england())), "1.value")
    said = (number.value, number.period, number.trend, number.rank)
    assert said == ("not available",) * 4
    assert number.interval == "no interval in the file used"
    assert number.target == "sources.qmd"


def ward_evidence(tmp_path, counts=(40, 200), wards=WARDS):
    share = indicator(
        title="Share", short_title="Share", polarity="low-is-good", unit="%", multiplier=100,
        value_type="proportion", levels=["england", "unitary", "ward"],
    )  # fmt: skip
    rows = [
        fact(code, n / 10, np.nan, np.nan, area_type="ward", sex="Persons", count=float(n),
             denominator=1000.0)
        for code, n in zip(wards, counts, strict=False)
    ]  # fmt: skip
    whole = fact(value=5.0, lower=4.0, upper=6.0, sex="Persons")
    table = facts_of(*rows, whole, england(4.0, sex="Persons"))
    return evidence(table, [share], wards, tmp_path, True)


@pytest.mark.parametrize("ward", ["Bexton", "bexton ward", "E05000002", "Persons, Bexton"])
def test_a_ward_is_named_by_its_name_or_code(tmp_path, ward):
    found = ward_evidence(tmp_path)
    assert printed(found, f"1({ward}).value") == "20.0%"
    assert printed(found, f"1({ward}).england") == "4.0%"
    assert number_named(found, f"1({ward}).value")[0].target == "ward-inequalities.qmd"


def test_of_a_ward_it_is_said_whether_it_is_flagged_and_never_similar(tmp_path):
    found = ward_evidence(tmp_path)
    assert printed(found, "1(Bexton).verdict") == "worse than England, flagged among 2 wards"
    assert printed(found, "1(Ashby).verdict") == "not flagged among 2 wards"
    said = printed(found, "1(Bexton).sentence")
    assert said.startswith("Share, Bexton ward: 20.0% (95% interval ")
    assert said.endswith("worse than England, flagged among 2 wards; England's is 4.0%.")


def test_a_ward_is_flagged_among_the_wards_that_were_tested_as_its_own_page_says(tmp_path):
    hidden = {**WARDS, "E05000003": "Cranford"}
    found = ward_evidence(tmp_path, wards=hidden)
    number, _ = number_named(found, "1(Ashby).value")
    assert number.verdict == "not flagged among 2 wards"
    row = number.scan.rows.set_index("area_name").loc["Ashby"]
    assert number.verdict in ward_profile_parts._against(number.scan, row, 0)
    assert number_named(found, "1(Cranford).value")[0].verdict.startswith("not tested: ")


@pytest.mark.parametrize("field", ["rank", "trend"])
def test_wards_have_no_rank_and_no_trend(tmp_path, field):
    with pytest.raises(UnknownNumber, match="a ward's number has no"):
        number_named(ward_evidence(tmp_path), f"1(Bexton).{field}")


@pytest.mark.parametrize(
    ("name", "what", "step"),
    [
        ("", "is no name of a number", ""),
        ("1", "is no name of a number", ""),
        ("1.", "is no name of a number", ""),
        (".value", "is no name of a number", ""),
        ("1.value.more", "is no name of a number", ""),
        ("1(Female.value", "is no name of a number", ""),
        ("1((Female)).value", "is no name of a number", ""),
        ("import os", "is no name of a number", ""),
        ("__class__.__mro__", "has no indicator '__class__'", ""),
        ("2.value", "has no indicator '2'", "See `jsna indicators`."),
        ("1.vale", "has no 'vale'", "Did you mean 'value'?"),
        ("1.__class__", "has no '__class__'", ""),
        ("1.told", "has no 'told'", ""),
        ("1(Femal).value", "no sex, age or ward 'Femal'", "Did you mean 'Female'?"),
        ("1(65+).value", "no sex, age or ward '65+'", ""),
        ("1(Bexten).value", "no sex, age or ward 'Bexten'", "Did you mean 'bexton'?"),
        ("1(Bexton).value", "no figures of 1 for wards", ""),
    ],
)
def test_a_name_of_nothing_is_told_with_the_nearest(tmp_path, name, what, step):
    with pytest.raises(UnknownNumber) as caught:
        number_named(anytown(tmp_path), name)
    assert what in caught.value.what
    assert caught.value.step == step or not step


def test_a_sex_that_the_area_has_no_figure_of_is_told(tmp_path):
    table = pd.concat([facts(), facts_of(england(sex="Persons", age="65+"))], ignore_index=True)
    with pytest.raises(UnknownNumber, match="no sex, age or ward 'Persons'"):
        number_named(anytown(tmp_path, table), "1(Persons).value")
    both = facts_of(fact(), fact(sex="Female", age="65+"), england())
    with pytest.raises(UnknownNumber, match=r"no figure of 1 for Male, 65\+"):
        number_named(anytown(tmp_path, both), "1(Male, 65+).value")
