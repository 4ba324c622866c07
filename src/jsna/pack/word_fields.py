"""Fields of a Word file: numbers of figures and tables, references to them, the contents.

Each is written with its result, as Word itself would have left it, so that a reader who updates
nothing sees the same words, and one who adds a figure or a list of figures gets all of it right.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from docx.document import Document

CAPTIONS: Final = ("Image Caption", "Table Caption")
LABEL: Final = re.compile(r"^(Figure|Table) (\d+)(?=:)")
REFERENCE: Final = re.compile(r"^(?:Figure|Table)[ \xa0]\d+$")
CONTENTS: Final = "TOC Heading"
LEVELS: Final = ("1", "2")
"""Of the headings that a contents lists: of the highest that the document has below its title."""
TOC: Final = r'TOC \o "{0}-{0}" \h \z \u'
LISTS: Final = {"Figures": "Figure", "Tables": "Table"}
"""Heading of a list of captions -> the label that they begin with."""
AFTER: Final = {"Figures": 1_000, "Tables": 2_500}
"""After which number the bookmarks of each list begin; those of the contents are the first."""
LIST: Final = r'TOC \h \z \c "{0}"'


def add_fields(document: "Document") -> None:
    """Turn the numbers in captions, what refers to them and an empty contents into fields."""
    marks = dict(_number_captions(document))
    _refer(document, marks)
    for place in [p for p in document.paragraphs if p.style and p.style.name == CONTENTS]:
        label = LISTS.get(place.text)
        level, heads = _captions(document, label) if label else _highest_headings(document)
        field = (LIST if label else TOC).format(level)
        if heads or not label:
            _fill(place, heads, field, AFTER.get(place.text, 0))
        else:
            place._p.getparent().remove(place._p)


def _number_captions(document: "Document") -> Iterator[tuple[str, str]]:
    """Make a SEQ field of each caption's number; yield anchor -> bookmark around its label."""
    captions = [p for p in document.paragraphs if p.style and p.style.name in CAPTIONS]
    for number, paragraph in enumerate(captions, start=1):
        run = next((r for r in paragraph._p.r_lst if LABEL.match(_text(r))), None)
        if run is None:
            continue
        mark = f"_Ref{number:08d}"
        _label(run, mark, number)
        for anchor in paragraph._p.xpath("w:bookmarkStart"):
            yield _get(anchor, "name"), mark


def _label(run: Any, mark: str, number: int) -> None:
    """Put "Figure 3" of a caption into a bookmark, and its number into a field."""
    text = _text(run)
    found = LABEL.match(text)
    if found is None:
        return
    start = _made("bookmarkStart", id=str(90_000 + number), name=mark)
    field = _made("fldSimple", instr=f" SEQ {found[1]} \\* ARABIC ")
    field.append(_run_like(run, found[2]))
    end = _made("bookmarkEnd", id=str(90_000 + number))
    for part in (start, _run_like(run, f"{found[1]} "), field, end):
        run.addprevious(part)
    run.addprevious(_run_like(run, text[found.end() :]))
    run.getparent().remove(run)


def _refer(document: "Document", marks: dict[str, str]) -> None:
    """Make a REF field of each link that says "Figure 3" and leads to a caption."""
    for link in document.element.body.xpath(".//w:hyperlink[@w:anchor]"):
        mark = marks.get(_get(link, "anchor"))
        if mark and REFERENCE.match("".join(link.xpath(".//w:t/text()"))):
            field = _made("fldSimple", instr=f" REF {mark} \\h ")
            for run in link.xpath("w:r"):
                field.append(run)
            link.addprevious(field)
            link.getparent().remove(link)


def _fill(place: Any, heads: list[Any], field: str, after_number: int) -> None:
    """Write a contents, or a list of captions, after its heading: links within the field."""
    after = place._p
    for number, head in enumerate(heads, start=1):
        line = _entry(head, after_number + number)
        if number == 1:
            for part in reversed(_opening(field)):
                line.insert(1, part)
        if number == len(heads):
            line.append(_mark("end"))
        after.addnext(line)
        after = line


def _captions(document: "Document", label: str) -> tuple[str, list[Any]]:
    """Return the label of captions, "Figure" or "Table", and those that begin with it."""
    captions = [p for p in document.paragraphs if p.style and p.style.name in CAPTIONS]
    return label, [p for p in captions if _words(p).startswith(f"{label} ")]


def _highest_headings(document: "Document") -> tuple[str, list[Any]]:
    """Return the level of the highest headings of a document and those headings."""
    named = [(p, p.style.name) for p in document.paragraphs if p.style]
    found = {level: [p for p, name in named if name == f"Heading {level}"] for level in LEVELS}
    return next(((level, heads) for level, heads in found.items() if heads), (LEVELS[0], []))


def _entry(head: Any, number: int) -> Any:
    """Return a line of a list that leads to a heading or caption, which gets a bookmark for it."""
    mark, numbered = f"_Toc{number:08d}", str(95_000 + number)
    first = head._p.xpath("w:r | w:hyperlink")
    if first:
        first[0].addprevious(_made("bookmarkStart", id=numbered, name=mark))
        head._p.append(_made("bookmarkEnd", id=numbered))
    line, about, link = _made("p"), _made("pPr"), _made("hyperlink", anchor=mark, history="1")
    about.append(_made("spacing", before="0", after="60"))
    link.append(_run(_words(head)))
    line.append(about)
    line.append(link)
    return line


def _words(paragraph: Any) -> str:
    """The words of a paragraph, those of its fields too."""
    return "".join(paragraph._p.xpath(".//w:t/text()"))


def _opening(field: str) -> list[Any]:
    code = _made("r")
    words = _made("instrText")
    words.text = f" {field} "
    code.append(words)
    return [_mark("begin"), code, _mark("separate")]


def _mark(kind: str) -> Any:
    run = _made("r")
    run.append(_made("fldChar", fldCharType=kind))
    return run


def _run(text: str) -> Any:
    run, words = _made("r"), _made("t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    return run


def _run_like(run: Any, text: str) -> Any:
    """Return a run of other words that looks the same."""
    made = _run(text)
    for look in run.xpath("w:rPr"):
        made.insert(0, deepcopy(look))
    return made


def _text(run: Any) -> str:
    return "".join(run.xpath("w:t/text()"))


def _get(element: Any, name: str) -> str:
    from docx.oxml.ns import qn

    return str(element.get(qn(f"w:{name}"), ""))


def _made(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
