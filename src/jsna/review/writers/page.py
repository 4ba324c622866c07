"""A review as one accessible page that loads nothing."""

from jsna.narrative.html_text import escape_html
from jsna.review.check import Check
from jsna.review.review import Review, all_checks
from jsna.review.writers.rows import COLUMNS, counted, rows, skipped

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
    head = "".join(f'<th scope="col">{words}</th>' for words in COLUMNS.values())
    body = "".join(f"<tr>{_cells(row)}</tr>\n" for row in rows(review))
    return (
        '<div class="table" tabindex="0" role="region" aria-label="Findings">\n'
        f"<table>\n<caption>Findings, in reading order</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}</tbody>\n</table>\n</div>\n"
    )


def _cells(row: dict[str, object]) -> str:
    first, *rest = (escape_html(str(row[name])) for name in COLUMNS)
    return f'<th scope="row">{first}</th>' + "".join(f"<td>{words}</td>" for words in rest)


def _rule(check: Check) -> str:
    return f"<dt>{check.id}</dt><dd>{escape_html(check.rule)}</dd>\n"
