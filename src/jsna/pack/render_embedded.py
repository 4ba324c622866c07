"""The embedded renderer: Pandoc and Typst, which come as wheels; nothing else need be installed."""

from __future__ import annotations

import importlib.util
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from jsna.pack.rendered_page import Page

FILTERS: Final = ("navigation", "figures", "citations", "blocks", "links")
SIDE_BY_SIDE: Final = 2
PDF_STANDARD: Final = "ua-1"
WRITERS: Final = {"html": "html5", "docx": "docx", "pdf": "typst"}


@cache
def version() -> str:
    """Return the name and versions of what renders."""
    from importlib.metadata import version as installed

    import pypandoc

    return f"embedded (Pandoc {pypandoc.get_pandoc_version()}, Typst {installed('typst')})"


def render(project: Path, site: Path, pages: Sequence[Page], as_at: datetime) -> str:
    """Write the files of `pages` into `site`, two at a time; return "": a warning is an error.

    Args:
        project: The project's folder, as written by `write_project`.
        site: Where the files go; must exist.
        pages: What to write, one page and format each.
        as_at: The date that the PDFs carry.

    Raises:
        RuntimeError: Pandoc or Typst refused a page; its own words are told.
    """
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for done in [pool.submit(_render, project, site, page, as_at) for page in pages]:
            done.result()
    return ""


def _render(project: Path, site: Path, page: Page, as_at: datetime) -> None:
    target = site / page.file
    if page.format == "pdf":
        _write_pdf(project, target, page, as_at)
    else:
        _pandoc(project, page, target)


def _write_pdf(project: Path, target: Path, page: Page, as_at: datetime) -> None:
    # beside the pages, since Typst reads no picture outside its root
    source = project / f".{page.name}.typ"
    try:
        _pandoc(project, page, source)
        target.write_bytes(_compile(source, as_at))
    except RuntimeError as error:
        raise RuntimeError(f"{page.file}: {error}") from error
    finally:
        source.unlink(missing_ok=True)


def _compile(source: Path, as_at: datetime) -> bytes:
    """Return the PDF, as PDF/UA-1 where the page allows; `jsna check` tells where it does not."""
    try:
        return _typeset(source, as_at, [PDF_STANDARD])
    except RuntimeError as error:
        if "PDF/UA" not in str(error):
            raise
        return _typeset(source, as_at, [])


def _typeset(source: Path, as_at: datetime, standards: list[Literal["ua-1"]]) -> bytes:
    import typst

    try:
        made = typst.compile(
            str(source),
            root=str(source.parent),
            font_paths=[str(font_folder())],
            ignore_system_fonts=True,
            pdf_standards=[*standards],
            timestamp=as_at,
        )
    except typst.TypstError as error:
        raise RuntimeError(f"Typst says: {error}") from error
    if not isinstance(made, bytes):
        raise RuntimeError("Typst gave no PDF")
    return made


def svg_as_png(file: Path) -> bytes:
    """Return a small drawing as PNG: for programs that draw no SVG. The same bytes each time."""
    import typst

    source = (
        f'#set page(width: auto, height: auto, margin: 0pt)\n#image("{file.name}", height: 28mm)'
    )
    # its types ask for source and folders of one type, which nobody has
    made = typst.compile(  # type: ignore[call-overload]
        source.encode(), root=str(file.parent), format="png", ppi=300.0,
        font_paths=[str(font_folder())], ignore_system_fonts=True,
    )  # fmt: skip
    if not isinstance(made, bytes):
        raise RuntimeError(f"Typst drew no picture of {file.name}")
    return made


def _pandoc(project: Path, page: Page, target: Path) -> None:
    command = [
        *(_pandoc_path(), f"{page.name}.qmd", "--from=markdown", f"--to={WRITERS[page.format]}"),
        *(
            "--metadata-file=_metadata.yml",
            "--wrap=none",
            "--mathml",
            "--section-divs",
            "--fail-if-warnings",
        ),
        *(f"--lua-filter=filters/{name}.lua" for name in FILTERS),
        *_layout(page.format),
        f"--output={target}",
    ]
    run = subprocess.run(
        command, cwd=project, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if run.returncode:
        raise RuntimeError(f"{page.file}: Pandoc says: {run.stderr.strip()}")


def _layout(format: str) -> list[str]:
    return {
        "html": ["--template=page.html"],
        "docx": ["--reference-doc=reference.docx", "--syntax-highlighting=none"],
        "pdf": ["--template=page.typ", "--standalone"],
    }[format]


@cache
def _pandoc_path() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())


@cache
def font_folder() -> Path:
    """Return the folder of the fonts that matplotlib carries, without importing matplotlib."""
    spec = importlib.util.find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise RuntimeError("matplotlib is not installed")
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
