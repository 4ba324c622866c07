"""The SVG that matplotlib writes, made small: a page of a dozen figures must load quickly.

Measured on a trend line: 31 KB before, about 13 KB after, with no visible difference.
"""

import re
from typing import Final

GLYPH_STEP: Final = 10
"""Glyph outlines are kept to 10 font units, a thirtieth of a pixel at the sizes we print."""


def tidy_svg(svg: str, width: float, height: float) -> str:
    """Return `svg` in pixels, without document type, metadata, comments or needless digits."""
    # the document type and the metadata name addresses on other hosts
    svg = re.sub(r"<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(
        r'width="[\d.]+pt" height="[\d.]+pt"',
        f'width="{width:g}" height="{height:g}"',
        svg,
        count=1,
    )
    svg = _without_blanks(svg)
    svg = re.sub(r'(<path) id="DejaVuSans(-Bold)?-(\w+)" d="([^"]*)"[^>]*/>', _glyph, svg)
    svg = re.sub(r'"#DejaVuSans(-Bold)?-(\w+)"', lambda m: f'"#{_glyph_id(m[1], m[2])}"', svg)
    svg = re.sub(r' d="([^"]*)"', lambda found: f' d="{_path(found[1])}"', svg)
    svg = re.sub(r"translate\(([^)]*)\)", lambda m: f"translate({_rounded(m[1])})", svg)
    svg = re.sub(r'(<use [^>]*)transform="translate\((\S+) 0\)"', r'\1x="\2"', svg)
    svg = re.sub(r'style="[^"]*"', lambda m: m[0].replace(": ", ":").replace("; ", ";"), svg)
    svg = re.sub(r' id="(?:figure|text|line2d|patch)_\d+"', "", svg)
    return re.sub(r">\s+<", "><", svg).replace("<defs></defs>", "").strip() + "\n"


def _without_blanks(svg: str) -> str:
    # a space is a glyph without an outline, written once for each word
    for blank in re.findall(r'<path id="([\w-]+)" transform="[^"]*"/>', svg):
        svg = re.sub(rf'<(?:path id="|use xlink:href="#){blank}"[^>]*/>', "", svg)
    return svg


def _glyph_id(bold: str | None, code: str) -> str:
    return f"{'b' if bold else 'g'}{code}"


def _glyph(found: re.Match[str]) -> str:
    def coarse(number: re.Match[str]) -> str:
        return str(round(int(number[0]) / GLYPH_STEP))

    outline = re.sub(r"-?\d+", coarse, found[4])
    scale = 0.015625 * GLYPH_STEP
    name = _glyph_id(found[2], found[3])
    return f'{found[1]} id="{name}" d="{outline}" transform="scale({scale:g})"/>'


def _path(outline: str) -> str:
    return re.sub(r" ?([A-Za-z]) ?", r"\1", " ".join(_rounded(outline).split()))


def _rounded(numbers: str) -> str:
    def one_decimal(number: re.Match[str]) -> str:
        return f"{float(number[0]):.1f}".removesuffix(".0")

    return re.sub(r"-?\d+\.\d+", one_decimal, numbers)
