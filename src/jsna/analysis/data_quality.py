"""What a reader should know of the data's quality: one table of notes, by topic.

It joins what the build noted (facts' table `quality`) with what only the finished facts show:
figures hidden or provisional, series that end before the country's, the source's verdicts that
differ from the interval's, and sums that do not reconcile.
"""

from collections.abc import Collection, Mapping
from typing import Final

import pandas as pd

from jsna.analysis.comparator_judgement import judge_frame
from jsna.analysis.sums import sums_that_differ
from jsna.fact_schema import ENGLAND, SMALL
from jsna.facts.periods import in_time, period_end
from jsna.facts.store import Tables
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator

TOPICS: Final = (
    "missing", "suppressed", "gap", "provisional", "stale", "overdue", "polarity", "verdict",
    "conflict", "sums", "correction", "duplicate", "refused", "vanished-ward",
    "neighbour",
)  # fmt: skip
"""In the order in which they are told."""

NOTE_COLUMNS: Final = ("topic", "indicator_id", "area_code", "detail", "rows", "snapshot_ids")
"""One row per note; rows: how many facts or rows of files it is about."""

SERIES: Final = ["indicator_id", "edition", "sex", "age"]
NEAR_TOPICS: Final = ("gap", "polarity", "correction", "neighbour")


def quality_notes(
    tables: Tables,
    indicators: Mapping[str, Indicator],
    area: Area,
    overdue: pd.DataFrame,
    members: Mapping[str, Collection[str]],
) -> pd.DataFrame:
    """Return every note on an area's data, NOTE_COLUMNS, in the order of TOPICS.

    Args:
        tables: The area's tables.
        indicators: The catalogue.
        area: Whose pack.
        overdue: Indicators past their next release (facts.changes.overdue).
        members: Small area type -> codes of all of the area's own, for sums.
    """
    facts = tables.facts[tables.facts["indicator_id"].isin(list(indicators))]
    own = facts[(facts["area_code"] == area.code) | facts["area_type"].isin(SMALL)]
    headline = own[own["breakdown"] == ""]
    near = {area.code, area.region.code, ENGLAND}
    parts = [
        _with_status(headline, "not-available", "missing"),
        _with_status(headline, "suppressed", "suppressed"),
        _with_status(headline, "provisional", "provisional"),
        _stale(facts[facts["breakdown"] == ""], area.code),
        _late(overdue),
        _verdicts_that_differ(facts, tables.published, indicators, area.code),
        _noted(tables.quality, near),
        _conflicts(tables.quality, near),
        _duplicates(tables.quality),
        _refused(tables.quality),
        _vanished_wards(tables.quality),
        _sums(own, indicators, area.code, members),
    ]
    return _in_order(parts)


def _with_status(own: pd.DataFrame, status: str, topic: str) -> pd.DataFrame:
    """One note per indicator, sex, age and kind of area: in which periods, or how many areas."""
    rows = in_time(own[own["status"] == status])
    kind = rows["area_type"].where(rows["area_type"].isin(SMALL), "")
    code = rows["area_code"].where(kind == "", "")
    keys = ["indicator_id", "area_code", "sex", "age", "_kind"]
    groups = rows.assign(_kind=kind, area_code=code).groupby(keys, sort=True)
    told = groups.agg(
        rows=("period", "size"), periods=("period_label", _joined),
        snapshot_ids=("snapshot_ids", _ids),
    ).reset_index()  # fmt: skip
    small = told["_kind"] != ""
    kinds = told["_kind"].map({"lsoa": "LSOAs", "msoa": "MSOAs", "ward": "wards"})
    where = (", " + kinds).where(small, "")
    detail = _stratum(told) + where + ": " + told["periods"]
    return _notes(topic, told.assign(detail=detail))


def _stale(headline: pd.DataFrame, area_code: str) -> pd.DataFrame:
    """One note per series of the area that ends before England's."""
    known = headline[headline["value"].notna()]
    known = known.assign(_end=period_end(known["period"]))
    last = known.sort_values("_end").drop_duplicates([*SERIES, "area_code"], keep="last")
    ours, theirs = (last[last["area_code"] == code] for code in (area_code, ENGLAND))
    both = ours.merge(theirs[[*SERIES, "_end", "period_label"]], on=SERIES, suffixes=("", "_eng"))
    late = both[both["_end"] < both["_end_eng"]]
    detail = (
        _stratum(late) + ": newest figure " + late["period_label"]
        + ", England has " + late["period_label_eng"]
    )  # fmt: skip
    return _notes("stale", late.assign(detail=detail, rows=1))


def _late(overdue: pd.DataFrame) -> pd.DataFrame:
    detail = "the next release was due on " + overdue["before"]
    return _notes("overdue", overdue.assign(detail=detail, rows=1, snapshot_ids=""))


def _verdicts_that_differ(
    facts: pd.DataFrame,
    published: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    area_code: str,
) -> pd.DataFrame:
    """One note per fact that the source and the interval judge otherwise."""
    judged = judge_frame(facts, published, indicators, [area_code], ENGLAND)
    rows = judged[judged["label_note"] != ""]
    detail = (
        _stratum(rows) + ", " + rows["period_label"] + ': the source says "' + rows["published"]
        + '", by the 95% interval it is "' + rows["comparison"] + '"'
    )  # fmt: skip
    return _notes("verdict", rows.assign(detail=detail, rows=1))


def _noted(quality: pd.DataFrame, near: Collection[str]) -> pd.DataFrame:
    """What the build noted of single indicators; other authorities stay unnamed."""
    rows = quality[quality["kind"].isin(NEAR_TOPICS)]
    code = rows["area_code"].where(_is_near(rows, near), "")
    told = rows.assign(topic=rows["kind"], snapshot_ids=rows["snapshot_id"], area_code=code)
    return told[list(NOTE_COLUMNS)]


def _conflicts(quality: pd.DataFrame, near: Collection[str]) -> pd.DataFrame:
    """Files that disagree: one note per fact nearby, one per indicator for other authorities."""
    rows = quality[quality["kind"] == "conflict"]
    rows = rows.assign(snapshot_ids=rows["snapshot_id"])
    nearby = _is_near(rows, near)
    groups = rows[~nearby].groupby("indicator_id", sort=True)
    others = groups.agg(rows=("rows", "sum"), snapshot_ids=("snapshot_ids", _ids)).reset_index()
    others = others.assign(area_code="", detail="files disagree on figures of other authorities")
    return pd.concat([_notes("conflict", rows[nearby]), _notes("conflict", others)])


def _duplicates(quality: pd.DataFrame) -> pd.DataFrame:
    """One note per two files, and one for authorities that were abolished."""
    again = quality[quality["kind"] == "duplicate"]
    files = again.groupby("snapshot_id", as_index=False)["rows"].sum()
    files = files.rename(columns={"snapshot_id": "snapshot_ids"})
    several = files["snapshot_ids"].str.contains(" ", regex=False)
    detail = several.map({True: "the same facts in two files", False: "facts twice in one file"})
    left_out = int(quality.loc[quality["kind"] == "abolished", "rows"].sum())
    abolished = pd.DataFrame(
        {
            "detail": ["abolished authorities left out where their successors have the fact"],
            "rows": left_out, "snapshot_ids": "", "indicator_id": "", "area_code": "",
        }
    )  # fmt: skip
    files = files.assign(detail=detail, indicator_id="", area_code="")
    parts = [_notes("duplicate", files), _notes("duplicate", abolished[abolished["rows"] > 0])]
    return pd.concat(parts, ignore_index=True)


def _refused(quality: pd.DataFrame) -> pd.DataFrame:
    """One note per file and reason, and one per value out of its range."""
    rows = quality[quality["kind"] == "refused"]
    return _notes("refused", rows.assign(snapshot_ids=rows["snapshot_id"]))


def _vanished_wards(quality: pd.DataFrame) -> pd.DataFrame:
    """One note per year of wards and file: how many wards no look-up could place."""
    rows = quality[quality["kind"] == "vanished-ward"]
    counted = rows.groupby(["detail", "snapshot_id"], as_index=False)["rows"].sum()
    named = counted.rename(columns={"snapshot_id": "snapshot_ids"})
    return _notes("vanished-ward", named.assign(indicator_id="", area_code=""))


def _sums(
    own: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    area_code: str,
    members: Mapping[str, Collection[str]],
) -> pd.DataFrame:
    found = sums_that_differ(own, indicators, area_code, members)
    detail = (
        _stratum(found) + ", " + found["period_label"] + ": " + found["parts"] + " sum to "
        + found["sum"].map("{:,.0f}".format).astype("str") + ", the whole is "
        + found["whole"].map("{:,.0f}".format).astype("str")
    )  # fmt: skip
    return _notes("sums", found.assign(detail=detail, rows=1))


def _is_near(rows: pd.DataFrame, near: Collection[str]) -> pd.Series:
    return rows["area_code"].isin(near) | ~rows["area_code"].str.match("E0[6-9]|E10")


def _stratum(rows: pd.DataFrame) -> pd.Series:
    return (rows["sex"] + ", " + rows["age"]).astype("str")


def _joined(labels: pd.Series) -> str:
    return ", ".join(dict.fromkeys(labels))


def _ids(ids: pd.Series) -> str:
    return " ".join(sorted({id for text in ids.unique() for id in text.split()}))


def _notes(topic: str, rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(topic=topic)[list(NOTE_COLUMNS)]


def _in_order(parts: list[pd.DataFrame]) -> pd.DataFrame:
    notes = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    text = [column for column in NOTE_COLUMNS if column != "rows"]
    notes = notes.astype(dict.fromkeys(text, "str") | {"rows": "int64"})
    rank = notes["topic"].map({topic: number for number, topic in enumerate(TOPICS)})
    order = ["_rank", "indicator_id", "area_code", "detail", "snapshot_ids"]
    return notes.assign(_rank=rank).sort_values(order, ignore_index=True).drop(columns="_rank")
