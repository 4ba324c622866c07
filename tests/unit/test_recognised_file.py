"""What a file is, is found out once; of what is broken or the council's own nothing is kept."""

import json
from pathlib import Path
from typing import Any

import pytest

from jsna.errors import Problem, SourceError
from jsna.fetching.parsed_store import ParsedStore
from jsna.fetching.recognised_file import FOLDER, RecognisedFile, recognised_file
from jsna.fetching.shown_files import OWN_FILES
from jsna.sources.contract import NotMine

FILE = b"Area,Value\nE06000999,1\n"


class Looking:
    """A source that knows files by their first word, and counts how often it looks."""

    def __init__(self, id: str) -> None:
        self.id = id
        self.looked = 0

    def recognise(self, name: str, content: bytes) -> str | NotMine | None:
        self.looked += 1
        if content.startswith(b"broken"):
            raise SourceError(Problem("this file is cut off."))
        return NotMine("it is a form") if content.startswith(b"form") else "A table"


def look(
    tmp_path: Path, source: Looking, content: bytes = FILE, name: str = "a.csv", key: str = "k"
) -> RecognisedFile:
    sources: dict[str, Any] = {source.id: source}
    return recognised_file(name, content, sources, ParsedStore(tmp_path, key))


def kept(tmp_path: Path) -> list[Path]:
    return sorted(tmp_path.glob(f"*/{FOLDER}/*"))


def test_a_file_is_looked_at_once_for_all_areas(tmp_path: Path) -> None:
    source = Looking("one")
    first = look(tmp_path, source)
    assert first == look(tmp_path, source) == RecognisedFile("one", "A table")
    assert source.looked == 1


def test_so_is_one_that_no_source_reads_with_its_reason(tmp_path: Path) -> None:
    source = Looking("one")
    assert look(tmp_path, source, b"form").skipped == "it is a form"
    assert look(tmp_path, source, b"form").skipped == "it is a form"
    assert source.looked == 1


@pytest.mark.parametrize(
    "other", [{"content": FILE + b"E06000998,2\n"}, {"name": "b.csv"}, {"key": "other code"}]
)
def test_other_bytes_another_name_and_other_code_are_looked_at(
    tmp_path: Path, other: dict[str, Any]
) -> None:
    source = Looking("one")
    look(tmp_path, source)
    look(tmp_path, source, **other)
    assert source.looked == 2


def test_a_broken_file_is_told_each_time(tmp_path: Path) -> None:
    source = Looking("one")
    for _ in range(2):
        with pytest.raises(SourceError, match="cut off"):
            look(tmp_path, source, b"broken")
    assert source.looked == 2 and not kept(tmp_path)


def test_of_the_councils_own_figures_nothing_is_kept(tmp_path: Path) -> None:
    look(tmp_path, Looking(OWN_FILES))
    assert not kept(tmp_path)


@pytest.mark.parametrize(
    "damage",
    [
        "", "[]", "{}", '{"source": 1}', '{"source": "one", "more": ""}',
        json.dumps({"source": "gone", "title": "A table"}),
        json.dumps({"source": "one", "title": "A table", "skipped": "and not"}),
    ],
)  # fmt: skip
def test_what_was_kept_and_is_damaged_is_found_out_again(tmp_path: Path, damage: str) -> None:
    look(tmp_path, Looking("one"))
    (file,) = kept(tmp_path)
    file.write_text(damage, "utf-8")
    source = Looking("one")
    assert look(tmp_path, source) == RecognisedFile("one", "A table")
    assert source.looked == 1
