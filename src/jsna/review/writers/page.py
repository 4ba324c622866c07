"""A review as one accessible page that loads nothing."""

import pandas as pd

from jsna.narrative.html_text import escape_html
from jsna.review.check import Check
from jsna.review.review import Review, all_checks
from jsna.review.writers.rows import COLUMNS, counted, rows, skipped
from jsna.tables.html_table import html_table

STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:bold}"
    "th,td{border:1px solid #767676;padding:.4rem;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}.table{overflow-x:auto}thead{background:#eee}"
)


def review_page(review: Review) -> str:
    """Return the page."""
    title = f"Review of {escape_html(review.draft.file)}"
    said = "".join(f"<p>{escape_html(s)}</p>\n" for s in [*review.draft.said, *skipped(review)])
    rules = "".join(_rule(check) for check in all_checks())
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n<p>{counted(review)}</p>\n{said}{_table(review)}"
        f"<h2>What was looked for</h2>\n<dl>\n{rules}</dl>\n</main>\n</body>\n</html>\n"
    )


def _table(review: Review) -> str:
    if not review.findings:
        return ""
    frame = pd.DataFrame(rows(review))[list(COLUMNS)].rename(columns=COLUMNS)
    table = html_table(frame, "Findings, in reading order", {}, COLUMNS["place"])
    region = '<div class="table" tabindex="0" role="region" aria-label="Findings">'
    return f"{region}\n{table}\n</div>\n"


def _rule(check: Check) -> str:
    return f"<dt>{check.id}</dt><dd>{escape_html(check.rule)}</dd>\n"
