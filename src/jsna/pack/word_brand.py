"""A council's logo and colours in a Word file: at the head of page one, in headings and tables."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jsna.pack.render_embedded import svg_as_png
from jsna.settings.brand import Brand

if TYPE_CHECKING:
    from docx.document import Document

HEADS: Final = ("Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "TOC Heading")
LINKS: Final = ("Hyperlink",)
LOGO_HEIGHT: Final = 14
"""Millimetres, as in PDFs."""
EDGE: Final = "8"
"""Of the line below a table's headers, in eighths of a point."""


@dataclass(frozen=True)
class WordBrand:
    """What a Word file takes of a council's brand.

    Attributes:
        banner: The colour of headings and of the line below a table's headers, "#rrggbb".
        link: The colour of links.
        logo: Its picture as PNG, which every version of Word draws; b"" for none.
        words: What is read out for the logo.
    """

    banner: str
    link: str
    logo: bytes = b""
    words: str = ""


def word_brand(site: Path, brand: Brand | None) -> WordBrand | None:
    """Return the brand of a pack's Word files; None for an area without one of its own.

    Args:
        site: Where the logo of the pages lies.
        brand: As the area's file has it.
    """
    if brand is None:
        return None
    if brand.logo is None:
        return WordBrand(brand.banner, brand.link)
    file = site / f"logo{Path(brand.logo).suffix}"
    picture = svg_as_png(file) if file.suffix == ".svg" else file.read_bytes()
    return WordBrand(brand.banner, brand.link, picture, brand.logo_alt)


def add_brand(document: "Document", brand: WordBrand) -> None:
    """Put a council's logo at the head of a Word file and its colours into headings and tables."""
    for names, colour in ((HEADS, brand.banner), (LINKS, brand.link)):
        for style in (one for one in document.styles if one.name in names):
            _colour(style, colour)
    for table in document.tables:
        _underline_heads(table, brand.banner)
    if brand.logo:
        _add_logo(document, brand)


def _colour(style: Any, colour: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    sign = colour.removeprefix("#").upper()
    style.font.color.rgb = RGBColor.from_string(sign)
    for line in style.element.xpath("w:pPr/w:pBdr/w:top"):
        line.set(qn("w:color"), sign)


def _underline_heads(table: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for cell in table.rows[0]._tr.tc_lst:
        borders, line = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", EDGE), ("color", colour.lstrip("#").upper())):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
        about = cell.get_or_add_tcPr()
        for before in about.xpath("w:tcBorders"):
            about.remove(before)
        # the order of the elements is Word's: borders follow what spans and precede the rest
        spans = about.xpath("w:tcW | w:gridSpan | w:hMerge | w:vMerge")
        spans[-1].addnext(borders) if spans else about.insert(0, borders)


def _add_logo(document: "Document", brand: WordBrand) -> None:
    from docx.shared import Mm

    place = document.paragraphs[0].insert_paragraph_before()
    shape = place.add_run().add_picture(BytesIO(brand.logo), height=Mm(LOGO_HEIGHT))
    shape._inline.docPr.set("descr", brand.words)
