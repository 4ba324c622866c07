"""Which editions and variants of a projection the facts hold, and which of them is to be used.

See docs/methods.md#population-change.
"""

from typing import Final

import pandas as pd

from jsna.analysis.age_bands import ALL_AGES
from jsna.analysis.population import PROJECTED, years_of

PRINCIPAL: Final = r"^\d{4}-based|\bprincipal\b(?: projection)?|\W"
"""What an edition's name may hold without naming a variant."""


def editions(facts: pd.DataFrame) -> list[str]:
    """Return the editions of projections in the facts, with their variants, to be used in order.

    The newest base comes first ("2022-based" before "2018-based"), of one base the principal
    projection, which names no variant, before its variants by name; one that names no base last.
    """
    found = facts.loc[facts["indicator_id"] == PROJECTED, "edition"].drop_duplicates()
    base = found.str.extract(r"(\d{4})", expand=False).fillna("")
    variant = found.str.replace(PRINCIPAL, "", case=False, regex=True)
    order = pd.DataFrame({"edition": found, "base": base, "variant": variant})
    order = order.sort_values(["base", "variant", "edition"], ascending=[False, True, True])
    return list(order["edition"])


def edition_totals(facts: pd.DataFrame, area_code: str) -> pd.DataFrame:
    """Return the editions and variants that the facts hold for an area, as `editions` orders them.

    One row each: edition, first_year, last_year, residents (of all ages in the last year; NaN
    where it has none). Editions stand beside each other; their difference is no change.
    """
    totals = facts[(facts["indicator_id"] == PROJECTED) & (facts["area_code"] == area_code)]
    totals = totals[(totals["sex"] == "Persons") & (totals["age"] == ALL_AGES)]
    totals = totals.assign(year=years_of(totals)).sort_values("year")
    last = totals.drop_duplicates("edition", keep="last").set_index("edition")
    columns = {
        "first_year": totals.groupby("edition")["year"].min(),
        "last_year": last["year"],
        "residents": last["value"],
    }
    return pd.DataFrame(columns).reindex(editions(totals)).reset_index(names="edition")
