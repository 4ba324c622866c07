"""Pages that Pandoc and Typst made of the same input are taken again, in every test and process.

Most tests that lay out the miniature pack change one page of it, and its thirty-seven files cost
some five seconds of the processor. What is kept is looked up by all that a renderer is given: the
page's own text, every file of its project that is no page, the day and the renderer's version.
`tests/integration/test_render_pack.py` renders the same pack anew and finds the same bytes.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from jsna.pack import render_embedded
from jsna.pack.rendered_page import Page
from jsna.snapshots.digest import data_digest, files_digest, sha256
from jsna.snapshots.write_file import write_whole

Render = Callable[[Path, Path, Sequence[Page], datetime], str]
RENDER_ANEW: Render = render_embedded.render


@contextmanager
def rendered_once(kept: Path) -> Iterator[None]:
    """Let the embedded renderer be asked only for what no test has had before."""
    kept.mkdir(exist_ok=True)

    def render(project: Path, site: Path, pages: Sequence[Page], as_at: datetime) -> str:
        files = {page: kept / key for page, key in _keys(project, pages, as_at).items()}
        new = [page for page, file in files.items() if not file.is_file()]
        printed = RENDER_ANEW(project, site, new, as_at)
        for page, file in files.items():
            if page in new:
                write_whole(file, (site / page.file).read_bytes())
            else:
                shutil.copyfile(file, site / page.file)
        return printed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render_embedded, "render", render)
        yield


def _keys(project: Path, pages: Sequence[Page], as_at: datetime) -> dict[Page, str]:
    # a name that begins with a dot is of what the renderer itself is at work on
    files = {
        file.relative_to(project).as_posix(): file
        for file in sorted(project.rglob("*"))
        if file.is_file() and file.suffix != ".qmd" and not file.name.startswith(".")
    }
    shared = [files_digest(files), str(as_at), render_embedded.version()]
    return {
        page: data_digest([page.file, sha256((project / f"{page.name}.qmd").read_bytes()), *shared])
        for page in pages
    }
