"""What the sources say of the indicators, held against what the catalogue says of them."""

from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from jsna.facts.assemble import empty_quality, quality_rows
from jsna.settings.indicator import Indicator
from jsna.sources.contract import DEFINITION_COLUMNS, ParsedDefinitions

OPPOSED: Final = {
    "high-is-good": "that high is good",
    "low-is-good": "that low is good",
    "none": "that neither is good",
}


def merge_definitions(items: Sequence[tuple[str, ParsedDefinitions]]) -> pd.DataFrame:
    """Return one row per indicator: what every file together says of it.

    Args:
        items: Id of the snapshot, and what it says. Of two files that say something else of
            the same thing, the later one in the list is believed.

    Returns:
        DEFINITION_COLUMNS and snapshot_ids, sorted by indicator; "" where nothing is said.
    """
    frames = [item.definitions.assign(snapshot_ids=sha) for sha, item in reversed(items)]
    columns = [*DEFINITION_COLUMNS, "snapshot_ids"]
    if not frames:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
    rows = pd.concat(frames, ignore_index=True)
    told = rows.where(rows != "").groupby("indicator_id", sort=True)
    merged = told[list(DEFINITION_COLUMNS[1:])].first()
    ids = told["snapshot_ids"].agg(lambda s: " ".join(sorted(set(s))))
    joined = merged.assign(snapshot_ids=ids).reset_index()
    return joined[columns].fillna("").astype("str")


def polarity_conflicts(definitions: pd.DataFrame, indicators: Iterable[Indicator]) -> pd.DataFrame:
    """Return a row of quality for each indicator that catalogue and source judge differently.

    A wrong polarity turns better into worse, so that a difference is told even where the
    catalogue is right.
    """
    ours = {i.id: i.polarity for i in indicators}
    known = definitions[definitions["indicator_id"].isin(ours) & (definitions["polarity"] != "")]
    catalogue = known["indicator_id"].map(ours).astype("str")
    differ = known[known["polarity"] != catalogue]
    if differ.empty:
        return empty_quality()
    says = differ["polarity"].map(OPPOSED) + " (" + differ["polarity_label"] + ")"
    detail = "the source says " + says + ", the catalogue " + catalogue[differ.index].map(OPPOSED)
    rows = differ.assign(area_code="")
    return quality_rows("polarity", rows, detail, differ["snapshot_ids"])
