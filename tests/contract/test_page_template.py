"""The template holds what the rest relies on."""

import re
from pathlib import Path

import pytest


def test_every_method_of_the_documents_has_its_place_on_the_methods_page(
    project_root: Path,
) -> None:
    documents = (project_root / "docs" / "methods.md").read_text("utf-8")
    page = (project_root / "reports" / "template" / "methods.qmd").read_text("utf-8")
    methods = [
        title.lower().replace(" ", "-") for title in re.findall(r"^## (.+)$", documents, re.M)
    ]
    assert methods
    missing = [method for method in methods if f"{{#{method}}}" not in page]
    assert missing == []


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
