"""The template holds what the rest relies on."""

import re
from pathlib import Path

import pytest

from contrast import contrast
from jsna.pack.methods_page import methods_in_full


def test_every_method_of_the_documents_stands_on_the_methods_page(project_root: Path) -> None:
    document = project_root / "docs" / "methods.md"
    titles = re.findall(r"^## (.+)$", document.read_text("utf-8"), re.MULTILINE)
    page = methods_in_full(document)
    assert titles
    for title in titles:
        assert f"### {title} {{#{title.lower().replace(' ', '-')}}}" in page
    assert ">>>" not in page
    assert "**Limits:**" in page


def test_tables_and_examples_of_a_method_are_made_fit_for_the_page(tmp_path: Path) -> None:
    document = tmp_path / "methods.md"
    document.write_text(
        "# Methods\n\nIntro.\n\n## Old rank\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "**Limits:** [none](../src/README.md).\n\nSeen here:\n\n```pycon\n>>> 1\n1\n\n```\n",
        "utf-8",
    )
    assert methods_in_full(document) == (
        "### Old rank {#old-rank}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n: Old rank\n\n"
        "**Limits:** none.\n"
    )


def test_links_of_a_method_to_files_of_the_project_keep_their_words(tmp_path: Path) -> None:
    document = tmp_path / "methods.md"
    links = "the [register](../src/a/README.md), [here](#old-rank), [there](https://example.org/)"
    document.write_text(f"# Methods\n\n## Old rank\n\n{links}, [ADR](adr/README.md)\n", "utf-8")
    assert methods_in_full(document).splitlines()[2] == (
        "the register, [here](#old-rank), [there](https://example.org/), ADR"
    )


@pytest.mark.parametrize(
    ("ink", "paper", "least"),
    [
        ("ink", "paper", 7),
        ("quiet", "paper", 4.5),
        ("link", "paper", 4.5),
        ("paper", "navy", 4.5),
        ("paper", "accent", 4.5),
        ("ink", "focus", 4.5),
        ("ink", "tint", 4.5),
        ("link", "tint", 4.5),
        ("navy", "paper", 3),
    ],
)
def test_words_stand_out_from_what_they_stand_on(
    project_root: Path, ink: str, paper: str, least: float
) -> None:
    css = (project_root / "reports" / "template" / "pack.css").read_text("utf-8")
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6});", css.split("}")[0]))
    assert contrast(colours[ink], colours[paper]) >= least


def test_colours_stand_in_the_first_lines(project_root: Path) -> None:
    template = project_root / "reports" / "template"
    css = (template / "pack.css").read_text("utf-8").split("}", 1)[1]
    # high contrast and print have black, white and their own inks
    screen = css.split("@media (prefers-contrast", 1)[0]
    colours = set(re.findall(r"#[0-9a-f]{3,6}\b", screen))
    assert colours <= {"#0003"}, "but for the shadow of a table that scrolls"
    lines = (template / "page.typ").read_text("utf-8").splitlines()
    elsewhere = [x for x in lines if 'rgb("' in x and not re.match(r'#let [a-z-]+ = rgb\("', x)]
    assert elsewhere == []
