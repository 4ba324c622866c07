"""Documents leave out what the site folds: pictures keep their source, notes are said openly."""

import re
from dataclasses import replace

import pytest
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator

from jsna.chapter import measure_block, overview
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.chapter.priority_page import indicators
from jsna.chapter.said import Said
from jsna.chapter.words import folded_on_site, source_note
from jsna.pack.board_brief import pack_brief
from jsna.pack.page_blocks import read_blocks

EARLIER = {"period": "2019-01-01/P3Y", "period_label": "2019 - 21"}
LINE = "::: {.source .documents-only}"


@pytest.fixture
def council(tmp_path) -> Evidence:
    rows = [
        row
        for id in "12"
        for row in (
            fact(indicator_id=id), fact(indicator_id=id, value=58.0, **EARLIER),
            england(indicator_id=id), england(indicator_id=id, **EARLIER),
        )
    ]  # fmt: skip
    health = [
        indicator(id=id, title=f"Health {id}", short_title=f"Health {id}",
                  source={"source": "fingertips", "id": id}, strata=[{"sex": "Male"}])
        for id in "12"
    ]  # fmt: skip
    return evidence(facts_of(*rows), health, {}, tmp_path, True)


def document(markdown: str) -> str:
    """A page without the blocks that are only on the site, as documents are."""
    depth, kept = 0, []
    for line in markdown.splitlines():
        if depth or ".site-only" in line:
            depth += line.startswith("::: {") - (line == ":::")
        else:
            kept.append(line)
    return "\n".join(kept)


def test_each_picture_of_a_document_has_its_source_and_its_id_under_it(council, page, monkeypatch):
    monkeypatch.setattr(measure_block, "compared_with", lambda *_: "")
    own = replace(page, licence_lines=council.licence_lines, said=council.said)
    text = document(indicators(council, own))
    pictures = re.findall(r"!\[\]\(figures/(\S+)\.svg\)", text)
    assert len(pictures) == 2
    for number, picture in enumerate(pictures, start=1):
        assert (
            f"{LINE}\nSource: Public health data, indicator {number}. Figure {picture}.\n:::"
            in text.replace("\\", "")
        )


def test_the_key_facts_of_a_document_name_their_sources(council, page, monkeypatch):
    known = overview.key_facts(council)[0]
    found = type(known)(**vars(known) | {"source": "Estimates", "snapshot_ids": ("a" * 64,)})
    monkeypatch.setattr(overview, "key_facts", lambda _: [found])
    assert f"{LINE}\nSource: Estimates.\n:::" in document(overview.headline(council, page))


def test_what_was_said_in_a_fold_is_said_again_openly_and_then_no_more(council):
    def note() -> str:
        return source_note(council, "A file", ["a" * 64], "How to read it.")

    whole = note()
    council.said.clear()
    assert "How to read it." in folded_on_site(council, "Values", note)
    assert "How to read it." not in folded_on_site(council, "Values", note)
    assert note() == whole
    assert "How to read it." not in folded_on_site(council, "Values", note)
    assert "How to read it." not in note()


def test_a_fold_within_a_fold_ends_with_the_outer_one():
    said = Said()
    with said.folded():
        with said.folded():
            assert said.first("words")
        assert not said.first("words")
    assert said.first("words") and not said.first("words")


def test_a_figure_whose_source_folds_takes_no_note_from_an_open_one(council, page: Page):
    from jsna.chapter.measure_figures import trend_figure

    spec = trend_figure(council, council.with_data[0])
    assert spec.notes[0] in page.figure_parts(spec, "Cite.").source
    openly = page.figure(spec, "Cite.").replace("\\", "")
    assert all(note in openly for note in spec.notes)


def test_the_picture_of_a_brief_keeps_its_source():
    picture = '::: {#fig-a}\n![](figures/a.svg){fig-alt="A"}\n\nA.\n:::'
    chapter = f"## Map\n\n{picture}\n\n{LINE}\nSource: B.\n:::\n\nMore.\n"
    figure = pack_brief("Anytown", read_blocks(chapter), []).figure
    assert "Source: B." in figure and "More" not in figure
