"""How to cite a figure or a page so that its numbers can be found again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from jsna.settings.indicator import Indicator
from jsna.settings.source import SourceSettings

SHORT: int = 12
"""Hex digits of a snapshot's id that are printed."""


@dataclass(frozen=True)
class Edition:
    """One release of a pack, as it is cited.

    Attributes:
        area_name: Whose pack it is.
        strategy_title: Whose strategy the pack is for.
        release: e.g. "2026.11".
    """

    area_name: str
    strategy_title: str
    release: str


def data_sets(
    indicator: Indicator, held: Collection[str], sources: Mapping[str, SourceSettings]
) -> str:
    """Return the titles of the data sets that figures are of, and an indicator's id there.

    Args:
        indicator: Whose figures they are.
        held: Ids of the sources that they came from, which may be others than the catalogue's: a
            second publisher's, or the council's own file. None are known: the catalogue's is meant.
        sources: The sources of the catalogue by id.
    """
    reference = indicator.source
    title = sources[reference.source].title
    # ids of a project's own making (projected-population) tell a reader nothing
    own = f"{title}, indicator {reference.id}" if reference.id.isdigit() else title
    own = reference.of_others(title) or own
    others = [about.title for id in held if id != reference.source and (about := sources.get(id))]
    named = [own] if reference.source in held or not others else []
    return "; ".join([*named, *others])


def citation(
    what: str,
    pack: Edition,
    source: str,
    snapshot_ids: Sequence[str],
    *,
    synthetic: bool = False,
) -> str:
    """Return the citation of a part of a pack, as one line of text.

    Args:
        what: "figure" and its stable id, or "page" and its id for what no figure shows.
        pack: Which pack it is in.
        source: Who published the data, with the licence line.
        snapshot_ids: Ids of the snapshots behind it; printed by their first twelve digits.
        synthetic: True says that the data are invented.
    """
    parts = [
        f"{pack.area_name} evidence pack, {pack.strategy_title}, release {pack.release}, {what}.",
        f"Source: {source.rstrip('.')}." if source else "",
        _snapshots(snapshot_ids),
        "SYNTHETIC: invented data, not real statistics." if synthetic else "",
    ]
    return " ".join(part for part in parts if part)


def _snapshots(ids: Sequence[str]) -> str:
    short = sorted({each[:SHORT] for each in ids})
    if not short:
        return ""
    return f"{'Snapshot' if len(short) == 1 else 'Snapshots'} {', '.join(short)}."
