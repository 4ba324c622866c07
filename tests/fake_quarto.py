"""A stand-in for the quarto command: it takes Quarto's words and makes the files that it makes.

Of each page it makes the formats that its head names, with Pandoc and the project's own filters,
loses the document type and adds an empty header as Quarto does, and runs the project's
`post-render` scripts. As Quarto it says on its error line which page it is at, what Pandoc warns
of, and one file that it made. It notes what it was asked, and then what it made, in the file that
FAKE_QUARTO_ASKED names, and says FAKE_QUARTO_SAYS too; it stops at the page FAKE_QUARTO_FAILS.
What Pandoc made of the same input in an earlier test is taken from the folder FAKE_QUARTO_KEPT.

`tests/integration/test_quarto.py` holds the real Quarto to the same, where it is installed.
"""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pypandoc
from pypdf import PdfWriter
from ruamel.yaml import YAML

from jsna.pack.render_embedded import FILTERS
from jsna.snapshots.digest import data_digest, files_digest, sha256
from jsna.snapshots.write_file import write_whole

PANDOC = str(pypandoc.get_pandoc_path())

EMPTY_HEADER = '<header id="title-block-header" class="quarto-title-block"></header>'


def make_fake_quarto(folder: Path) -> Path:
    """Write the command into a folder and return it."""
    command = folder / "quarto"
    here = Path(__file__).parent
    line = f"import sys; sys.path.insert(0, {str(here)!r}); import fake_quarto; fake_quarto.main()"
    command.write_text(f"#!{sys.executable}\n{line}\n", "utf-8")
    command.chmod(0o755)
    return command


def main() -> None:
    words = sys.argv[1:]
    if words == ["--version"]:
        print("1.6.42")
        return
    _note(words)
    _say(os.environ.get("FAKE_QUARTO_SAYS", ""))
    render(Path.cwd())


def render(project: Path) -> None:
    """Render a project as `quarto render` without a format does."""
    settings = YAML(typ="safe").load((project / "_quarto.yml").read_text("utf-8"))
    site = project / settings["project"]["output-dir"]
    site.mkdir()
    pages = sorted(project.glob("*.qmd"))
    made = []
    for number, page in enumerate(pages, 1):
        _say(f"\x1b[1m\x1b[34m[{number:>2}/{len(pages)}] {page.name}\x1b[39m\x1b[22m")
        if page.stem == os.environ.get("FAKE_QUARTO_FAILS"):
            _say(f"[typst]: Compiling...\x1b[91mERROR: {project / page.stem}.typ: no.\x1b[39m")
            sys.exit(1)
        made += [_page(project, page, name, site) for name in _formats(page)]
    environment = {**os.environ, "QUARTO_PROJECT_OUTPUT_FILES": "\n".join(map(str, made))}
    for script in settings["project"].get("post-render", []):
        subprocess.run([PANDOC, "lua", script], cwd=project, env=environment, check=True)
    _note([file.name for file in made])
    _say("Output created: _site/index.html")


def _note(words: list[str]) -> None:
    with Path(os.environ["FAKE_QUARTO_ASKED"]).open("a", encoding="utf-8") as notes:
        notes.write(json.dumps(words) + "\n")


def _say(words: str) -> None:
    print(words, file=sys.stderr)


def _formats(page: Path) -> list[str]:
    head = page.read_text("utf-8").split("\n---", 1)[0]
    named = YAML(typ="safe").load(head)["format"]
    return [named] if isinstance(named, str) else list(named)


def _page(project: Path, page: Path, name: str, site: Path) -> Path:
    ending = {"typst": "pdf"}.get(name, name)
    made = site / f"{page.stem}.{ending}"
    if name == "typst":
        writer = PdfWriter()
        writer.add_blank_page(100, 100)
        writer.add_metadata({"/Title": "SYNTHETIC"})
        writer.write(made)
        return made
    layout = {"html": "--template=page.html", "docx": "--reference-doc=reference.docx"}[name]
    filters = [f"--lua-filter=filters/{f}.lua" for f in FILTERS]
    command = [PANDOC, page.name, "--from=markdown", f"--to={name}", "--section-divs", "--mathml"]
    command += ["--metadata-file=_metadata.yml", *filters, layout, f"--output={made}"]
    print(_pandoc(project, page, command, made), file=sys.stderr, end="")
    if name == "html":
        text = made.read_text("utf-8")
        text = text.split("\n", 1)[1]  # the document type is lost
        made.write_text(text.replace("<h1>", f"{EMPTY_HEADER}\n<h1>", 1), "utf-8")
    return made


def _pandoc(project: Path, page: Path, command: list[str], made: Path) -> str:
    """Make one file, or take it from an earlier test; return what Pandoc said on its error line."""
    kept = Path(os.environ["FAKE_QUARTO_KEPT"]) / _key(project, page, made.name)
    said = kept.with_suffix(".said")
    if said.is_file():
        shutil.copyfile(kept, made)
    else:
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True)
        write_whole(kept, made.read_bytes())
        write_whole(said, done.stderr.encode())
    return said.read_text("utf-8")


def _key(project: Path, page: Path, name: str) -> str:
    """Return a digest of all that Pandoc reads for a file: of no other page, nor of _quarto.yml."""
    return data_digest([name, sha256(page.read_bytes()), _shared(project)])


@cache
def _shared(project: Path) -> str:
    files = {
        file.relative_to(project).as_posix(): file
        for file in sorted(project.rglob("*"))
        if file.suffix != ".qmd" and file.is_file() and not file.name.startswith((".", "_quarto"))
    }
    return files_digest(files)
