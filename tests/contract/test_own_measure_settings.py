"""measures.yml: what is right loads beside its strategy, every fault is told with file and line."""

import shutil
from pathlib import Path

import pytest
from test_settings import AREA, INDICATOR, STRATEGY

from jsna.errors import UserFileError
from jsna.settings.load import Settings, load_settings
from jsna.settings.paths import Paths

FILE = "reports/strategies/test-strategy/measures.yml"
MEASURES = """\
measures:
  - id: waits
    title: Waiting time
    priority: first
    unit: days
    kind: mean
    polarity: low-is-good
    frequency: month
    target: 20
    target_by: Mar 2026
    trajectory:
      start: {period: 2025-12, value: 30}
      end: {period: 2026-03, value: 24}
    baseline: {first: 2024-01, last: 2024-12}
    owner: Head of adult services
    steps:
      - {since: 2025-07, why: A new form.}
returns:
  - id: quarterly
    title: A return
    columns: [{title: December, period: 2025-12}]
    rows: [{measure: waits}]
"""


@pytest.fixture
def home(tmp_path: Path, project_root: Path) -> Path:
    """A small checkout of one area, one indicator and one strategy, all of it right."""
    files = {
        "config/areas/testby.yml": AREA,
        "data/catalogue/themes.yml": "- id: things\n  title: Things\n",
        "data/catalogue/indicators/things/thing-share.yml": INDICATOR,
        "reports/strategies/test-strategy/strategy.yml": STRATEGY,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    shutil.copytree(project_root / "data/catalogue/sources", tmp_path / "data/catalogue/sources")
    return tmp_path


def problems(home: Path) -> list[str]:
    with pytest.raises(UserFileError) as caught:
        load_settings(Paths(home, home))
    return [str(problem) for problem in caught.value.problems]


def write(home: Path, text: str) -> Path:
    path = home / FILE
    path.write_text(text, "utf-8")
    return path


def test_a_right_file_stands_beside_its_strategy(home: Path) -> None:
    write(home, MEASURES)
    settings = load_settings(Paths(home, home))
    found = settings.own_measures_of("testby")
    assert list(found) == ["waits"] and settings.own_measures_of("") == {}
    assert found["waits"].planned == {
        "2025-12-01/P1M": 30, "2026-01-01/P1M": 28, "2026-02-01/P1M": 26, "2026-03-01/P1M": 24,
    }  # fmt: skip
    assert settings.strategy("test-strategy").own_measures.returns[0].rows[0].measure == "waits"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("kind: mean", "kind: average", 6, "Allowed are: count, share, rate, mean"),
        ("priority: first", "priority: furst", 4, "there is no priority 'furst'"),
        ("Head of adult services", "Dr Example", 15, "'Dr Example' reads like a person's name"),
        ("Head of adult services", "Ann Example", 15, "among the strategy's bodies"),
        ("unit: days", "units: days", 5, "unknown key 'units'"),
        ("2024-01,", "2024/25,", 2, "the period '2024/25' is not known. A month: YYYY-MM"),
        ("last: 2024-12", "last: 2023-12", 2, "baseline ends before it begins"),
        ("    kind: mean\n", "    kind: mean\n    per: 10\n", 2, "`per` is for a rate"),
        ("    target: 20\n", "", 2, "there is a target_by and no target"),
        ("rows: [{measure: waits}]", "rows: [{measure: wait}]", 22, "there is no measure 'wait'"),
        ("period: 2025-12}]", "period: 2025}]", 21, "is none of any measure of this return"),
        (
            "{title: December, period: 2025-12}",
            "{title: December, period: 2025-12}, {title: December, period: 2025-11}",
            19,
            "two columns have one heading",
        ),
        ("{measure: waits}]", "{measure: waits, numerator: Value}]", 19, "lines of a measure have"),
        ("id: waits", "id: thing-share", 2, "is the id of an indicator of the catalogue"),
        ("unit: days", "unit: days\n    disclosure_rule: mine", 6, "there is no rule 'mine'"),
    ],
)
def test_each_fault_is_told_with_its_line(
    home: Path,
    old: str,
    new: str,
    line: int,
    words: str,
) -> None:
    assert old in MEASURES
    write(home, MEASURES.replace(old, new, 1))
    told = [one for one in problems(home) if words in one]
    assert told and told[0].startswith(f"{FILE}, line {line}"), problems(home)


def test_two_measures_of_one_id_are_told(home: Path) -> None:
    again = MEASURES.partition("returns:")[0].partition("measures:\n")[2]
    write(home, f"measures:\n{again}{again}")
    assert any("two measures have the id 'waits'" in one for one in problems(home))


def test_two_returns_of_one_id_are_told(home: Path) -> None:
    write(home, MEASURES + MEASURES.partition("returns:\n")[2])
    assert any("two returns have the id 'quarterly'" in one for one in problems(home))


def test_a_strategy_of_any_council_has_none(home: Path) -> None:
    write(home, MEASURES)
    file = home / "reports/strategies/test-strategy/strategy.yml"
    file.write_text(STRATEGY.replace("area: testby\n", ""), "utf-8")
    assert any("this strategy serves any area" in one for one in problems(home))


def test_they_stand_in_their_own_file(home: Path) -> None:
    file = home / "reports/strategies/test-strategy/strategy.yml"
    body = "own_measures:\n  annual_report: {year: 2025/26}\n"
    file.write_text(STRATEGY + body, "utf-8")
    assert any("own measures stand in measures.yml" in one for one in problems(home))


def test_a_mistake_stops_its_own_council_alone(home: Path) -> None:
    write(home, MEASURES.replace("kind: mean", "kind: average"))
    settings: Settings = load_settings(Paths(home, home), set_aside=True)
    with pytest.raises(UserFileError, match="average"):
        settings.area("testby")
