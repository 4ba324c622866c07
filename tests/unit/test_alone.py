"""A notebook opened alone says first what it lacks, and runs through without any data."""

from pathlib import Path

import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import fact, indicator

from jsna.chapter.alone import say_what_lacks, what_lacks, without_data
from jsna.chapter.page import Page
from jsna.errors import Problem, UserFileError


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(Page, "show", lambda self, text: told.append(text))
    return told


def test_without_data_it_says_what_to_do_and_runs_through(tmp_path: Path, said: list[str]) -> None:
    error = UserFileError(Problem("nothing was fetched.", next_step="Run `jsna fetch anytown`."))
    chapter = without_data(error, Page(tmp_path, in_pack=False))
    chapter.show("overview.headline")
    assert len(said) == 1
    assert "nothing was fetched" in said[0] and "jsna fetch anytown" in said[0]
    with pytest.raises(UserFileError, match="Did you mean"):
        chapter.show("overview.headlin")


def test_indicators_without_figures_and_missing_outlines_are_named(
    tmp_path: Path, said: list[str]
) -> None:
    held, empty = indicator(), indicator().model_copy(update={"id": "999", "title": "Not <there>"})
    one = evidence(pd.DataFrame([fact(value=1.0)]), [held, empty], {}, tmp_path, priority=True)
    figures, wards, lsoas = what_lacks(one)
    assert figures.startswith("figures of one indicator: ") or figures.startswith("figures of 1")
    assert "there" in figures and held.title not in figures and "<there>" not in figures
    assert "outlines of wards" in wards and "LSOAs" in lsoas
    say_what_lacks(one, Page(tmp_path, in_pack=False))
    assert "jsna fetch anytown --list" in said[0]


def test_whole_data_are_passed_over_in_silence(
    tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jsna.chapter.alone.DRAWN", {})
    one = evidence(pd.DataFrame([fact(value=1.0)]), [indicator()], {}, tmp_path)
    say_what_lacks(one, Page(tmp_path, in_pack=False))
    assert said == []
