"""Nothing in a document, workbook or table of a pack runs: no macro, field, action or formula."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from jsna.publish.read_pdf import pdf_catalogue
from jsna.tables.csv_file import is_formula

SCHEMES: Final = ("http://", "https://", "mailto:")
PROGRAMS: Final = re.compile(r"vbaProject|vbaData|activeX|embeddings/|\.bin$|\.exe$|\.ole$", re.I)
FIELDS: Final = re.compile(r"^\s*(PAGE|NUMPAGES|SECTIONPAGES|REF|PAGEREF|SEQ|TOC)\b")
"""Fields that only count and point within the document."""
FIELD_CODES: Final = ("instrText", "delInstrText")
OPENED: Final = ("/OpenAction", "/AA")
SAFE_ACTIONS: Final = ("/URI", "/GoTo", "/Named")


def active_document_faults(site: Path) -> list[str]:
    """Return one sentence for each thing in a Word file, PDF, workbook or CSV that would run."""
    readers = {
        ".docx": _word_faults, ".pdf": _pdf_faults, ".csv": _csv_faults,
        ".xlsx": _workbook_faults, ".ods": _workbook_faults,
    }  # fmt: skip
    return [
        f"{file.relative_to(site).as_posix()}: {fault}"
        for file in sorted(path for path in site.rglob("*") if path.is_file())
        if file.suffix.lower() in readers
        for fault in dict.fromkeys(readers[file.suffix.lower()](file))
    ]


def _word_faults(file: Path) -> Iterator[str]:
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if PROGRAMS.search(name):
                yield f"holds a program or an object ({name})"
            elif name.endswith(".rels"):
                yield from _pointer_faults(archive.read(name))
            elif name.startswith("word/") and name.endswith(".xml"):
                yield from _field_faults(archive.read(name))


def _pointer_faults(content: bytes) -> Iterator[str]:
    for pointer in ElementTree.fromstring(content):
        kind = pointer.get("Type", "").rpartition("/")[2]
        target = pointer.get("Target", "")
        outside = pointer.get("TargetMode") == "External"
        if outside and not (kind == "hyperlink" and target.lower().startswith(SCHEMES)):
            yield f"points to {target} ({kind})"


def _field_faults(content: bytes) -> Iterator[str]:
    root = ElementTree.fromstring(content)
    codes = [e.text or "" for name in FIELD_CODES for e in root.iterfind(f".//{{*}}{name}")]
    simple = [pair for e in root.iterfind(".//{*}fldSimple") for pair in e.attrib.items()]
    codes += [code for name, code in simple if name.endswith("}instr")]
    for code in codes:
        if code.strip() and not FIELDS.match(code):
            yield f'has the field "{code.strip()}"'
    if root.find(".//{*}altChunk") is not None:
        yield "takes in another document"


def _workbook_faults(file: Path) -> Iterator[str]:
    """Yield each formula, program and pointer to another file of an .xlsx or .ods file."""
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if PROGRAMS.search(name) or name.startswith(("Basic/", "Scripts/", "Object")):
                yield f"holds a program or an object ({name})"
            elif name.endswith(".rels"):
                yield from _pointer_faults(archive.read(name))
            elif name.endswith(".xml"):
                yield from _cell_faults(archive.read(name))


def _cell_faults(content: bytes) -> Iterator[str]:
    for element in ElementTree.fromstring(content).iter():
        formula, target = (element.text if element.tag.endswith("}f") else None), ""
        # of hundreds of thousands of cells nearly none has an attribute to look at
        for key, said in element.attrib.items():
            if key.endswith(("formula", "href")):
                name = key.rpartition("}")[2]
                formula = formula or (said if name == "formula" else None)
                target = said if name == "href" else target
        if formula:
            yield f'holds the formula "{formula}"'
        if target and not target.startswith("#") and not target.lower().startswith(SCHEMES):
            yield f"points to {target}"


def _pdf_faults(file: Path) -> Iterator[str]:
    catalogue, notes = pdf_catalogue(file.read_bytes())
    yield from (f"does something when it is opened ({key})" for key in OPENED if key in catalogue)
    names = catalogue.get("/Names", {})
    yield from (f"holds {key}" for key in ("/JavaScript", "/EmbeddedFiles") if key in names)
    for note in notes:
        if "/A" in note:
            yield from _action_faults(note["/A"])


def _action_faults(action: Any) -> Iterator[str]:
    kind, address = action.get("/S"), str(action.get("/URI", ""))
    if kind not in SAFE_ACTIONS or "/Next" in action:
        yield f"has a link that runs something ({kind})"
    elif kind == "/URI" and not address.lower().startswith(SCHEMES):
        yield f"has a link to {address}"


def _csv_faults(file: Path) -> Iterator[str]:
    rows = csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline=""))
    for line, row in enumerate(rows, start=1):
        yield from (f'row {line} holds the formula "{cell}"' for cell in row if is_formula(cell))
