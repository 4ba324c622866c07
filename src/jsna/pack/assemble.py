"""An executed notebook becomes a chapter: its Markdown, and nothing of its code."""

import json
from dataclasses import dataclass
from pathlib import Path

from jsna.narrative.markdown import attribute, escape_markdown
from jsna.pack.availability import NOTEBOOK, read_record, why_not_available
from jsna.pack.canonical import chapter_markdown
from jsna.pack.own_pages import OwnPage, without_own_pages
from jsna.pack.plan import Plan
from jsna.pack.run import RunResult, Status

FIGURES = "figures"


@dataclass(frozen=True)
class Chapter:
    """What one run gives a page.

    Attributes:
        result: What came of the run.
        page: The page it stands on.
        title: What it is called beside others on its page.
        markdown: In the page grammar, headings from `##`; a notice if the run failed.
        reason: Why it is not available; "" if it is.
        figures: The files of its figure bundles.
        own_pages: Pages that it gives beside its own.
    """

    result: RunResult
    page: str
    title: str
    markdown: str
    reason: str
    figures: tuple[Path, ...]
    own_pages: tuple[OwnPage, ...] = ()


def recorded_results(plan: Plan) -> list[RunResult]:
    """Return what came of a plan's runs the last time, one result per run, in plan order.

    Which are available is said by `availability.why_not_available`.
    """
    home = plan.project.runs_folder
    results = []
    for run in plan.runs:
        folder = home / run.id
        reason = why_not_available(folder)
        seconds = read_record(folder).get("seconds", 0.0)
        status: Status = "failed" if reason else "unchanged"
        results.append(RunResult(run, status, reason, seconds, folder))
    return results


def read_chapter(result: RunResult) -> Chapter:
    """Return the chapter of a run, or the notice that stands for it.

    A chapter that is not available gives a block that says so with its reason, so that the rest
    of the pack can be built.
    """
    run = result.run
    title = run.title or run.notebook.replace("_", " ")
    if not result.available:
        notice = not_available(title, result.reason)
        return Chapter(result, run.page, title, notice, result.reason, ())
    notebook = json.loads((result.folder / NOTEBOOK).read_text("utf-8"))
    files = sorted((result.folder / FIGURES).glob("*"))
    markdown, own = without_own_pages(chapter_markdown(notebook), run.page)
    return Chapter(result, run.page, title, markdown, "", tuple(files), own)


def folded(chapter: Chapter) -> str:
    """Return a chapter as a block that a click opens on the site; Word and PDF leave it out."""
    summary = attribute(f"{chapter.title}, for this priority")
    text = chapter.markdown.strip("\n")
    return f":::: {{.details .site-only summary={summary}}}\n{text}\n::::"


def not_available(title: str, reason: str) -> str:
    """Return the notice, in Markdown, that something of a page is not available and why."""
    why = " ".join(reason.split())
    return (
        f"## {escape_markdown(title)}\n\n::: {{.not-available}}\n"
        f"**Not available.** {escape_markdown(why)} The rest of this pack is not affected.\n:::\n"
    )
