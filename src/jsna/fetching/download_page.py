"""The files to download as one HTML page of links, to be opened in a browser."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Final

Row = Mapping[str, object]
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"
STYLE: Final = (
    "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:bold;"
    "padding:1rem 0 .5rem}th,td{border-top:1px solid #949494;text-align:left;vertical-align:top;"
    "padding:.4rem .6rem .4rem 0;overflow-wrap:anywhere}"
)
HEADS: Final = ("File", "Kind", "Save as", "Without it, less on")


def download_page(rows: Sequence[Row], area_name: str, slug: str) -> str:
    """Return the page: what the area's strategies use first, a table a data set.

    Args:
        rows: Of `what_files_cost.with_cost`.
        area_name: Whose files.
        slug: Of the area, for the command that takes them.
    """
    parts = [
        f"<h2>{title}</h2>\n{_tables([row for row in rows if row['used'] is used])}"
        for used, title in ((True, "For its strategies"), (False, "For the rest of the catalogue"))
        if any(row["used"] is used for row in rows)
    ]
    title = f"Files to download for {escape(area_name)}"
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n<p>Put them in one folder, under these names or any, then run:"
        f" <code>jsna fetch {escape(slug)} --from FOLDER</code></p>\n{body}\n"
        "</main>\n</body>\n</html>\n"
    )


def _tables(rows: Iterable[Row]) -> str:
    return "\n".join(_table(of, list(some)) for of, some in groupby(rows, lambda r: str(r["of"])))


def _table(of: str, rows: Iterable[Row]) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    lines = "\n".join(_line(row) for row in rows)
    return (
        f"<table>\n<caption>{escape(of)}</caption>\n<thead><tr>{heads}</tr></thead>\n"
        f"<tbody>\n{lines}\n</tbody>\n</table>"
    )


def _line(row: Row) -> str:
    link = _link(str(row["url"]), str(row["title"]))
    where = " (a page, to choose it on)" if row["page"] else ""
    pages = row["pages"]
    told = "; ".join(map(str, pages)) if isinstance(pages, list) else ""
    cells = "".join(f"<td>{escape(str(c))}</td>" for c in (row["kind"], row["save_as"], told))
    return f'<tr><th scope="row">{link}{where}</th>{cells}</tr>'


def _link(url: str, words: str) -> str:
    """A link to an address of the web; words alone for any other."""
    if not url.startswith(("https://", "http://")):
        return escape(words)
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(words)}</a>'
