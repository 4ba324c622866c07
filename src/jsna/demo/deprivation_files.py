"""Indices of Deprivation 2025, File 1 and File 3, for the invented country's LSOAs.

Sheets and headers are the publisher's, with the decile's header in File 1 cut off as published.
Ranks and deciles are true of the invented LSOAs: a tenth of them is in each decile.
"""

import numpy as np
import pandas as pd

from jsna.demo.workbook import Row, workbook

WHERE = "(where 1 is most deprived{})"
DECILE = WHERE.format(" 10% of LSOAs")
RANK = WHERE.format("")
IMD = "Index of Multiple Deprivation (IMD)"
IDACI = "Income Deprivation Affecting Children Index (IDACI)"
IDAOPI = "Income Deprivation Affecting Older People (IDAOPI)"
AREA_HEADER = (
    "LSOA code (2021)", "LSOA name (2021)", "Local Authority District code (2024)",
    "Local Authority District name (2024)",
)  # fmt: skip
NOTES = (("SYNTHETIC: invented for demonstration. Not real statistics.",),)
AGREEMENT = {"idaci": 0.93, "idaopi": 0.85}
"""How closely each index follows overall deprivation."""


def file_1(small_areas: pd.DataFrame) -> bytes:
    """Return File 1: overall rank and decile of every LSOA."""
    cut_off = f"{IMD} Decile {DECILE}".removesuffix("s)")
    header = (*AREA_HEADER, f"{IMD} Rank {RANK}", cut_off)
    rows = _areas(small_areas).join(_rank_and_decile(small_areas["deprivation"], "imd"))
    return workbook({"Notes": NOTES, "IMD25": _rows(header, rows)})


def file_3(small_areas: pd.DataFrame) -> bytes:
    """Return File 3: the indices of children and of older people, beside the overall one."""
    names = {"imd": IMD, "idaci": IDACI, "idaopi": IDAOPI}
    header = [*AREA_HEADER]
    rows = _areas(small_areas)
    for key, name in names.items():
        header += [f"{name} Rank {RANK}", f"{name} Decile {DECILE}"]
        rows = rows.join(_rank_and_decile(_alike(small_areas["deprivation"], key), key))
    return workbook({"Notes": NOTES, "IoD2025 IDACI & IDAOPI": _rows(header, rows)})


def _areas(small_areas: pd.DataFrame) -> pd.DataFrame:
    return small_areas[["lsoa_code", "lsoa_name", "district_code", "district_name"]]


def _rows(header: Row, rows: pd.DataFrame) -> list[Row]:
    return [header, *rows.itertuples(index=False, name=None)]


def _rank_and_decile(score: pd.Series, name: str) -> pd.DataFrame:
    rank = score.rank(ascending=False, method="first").astype("int64")
    decile = -(-rank * 10 // len(rank))
    return pd.DataFrame({f"{name}_rank": rank, f"{name}_decile": decile})


def _alike(score: pd.Series, key: str) -> pd.Series:
    """Return a score that agrees with `score` as far as AGREEMENT says."""
    if key not in AGREEMENT:
        return score
    share = AGREEMENT[key]
    other = np.random.default_rng(len(key)).standard_normal(len(score))
    return pd.Series(score * share + other * np.sqrt(1 - share**2))
