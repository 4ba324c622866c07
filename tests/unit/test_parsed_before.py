"""Settings are parsed once: what is kept is the same as what was parsed, and never another's."""

import contextvars
import json
import os
from datetime import date
from pathlib import Path

import pytest

from jsna.errors import UserFileError
from jsna.settings import yaml_file
from jsna.settings.load import load_settings
from jsna.settings.parsed_before import in_hand, parsed_once
from jsna.settings.paths import Paths
from jsna.settings.yaml_file import Problems, read_yaml
from jsna.snapshots import yaml_text
from jsna.snapshots.yaml_text import write_yaml


@pytest.fixture(autouse=True)
def nobody_has_it_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """For all other tests somebody has (conftest.py)."""
    nobody = contextvars.ContextVar("what was parsed before", default=None)
    monkeypatch.setattr("jsna.settings.parsed_before._IN_HAND", nobody)


TEXT = """\
words: "1.50"
folded: >
  two
  lines
number: 1.50
whole: 0x1F
day: 2024-02-29
none: ~
yes_or_no: true
list: [1, {a: b}]
"""
HELD = {
    "words": "1.50", "folded": "two lines\n", "number": 1.5, "whole": 31, "day": date(2024, 2, 29),
    "none": None, "yes_or_no": True, "list": [1, {"a": "b"}],
}  # fmt: skip


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept" / "settings.json"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are parsed."""
    texts: list[str] = []

    parsed = yaml_file._parsed.__wrapped__

    def parse(text: str) -> object:
        texts.append(text)
        return parsed(text)

    monkeypatch.setattr(yaml_file, "_parsed", parse)
    return texts


def read(text: str, kept: Path) -> object:
    file = kept.parent.parent / "a.yml"
    file.write_text(text, "utf-8")
    problems = Problems(file.parent)
    with parsed_once(kept):
        found = read_yaml(file, problems)
    return found.data if found else [str(problem) for problem in problems.found]


def test_a_text_is_parsed_once_and_holds_the_same_to_the_last_type(
    kept: Path, parsed: list[str]
) -> None:
    first, again = read(TEXT, kept), read(TEXT, kept)
    assert first == again == HELD
    assert repr(first) == repr(again) == repr(HELD)
    assert parsed == [TEXT]


def test_another_text_or_another_reader_is_parsed(kept: Path, parsed: list[str]) -> None:
    read(TEXT, kept)
    changed = TEXT.replace("1.50\n", "1.51\n")
    assert read(changed, kept) == {**HELD, "number": 1.51}
    told = json.loads(kept.read_text("utf-8"))
    kept.write_text(json.dumps({**told, "reader": "another"}), "utf-8")
    assert read(TEXT, kept) == HELD
    assert parsed == [TEXT, changed, TEXT]


DAMAGED = ["", "{", "[]", '{"reader": 1}', "[" * 100_000, "\x00"]


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_what_is_kept_and_damaged_is_written_anew(
    kept: Path, parsed: list[str], content: str
) -> None:
    kept.write_text(content, "utf-8")
    assert read(TEXT, kept) == HELD
    assert read(TEXT, kept) == HELD
    assert parsed == [TEXT]


def test_what_has_no_plain_form_is_parsed_each_time(kept: Path, parsed: list[str]) -> None:
    tagged = "a: 2020-01-01 10:00:00\n"
    assert read(tagged, kept) == read(tagged, kept)
    assert parsed == [tagged, tagged]


def test_a_mistake_is_told_with_its_line_however_often_it_is_read(kept: Path) -> None:
    wrong = "a: 1\nb: [\n"
    assert read(wrong, kept) == read(wrong, kept)
    assert "line 3" in str(read(wrong, kept))


def test_nothing_is_left_where_no_folder_is(tmp_path: Path, parsed: list[str]) -> None:
    assert read(TEXT, tmp_path / "none" / "settings.json") == HELD
    assert parsed == [TEXT]
    assert not (tmp_path / "none").exists()


def test_no_part_of_it_is_ever_seen(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    assert read(TEXT, kept) == HELD
    assert list(kept.parent.iterdir()) == []


def test_settings_that_are_kept_are_those_that_were_parsed(
    project_root: Path, tmp_path: Path, parsed: list[str]
) -> None:
    """The guard of the time that every command takes: nothing is parsed a second time."""
    (tmp_path / "data/runs").mkdir(parents=True)
    paths = Paths(project_root, tmp_path)
    first = load_settings(paths)
    once = len(parsed)
    assert once > 100
    assert load_settings(paths) == first
    assert len(parsed) == once


def test_lines_are_told_of_settings_that_are_kept(tmp_path: Path) -> None:
    for folder in ("data/runs", "config/areas", "data/catalogue/sources"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "config/areas/testby.yml").write_text("name: A\n\ncode: nonsense\n", "utf-8")
    (tmp_path / "data/catalogue/themes.yml").write_text("- id: a\n  title: A\n", "utf-8")
    told = []
    for _ in range(2):
        with pytest.raises(UserFileError) as error:
            load_settings(Paths(tmp_path, tmp_path))
        told.append([str(problem) for problem in error.value.problems])
    assert told[0] == told[1]
    assert any("testby.yml, line 3" in problem for problem in told[0])


def test_those_that_were_not_asked_for_go_first(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jsna.settings.parsed_before.MOST", 2)
    for asked in (["a", "b"], ["b", "c"], ["b"]):
        with parsed_once(kept):
            for text in asked:
                if not in_hand().find(text)[0]:
                    in_hand().keep(text, text)
    assert sorted(json.loads(kept.read_text("utf-8"))["texts"]) == ["b", "c"]


def test_what_others_kept_meanwhile_stays(kept: Path) -> None:
    with parsed_once(kept):
        in_hand().keep("a: 1", {"a": 1})
        others = contextvars.Context()  # as of another process
        others.run(read, TEXT, kept)
    assert sorted(json.loads(kept.read_text("utf-8"))["texts"]) == ["a: 1", TEXT]


def test_one_at_a_time_writes_and_what_a_killed_one_left_goes(kept: Path) -> None:
    new = kept.with_name("settings.json.new")
    new.write_text("half of it", "utf-8")
    assert read(TEXT, kept) == HELD
    assert new.read_text("utf-8") == "half of it" and not kept.exists()
    os.utime(new, (0, 0))
    for _ in range(2):
        assert read(TEXT, kept) == HELD
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_who_has_it_in_hand_goes_on_with_it(kept: Path, parsed: list[str]) -> None:
    with parsed_once(kept):
        assert read(TEXT, kept) == read(TEXT, kept) == HELD
        assert not kept.exists()
    assert parsed == [TEXT]
    assert len(json.loads(kept.read_text("utf-8"))["texts"]) == 1


def test_what_is_kept_of_a_lock_is_what_it_says(kept: Path) -> None:
    content = write_yaml({"area": "a", "snapshots": [{"title": "yes", "size": 3}]})
    held = []
    for _ in range(2):
        with parsed_once(kept):
            held.append(yaml_text.read_yaml(content))
    assert held[0] == held[1] == {"area": "a", "snapshots": [{"title": "yes", "size": 3}]}
    with parsed_once(kept), pytest.raises(ValueError, match="quoted scalar"):
        yaml_text.read_yaml(b"a: '")
