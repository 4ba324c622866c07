"""What the template's settings may say: one that no page would show is refused with its line.

Both renderers lay out by `page.html`, `page.typ` and `reference.docx`. Quarto's settings for its
own layout would change nothing there, or change what one renderer makes and not the other.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from jsna.errors import UserFileError
from jsna.settings.layers import Layers
from jsna.settings.yaml_file import Location, Problems, YamlFile, read_front_matter, read_yaml

ANYTHING: Final = object()
PROJECT: Final[Mapping[str, Any]] = {
    "project": {
        "type": "website",
        "output-dir": "_site",
        "resources": ["*.css", "*.js", "logo.*", "figures", "figures.bib", "figures.csl.json"],
        "post-render": ["filters/finish.lua"],
    },
    "execute": {"enabled": False, "freeze": False},
    "lang": "en-GB",
    "filters": [
        {"at": "pre-ast", "path": f"filters/{name}.lua"}
        for name in ("navigation", "figures", "citations", "blocks", "links")
    ],
    "format": {
        "html": {
            "theme": "none", "minimal": True, "template": "page.html",
            "template-partials": ["navigation.html"],
            "html-math-method": "mathml",
            "html-table-processing": "none", "section-divs": True, "format-links": False,
            "toc": False, "css": [],
        },
        "docx": {"reference-doc": "reference.docx", "syntax-highlighting": "none", "toc": False},
        "typst": {
            "template": "page.typ", "shift-heading-level-by": 0, "syntax-highlighting": "none",
            "papersize": "a4", "pdf-standard": "ua-1", "toc": False,
        },
    },
}  # fmt: skip
"""What `_quarto.yml` says, and the embedded renderer does."""
PAGE: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("title", "description", "page-id", "sheets"), ANYTHING),
    "format": {"html": "default", "docx": "default", "typst": "default"},
}
"""What a page's head says."""
ONE_FORMAT: Final = tuple(PAGE["format"])
INSTEAD: Final[Mapping[str, str]] = {
    "css": "Write your rules into reports/template/council.css: every page takes it.",
    "theme": "Write your rules into reports/template/council.css: every page takes it.",
    "toc": "The navigation lists each page's sections by itself; take the line out.",
    "number-sections": "Sections have no numbers, so that links to them last; take the line out.",
    "filters": "Add the filter to FILTERS of src/jsna/pack/render_embedded.py too.",
    **dict.fromkeys(
        ("navbar", "sidebar", "website"),
        "The navigation comes from src/jsna/settings/page_table.py; take the lines out.",
    ),
    "page-footer": "Change the footer in reports/template/page.html, and that of PDFs in page.typ.",
    **dict.fromkeys(
        ("include-in-header", "include-before-body", "include-after-body"),
        "Write it into reports/template/page.html, for PDFs into page.typ.",
    ),
}
ELSE: Final = "Change page.html, page.typ, reference.docx or council.css in reports/template."


def check_layout(template: Layers, root: Path) -> None:
    """Look at the settings of a template: `_quarto.yml` and the head of every page.

    Args:
        template: Its folder.
        root: The folder that files are named from.

    Raises:
        UserFileError: a setting would change nothing; all of them are told, each with its line.
    """
    problems = Problems(root)
    project = read_yaml(template / "_quarto.yml", problems)
    if project is not None:
        _check(project, PROJECT, problems)
    for page in template.files("*.qmd").values():
        head = read_front_matter(page, problems)
        if head is not None:
            _check(head, PAGE, problems)
    if problems.found:
        raise UserFileError(*problems.found)


def _check(file: YamlFile, known: Mapping[str, Any], problems: Problems) -> None:
    if not isinstance(file.data, dict):
        problems.add("this file should hold keys and values.", file.path, 1)
        return
    for at, allowed in _unheard(file.data, known, ()):
        # a group that is known to nobody is told by what stands in it
        step = next((INSTEAD[str(k)] for k in reversed(at) if k in INSTEAD), ELSE)
        name = ".".join(map(str, at))
        what = f"the setting {name} would change nothing, or only with one renderer."
        problems.add(what, file.path, file.line(at), allowed=allowed, next_step=step)


def _unheard(given: Any, known: Any, at: Location) -> Iterator[tuple[Location, str]]:
    """Yield the place of each setting that is not among the known ones, and what may stand there.

    A setting that is left out is Quarto's own business: only what is said can be wrong.
    """
    if known is ANYTHING or given == known or (at == ("format",) and given in ONE_FORMAT):
        return
    if isinstance(known, Mapping) and isinstance(given, dict):
        for key, value in given.items():
            if key in known:
                yield from _unheard(value, known[key], (*at, key))
            elif isinstance(value, dict) and key not in INSTEAD:
                yield from _unheard(value, {}, (*at, key))
            else:
                yield from _innermost(value, (*at, key))
        return
    yield at, "" if isinstance(known, Mapping | list) else f"It may be {_as_written(known)}."


def _innermost(value: Any, at: Location) -> Iterator[tuple[Location, str]]:
    """Yield the settings of a group that mean something to a reader, or the group itself."""
    inside = [key for key in value if key in INSTEAD] if isinstance(value, dict) else []
    yield from (((*at, key), "") for key in inside)
    if not inside:
        yield at, ""


def _as_written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
