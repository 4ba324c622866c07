"""Rules of release, held to what the publishers' own files state of their rhythm: none is ours."""

import csv
import json
from pathlib import Path

import pytest

from jsna.settings.load import load_settings
from jsna.settings.paths import find_paths

IN_THE_TOOL = {
    "92517": "6wksBreast", "20601": "ExcessRec", "20602": "ExcessYr6", "90631": "FSP_NEW_GOODDEV",
    "90632": "FSP_Gooddev_FSM", "90803": "LAC", "93381": "LAC_KS4_AVG_Attain8",
    "93203": "16-17_not known_NEET",
}  # fmt: skip
"""Indicator -> what the department's interactive tool (LAIT) calls the same measure."""
RULES = {"annually": "yearly", "quarterly": "quarterly"}


@pytest.fixture(scope="module")
def rules(project_root: Path) -> dict[str, str]:
    known = load_settings(find_paths(project_root)).indicators
    return {id: one.release_rule for id, one in known.items() if one.release_rule}


@pytest.fixture(scope="module")
def stated(real_data: Path) -> dict[str, str]:
    """Fingertips id -> the frequency that its metadata states."""
    file = real_data / "fingertips" / "metadata_FingertipsNext_indicators.json"
    rows = json.loads(file.read_text("utf-8-sig"))
    return {str(row["indicatorID"]): str(row["frequency"]).lower() for row in rows}


@pytest.fixture(scope="module")
def days_apart(real_data: Path) -> dict[str, int]:
    """Measure of the tool -> days from its last update to its next one, where it states both."""
    text = (real_data / "phof_like" / "dfe_lait_dictionary.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    return {
        row["Measure_short"]: int(row["Next Update"]) - int(row["Last Update"])
        for row in rows
        if row["Next Update"].isdigit() and row["Last Update"].isdigit()
    }


def test_each_rule_is_what_the_source_states(rules, stated, days_apart, project_root):
    known = load_settings(find_paths(project_root)).indicators
    by_metadata = {id: RULES[said] for id, said in stated.items() if id in known and said in RULES}
    by_tool = {id: days_apart[name] for id, name in IN_THE_TOOL.items()}
    assert set(by_tool.values()) == {365}
    assert rules == by_metadata | dict.fromkeys(by_tool, "yearly")
    assert len(rules) == 32
