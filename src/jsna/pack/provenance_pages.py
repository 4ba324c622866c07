"""The words of the sources page: each source with its licence and files, each indicator."""

from itertools import groupby

import pandas as pd

from jsna.narrative.file_size import printed_size
from jsna.narrative.html_text import escape_html
from jsna.narrative.markdown import escape_markdown, raw_html, web_link
from jsna.pack.pack_facts import PackFacts, long_date
from jsna.settings.indicator import Indicator
from jsna.settings.load import Settings
from jsna.settings.strategy import Strategy
from jsna.snapshots.snapshot import Snapshot
from jsna.tables.html_table import html_table

LICENCES = {
    "OGL-UK-3.0": "[Open Government Licence v3.0]"
    "(https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/)",
    "council-own": "The council's own data",
    "synthetic": "Invented data: no licence needed",
}


def source_sections(pack: PackFacts, settings: Settings) -> str:
    """Return Markdown: one section per source, with a table of one row per file."""
    ordered = sorted(pack.snapshots, key=lambda s: (s.source, s.title, s.sha256))
    groups = groupby(ordered, key=lambda s: s.source)
    return "\n".join(_section(source, list(files), settings) for source, files in groups)


def indicator_table(strategy: Strategy, settings: Settings) -> str:
    """Return an HTML table block: one row per indicator that the strategy uses."""
    rows = [_indicator_row(settings.indicators[id], settings) for id in strategy.indicator_ids]
    head = ("Indicator", "Unit", "Source and id", "Next release")
    return _table("Indicators in this pack", head, rows)


def _section(source: str, files: list[Snapshot], settings: Settings) -> str:
    known = settings.sources.get(source)
    title = known.title if known else source
    link = f" {web_link('Its home page', known.homepage)}." if known and known.homepage else ""
    licences = sorted({LICENCES.get(f.licence, escape_markdown(f.licence)) for f in files})
    lines = list(dict.fromkeys(f.attribution for f in files))
    head = ("File", "Received", "Size", "Snapshot")
    # no publisher is answerable for invented files
    invented = {f.licence for f in files} == {"synthetic"}
    made = "Invented, in the layout of files published by" if invented else "Published by"
    return "\n\n".join(
        [
            f"### {escape_markdown(title)}",
            f"{made} {escape_markdown(files[0].publisher)}. Licence: {'; '.join(licences)}.{link}",
            *(f"> {escape_markdown(line)}" for line in lines),
            _table(f"Files from {title}", head, [_file_row(f) for f in files]),
        ]
    )


def _file_row(file: Snapshot) -> list[str]:
    where = escape_html(file.whence)
    address = f'<a href="{where}">{escape_html(file.title)}</a>' if _is_web(file.url) else ""
    title = address or f"{escape_html(file.title)} ({where})"
    day = file.receipt
    size = printed_size(file.size)
    return [title, day, _together(size), f"<code>{file.short_id}</code>"]


def _indicator_row(indicator: Indicator, settings: Settings) -> list[str]:
    source = settings.sources.get(indicator.source.source)
    title = source.title if source else indicator.source.source
    where = indicator.source.of_others(title) or f"{title}, {indicator.source.id}"
    due = long_date(indicator.next_release) if indicator.next_release else _by_rule(indicator)
    return [escape_html(text) for text in (indicator.title, indicator.unit, where)] + [due]


def _by_rule(indicator: Indicator) -> str:
    rule = escape_html(indicator.release_rule)
    return f"not announced (as a rule {rule})" if rule else "not announced"


def _together(words: str) -> str:
    return f'<span class="nowrap">{words}</span>'


def _table(caption: str, head: tuple[str, ...], rows: list[list[str]]) -> str:
    """Return a table block; the cells are HTML already."""
    if not rows:
        return ""
    table = html_table(pd.DataFrame(rows, columns=head), caption, {}, head[0], markup=head)
    return f"{raw_html(table)}\n"


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://")) and " " not in url
