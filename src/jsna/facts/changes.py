"""What changed between two states of an area's facts: values, labels, definitions, releases.

A value is revised when it differs by more than the rounding of the less precise of the two. A
label that changed is told apart from a value that changed: each row says whether the value did.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from jsna.fact_schema import FACT_KEY
from jsna.facts.periods import period_end
from jsna.facts.previous import Catalogue, State
from jsna.facts.rounding import TOLERANCE, decimals_given, same_when_rounded
from jsna.settings.indicator import Indicator

KINDS: Final = (
    "new-period", "new-row", "vanished", "value-given", "value-withdrawn", "revised", "interval",
    "status", "denominator", "verdict", "trend", "our-verdict", "newest-verdict",
    "new-indicator", "vanished-indicator", "renamed", "redefined", "overdue",
)  # fmt: skip
"""In the order in which they are told."""

VALUE_KINDS: Final = ("value-given", "value-withdrawn", "revised")
"""Those in which a fact's value itself changed."""

CHANGE_COLUMNS: Final = (
    "kind", *FACT_KEY, "period_label", "what", "before", "after", "value_changed",
)  # fmt: skip
"""before and after: as text, a number as exactly as it is known, "" for none. value_changed: yes
or no for rows about a label, else ""."""

REBASED_SHARE: Final = 0.01
"""A denominator that moved by more than this share for the same period was counted anew."""

SERIES: Final = [key for key in FACT_KEY if key not in ("period", "area_type")]
DEFINED: Final = (
    "title", "definition", "unit", "value_type", "year_type", "polarity", "method",
    "interval_method", "caveats",
)  # fmt: skip
NAMES: Final = ("title",)


def compare_states(
    before: State, after: State, indicators: Mapping[str, Indicator], as_at: date
) -> pd.DataFrame:
    """Return every change, CHANGE_COLUMNS, in the order of KINDS, then of the key.

    Args:
        before: The earlier state.
        after: The later one.
        indicators: The catalogue, for the next releases.
        as_at: The day that releases are held against: the later lock's.
    """
    values = compare_values(before.facts, after.facts)
    revised = values[values["kind"].isin(VALUE_KINDS)]
    parts = [
        values,
        compare_labels(before.published, after.published, revised),
        compare_catalogues(before.catalogue, after.catalogue),
        compare_definitions(before.definitions, after.definitions),
        overdue(indicators.values(), as_at),
    ]
    return in_order(parts)


def compare_values(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the facts that are new, gone or different; CHANGE_COLUMNS, one row per change.

    Args:
        before: FACT_COLUMNS, the earlier table.
        after: The later one.
    """
    key = list(FACT_KEY)
    old, new = (_with_decimals(frame) for frame in (before, after))
    both = old.merge(new, on=key, how="outer", suffixes=("_old", "_new"), indicator="_in")
    both["period_label"] = both["period_label_new"].fillna(both["period_label_old"])
    gone, added = both[both["_in"] == "left_only"], both[both["_in"] == "right_only"]
    kept = both[both["_in"] == "both"]
    later = _later_than_known(added, before)
    parts = [
        _rows("vanished", gone, _number(gone["value_old"]), ""),
        _rows("new-period", added[later], "", _number(added["value_new"])),
        _rows("new-row", added[~later], "", _number(added["value_new"])),
        *_of_kept(kept),
    ]
    return in_order(parts)


def compare_labels(
    before: pd.DataFrame, after: pd.DataFrame, revised: pd.DataFrame
) -> pd.DataFrame:
    """Return the labels that the source changed for one and the same fact; CHANGE_COLUMNS.

    Args:
        before: PUBLISHED_COLUMNS, the earlier table.
        after: The later one.
        revised: Changes of values, to tell whether the value changed with the label.
    """
    key = [*FACT_KEY, "comparator"]
    both = before[[*key, "label"]].merge(after[[*key, "label"]], on=key, suffixes=("_old", "_new"))
    both = both[both["label_old"] != both["label_new"]]
    both = both.assign(period_label=both["period"])
    with_value = _in(both, revised)
    trend = both["comparator"] == "recent-trend"
    parts = []
    for kind, chosen in (("trend", trend), ("verdict", ~trend)):
        rows = both[chosen]
        told = _rows(kind, rows, rows["label_old"], rows["label_new"], what=rows["comparator"])
        parts.append(told.assign(value_changed=np.where(with_value[chosen], "yes", "no")))
    return in_order(parts)


def compare_catalogues(before: Catalogue, after: Catalogue) -> pd.DataFrame:
    """Return the indicators that the catalogue gained, lost, renamed or describes otherwise.

    Args:
        before: Indicator id -> field -> text; empty if it was not kept, and then nothing is told.
        after: The same, later.
    """
    if not before:
        return in_order([])
    old, new = (pd.DataFrame.from_dict(dict(c), orient="index") for c in (before, after))
    titles = {id: said.get("title", "") for id, said in {**before, **after}.items()}
    lost, gained = (sorted(set(one) - set(other)) for one, other in
                    ((before, after), (after, before)))  # fmt: skip
    parts = [
        _told("vanished-indicator", lost, "catalogue", [titles[id] for id in lost], ""),
        _told("new-indicator", gained, "catalogue", "", [titles[id] for id in gained]),
        _fields_that_differ(old, new, "catalogue"),
    ]
    return in_order(parts)


def compare_definitions(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return what the source says otherwise of an indicator; CHANGE_COLUMNS.

    Only where both files say something: a file that is newly there redefines nothing.

    Args:
        before: Columns indicator_id and DEFINED, the earlier table.
        after: The later one.
    """
    old, new = (f.set_index("indicator_id").reindex(columns=list(DEFINED)) for f in (before, after))
    return in_order([_fields_that_differ(old, new, "source")])


def overdue(indicators: Iterable[Indicator], on: date) -> pd.DataFrame:
    """Return the indicators whose next release was due before a day; CHANGE_COLUMNS."""
    late = sorted(
        (i.next_release, i.id) for i in indicators if i.next_release and i.next_release < on
    )
    ids, days = [id for _, id in late], [day.isoformat() for day, _ in late]
    return in_order([_told("overdue", ids, "next release", days, "")])


def in_order(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return changes in the order of KINDS, then of indicator, area, period and key."""
    none = pd.DataFrame({name: pd.Series(dtype="str") for name in CHANGE_COLUMNS})
    rows = pd.concat([none, *parts], ignore_index=True)[list(CHANGE_COLUMNS)].astype("str")
    rank = rows["kind"].map({kind: number for number, kind in enumerate(KINDS)})
    order = ["_rank", *FACT_KEY, "what", "before", "after"]
    return rows.assign(_rank=rank).sort_values(order, ignore_index=True).drop(columns="_rank")


def _with_decimals(frame: pd.DataFrame) -> pd.DataFrame:
    numbers = ["value", "lower_95", "upper_95", "denominator"]
    rows = frame[[*FACT_KEY, "period_label", "status", *numbers]].copy()
    rows["decimals"] = decimals_given(frame)
    rows["limit_decimals"] = decimals_given(frame.assign(value=frame["lower_95"]))
    return rows


def _later_than_known(added: pd.DataFrame, before: pd.DataFrame) -> pd.Series:
    """Whether each row's period ends after every one that its series had."""
    last = before[SERIES].assign(_last=period_end(before["period"])).groupby(SERIES)["_last"].max()
    known = added[SERIES].merge(last.reset_index(), on=SERIES, how="left")["_last"]
    later = period_end(added["period"]).to_numpy() > known.to_numpy()
    return pd.Series(later, index=added.index)


def _of_kept(kept: pd.DataFrame) -> list[pd.DataFrame]:
    """Compare facts that both tables have, one kind of change after the other."""
    old, new = kept["value_old"], kept["value_new"]
    there = old.notna() & new.notna()
    revised = there & ~_same(kept, "value", "decimals")
    limits = _same(kept, "lower_95", "limit_decimals") & _same(kept, "upper_95", "limit_decimals")
    share = (kept["denominator_new"] / kept["denominator_old"] - 1).abs()
    status = (kept["status_old"] != kept["status_new"]) & (old.notna() == new.notna())
    shown = {
        "value-given": (old.isna() & new.notna(), kept["status_old"], _number(new)),
        "value-withdrawn": (old.notna() & new.isna(), _number(old), kept["status_new"]),
        "revised": (revised, _number(old), _number(new)),
        "interval": (there & ~revised & ~limits, _limits(kept, "old"), _limits(kept, "new")),
        "status": (status, kept["status_old"], kept["status_new"]),
        "denominator": (share > REBASED_SHARE + TOLERANCE, _number(kept["denominator_old"]),
                        _number(kept["denominator_new"])),
    }  # fmt: skip
    return [
        _rows(kind, kept[chosen], was[chosen], now[chosen])
        for kind, (chosen, was, now) in shown.items()
    ]


def _same(kept: pd.DataFrame, column: str, decimals: str) -> pd.Series:
    coarser = np.minimum(kept[f"{decimals}_old"], kept[f"{decimals}_new"]).to_numpy()
    one, other = (kept[f"{column}_{side}"].to_numpy() for side in ("old", "new"))
    return pd.Series(same_when_rounded(one, other, coarser), index=kept.index)


def _limits(kept: pd.DataFrame, side: str) -> pd.Series:
    lower, upper = (_number(kept[f"{name}_{side}"]) for name in ("lower_95", "upper_95"))
    return (lower + " to " + upper).where(lower != "", "")


def _number(values: pd.Series) -> pd.Series:
    text = values.map("{:.10g}".format, na_action="ignore").astype("str")
    return text.where(values.notna(), "")


def _rows(
    kind: str,
    rows: pd.DataFrame,
    before: pd.Series | str,
    after: pd.Series | str,
    what: pd.Series | str = "value",
) -> pd.DataFrame:
    frame = rows[[*FACT_KEY, "period_label"]].copy()
    given = {"kind": kind, "what": what, "before": before, "after": after, "value_changed": ""}
    for name, told in given.items():
        # a frame without rows would take on the rows of what it is given
        frame[name] = told.loc[rows.index] if isinstance(told, pd.Series) else told
    return frame[list(CHANGE_COLUMNS)]


def _told(
    kind: str, ids: list[str], what: str, before: list[str] | str, after: list[str] | str
) -> pd.DataFrame:
    """Rows about indicators as such, of no area and period."""
    frame = pd.DataFrame({name: pd.Series("", index=range(len(ids))) for name in CHANGE_COLUMNS})
    frame["kind"], frame["indicator_id"], frame["what"] = kind, ids, what
    frame["before"], frame["after"] = before, after
    return frame


def _in(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    key = list(FACT_KEY)
    known = pd.MultiIndex.from_frame(others[key])
    return pd.Series(pd.MultiIndex.from_frame(rows[key]).isin(known), index=rows.index)


def _fields_that_differ(old: pd.DataFrame, new: pd.DataFrame, who: str) -> pd.DataFrame:
    """One row per indicator and field that both say something of and that differs."""
    pair = _by_field(old).merge(_by_field(new), on=["indicator_id", "field"])
    pair = pair[pair["value_x"] != pair["value_y"]].sort_values(["indicator_id", "field"])
    ids = pair["indicator_id"].tolist()
    frame = _told("redefined", ids, "", pair["value_x"].tolist(), pair["value_y"].tolist())
    frame["what"] = [f"{who}: {name}" for name in pair["field"]]
    renamed = pair["field"].isin(NAMES).to_numpy()
    return frame.assign(kind=np.where(renamed, "renamed", "redefined"))


def _by_field(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.rename_axis(index="indicator_id").reset_index()
    long = rows.melt("indicator_id", var_name="field", value_name="value").dropna()
    return long[long["value"] != ""]
