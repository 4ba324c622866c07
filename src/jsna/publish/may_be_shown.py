"""What the kept files of a council's own figures show: all that a pack may print of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import pandas as pd

from jsna.errors import JsnaError
from jsna.publish.passages import straight
from jsna.publish.stated_numbers import Stated
from jsna.settings.indicator import Indicator
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.local_csv import read_rows

HIDDEN: Final = ("suppressed", "not-available")
NUMBERS: Final = ("value", "lower_95", "upper_95", "count", "denominator")


@dataclass(frozen=True, eq=False)
class MayBeShown:
    """The kept rows of a pack's own files, and the names that they go by.

    Attributes:
        rows: As `local_csv.LocalRows.rows`, of all files.
        names: Code of an area -> every name that it has in the pack, with straight quotes.
        words: Indicator -> the words that tell that a text is about it, with straight quotes.
        own: Codes of the pack's own area.
        stated: Own measure -> what its strategy states of it.
    """

    rows: pd.DataFrame
    names: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    own: frozenset[str] = frozenset()
    stated: Mapping[str, Stated] = field(default_factory=dict)

    @cached_property
    def indicators(self) -> frozenset[str]:
        """The council's own indicators."""
        return frozenset(self.rows["indicator_id"])

    @cached_property
    def by_indicator(self) -> dict[str, pd.DataFrame]:
        """The rows of each indicator."""
        return {str(id): own for id, own in self.rows.groupby("indicator_id")}

    @cached_property
    def hidden_names(self) -> dict[str, dict[str, frozenset[str]]]:
        """Indicator -> name of an area with a hidden cell -> its codes."""
        found: dict[str, dict[str, frozenset[str]]] = {}
        for id, own in self.by_indicator.items():
            for code in sorted(set(own.loc[own["status"] == HIDDEN[0], "area_code"])):
                for name in {code, *self.names.get(code, ())}:
                    before = found.setdefault(id, {}).get(name, frozenset())
                    found[id][name] = before | {code}
        return found


def read_kept(
    snapshots: Sequence[Mapping[str, Any]], store: SnapshotStore
) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows of a pack's own files, and one sentence for each file that can't be read."""
    frames, faults = [], []
    for told in snapshots:
        try:
            rows = read_rows(store.read(told["sha256"]), told["title"]).rows
            frames.append(rows.assign(file=told["title"]))
        except (JsnaError, OSError, ValueError) as error:
            faults.append(
                f"{told['title']}: this file of the council's own can't be read, so that nothing"
                f" was held against it: {' '.join(str(error).split())}"
            )
    return (pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()), faults


def may_be_shown(
    rows: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    names: Iterable[tuple[str, str]],
) -> MayBeShown:
    """Return what a pack may print of the council's own figures.

    Args:
        rows: From `read_kept`.
        indicators: The catalogue: by what words each indicator is known.
        names: Codes of areas, each with a name that the pack gives it.
    """
    pairs = [*names, *zip(rows["area_code"], rows["area_name"], strict=True)]
    known: dict[str, set[str]] = {}
    for code, name in pairs:
        if name:
            known.setdefault(str(code), set()).add(straight(str(name)))
    words = {id: _words(one) for id, one in indicators.items()}
    unknown = set(rows["indicator_id"]) - set(words)
    words |= {id: frozenset([id.lower()]) for id in unknown}
    return MayBeShown(rows, {code: frozenset(own) for code, own in known.items()}, words)


def _words(indicator: Indicator) -> frozenset[str]:
    said = [indicator.title, indicator.short_title]
    # a number is no name: it stands for itself in any text
    said += [indicator.id] if not indicator.id.isdigit() else []
    return frozenset(straight(" ".join(text.lower().split())) for text in said)
