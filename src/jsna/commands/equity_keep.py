"""`jsna equity ... --keep AREA`: what partners returned, written without small counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from jsna.commands.console import Console
    from jsna.settings.project import Project


def keep_audit(
    returns: Sequence[pd.DataFrame], project: Project, period: str, console: Console
) -> int:
    """Write the audit that an area's packs show into data/local; return the exit code.

    Args:
        returns: As `equity_returns.read_return`.
        project: Whose area it is.
        period: When the users were counted, in words.
        console: Told what was hidden and what comes next.

    Raises:
        UserFileError: the returns do not go together, or the file that is there can't be read.
    """
    from jsna.disclosure.equity_returns import kept_audit
    from jsna.disclosure.rules import in_words, rules_of
    from jsna.fetching.shown_files import OWN_FILES
    from jsna.snapshots.write_file import write_whole
    from jsna.sources.council.equity_audit_csv import HIDDEN, NOTHING, SHOWN, audit_csv

    area = project.area
    name = area.equity_audit or f"equity-{area.slug}.csv"
    place = project.paths.local_data / name
    rule = rules_of(project.settings.sources[OWN_FILES])[""]
    before = _kept_before(project, name)
    told = _forgotten(before, period)
    kept = kept_audit(returns, area.code, period, rule, before)
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, audit_csv(kept))
    counts = kept["status"].value_counts()
    shown, hidden, nothing = (int(counts.get(status, 0)) for status in (SHOWN, HIDDEN, NOTHING))
    console.say(
        f"{place}: {shown} groups shown, {hidden} hidden, {nothing} services that returned nothing."
        f" {in_words(rule)}"
    )
    for words in told:
        console.say(words)
    if not area.equity_audit:
        console.say(f"Name it in the area's file: equity_audit: {name}")
    console.say(f"Then `jsna fetch {area.slug}`, and build again.")
    console.result(file=str(place), shown=shown, hidden=hidden, returned_nothing=nothing)
    return 0


def _forgotten(before: pd.DataFrame | None, period: str) -> list[str]:
    """Return a sentence on each other period whose hidden counts no file remembers from now on."""
    if before is None:
        return []
    return [
        f"The audit of {other} that stood there is replaced: what it hid is remembered no longer."
        " If these are the same users, put it back and write the period as it did."
        for other in before["period"].unique()
        if other != period
    ]


def _kept_before(project: Project, name: str) -> pd.DataFrame | None:
    """Return the audit that lies in data/local; None if there is none."""
    from jsna.errors import SourceError, UserFileError
    from jsna.sources.council.equity_audit_csv import read_audit

    place = project.paths.local_data / name
    if not place.is_file():
        return None
    try:
        return read_audit(place.read_bytes(), str(place))
    except SourceError as error:
        raise UserFileError(*error.problems) from error
