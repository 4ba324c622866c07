"""What a published pack showed of its registers is kept, for the next one to tell what changed."""

from pathlib import Path

import pytest
from framework_strategy import strategy
from invented_board import kind
from invented_evidence import evidence
from invented_facts import fact, facts_of, indicator

from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.chapter.registers import each
from jsna.publish.kept_registers import keep_as_published

ROWS = "id,title,priority,owner,due,state\nt-1,Paint,first,council,Jul-26,well\n"
MANIFEST = {"data_as_at": "2026-01-15"}


@pytest.fixture
def own(tmp_path: Path) -> Evidence:
    found = evidence(facts_of(fact()), [indicator()], {}, tmp_path)
    project, settings = found.project, found.project.settings
    kinds = settings.__class__(**{**vars(settings), "register_kinds": {"tasks": kind()}})
    changed = project.__class__(project.paths, kinds, project.area, strategy())
    return found.__class__(changed, None, found.store, found.open_geography, {}, found.entries)


def write(own: Evidence, text: str) -> None:
    file = own.project.paths.strategies.own / "plan/registers/tasks.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def shown(own: Evidence) -> str:
    """What the page of a new pack says; its files stand where a site has them."""
    fresh = own.__class__(own.project, None, own.store, own.open_geography, {}, own.entries)
    return each(fresh, Page(own.project.pack_folder / "site", in_pack=True))


def test_the_next_pack_tells_what_changed_since_the_one_that_was_published(own: Evidence) -> None:
    write(own, ROWS)
    assert "Since the release" not in shown(own)
    kept = keep_as_published(own.project, MANIFEST)
    assert kept and (kept / "tasks.csv").is_file()
    assert "Nothing changed since the release of 15 January 2026" in shown(own)
    write(own, ROWS.replace("well", "badly") + "t-2,Dig,second,council,Aug-26,well\n")
    told = shown(own)
    assert "Since the release of 15 January 2026: 1 new and 1 changed (tasks)" in told
    assert "<td>well</td><td>badly</td>" in told.replace("\n", "")


@pytest.mark.parametrize("text", [ROWS.replace("Paint", "Draw"), ROWS + "a,b\n", "title\n"])
def test_what_a_pack_never_showed_is_not_kept_as_released(own: Evidence, text: str) -> None:
    write(own, ROWS)
    shown(own)
    write(own, text)
    assert keep_as_published(own.project, MANIFEST) is None
    assert not (own.project.paths.strategies.own / "plan/registers/released").exists()
