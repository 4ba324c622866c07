"""Make one table of the rows of many snapshots: one row per key, by a stated precedence.

Where several rows share a key, the one with an interval wins, then the publisher's own over one
that another publisher repeats, then the one with more filled in, then the newest received, then
the smaller snapshot id. Numbers that the winner lacks are filled in from rows whose value agrees
with its own, all snapshots are named, and a value that differs by more than the coarser one's
rounding is told in the quality table. What a source concluded stands only beside the value that it
concluded it of.
"""

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd

from jsna.fact_schema import FACT_COLUMNS, FACT_KEY, NUMBER_COLUMNS, PUBLISHED_COLUMNS
from jsna.facts.rounding import decimals_given, same_when_rounded

QUALITY_COLUMNS: Final = ("kind", "indicator_id", "area_code", "detail", "snapshot_id", "rows")
"""rows: how many facts, or rows of a file, the note is about."""
_QUALITY_DTYPES: Final = dict.fromkeys(QUALITY_COLUMNS, "str") | {"rows": "int64"}
PUBLISHED_KEY: Final = [*FACT_KEY, "comparator"]
USED_COLUMNS: Final = (*FACT_KEY, "snapshot_id", "use")
WINS, AGREES, DIFFERS = range(3)
"""What became of a file's row: its value is used, is the same, or is another one."""
INTERVALS: Final = (("lower_95", "upper_95"), ("lower_998", "upper_998"))


def assemble_facts(
    rows: pd.DataFrame,
    received: dict[str, str],
    repeated_by: Collection[str] = (),
    at_least: pd.Series | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the facts, what to tell of them, and which files they are of.

    Args:
        rows: Columns of FACT_COLUMNS, one snapshot id in each row; keys may repeat.
        received: When each snapshot was received, as sortable text.
        repeated_by: Snapshots of those who publish other publishers' figures again.
        at_least: To how many decimals further rows of the same files show that they are given
            (`rounding.most_decimals` of `repeated`).

    Returns:
        Facts, one row per key in the order of FACT_KEY; rows of QUALITY_COLUMNS, one per dropped
        duplicate and per conflict; and USED_COLUMNS, one row per key that several rows have and
        file that has it.
    """
    key = list(FACT_KEY)
    again = rows.duplicated(key, keep=False)
    single, several = rows[~again], rows[again]
    if several.empty:
        return _sorted(single), empty_quality(), none_used()
    several = several.assign(_group=several.groupby(key, sort=False).ngroup())
    several = _by_precedence(several, received, repeated_by)
    winners = several.drop_duplicates("_group").set_index("_group")
    several["_agrees"] = _agree(several, winners, at_least)
    quality = _quality(several, winners)
    merged = _filled_in(several, winners)
    return _sorted(pd.concat([single, merged], ignore_index=True)), quality, _used(several)


def _used(several: pd.DataFrame) -> pd.DataFrame:
    """Return USED_COLUMNS of rows in the order of precedence."""
    first = ~several["_group"].duplicated()
    use = np.select([first, several["_agrees"]], [WINS, AGREES], DIFFERS)
    told = several.rename(columns={"snapshot_ids": "snapshot_id"}).assign(use=use)
    told = told[list(USED_COLUMNS)].sort_values("use", kind="stable")
    return told.drop_duplicates([*FACT_KEY, "snapshot_id"])


def none_used() -> pd.DataFrame:
    """Return USED_COLUMNS of facts of which none stands in several rows."""
    none = pd.DataFrame(columns=list(USED_COLUMNS))
    return none.astype(dict.fromkeys(USED_COLUMNS, "str") | {"use": "int64"})


def repeated(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose key stands in several."""
    return rows[rows.duplicated(list(FACT_KEY), keep=False)]


def assemble_published(
    rows: pd.DataFrame, received: dict[str, str], used: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one label per key and comparator, and the conflicts.

    The label of the file whose value is used comes first, then the newest received of those that
    agree with it. One of another value is left out: that value is told as a conflict itself.

    Args:
        rows: Columns of PUBLISHED_COLUMNS; keys may repeat.
        received: When each snapshot was received, as sortable text.
        used: Which files the facts are of, as `assemble_facts` returns it.
    """
    found = rows.merge(used, on=[*FACT_KEY, "snapshot_id"], how="left")
    found["use"] = found["use"].fillna(AGREES)
    found["_received"] = found["snapshot_id"].map(received)
    ordered = found[found["use"] < DIFFERS].sort_values(
        [*PUBLISHED_KEY, "use", "_received", "snapshot_id", "label"],
        ascending=[*[True] * (len(PUBLISHED_KEY) + 1), False, True, True],
        kind="stable",
    )
    kept = ordered.drop_duplicates(PUBLISHED_KEY)
    labels = kept[[*PUBLISHED_KEY, "label"]].rename(columns={"label": "_kept"})
    others = ordered[ordered.duplicated(PUBLISHED_KEY)].merge(labels, on=PUBLISHED_KEY)
    others = others[others["label"] != others["_kept"]]
    detail = (
        "published comparison with " + others["comparator"] + ", " + others["period"] + ": "
        + others["_kept"] + " used, " + others["label"] + " elsewhere"
    )  # fmt: skip
    quality = quality_rows("conflict", others, detail, others["snapshot_id"])
    return kept[list(PUBLISHED_COLUMNS)].reset_index(drop=True), quality


def quality_rows(
    kind: str,
    about: pd.DataFrame,
    detail: pd.Series,
    snapshot_id: pd.Series | str,
    rows: pd.Series | int = 1,
) -> pd.DataFrame:
    """Return rows of QUALITY_COLUMNS, one per row of `about`.

    Args:
        kind: As `store.Tables` lists them.
        about: Columns indicator_id and area_code.
        detail: What a reader should know, in words: nothing is read out of it again.
        snapshot_id: Of the file, or of two with a space between.
        rows: How many facts, or rows of the file, each is about.
    """
    frame = about[["indicator_id", "area_code"]].assign(
        kind=kind, detail=detail, snapshot_id=snapshot_id, rows=rows
    )
    return frame[list(QUALITY_COLUMNS)].astype(_QUALITY_DTYPES).reset_index(drop=True)


def empty_quality() -> pd.DataFrame:
    """Return a quality table without rows."""
    return pd.DataFrame(columns=list(QUALITY_COLUMNS)).astype(_QUALITY_DTYPES)


def empty_published() -> pd.DataFrame:
    """Return a table of published labels without rows."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in PUBLISHED_COLUMNS})


def _by_precedence(
    rows: pd.DataFrame, received: dict[str, str], repeated_by: Collection[str]
) -> pd.DataFrame:
    numbers = rows[list(NUMBER_COLUMNS)].notna()
    ranked = rows.assign(
        _interval=numbers["lower_95"] | numbers["lower_998"],
        _repeated=rows["snapshot_ids"].isin(list(repeated_by)),
        _filled=numbers.sum(axis="columns"),
        _value=numbers["value"],
        _received=rows["snapshot_ids"].map(received),
    )
    order = {
        "_group": True, "_value": False, "_interval": False, "_repeated": True,
        "_filled": False,
        "_received": False, "snapshot_ids": True, "value": True,
    }  # fmt: skip
    ranked = ranked.sort_values(list(order), ascending=list(order.values()), kind="stable")
    return ranked.drop(columns=["_interval", "_repeated", "_filled", "_value", "_received"])


def _agree(several: pd.DataFrame, winners: pd.DataFrame, at_least: pd.Series | None) -> pd.Series:
    """Return whether each row's value is its winner's within the coarser one's rounding.

    Groups are numbered from 0 in the order of the winners.
    """
    group = several["_group"].to_numpy()
    decimals = decimals_given(several, at_least).to_numpy()
    best = winners["value"].to_numpy()[group]
    coarser = np.minimum(decimals, decimals[~several["_group"].duplicated()][group])
    agree = same_when_rounded(several["value"].to_numpy(), best, coarser)
    return pd.Series(agree, index=several.index)


def _quality(several: pd.DataFrame, winners: pd.DataFrame) -> pd.DataFrame:
    """Tell each row that was not the winner: the same again, or another value.

    A blank beside a value is no conflict unless its file says that it was suppressed.
    """
    losers = several[several["_group"].duplicated()]
    won = winners.iloc[losers["_group"]]
    where = losers["period_label"] + ", " + losers["sex"] + ", " + losers["age"]
    same_file = won["snapshot_ids"].to_numpy() == losers["snapshot_ids"].to_numpy()
    place = np.where(same_file, "in the same file", "in another file").astype("object")
    differs = where + ": " + _text(won["value"]) + " used, " + _text(losers["value"]) + " " + place
    again = where + pd.Series(": the same fact again " + place, index=where.index)
    conflict = ~losers["_agrees"]
    conflict &= losers["value"].notna() | (losers["status"] == "suppressed")
    own = losers["snapshot_ids"]
    # hundreds of duplicates are told as one line for each two files, so that both are named
    both = own.where(same_file, own + " " + won["snapshot_ids"].to_numpy())
    kinds = (("conflict", conflict, differs, own), ("duplicate", ~conflict, again, both))
    parts = [
        quality_rows(kind, losers[rows], detail[rows], files[rows])
        for kind, rows, detail, files in kinds
    ]
    return pd.concat(parts, ignore_index=True)


def _text(values: pd.Series) -> np.ndarray:
    """Return numbers as written, "no value" where missing."""
    shown = values.map(lambda v: f"{v:.10g}", na_action="ignore").astype("str")
    return shown.fillna("no value").to_numpy()


def _filled_in(several: pd.DataFrame, winners: pd.DataFrame) -> pd.DataFrame:
    """Return the winners, with what they lack from rows that agree, and all snapshots named.

    Limits are taken in pairs: half an interval of each of two files is none.
    """
    agreeing = several[several["_agrees"]]
    merged = winners[list(FACT_COLUMNS)].copy()
    for columns in (*INTERVALS, ("count",), ("denominator",)):
        whole = agreeing[agreeing[list(columns)].notna().all(axis="columns")]
        first = whole.drop_duplicates("_group").set_index("_group")[list(columns)]
        lacking = merged[list(columns)].isna().any(axis="columns")
        filled = merged.index[lacking].intersection(first.index)
        merged.loc[filled, list(columns)] = first.loc[filled]
    for column in ("note", "geography_year"):
        said = several[several[column] != ""].drop_duplicates("_group").set_index("_group")
        words = said[column].reindex(merged.index).fillna("")
        merged[column] = merged[column].where(merged[column] != "", words)
    merged["snapshot_ids"] = _all_ids(several).reindex(merged.index)
    return merged


def _all_ids(several: pd.DataFrame) -> pd.Series:
    """Return the snapshots of each group, by its number: "first second", each once, in order."""
    pairs = several[["_group", "snapshot_ids"]].drop_duplicates().sort_values("snapshot_ids")
    # a join for each of ten thousand groups took longer than to add up their first, second ...
    place = pairs.groupby("_group").cumcount()
    by_place = [part.set_index("_group")["snapshot_ids"] for _, part in pairs.groupby(place)]
    ids = by_place[0] if by_place else pairs.set_index("_group")["snapshot_ids"]
    for more in by_place[1:]:
        ids.loc[more.index] = ids.loc[more.index] + " " + more
    return ids


def _sorted(facts: pd.DataFrame) -> pd.DataFrame:
    ordered = facts.sort_values(list(FACT_KEY), kind="stable", ignore_index=True)
    return ordered[list(FACT_COLUMNS)]
