"""What a figure must hold before it is drawn. Faults are the caller's, so plain ValueErrors."""

import re
from collections.abc import Iterable

import pandas as pd

from jsna.figures.spec import FigureSpec
from jsna.tables.html_table import MISSING_WORDS

ID_PATTERN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def require_columns(frame: pd.DataFrame, columns: Iterable[str]) -> None:
    """Raise ValueError if `frame` has no rows or lacks one of `columns`."""
    lacking = [name for name in columns if name not in frame.columns]
    if lacking:
        raise ValueError(f"the frame lacks {', '.join(lacking)}")
    if frame.empty:
        raise ValueError("the frame has no rows, so there is nothing to draw")


def check_spec(spec: FigureSpec) -> None:
    """Raise ValueError, with all that is wrong, if `spec` may not become a bundle."""
    wrong = [what for what, holds in _rules(spec) if not holds]
    if wrong:
        raise ValueError(f"figure {spec.id!r}: {'; '.join(wrong)}")


def _rules(spec: FigureSpec) -> list[tuple[str, bool]]:
    return [
        ("the id is not <priority>.<indicator>.<kind> in [a-z0-9.-]", _is_id(spec.id)),
        ("the headline is empty", bool(spec.headline.strip())),
        ("the headline ends with a full stop", not spec.headline.rstrip().endswith(".")),
        ("the subtitle is empty", bool(spec.subtitle.strip())),
        ("the alt text is not one line that ends with a full stop", _is_alt(spec.alt)),
        ("the source is empty", bool(spec.source.strip())),
        ("no snapshot is named", bool(spec.snapshot_ids)),
        ("there are no data", not spec.data.empty),
        ("a unit is given for a column that is not there", set(spec.units) <= set(spec.data)),
        ("a value is missing without a status that says why", _missing_say_why(spec.data)),
    ]


def _is_id(text: str) -> bool:
    return ID_PATTERN.fullmatch(text) is not None


def _is_alt(alt: str) -> bool:
    return alt.endswith(".") and len(alt) > 20 and "\n" not in alt


def _missing_say_why(data: pd.DataFrame) -> bool:
    if "value" not in data or data["value"].notna().all():
        return True
    missing = data["value"].isna()
    return "status" in data and bool(data.loc[missing, "status"].isin(list(MISSING_WORDS)).all())
