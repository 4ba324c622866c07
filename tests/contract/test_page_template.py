"""The template holds what the rest relies on."""

import re
from pathlib import Path

import pytest

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
        "**Limits:** none.\n\nSeen here:\n\n```pycon\n>>> 1\n1\n\n```\n",
        "utf-8",
    )
    assert methods_in_full(document) == (
        "### Old rank {#old-rank}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n: Old rank\n\n"
        "**Limits:** none.\n"
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


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2 between two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
