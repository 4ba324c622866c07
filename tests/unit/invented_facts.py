"""Small facts, labels and an indicator to judge in tests."""

from functools import cache

import numpy as np
import pandas as pd

from jsna.fact_schema import ENGLAND, PUBLISHED_COLUMNS, empty_facts
from jsna.settings.indicator import Indicator

AREA = "E06000099"


def indicator(**changes) -> Indicator:
    given = {
        "id": "1", "title": "Years in good health", "short_title": "Good health",
        "measures": "Years.", "unit": "years", "decimals": 1, "multiplier": 1,
        "polarity": "high-is-good", "value_type": "mean", "year_type": "calendar",
        "interval_method": "published", "comparison_method": "single-overlapping-interval",
        "matters": 2, "theme": "health", "source": {"source": "fingertips", "id": "1"},
        "levels": ["england", "unitary"], "allowed_range": (0, 100),
    }  # fmt: skip
    return Indicator.model_validate(given | changes)


def fact(area_code=AREA, value=60.0, lower=59.0, upper=61.0, **changes) -> dict:
    row = {
        "indicator_id": "1", "area_code": area_code, "geography_year": "",
        "area_type": "england" if area_code == ENGLAND else "unitary",
        "period": "2022-01-01/P3Y", "period_label": "2022 - 24", "edition": "", "sex": "Male",
        "age": "All ages", "breakdown": "", "breakdown_value": "", "value": value,
        "lower_95": lower, "upper_95": upper, "lower_998": np.nan, "upper_998": np.nan,
        "count": np.nan, "denominator": np.nan, "status": "final", "note": "",
        "snapshot_ids": "a" * 64,
    }  # fmt: skip
    return row | changes


def england(value=62.0, **changes) -> dict:
    return fact(ENGLAND, value, value, value, **changes)


def facts_of(*rows: dict) -> pd.DataFrame:
    none = _no_facts(pd.get_option("mode.string_storage"))
    return pd.concat([none, pd.DataFrame(list(rows))], ignore_index=True)


@cache
def _no_facts(storage: str) -> pd.DataFrame:
    """The empty table as text is held now, made once for some thousand tests; nobody changes it."""
    return empty_facts()


def labels_of(*labels: str, comparator="england", **changes) -> pd.DataFrame:
    rows = [
        {**{c: fact(**changes).get(c, "") for c in PUBLISHED_COLUMNS},
         "comparator": comparator, "label": label, "snapshot_id": f"{n}"}
        for n, label in enumerate(labels)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(PUBLISHED_COLUMNS), dtype="str")
