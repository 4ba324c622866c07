"""The outcomes that a priority wants stand against what its figures say, gaps included."""

from dataclasses import replace

import numpy as np
import pytest
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator

from jsna.chapter import priority_page
from jsna.settings.strategy import Priority

LIMITS = {"strata": [{"sex": "Male"}], "value_type": "other"}


@pytest.fixture
def council(tmp_path):
    """Anytown with a worse measure, one of the source's verdict that is old, and one without."""
    rows = [fact(value=50.0, lower=49.0, upper=51.0), england(62.0)]
    rows += [fact(value=9.0, indicator_id="3", lower=np.nan, upper=np.nan)]
    indicators = [
        indicator(id=id, title=f"Health {id}", short_title=f"Health {id}", **LIMITS) for id in "123"
    ]
    made = evidence(facts_of(*rows), indicators, {}, tmp_path)
    outcomes = (
        {"what": "People live *long*.", "indicators": ["1", "2"]},
        {"what": "People are glad.", "indicators": []},
        "People have a say.",
    )
    priority = Priority.model_validate(
        {"id": "p", "number": 1, "title": "P", "aim": "That it gets better.",
         "indicators": ["1", "2", "3"], "outcomes": outcomes}
    )  # fmt: skip
    strategy = made.strategy.model_copy(update={"priorities": (priority,)})
    made = replace(made, project=replace(made.project, chosen_strategy=strategy))
    return made.of_priority(priority)


def test_each_outcome_stands_against_its_measures_and_what_none_tells_says_so(council, page):
    text = priority_page.wanted_and_gaps(council, page)
    assert text.split("**Outcomes wanted:**\n\n")[1].split("\n\n**")[0] == (
        "- People live \\*long\\*.\n"
        "    - [Health 1, males](#fig-p-1-trend): worse, 2022 to 2024\n"
        "    - Health 2, males: no figure at hand\n"
        "- People are glad.\n"
        "    - No indicator here tells of it\n"
        "- People have a say."
    )
    assert "**Also measured here:** Health 3" in text


def test_a_strategy_that_does_not_say_what_tells_of_its_outcomes_lists_what_is_measured(
    council, page
):
    (priority,) = council.strategy.priorities
    plain = Priority.model_validate(
        priority.model_dump() | {"outcomes": [outcome.what for outcome in priority.outcomes]}
    )
    strategy = council.strategy.model_copy(update={"priorities": (plain,)})
    here = replace(council, project=replace(council.project, chosen_strategy=strategy))
    text = priority_page.wanted_and_gaps(here.of_priority(plain), page)
    assert "tells of it" not in text and "**Measured here:** Health 1; Health 3" in text
