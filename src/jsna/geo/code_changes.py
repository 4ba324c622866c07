"""Authority codes that changed, from the register; nothing is recoded but by it.

Only a change of kind `same-place` is a recode: the place kept its boundary, or all but a few
addresses. Authorities that merged or split are other places, and their figures stay apart.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache

import pandas as pd

from jsna.register.authorities import SAME_PLACE
from jsna.register.register import Register, national_register
from jsna.sources.gss_code import area_types

Pairs = tuple[tuple[str, str], ...]
COLUMNS = ("old_code", "new_code", "name", "until", "kind")


def code_changes(register: Register | None = None) -> pd.DataFrame:
    """Return one row per old code and the code that followed it.

    Args:
        register: The package's own if there is none.

    Returns:
        Columns old_code, new_code, name (of the old one), until (its last day) and kind
        (same-place, merged, split).
    """
    changes = (register or national_register()).changes
    return changes[["code", "related", "name", "ends", "change"]].set_axis(list(COLUMNS), axis=1)


def code_map(changes: pd.DataFrame, prefer: Collection[str] = ()) -> dict[str, str]:
    """Return which code stands for which: every code of a same place -> the one to use.

    That is the newest code, unless `prefer` (codes that the settings use) has codes of the
    place; then it is the newest of those.
    """
    return dict(_newest_codes(_same_places(changes), tuple(prefer)))


@lru_cache(maxsize=64)
def _newest_codes(pairs: Pairs, prefer: tuple[str, ...]) -> dict[str, str]:
    # asked for each file of a build and each measure of a page, of one table
    follows = dict(pairs)
    chosen: dict[str, str] = {}
    for code in sorted(prefer, key=lambda code: (_steps(code, follows), code)):
        chosen.setdefault(_last(code, follows), code)
    every = {*follows, *follows.values()}
    codes = {code: chosen.get(_last(code, follows), _last(code, follows)) for code in every}
    return {code: new for code, new in sorted(codes.items()) if code != new}


def recode(
    frame: pd.DataFrame,
    changes: pd.DataFrame,
    columns: Collection[str] = ("area_code",),
    prefer: Collection[str] = (),
) -> pd.DataFrame:
    """Return the frame with one code for each place that had several.

    Two rows may then share a key (a source that gives both codes): the caller decides. Where a
    county became a unitary authority, `area_type` follows the code.

    Args:
        frame: Facts, names, outlines or a look-up.
        changes: As `code_changes` gives it.
        columns: The columns that hold codes.
        prefer: Codes to keep although a newer one exists (an area's own).
    """
    return with_codes(frame, code_map(changes, prefer), columns)


def with_codes(
    frame: pd.DataFrame, codes: Mapping[str, str], columns: Collection[str] = ("area_code",)
) -> pd.DataFrame:
    """Return what `recode` does by a map that is known already.

    Args:
        frame: Facts, names, outlines or a look-up.
        codes: As `code_map` gives it.
        columns: The columns that hold codes.
    """
    changed = {
        column: recoded(frame[column], codes)
        for column in columns
        if frame[column].isin(codes).any()
    }
    if "area_code" in changed and "area_type" in frame:
        changed["area_type"] = _tier(frame, changed["area_code"])
    return frame.assign(**changed)


def recoded(column: pd.Series, codes: Mapping[str, str]) -> pd.Series:
    """Return a column of codes with those of a map in place of theirs."""
    old = column.isin(codes)
    return column.mask(old, column.map(codes)) if old.any() else column


def _same_places(changes: pd.DataFrame) -> Pairs:
    pairs = changes[changes["kind"] == SAME_PLACE]
    return tuple(zip(pairs["old_code"], pairs["new_code"], strict=True))


def _steps(code: str, follows: dict[str, str]) -> int:
    """Return how many changes lie between this code and the newest of its place."""
    return 1 + _steps(follows[code], follows) if code in follows else 0


def _last(code: str, follows: dict[str, str]) -> str:
    while code in follows:
        code = follows[code]
    return code


def _tier(frame: pd.DataFrame, codes: pd.Series) -> pd.Series:
    return frame["area_type"].where(codes == frame["area_code"], area_types(codes))
