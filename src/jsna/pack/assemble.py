"""An executed notebook becomes a chapter: its Markdown, and nothing of its code."""

import json
from dataclasses import dataclass
from pathlib import Path

from jsna.pack.canonical import chapter_markdown
from jsna.pack.plan import Plan
from jsna.pack.run import RunResult, read_record

NOTEBOOK = "chapter.ipynb"
FIGURES = "figures"
NOT_RUN = "This chapter has not been run yet."


@dataclass(frozen=True)
class Chapter:
    """What one run gives a page.

    Attributes:
        page: The page it stands on.
        markdown: In the page grammar, headings from `##`; a notice if the run failed.
        reason: Why it is not available; "" if it is.
        figures: The files of its figure bundles.
    """

    page: str
    markdown: str
    reason: str
    figures: tuple[Path, ...]


def recorded_results(plan: Plan) -> list[RunResult]:
    """Return what came of a plan's runs the last time, one result per run, in plan order.

    A run without a record counts as failed, for the reason that it was not run yet.
    """
    home = plan.project.runs_folder
    results = []
    for run in plan.runs:
        record = read_record(home / run.id)
        done = record.get("status") == "done"
        reason = "" if done else record.get("reason") or NOT_RUN
        results.append(
            RunResult(
                run,
                "unchanged" if done else "failed",
                reason,
                float(record.get("seconds", 0)),
                home / run.id,
            )
        )
    return results


def read_chapter(result: RunResult) -> Chapter:
    """Return the chapter of a run, or the notice that stands for it.

    A run that failed, or whose notebook can't be read, gives a "not available" block with its
    reason, so that the rest of the pack can be built.
    """
    if result.status == "failed":
        return _missing(result, result.reason)
    try:
        notebook = json.loads((result.folder / NOTEBOOK).read_text("utf-8"))
    except (OSError, ValueError):
        return _missing(result, "Its notebook was not found or can't be read.")
    files = sorted((result.folder / FIGURES).glob("*"))
    return Chapter(result.run.page, chapter_markdown(notebook), "", tuple(files))


def not_available(title: str, reason: str) -> str:
    """Return the notice, in Markdown, that something of a page is not available and why."""
    why = " ".join((reason or "The reason was not recorded.").split())
    return (
        f"## {plain(title)}\n\n::: {{.not-available}}\n"
        f"**Not available.** {plain(why)} The rest of this pack is not affected.\n:::\n"
    )


def plain(text: str) -> str:
    r"""Return a text as Markdown that prints exactly it: nothing in it is markup.

    >>> plain("5 * 3_000 [a]")
    '5 \\* 3\\_000 \\[a\\]'
    """
    escaped = "".join("\\" + c if c in "\\`*_{}[]<>#$@^~|&+" else c for c in text)
    first, dot, rest = escaped.partition(".")
    return f"{first}\\{dot}{rest}" if dot and first.isdigit() else escaped


def _missing(result: RunResult, reason: str) -> Chapter:
    title = result.run.title or result.run.notebook.replace("_", " ")
    return Chapter(result.run.page, not_available(title, reason), reason or "unknown", ())
