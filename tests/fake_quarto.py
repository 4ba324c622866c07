"""A stand-in for the quarto command: it takes Quarto's words and makes the files that it makes.

Of each page it makes the formats that its head names, with Pandoc and the project's own filters,
loses the document type as Quarto does, and runs the project's `post-render` scripts. It notes what
it was asked in the file that FAKE_QUARTO_ASKED names, and says FAKE_QUARTO_SAYS on its error line.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pypandoc
from pypdf import PdfWriter
from ruamel.yaml import YAML

PANDOC = str(pypandoc.get_pandoc_path())

FILTERS = ("navigation", "figures", "blocks", "links")


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
    with Path(os.environ["FAKE_QUARTO_ASKED"]).open("a", encoding="utf-8") as notes:
        notes.write(json.dumps(words) + "\n")
    print(os.environ.get("FAKE_QUARTO_SAYS", ""), file=sys.stderr)
    render(Path.cwd())


def render(project: Path) -> None:
    """Render a project as `quarto render` without a format does."""
    settings = YAML(typ="safe").load((project / "_quarto.yml").read_text("utf-8"))
    site = project / settings["project"]["output-dir"]
    site.mkdir()
    made = [
        _page(project, page, name, site)
        for page in sorted(project.glob("*.qmd"))
        for name in _formats(page)
    ]
    print("\n".join(f"Output created: {file.relative_to(project)}" for file in made))
    environment = {**os.environ, "QUARTO_PROJECT_OUTPUT_FILES": "\n".join(map(str, made))}
    for script in settings["project"].get("post-render", []):
        subprocess.run([PANDOC, "lua", script], cwd=project, env=environment, check=True)


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
    told = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True)
    print(told.stderr, file=sys.stderr, end="")
    if name == "html":
        text = made.read_text("utf-8")
        made.write_text(text.split("\n", 1)[1], "utf-8")  # the document type is lost
    return made
