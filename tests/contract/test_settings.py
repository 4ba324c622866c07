"""Settings files: what is right loads, and every fault of every file is told at once."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from jsna.errors import UserFileError
from jsna.narrative.framework_words import framework_lines
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths, find_paths
from jsna.settings.yaml_advice import yaml_advice

AREA = """\
name: Testby
code: E06999999
kind: unitary authority
region:
  code: E12000001
  name: North East
contact:
  team: Test team
"""
INDICATOR = """\
title: Share of things
short_title: Things
measures: How many of the people have the thing.
unit: "%"
decimals: 1
multiplier: 100
polarity: low-is-good
value_type: proportion
year_type: calendar
interval_method: wilson
comparison_method: single-overlapping-interval
matters: 2
theme: things
source:
  source: fingertips
  id: "1"
levels: [england, unitary]
allowed_range: [0, 100]
"""
STRATEGY_FILE = "reports/strategies/test-strategy/strategy.yml"
STRATEGY = """\
title: A strategy
short_title: Strategy
area: testby
start: 2024-01-01
end: 2029-12-31
document:
  title: The document
life_stages:
  - id: starting-well
    title: Starting well
priorities:
  - id: first
    number: 1
    title: First
    aim: That it gets better.
    life_stages: [starting-well]
    indicators: [thing-share]
"""


@pytest.fixture
def checkout(tmp_path: Path, project_root: Path) -> Path:
    """A small checkout of one area, one indicator and one strategy, all of it right."""
    files = {
        "config/areas/testby.yml": AREA,
        "data/catalogue/themes.yml": "- id: things\n  title: Things\n",
        "data/catalogue/indicators/things/thing-share.yml": INDICATOR,
        "reports/strategies/test-strategy/strategy.yml": STRATEGY,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copytree(project_root / "data/catalogue/sources", tmp_path / "data/catalogue/sources")
    return tmp_path


def _change(checkout: Path, name: str, old: str, new: str) -> None:
    path = checkout / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _problems(checkout: Path) -> list[str]:
    with pytest.raises(UserFileError) as caught:
        load_settings(Paths(checkout, checkout))
    assert caught.value.exit_code == 2
    return [str(p) for p in caught.value.problems]


def test_the_projects_own_settings_are_right(project_root: Path) -> None:
    settings = load_settings(find_paths(project_root))
    assert {"rotherham", "rutland", "exampleshire", "otherborough"} <= set(settings.areas)
    assert "_template" not in settings.areas
    assert settings.areas["rotherham"].code == "E08000018"
    assert settings.areas["rutland"].tier == "unitary"
    assert {a.slug for a in settings.areas.values() if a.synthetic} == {
        "exampleshire",
        "otherborough",
    }


def test_the_template_of_an_area_is_itself_a_right_area(project_root: Path, checkout: Path) -> None:
    shutil.copy(project_root / "config/areas/_template.yml", checkout / "config/areas/mine.yml")
    assert load_settings(Paths(checkout, checkout)).area("mine").slug == "mine"


def test_a_right_checkout_loads(checkout: Path) -> None:
    settings = load_settings(Paths(checkout, checkout))
    assert settings.indicators["thing-share"].source.id == "1"
    assert settings.strategy("test-strategy", "testby").priorities[0].id == "first"


def test_a_mistake_in_one_strategy_stops_its_own_area_s_commands_alone(checkout: Path) -> None:
    shutil.copytree(
        checkout / "reports/strategies/test-strategy", checkout / "reports/strategies/another"
    )
    area = (checkout / "config/areas/testby.yml").read_text("utf-8")
    (checkout / "config/areas/elsewhere.yml").write_text(area, "utf-8")
    _change(checkout, "reports/strategies/another/strategy.yml", "area: testby", "area: elsewhere")
    _change(checkout, "reports/strategies/another/strategy.yml", "title:", "titel:")
    settings = load_settings(Paths(checkout, checkout), set_aside=True)
    assert settings.area("testby").slug == "testby"
    assert list(settings.strategies) == ["test-strategy"]
    for asked in (lambda: settings.area("elsewhere"), lambda: settings.strategy("another")):
        with pytest.raises(UserFileError, match="titel"):
            asked()


def test_a_mistake_in_the_catalogue_stops_every_command_and_tells_the_strategies_too(
    checkout: Path,
) -> None:
    _change(checkout, "reports/strategies/test-strategy/strategy.yml", "area: testby", "area: x")
    name = "data/catalogue/indicators/things/thing-share.yml"
    _change(checkout, name, "theme: things", "theme: nothings")
    with pytest.raises(UserFileError) as caught:
        load_settings(Paths(checkout, checkout), set_aside=True)
    files = {problem.file for problem in caught.value.problems}
    assert files == {name, "reports/strategies/test-strategy/strategy.yml"}


@pytest.mark.parametrize(
    "words", ["Suicide rate", "Deaths with an inquest", "Deaths of undetermined intent"]
)
@pytest.mark.parametrize("key", ["title", "measures"])
def test_suicides_and_inquests_have_no_level_below_the_authority(
    checkout: Path, key: str, words: str
) -> None:
    name = "data/catalogue/indicators/things/thing-share.yml"
    old = {"title": "Share of things", "measures": "How many of the people have the thing."}[key]
    _change(checkout, name, f"{key}: {old}", f"{key}: {words}")
    _change(checkout, name, "[england, unitary]", "[england, ward, lsoa]")
    (problem,) = [p for p in _problems(checkout) if "inquests are never shown" in p]
    assert problem.startswith(f"{name}, line 17: ")
    assert "take ward, lsoa out" in problem


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "words"),
    [
        ("config/areas/testby.yml", "kind:", "kidn:", 3, ["unknown key 'kidn'", "mean 'kind'?"]),
        ("config/areas/testby.yml", "E06999999", "W06000001", 2, ["code", "English authority"]),
        ("config/areas/testby.yml", "unitary authority", "unitary", 3, ["Did you mean 'unitary"]),
        (
            "data/catalogue/indicators/things/thing-share.yml",
            "low-is-good",
            "low-is-god",
            7,
            ["Did you mean 'low-is-good'?", "high-is-good"],
        ),
        (
            "data/catalogue/indicators/things/thing-share.yml",
            "source: fingertips",
            "source: fingertip",
            15,
            ["Did you mean 'fingertips'?"],
        ),
        (
            "data/catalogue/indicators/things/thing-share.yml",
            "  id:",
            "  ident:",
            16,
            ["unknown key 'ident'"],
        ),
        (
            "reports/strategies/test-strategy/strategy.yml",
            "[thing-share]",
            "[thing-shore]",
            17,
            ["no indicator 'thing-shore'", "Did you mean 'thing-share'?"],
        ),
        (
            "reports/strategies/test-strategy/strategy.yml",
            "life_stages: [starting-well]",
            "life_stages: [starting-wel]",
            16,
            ["Did you mean 'starting-well'?"],
        ),
        (STRATEGY_FILE, "2029-", "2019-", 5, ["before it starts"]),
        (STRATEGY_FILE, "2029-12-31", "soon", 5, ["end is 'soon'"]),
        (STRATEGY_FILE, "2029-12-31", "31/12/2029", 5, ["write 2029-12-31"]),
        (STRATEGY_FILE, "[thing-share]", "[20101]", 17, ["put quotation marks round 20101"]),
        (STRATEGY_FILE, "area: testby", "area: testbi", 3, ["'testby'"]),
        (STRATEGY_FILE, "- id: first", "- id: deprivation-map", 12,
         ["may not have the id 'deprivation-map'", "another id"]),
        (STRATEGY_FILE, "- id: first", "- id: overview", 12, ["may not have the id 'overview'"]),
        (STRATEGY_FILE, "- id: first", "- id: sources", 12, ["a page of every pack has it"]),
        (STRATEGY_FILE, "    indicators:", "    chapters: [deprivation_mop]\n    indicators:", 17,
         ["no chapter 'deprivation_mop'", "Did you mean 'deprivation_map'?"]),
        (STRATEGY_FILE, "    indicators:", "    chapters: [data_quality]\n    indicators:", 17,
         ["no chapter 'data_quality'", "population_outlook"]),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_file_and_line(
    checkout: Path, name: str, old: str, new: str, line: int, words: list[str]
) -> None:
    _change(checkout, name, old, new)
    problems = _problems(checkout)
    told = [p for p in problems if p.startswith(f"{name}, line {line}: ")]
    assert told, problems
    assert all(any(word in p for p in told) for word in words), told


SOURCE_FILE = "data/catalogue/sources/fingertips.yml"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://a.example/b",
     'https://a.example/"onload=x', "www.a.example"],
)  # fmt: skip
def test_a_home_page_that_is_no_web_address_is_told_with_its_line(
    checkout: Path, address: str
) -> None:
    lines = (checkout / SOURCE_FILE).read_text("utf-8").splitlines()
    (line,) = [n for n, text in enumerate(lines, start=1) if text.startswith("homepage")]
    lines[line - 1] = f"homepage: '{address}'"
    (checkout / SOURCE_FILE).write_text("\n".join(lines), "utf-8")
    told = _problems(checkout)[0]
    assert told.startswith(f"{SOURCE_FILE}, line {line}: homepage is ")
    assert "A web address: https:// or http://" in told


@pytest.mark.parametrize(
    "email", ['x@y.z" onmouseover="x', "<script>x@y.uk", "a b@c.uk", "nobody", "a@b.uk?cc=x@y.uk"]
)
def test_an_email_address_that_is_none_is_told_with_its_line(checkout: Path, email: str) -> None:
    _change(checkout, "config/areas/testby.yml", "Test team\n", f"Test team\n  email: '{email}'\n")
    told = _problems(checkout)[0]
    assert told.startswith("config/areas/testby.yml, line 9: contact.email is ")
    assert "An email address, as in" in told


def test_an_email_address_may_hold_an_apostrophe_or_be_left_out(checkout: Path) -> None:
    for email in ('""', "o'neil+jsna@a-council.gov.uk"):
        text = AREA + f"  email: {email}\n"
        (checkout / "config/areas/testby.yml").write_text(text, "utf-8")
        area = load_settings(Paths(checkout, checkout)).areas["testby"]
        assert area.contact.email == email.strip('"')


@pytest.mark.parametrize("sign", [r"\x07", r"\e[31m", r"\u202e", r"\x00"])
def test_a_control_character_is_told_with_its_line(checkout: Path, sign: str) -> None:
    _change(checkout, "config/areas/testby.yml", "Testby", f'"Test{sign}by"')
    told = _problems(checkout)[0]
    assert told.startswith("config/areas/testby.yml, line 1: name: it holds a control character")


STAGE = "    title: Starting well\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (STAGE, STAGE + "    to: 3\n", 11, ["a last age and no first"]),
        (STAGE, STAGE + "    start: 4\n    to: 3\n", 12, ["lies below the first, 4"]),
        (STAGE, STAGE + "    start: 91\n", 11, ["start is 91"]),
        (STAGE, STAGE + "    ages: 0 to 4\n    start: 0\n    to: 3\n", 11, ["differ"]),
        (
            STAGE,
            STAGE + "    start: 0\n    to: 5\n  - id: next\n    title: Next\n    start: 5\n",
            15,
            ["Next shares ages with Starting well", "Each age in one life stage", "left out"],
        ),
        ("priorities:", "age_bands:\n  - {label: a, start: 9, to: 8}\npriorities:", 12,
         ["lies below the first"]),
        ("priorities:", "numbers_affected: [thing-shore]\npriorities:", 11,
         ["no indicator 'thing-shore'", "Did you mean 'thing-share'?"]),
        ("priorities:", "numbers_affected: [thing-share, thing-share]\npriorities:", 11,
         ["named twice"]),
    ],
)  # fmt: skip
def test_a_fault_of_ages_or_of_numbers_affected_is_told_with_its_line(
    checkout: Path, old: str, new: str, line: int, words: list[str]
) -> None:
    _change(checkout, STRATEGY_FILE, old, new)
    told = [p for p in _problems(checkout) if p.startswith(f"{STRATEGY_FILE}, line {line}: ")]
    assert len(told) == 1, _problems(checkout)
    assert all(word in told[0] for word in words), told


def test_life_stages_may_leave_ages_out_and_age_bands_may_overlap(checkout: Path) -> None:
    stages = "    start: 0\n    to: 3\n  - id: late\n    title: Late\n    start: 65\n"
    bands = "age_bands:\n  - {label: a, start: 65}\n  - {label: b, start: 85}\npriorities:"
    _change(checkout, STRATEGY_FILE, STAGE, STAGE + stages + "  - {id: any, title: Any}\n")
    _change(checkout, STRATEGY_FILE, "priorities:", bands)
    strategy = load_settings(Paths(checkout, checkout)).strategy("test-strategy")
    counted = [(band.label, band.start, band.to) for band in strategy.counted_stages]
    assert counted == [("Starting well (0 to 3)", 0, 3), ("Late (65 and over)", 65, None)]


@pytest.mark.parametrize(
    ("value_type", "words"),
    [
        ("standardised-rate", "a standardised rate is no rate of any real people"),
        ("mean", "a mean times a population is not a number of people"),
        ("count", "a count times a population"),
    ],
)
def test_numbers_affected_take_proportions_and_rates_alone(
    checkout: Path, value_type: str, words: str
) -> None:
    file = "data/catalogue/indicators/things/thing-share.yml"
    named = "numbers_affected:\n  - thing-share\npriorities:"
    _change(checkout, STRATEGY_FILE, "priorities:", named)
    assert load_settings(Paths(checkout, checkout)).strategy("test-strategy").numbers_affected
    _change(checkout, file, "value_type: proportion", f"value_type: {value_type}")
    (problem,) = _problems(checkout)
    assert problem.startswith(f"{STRATEGY_FILE}, line 12: ")
    assert words in problem and "rates at each age (proportion or rate)" in problem


GOALS = """\
goals:
  - indicator: thing-share
    value: 10
    since: 2024-01-01
    source: The board's goal.
priorities:
"""
INDICATOR_FILE = "data/catalogue/indicators/things/thing-share.yml"
AREA_FILE = "config/areas/testby.yml"


@pytest.mark.parametrize(
    ("added", "line", "words"),
    [
        ("neighbour_set: ons-globel\n", 9, ["Did you mean 'ons-global'?", "dfe-children"]),
        ("neighbour_set: cipfa\n", 9, ["Allowed are: own, ons-global, ons-economic"]),
        ("neighbour_set: own\n", 9, ["there is none", "List codes under neighbours"]),
        ("neighbours: [E06999999]\n", 9, ["the area itself"]),
        ("neighbours:\n  - E06999998\n  - E06999998\n", 11, ["stands twice"]),
        ("neighbours: [Anytown]\n", 9, ["called 'Anytown'", "An English authority's code"]),
        ("neighbours: [E069]\n", 9, ["An English authority's code"]),
        ("neighbours: [Leeds, Newcastle]\n", 9, ["E07000195 Newcastle-under-Lyme", "E08000021"]),
        ("neighbours: [Bristol, City of]\n", 9, ["'City of' is a part of a name"]),
        ("neighbours: [St Helens, E08000013]\n", 9, ["E08000013 stands twice"]),
    ],
)
def test_a_fault_among_the_neighbours_is_told(
    checkout: Path, added: str, line: int, words: list[str]
) -> None:
    path = checkout / AREA_FILE
    path.write_text(path.read_text("utf-8") + added, encoding="utf-8")
    told = [p for p in _problems(checkout) if p.startswith(f"{AREA_FILE}, line {line}: ")]
    assert told and all(word in told[0] for word in words), told


def test_neighbours_may_be_named_as_people_write_them(checkout: Path) -> None:
    names = ["Bristol", "Herefordshire, County of", "St. Helens", "Durham", "E08000038"]
    _change(checkout, AREA_FILE, "contact:", f"neighbours: {names}\ncontact:")
    known = load_settings(Paths(checkout, checkout)).area("testby").neighbours
    assert known == ("E06000023", "E06000019", "E08000013", "E06000047", "E08000038")


def test_the_set_of_neighbours_is_the_own_list_if_there_is_one(checkout: Path) -> None:
    def chosen() -> str:
        return load_settings(Paths(checkout, checkout)).area("testby").set_of_neighbours

    assert chosen() == "ons-global"
    _change(checkout, AREA_FILE, "contact:", "neighbours: [E06999998]\ncontact:")
    assert chosen() == "own"
    _change(checkout, AREA_FILE, "contact:", "neighbour_set: dfe-children\ncontact:")
    assert chosen() == "dfe-children"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("value: 10", "values: 10", 13, ["unknown key 'values'", "Did you mean 'value'?"]),
        ("value: 10", "lower: 10", 12, ["a value, or a lower and an upper end"]),
        ("value: 10", "value: 10\n    lower: 5\n    upper: 9", 12, ["a value, or a lower"]),
        ("value: 10", "lower: 9\n    upper: 5", 12, ["lower is not below upper"]),
        ("value: 10", "lower: 5\n    upper: 9\n    by_interval: true", 12, ["goes with a value"]),
        ("since: 2024-01-01", "since: soon", 14, ["goals.0.since is 'soon'"]),
        ("since: 2024-01-01", "since: 2024-01-01\n    until: 2023-01-01", 12,
         ["until is before since"]),
        ("    source: The board's goal.\n", "", 12, ["'goals.0.source' is missing"]),
        ("indicator: thing-share", "indicator: thing-shore", 12,
         ["no indicator 'thing-shore'", "Did you mean 'thing-share'?"]),
        ("indicators: [thing-share]", "indicators: []", 12, ["no page shows the goal"]),
    ],
)  # fmt: skip
def test_a_fault_in_a_goal_is_told(
    checkout: Path, old: str, new: str, line: int, words: list[str]
) -> None:
    _change(checkout, STRATEGY_FILE, "priorities:\n", GOALS)
    found = load_settings(Paths(checkout, checkout)).strategy("test-strategy").goals
    assert [goal.value for goal in found] == [10]
    _change(checkout, STRATEGY_FILE, old, new)
    problems = _problems(checkout)
    told = [p for p in problems if p.startswith(f"{STRATEGY_FILE}, line {line}: ")]
    assert told and all(word in told[0] for word in words), problems


def test_a_goal_without_a_good_side_is_told(checkout: Path) -> None:
    _change(checkout, STRATEGY_FILE, "priorities:\n", GOALS)
    _change(checkout, INDICATOR_FILE, "polarity: low-is-good", "polarity: none")
    assert any("no polarity" in p and STRATEGY_FILE in p for p in _problems(checkout))
    goals = "goals: [{value: 1, since: 2024-01-01, source: A goal.}]\n"
    path = checkout / INDICATOR_FILE
    path.write_text(path.read_text("utf-8") + goals, encoding="utf-8")
    assert any("no polarity" in p and "thing-share.yml, line 19" in p for p in _problems(checkout))


def test_every_problem_of_every_file_is_told_at_once(checkout: Path) -> None:
    _change(checkout, "config/areas/testby.yml", "kind:", "kidn:")
    _change(
        checkout, "data/catalogue/indicators/things/thing-share.yml", "decimals: 1", "decimals: 9"
    )
    _change(checkout, "reports/strategies/test-strategy/strategy.yml", "number: 1", "number: none")
    problems = _problems(checkout)
    for place in ("testby.yml, line 3", "thing-share.yml, line 5", "strategy.yml, line 13"):
        assert any(place in p for p in problems), (place, problems)


def test_text_that_is_not_yaml_is_told_with_its_line(checkout: Path) -> None:
    _change(checkout, "config/areas/testby.yml", "kind: unitary", "kind: [unitary")
    assert any("testby.yml, line" in p and "not valid YAML" in p for p in _problems(checkout))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title: ", "title: Priority 1: ", "put the title in quotation marks"),
        ("title: ", "title: `a` ", "put the title in quotation marks"),
        ("title: ", 'title: "', "that begin in line 1 (title) have no end"),
        ("title: ", "\ttitle: ", "A tab stands in front: use spaces"),
        ("title: ", "title: \u2018", "Save it as UTF-8"),
    ],
)
def test_yaml_that_cannot_be_read_says_what_to_do(
    checkout: Path, old: str, new: str, words: str
) -> None:
    path = checkout / STRATEGY_FILE
    text = path.read_text("utf-8").replace(old, new, 1)
    path.write_bytes(text.encode("cp1252"))
    told = [p for p in _problems(checkout) if "strategy.yml" in p]
    assert any(words in p and ", line " in p for p in told), told


def test_an_indicator_described_twice_is_told(checkout: Path) -> None:
    other = checkout / "data/catalogue/indicators/others"
    other.mkdir()
    shutil.copy(checkout / "data/catalogue/indicators/things/thing-share.yml", other)
    assert any("described twice" in p for p in _problems(checkout))


def test_an_unknown_area_or_strategy_gets_the_nearest_match(checkout: Path) -> None:
    settings = load_settings(Paths(checkout, checkout))
    with pytest.raises(UserFileError, match="Did you mean 'testby'"):
        settings.area("testbi")
    with pytest.raises(UserFileError, match="Did you mean 'test-strategy'"):
        settings.strategy("test-strategi")


def test_a_strategy_of_another_area_is_refused(checkout: Path) -> None:
    second = AREA.replace("Testby", "Otherby").replace("E06999999", "E06999998")
    (checkout / "config/areas/otherby.yml").write_text(second, encoding="utf-8")
    settings = load_settings(Paths(checkout, checkout))
    with pytest.raises(UserFileError, match="a strategy of testby, not of otherby"):
        settings.strategy("test-strategy", "otherby")


def test_a_folder_outside_a_checkout_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JSNA_HOME", str(tmp_path))
    with pytest.raises(UserFileError, match="not inside a workspace"):
        find_paths(tmp_path)


@pytest.mark.parametrize(
    ("code", "kind", "region", "line", "words"),
    [
        ("E06999999", "unitary authority", ("E12000001", "South West"), 6,
         ["the region E12000001 is North East, not South West", "name: North East"]),
        ("E08000018", "metropolitan borough", ("E12000004", "East Midlands"), 5,
         ["Rotherham (E08000018) lies in Yorkshire and The Humber", "code: E12000003"]),
        ("E08000018", "metropolitan borough", ("E12000003", "East Midlands"), 6,
         ["the region E12000003 is Yorkshire and The Humber, not East Midlands"]),
        ("E08000018", "unitary authority", ("E12000003", "Yorkshire and the Humber"), 3,
         ["Rotherham (E08000018) is no unitary authority", "metropolitan borough"]),
    ],
)  # fmt: skip
def test_a_region_and_a_kind_that_the_register_does_not_have_so_are_told(
    checkout: Path, code: str, kind: str, region: tuple[str, str], line: int, words: list[str]
) -> None:
    for old, new in (("E06999999", code), ("unitary authority", kind),
                     ("E12000001", region[0]), ("North East", region[1])):  # fmt: skip
        _change(checkout, "config/areas/testby.yml", old, new)
    told = _problems(checkout)
    assert len(told) == 1
    assert told[0].startswith(f"config/areas/testby.yml, line {line}: ")
    assert all(word in told[0] for word in words), told


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Barnsley", "E08000018 is Rotherham, and the name Barnsley means Barnsley (E08000016)"),
        ("Rotherham Metropolitan Borough Council", ""),
        ("Our town", ""),
    ],
)
def test_a_name_that_is_another_authority_s_is_told(checkout: Path, name: str, words: str) -> None:
    changes = {"E06999999": "E08000018", "unitary authority": "metropolitan borough",
               "E12000001": "E12000003", "North East": "Yorkshire and The Humber",
               "name: Testby": f"name: {name}"}  # fmt: skip
    for old, new in changes.items():
        _change(checkout, AREA_FILE, old, new)
    told = "".join(_problems(checkout)) if words else ""
    assert words in told
    assert words or load_settings(Paths(checkout, checkout)).area("testby").name == name


@pytest.mark.parametrize("name", ["Yorkshire and the Humber", "Yorkshire & the Humber"])
def test_a_region_s_name_may_be_written_in_its_own_way(checkout: Path, name: str) -> None:
    for old, new in (("E12000001", "E12000003"), ("North East", name)):
        _change(checkout, "config/areas/testby.yml", old, new)
    assert load_settings(Paths(checkout, checkout)).area("testby").region.name == name


VALIDATORS_WORDS = ("Input should", "unable to parse", "valid ", "Value error", "pydantic", "tuple",
                    "String should", "at least", "The form is")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("data/catalogue/indicators/things/thing-share.yml", "decimals: 1", "decimals: two",
         "decimals is 'two', which is no whole number."),
        ("data/catalogue/indicators/things/thing-share.yml", "decimals: 1", "decimals: 9",
         "decimals is 9, which should be 3 or less."),
        ("data/catalogue/indicators/things/thing-share.yml", "matters: 2", "matters: much",
         "matters is 'much', which is no number."),
        ("data/catalogue/indicators/things/thing-share.yml", "levels: [england, unitary]",
         "levels: england", "levels is 'england', which is no list"),
        (STRATEGY_FILE, "title: A strategy", "title: ''", "title is '', which is empty."),
        (STRATEGY_FILE, "title: A strategy", "title: [a]", "title is ['a'], which is no text."),
        (STRATEGY_FILE, "title: A strategy", "title:", "title is empty: nothing stands behind"),
        (STRATEGY_FILE, "title: A strategy", "title: #1 aim", "begins with # or & stands in quot"),
        (STRATEGY_FILE, "number: 1", "number: 0", "number is 0, which should be 1 or more."),
        (STRATEGY_FILE, "document:\n  title: The document", "document: The document",
         "document is 'The document', which should hold keys and values."),
        ("config/areas/testby.yml", "contact:\n  team: Test team", "contact: {team: T}\n"
         "synthetic: perhaps", "synthetic is 'perhaps', which is neither true nor false."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_value_is_told_in_our_own_words(
    checkout: Path, name: str, old: str, new: str, words: str
) -> None:
    _change(checkout, name, old, new)
    told = [problem for problem in _problems(checkout) if problem.startswith(f"{name}, line ")]
    assert any(words in problem for problem in told), told
    assert not any(word in problem for word in VALIDATORS_WORDS for problem in told), told


def test_the_template_of_a_strategy_is_itself_a_right_strategy(
    project_root: Path, tmp_path: Path
) -> None:
    template = project_root / "reports/strategies/_template"
    shutil.copytree(template, tmp_path / "reports/strategies/mine")
    (tmp_path / "config/areas").mkdir(parents=True)
    area = project_root / "config/areas/_template.yml"
    shutil.copy(area, tmp_path / "config/areas/my-area.yml")
    settings = load_settings(Paths(tmp_path, tmp_path, packaged=project_root))
    assert "_template" not in settings.strategies
    strategy = settings.strategy("mine", "my-area")
    assert len(strategy.without_lead) == 2 and len(strategy.matrix) == 4
    every = set(type(strategy).model_fields) - {
        "lasting",
        "goals",
        "numbers_affected",
        "own_measures",
    }
    assert every - {"commentary", "replaced_by"} <= strategy.model_fields_set


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("{framework: fhop}", ["'fhop'", "phof"]),
        ("{id: A01}", ["framework"]),
    ],
)
def test_an_outcomes_framework_that_is_none_is_told(
    checkout: Path, tag: str, words: list[str]
) -> None:
    file = "data/catalogue/indicators/things/thing-share.yml"
    _change(checkout, file, "theme: things", f"theme: things\noutcomes_frameworks: [{tag}]")
    with pytest.raises(UserFileError) as caught:
        load_settings(Paths(checkout, checkout))
    (problem,) = caught.value.problems
    assert problem.line == 14
    for word in words:
        assert word in str(problem)


FRAMEWORK = """\
bodies:
  - {id: council, title: The council}
  - {id: health, title: The health service}
matrix:
  - {priority: first, life_stage: starting-well, lead: council, supporting: [health]}
big_issues:
  - {id: things, title: Many things, life_stage: starting-well, indicators: [thing-share], line: 7}
metrics:
  - id: fewer
    title: Fewer things
    headline: true
    priority: first
    owner: council
    figures:
      - {kind: baseline, period: 2015/16, value: 2, numerator: 1, denominator: 50, line: 8}
      - {kind: target, period: 2016/17, value: 1}
milestones:
  - {id: opened, title: Opened, due: 2017-04}
priorities:
"""


@pytest.fixture
def framework(checkout: Path) -> Path:
    """The small checkout, whose strategy sets out a framework too; its priorities begin at 29."""
    _change(checkout, STRATEGY_FILE, "priorities:\n", FRAMEWORK)
    _change(checkout, STRATEGY_FILE, "  title: The document", "  title: A\n  lines: 1-20")
    parts = "    objectives:\n      - {id: one, title: One, indicators: [thing-share]}\n"
    parts += "    actions:\n      - {id: do, title: Do it, lead: [council], status: amber}\n"
    file = checkout / STRATEGY_FILE
    file.write_text(file.read_text("utf-8") + parts, "utf-8")
    return checkout


def test_a_framework_is_read_and_what_it_lacks_is_told(framework: Path) -> None:
    _change(framework, STRATEGY_FILE, "lead: council, ", "")
    gap = "line: 7, unmeasured: [{what: More, why: Nobody asks, source: A survey}]"
    _change(framework, STRATEGY_FILE, "line: 7", gap)
    strategy = load_settings(Paths(framework, framework)).strategy("test-strategy")
    assert [cell.lead for cell in strategy.without_lead] == [""]
    (metric,) = strategy.headlines
    assert [figure.value for figure in (*metric.baseline, *metric.targets)] == [2, 1]
    lines = framework_lines(strategy, date(2030, 6, 1))
    assert lines == [
        "From January 2024 to December 2029, expired.",
        "1 priority, 1 life stage, 1 big issue, 1 objective, 1 action, 1 cell of accountable leads,"
        " 1 headline indicator and 1 milestone. Of the actions 1 amber.",
        "Without a lead: first, starting-well.",
        "Of 1 headline indicator, 1 without source and 1 without an indicator of the catalogue.",
        "Wanted and not measured: 1 thing, which these would serve: A survey.",
    ]


def test_what_a_framework_names_is_asked_of_the_sources_but_is_on_no_page(framework: Path) -> None:
    _change(framework, STRATEGY_FILE, "    indicators: [thing-share]\n", "")
    _change(framework, STRATEGY_FILE, "One, indicators: [thing-share]", "One")
    strategy = load_settings(Paths(framework, framework)).strategy("test-strategy")
    assert strategy.indicator_ids == ()
    assert strategy.every_indicator_id == ("thing-share",)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("{priority: first, l", "{priority: firsts, l", 16,
         ["no priority 'firsts'", "Did you mean 'first'?"]),
        ("life_stage: starting-well, lead", "life_stage: ending-well, lead", 16,
         ["no life stage 'ending-well'", "Known are: starting-well"]),
        ("life_stage: starting-well, lead", "lead", 16,
         ["names no life_stage", "One of starting-well"]),
        ("lead: council,", "lead: councils,", 16,
         ["no body 'councils'", "Did you mean 'council'?"]),
        ("supporting: [health]", "supporting: [helth]", 16, ["Did you mean 'health'?"]),
        ("supporting: [health]", "supporting: [council]", 16, ["council stands twice in one cell"]),
        ("big_issues:", "  - {priority: first, life_stage: starting-well}\nbig_issues:", 17,
         ["first, starting-well stands twice"]),
        ("indicators: [thing-share], line", "indicators: [thing-shore], line", 18,
         ["no indicator 'thing-shore'", "Did you mean 'thing-share'?"]),
        ("indicators: [thing-share], line", "priorities: [firstly], line", 18,
         ["no priority 'firstly'", "Did you mean 'first'?"]),
        ("line: 7", "line: 21", 18, ["line 21 is not in the document", "lines 1 to 20"]),
        ("line: 8", "line: 80", 26, ["line 80 is not in the document"]),
        ("owner: council", "owner: councils", 24, ["Did you mean 'council'?"]),
        (", denominator: 50", "", 26, ["numerator and denominator go together"]),
        ("denominator: 50", "denominator: 0", 26, ["denominator"]),
        ("due: 2017-04", "due: 2017-13", 29, ["A month"]),
        ("due: 2017-04", "due: April 2017", 29, ["A month: the year, a hyphen"]),
        ("title: One, indicators: [thing-share]", "title: One, indicators: [other]", 38,
         ["no indicator 'other'"]),
        ("lead: [council]", "lead: [councils]", 40, ["Did you mean 'council'?"]),
        ("status: amber", "status: yellow", 40, ["'yellow'", "green"]),
        ("    actions:", "      - {id: one, title: Two}\n    actions:", 39,
         ["two objectives of a priority have the id 'one'"]),
        ("    actions:", "    outcomes:\n      - {what: A, indicators: [other]}\n    actions:", 40,
         ["the indicator other is not among those of its priority", "thing-share"]),
        ("    actions:", "    together: [indicators: [thing-share, thing-share]]\n    actions:",
         39, ["thing-share stands twice: two different indicators"]),
        ("    actions:", "    together:\n      - indicators: [thing-share]\n    actions:",
         40, ["indicators", "2"]),
        ("    actions:", "    together:\n      - indicators: [thing-share, other]\n    actions:",
         40, ["no indicator 'other'"]),
        ("    actions:", "    outcomes: [{what: A, measures: []}]\n    actions:", 39,
         ["unknown key 'measures'"]),
        ("  - {id: health,", "  - {id: council, title: Again}\n  - {id: health,", 14,
         ["two bodies have the id 'council'"]),
        ("headline: true", "headlines: true", 22, ["unknown key 'headlines'", "mean 'headline'?"]),
    ],
)  # fmt: skip
def test_a_fault_of_a_framework_is_told_once_with_its_line(
    framework: Path, old: str, new: str, line: int, words: list[str]
) -> None:
    _change(framework, STRATEGY_FILE, old, new)
    told = [p for p in _problems(framework) if p.startswith(f"{STRATEGY_FILE}, line {line}: ")]
    assert told, _problems(framework)
    assert all(word in told[0] for word in words), told


def test_an_objective_s_indicator_is_one_of_its_priority(framework: Path) -> None:
    _change(framework, STRATEGY_FILE, "    indicators: [thing-share]\n", "")
    (told,) = _problems(framework)
    assert "the indicator thing-share is not among those of its priority" in told
    assert "Of first: none." in told


def test_the_strategy_that_ends_last_is_the_one_that_is_meant(checkout: Path) -> None:
    for slug, end in {"a-first": 2027, "b-last": 2031, "c-last": 2031}.items():
        file = checkout / f"reports/strategies/{slug}/strategy.yml"
        file.parent.mkdir()
        file.write_text(STRATEGY.replace("2029", str(end)), "utf-8")
    found = load_settings(Paths(checkout, checkout)).strategies_of("testby")
    assert [one.slug for one in found] == ["b-last", "c-last", "test-strategy", "a-first"]


def test_a_theme_leaves_out_what_is_shown_on_request(checkout: Path) -> None:
    _change(checkout, STRATEGY_FILE, "indicators: [thing-share]", "themes: [things]")
    for asked, listed in (("false", ("thing-share",)), ("true", ())):
        file = checkout / "data/catalogue/indicators/things/thing-share.yml"
        file.write_text(f"{INDICATOR}on_request: {asked}\n", "utf-8")
        strategy = load_settings(Paths(checkout, checkout)).strategy("test-strategy")
        assert strategy.priorities[0].indicators == listed


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title: A strategy", "title: *Everyone", "begins with * stands in quotation marks"),
        ("title: A strategy", "title: 'Children's health'", "in double quotation marks"),
        ("number: 1", "number:1", "A colon is missing, or the space behind it"),
        ("title: A strategy", "title: A\ntitle: B", "The key stands twice"),
        ("title: A strategy", "title: A strategy\n---\nx: 1", "begins another document"),
        ("title: A strategy", "title: A\x03", "can't be read: unacceptable character"),
    ],
)
def test_yaml_that_cannot_be_read_is_told_with_its_remedy(
    checkout: Path, old: str, new: str, words: str
) -> None:
    _change(checkout, STRATEGY_FILE, old, new)
    told = [problem for problem in _problems(checkout) if problem.startswith(STRATEGY_FILE)]
    assert len(told) == 1 and words in told[0], told
    assert "['" not in told[0]


def test_a_space_of_a_word_processor_is_told() -> None:
    advice = yaml_advice("a:\n\u00a0 b: 1\n", 2, "mapping values are not allowed here")
    assert "use plain ones" in advice
