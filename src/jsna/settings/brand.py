"""A council's logo and colours, as its area's file has them, held to what can be read and run."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

from pydantic import StringConstraints

from jsna.settings.logo import KINDS, logo_faults
from jsna.settings.model import SettingsModel, Words
from jsna.settings.yaml_file import Problems, line_of

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
LogoFile = Annotated[str, StringConstraints(pattern=r"^[\w-]+\.(svg|png)$")]
PAPER: Final = "#ffffff"
LEAST: Final = 4.5
"""Of text against what it stands on: WCAG 2.2, 1.4.3, level AA."""


class Brand(SettingsModel):
    """What a pack looks like for one council.

    Attributes:
        logo: The name of an SVG or PNG beside the area's file; "" for none.
        logo_alt: What is read out for it: the council's name.
        banner: Behind the white words at the head of each page, and of headings in PDFs.
        link: Of links, on white.
    """

    logo: LogoFile | None = None
    logo_alt: Words = ""
    banner: Colour = "#12436d"
    link: Colour = "#0b4f8f"


def check_brand(file: Path, brand: Brand | None, problems: Problems) -> None:
    """Tell a colour that is too pale to be read, and a logo that is missing or might run.

    Args:
        file: The area's, beside which the logo lies.
        brand: Its own; None for an area without.
        problems: Where problems are gathered.
    """
    if brand is None:
        return
    for at, what, allowed in _faults(file, brand):
        problems.add(what, file, line_of(file, ("brand", at)), allowed=allowed)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours "#rrggbb", 1 to 21 (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _faults(file: Path, brand: Brand) -> Iterator[tuple[str, str, str]]:
    """Yield the key, what is wrong with it and what is allowed."""
    for key, colour, beside in (
        ("banner", brand.banner, "the white words on it"),
        ("link", brand.link, "the white page"),
    ):
        # rounded down: 4.49 is not enough, and must not read as if it were
        ratio = int(contrast(colour, PAPER) * 100) / 100
        if ratio < LEAST:
            yield (
                key,
                f"the colour {colour} has a contrast of {ratio:.2f} to 1 with {beside}.",
                f"At least {LEAST} to 1 (WCAG 2.2 AA): take a darker shade.",
            )
    if brand.logo is None:
        return
    if not brand.logo_alt.strip():
        what = "the logo has no words for those who do not see it."
        yield "logo", what, "logo_alt: the council's name."
    for fault in logo_faults(file.parent / brand.logo):
        yield "logo", f"the logo {brand.logo} {fault}.", KINDS


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
