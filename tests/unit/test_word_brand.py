"""A council's logo and colours in its Word files."""

import io
from pathlib import Path

import docx
import pytest
from docx.shared import RGBColor

from jsna.pack.word_brand import WordBrand, add_brand, word_brand
from jsna.settings.brand import Brand

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><path d="M0 0h30v10z"/></svg>'
PURPLE = "#7a1f5c"


@pytest.fixture
def branded(tmp_path: Path):
    (tmp_path / "logo.svg").write_text(LOGO, "utf-8")
    brand = Brand(logo="crest.svg", logo_alt="Anytown Council", banner=PURPLE, link="#0b4f8f")
    document = docx.Document()
    document.add_paragraph("The first words")
    document.add_heading("A heading", 2)
    document.add_table(2, 2).cell(0, 0).text = "Head"
    add_brand(document, word_brand(tmp_path, brand))
    return document


def test_the_logo_stands_first_with_its_words_as_a_picture_that_every_word_draws(branded) -> None:
    (shape,) = branded.inline_shapes
    assert branded.paragraphs[0]._p.xpath(".//w:drawing")
    assert shape._inline.docPr.get("descr") == "Anytown Council"
    embedded = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
    assert branded.part.related_parts[embedded].blob.startswith(b"\x89PNG")
    assert shape.width == pytest.approx(3 * shape.height, rel=0.02)


def test_headings_links_and_heads_of_tables_take_the_colours(branded) -> None:
    assert branded.styles["Heading 2"].font.color.rgb == RGBColor.from_string("7A1F5C")
    heads, others = (
        row._tr.xpath(".//w:tcBorders/w:bottom/@w:color") for row in branded.tables[0].rows
    )
    assert heads == ["7A1F5C"] * 2
    assert others == []


def test_a_word_file_with_a_brand_opens_again_and_is_the_same_each_time(branded) -> None:
    first = io.BytesIO()
    branded.save(first)
    again = docx.Document(io.BytesIO(first.getvalue()))
    assert [p.text for p in again.paragraphs][:2] == ["", "The first words"]


def test_without_a_brand_or_a_logo_nothing_is_added(tmp_path: Path) -> None:
    assert word_brand(tmp_path, None) is None
    plain = word_brand(tmp_path, Brand(banner=PURPLE))
    assert plain == WordBrand(PURPLE, "#0b4f8f")
    document = docx.Document()
    document.add_paragraph("Words")
    add_brand(document, plain)
    assert len(document.inline_shapes) == 0
