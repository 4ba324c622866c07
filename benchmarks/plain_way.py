"""The same pack by hand: one papermill command a notebook, one render command a page and format.

It gets our notebooks, parameters, facts and finished `.qmd` pages as a gift, so it is spared
fetching, building, assembling and all checks: what is compared is running and laying out.
"""

import sys
from collections.abc import Mapping
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

from measure import Measured, measure

Pages = Mapping[Path, tuple[str, ...]]
"""Each page's file and the formats that it is wanted in."""

TO_PDF = (
    "import sys, typst; open(sys.argv[2], 'wb').write(typst.compile(sys.argv[1], root=sys.argv[3]))"
)


def by_papermill(
    runs: list[dict[str, Any]], notebooks: Path, out: Path, env: Mapping[str, str], cwd: Path
) -> Measured:
    """Return what the papermill command takes, once a run, one after the other."""
    measured = []
    for run in runs:
        folder = out / run["id"]
        folder.mkdir(parents=True)
        notebook = notebooks / f"{run['notebook']}.ipynb"
        command = [sys.executable, "-m", "papermill", str(notebook), str(folder / "chapter.ipynb")]
        command += ["--kernel", "python3", "--no-progress-bar"]
        for name, value in run["parameters"].items():
            command += ["--parameters_raw", name, str(value)]
        own = {**env, "JSNA_RUN_FOLDER": str(folder)}
        measured.append(measure(f"papermill {run['id']}", command, own, cwd))
    return reduce(add, measured)


def by_quarto(quarto: str, pages: Pages, env: Mapping[str, str]) -> Measured:
    """Return what `quarto render` takes, once a page and format."""
    names = {"pdf": "typst"}
    measured = [
        measure(
            f"quarto {page.stem} {to}",
            [quarto, "render", page.name, "--to", names.get(to, to), "--quiet"],
            env,
            page.parent,
        )
        for page, formats in pages.items()
        for to in formats
    ]
    return reduce(add, measured)


def by_pandoc(pages: Pages, out: Path, env: Mapping[str, str]) -> Measured:
    """Return what the pandoc command takes, once a page and format, with Typst for PDF."""
    import pypandoc

    pandoc = pypandoc.get_pandoc_path()
    measured = []
    for page, formats in pages.items():
        for to in formats:
            target = out / f"{page.stem}.{'typ' if to == 'pdf' else to}"
            # without our filter a reference such as @fig-x would be taken for a citation
            command = [pandoc, "-f", "markdown-citations", "-s", page.name, "-o", str(target)]
            measured.append(measure(f"pandoc {page.stem} {to}", command, env, page.parent))
            if to == "pdf":
                # Typst reads pictures from beside the page only
                source = page.parent / target.name
                target.replace(source)
                compile_ = [
                    sys.executable,
                    "-c",
                    TO_PDF,
                    str(source),
                    str(out / f"{page.stem}.pdf"),
                ]
                root = [str(page.parent)]
                measured.append(measure(f"typst {page.stem}", compile_ + root, env, page.parent))
    return reduce(add, measured)
