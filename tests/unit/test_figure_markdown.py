import dataclasses
import re

import pypandoc
import pytest
from invented_figures import choropleth, control_chart, trend

from jsna.figures.bundle import write_bundle
from jsna.figures.markdown import escape_markdown, figure_markdown
from jsna.figures.table import figure_table
from jsna.narrative.english import sentence


@pytest.fixture(scope="module")
def figure(tmp_path_factory):
    spec = dataclasses.replace(
        trend(), headline="1 in 5 *children* [Netherby] @home pay <b> $5 #1",
        alt='Line chart: a "quoted" and a back\\slash word, up to 5% of <them> wait.',
    )  # fmt: skip
    bundle = write_bundle(spec, tmp_path_factory.mktemp("figures"), "Pack, release 1, figure_1.")
    return spec, bundle, figure_markdown(spec, bundle, figure_table(spec).html())


def test_the_page_grammar_in_its_order(figure):
    markers = re.findall(r"^(###|::: \{[^}]*\}|```\{=html\})", figure[2], flags=re.MULTILINE)
    assert markers == [
        "###", "::: {#fig-best-start-1-trend}", "::: {.source}",
        '::: {.details summary="Table of these values"}', "::: {#tbl-best-start-1-trend}",
        "```{=html}", "::: {.downloads}", '::: {.details summary="Cite this figure"}',
    ]  # fmt: skip


@pytest.mark.parametrize(("made", "rows"), [(choropleth, "areas"), (control_chart, "periods")])
def test_a_table_that_fills_sheets_is_left_to_the_workbook_and_said_to_be_there(
    tmp_path, made, rows
):
    spec = made()
    bundle = write_bundle(spec, tmp_path, "Pack, release 1, figure_1.")
    markdown = figure_markdown(spec, bundle, figure_table(spec).html())
    assert '::: {.details .workbook-only summary="Table of these values"}' in markdown
    said = markdown.split("::: {.source .documents-only}\n")[1].split("\n:::")[0]
    assert f"The values of the {len(spec.data)} {rows} drawn are in the evidence workbook" in said
    # by which its contents name the sheet
    assert sentence(spec.subtitle) in said.replace("\\", "")


def test_every_div_that_is_opened_is_closed(figure):
    lines = figure[2].splitlines()
    opened = [line for line in lines if line.startswith("::: ")]
    assert len(opened) == lines.count(":::")


def test_pandoc_reads_back_what_was_said(figure):
    markdown = figure[2]
    html = pypandoc.convert_text(
        markdown, "html", format="markdown-smart", extra_args=["--wrap=none"]
    )
    heading = re.search(r"<h3[^>]*>(.*?)</h3>", html)[1]
    assert heading == "1 in 5 *children* [Netherby] @home pay &lt;b&gt; $5 #1"
    alt = re.search(r'data-fig-alt="([^"]*)"', html)[1]
    assert alt == (
        "Line chart: a &quot;quoted&quot; and a back\\slash word, up to 5% of &lt;them&gt; wait."
    )
    assert html.count("<table>") == 1 and "<caption>" in html
    assert "Source: Office of Invention, 1." in html


def test_links_stand_alone_and_state_type_and_size(figure):
    _, bundle, markdown = figure
    links = re.findall(r"^- \[(.*)\]\((.*)\)$", markdown, flags=re.MULTILINE)
    assert links[0][0] == "Values: Waiting time, persons, trend (CSV, 1 KB)"
    assert links.pop() == ("Method: trend", "methods.qmd#trend")
    for words, target in links:
        assert re.search(r"Waiting time.*\((CSV|SVG|PNG|JSON), \d+ KB\)$", words)
        assert (bundle.folder / target.removeprefix("figures/")).is_file()
    assert len({words for words, _ in links}) == len(links)


def test_a_fence_inside_the_table_does_not_end_it(figure):
    spec, bundle, _ = figure
    markdown = figure_markdown(spec, bundle, "<table><caption>```</caption></table>")
    assert "````{=html}\n<table>" in markdown


@pytest.mark.parametrize(
    "words", ["2. is a list", "a) so is this", "- dash", "+ plus", ": definition", "s.", "# no"]
)
def test_words_stay_words(words):
    html = pypandoc.convert_text(escape_markdown(words), "html", format="markdown-smart")
    assert html.strip() == f"<p>{words}</p>"


def test_a_sentence_ends_once():
    assert sentence("Ends ") == "Ends." and sentence("Ends.") == "Ends."
