"""A kind of register is described by YAML: what may be said, and each mistake with its line."""

from pathlib import Path

import pytest

from jsna.settings.register_kind import RegisterKind
from jsna.settings.yaml_file import Problems, read_model

KIND = """\
title: Visits
about: Who was visited.
one: visit
names_row: place
columns:
  - {id: place, title: Place, blank: refused}
  - {id: on, title: On, type: date}
  - {id: state, title: State, type: choice, allowed: [done, open]}
  - {id: number, title: Number, type: number}
"""


def told(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "visits.yml"
    file.write_text(text, "utf-8")
    problems = Problems(tmp_path)
    read_model(file, RegisterKind, problems, id="visits")
    return [str(problem) for problem in problems.found]


def test_a_kind_needs_only_its_words_and_its_columns(tmp_path: Path) -> None:
    assert told(tmp_path, KIND) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("one: visit", "singular: visit", ["line 3", "unknown key 'singular'"]),
        (
            "names_row: place",
            "names_row: plaice",
            ["line 4", "names the column 'plaice'", "there is none", "Did you mean 'place'?"],
        ),
        ("type: date", "type: dat", ["line 7", "'dat'", "Did you mean 'date'?"]),
        ("id: on", "id: On It", ["line 7", "columns.1.id is 'On It'", "wrong form"]),
        ("id: on", "id: place", ["two columns have one id"]),
        ("id: on", "id: line", ["has a column line already"]),
        (", allowed: [done, open]", "", ["line 8", "a choice says under allowed"]),
        ("allowed: [done, open]", "allowed: [done], also: {o: open}", ["'open'", "not among"]),
        ("type: number", "type: number, several: true", ["several goes with the type"]),
        ("type: date", "type: date, at_most: 3", ["at_most goes with the type number"]),
        ("type: date", "type: register", ["says under of which kind"]),
        ("one: visit", "one: visit\ncount_by: [number]", ["of the type number, not choice"]),
        ("one: visit", "one: visit\nin_order: [[on, place]]", ["of the type text, not date"]),
        ("one: visit", "one: visit\ndue: {column: state}", ["due.column", "not date"]),
        ("one: visit", "one: visit\nrating: {column: state, progress: none}", ["rating.progress"]),
        ("one: visit", "one: visit\nproducts: [{column: number, of: [on, number]}]", ["products"]),
        ("one: visit", "one: visit\npeople: {columns: [place]}", ["people", "not number"]),
        (
            "one: visit",
            "one: visit\npeople: {columns: [number], fewest: 1}",
            ["line 4", "2 or more"],
        ),
        ("one: visit", "one: visit\ngrid: {down: on, across: up}", ["grid", "'up'"]),
        ("one: visit", "one: visit\nneeded: [{column: on, where: why}]", ["needed", "'why'"]),
        ("columns:", "columns: []\nothers:", ["columns", "1 or more"]),
        ("id: on", "id: at", ["line 5", "a row's own line in its file is called at"]),
        ("[done, open]", "[done, Done]", ["line 8", "'Done' twice"]),
        ("[done, open]", "[done, open, Blank]", ["line 8", "counts call something else"]),
        ("[done, open]", "[done, open], also: {open: done}", ["line 8", "'open' already"]),
        ("[done, open]", "[true, false]", ["line 8", "is true: put quotation marks round true"]),
        ("[done, open]", "[1, 2]", ["line 8", "is 1: put quotation marks round 1"]),
        ("type: number", "type: number, at_least: 5, at_most: 1", ["line 9", "more than at_most"]),
        (
            "one: visit",
            "one: visit\ndue: {column: on, done_when: {state: [finished]}}",
            ["line 4", "due.done_when names the value 'finished'", "(done, open)"],
        ),
        (
            "one: visit",
            "one: visit\nneeded: [{column: on, where: state, holds: [opn]}]",
            ["line 4", "Did you mean 'open'?"],
        ),
        (
            "one: visit",
            "one: visit\nrating: {column: state, progress: place, good: [Done]}",
            ["line 4", "rating.good names the value 'Done'", "Did you mean 'done'?"],
        ),
        (
            "one: visit",
            "one: visit\nshown_where: [{column: on, where: state, holds: []}]",
            ["line 4", "holds"],
        ),
        (
            "blank: refused",
            "published: false",
            ["line 4", "names_row names the column 'place'", "not published"],
        ),
    ],
)
def test_each_mistake_is_told(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    found = " ".join(told(tmp_path, KIND.replace(old, new, 1)))
    assert "visits.yml" in found
    for word in words:
        assert word in found


def test_what_lists_of_dates_show_is_published(tmp_path: Path) -> None:
    text = KIND.replace("title: On, type: date", "title: On, type: date, published: false")
    [found] = told(tmp_path, text + "due: {column: on}\n")
    assert "visits.yml, line 10: due.column names the column 'on', which is not published" in found


def test_a_number_for_another_way_of_writing_a_value_is_told(tmp_path: Path) -> None:
    [found] = told(tmp_path, KIND.replace("[done, open]", "[done, open], also: {1: done}"))
    assert "line 8" in found
