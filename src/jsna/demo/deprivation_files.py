"""Indices of Deprivation 2025, Files 1, 3 and 7, for the invented country's LSOAs.

Sheets and headers are the publisher's, with a decile's header cut off as published in Files 1
and 7. Ranks and deciles are true of the invented LSOAs: a tenth of them is in each decile.
"""

import pandas as pd

from jsna.demo.deprivation_scores import measures, residents_by_age
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
TITLES = {
    "imd": IMD, "income": "Income", "employment": "Employment",
    "education": "Education, Skills and Training", "health": "Health Deprivation and Disability",
    "crime": "Crime", "barriers": "Barriers to Housing and Services",
    "environment": "Living Environment", "idaci": IDACI, "idaopi": IDAOPI,
    "children_and_young_people": "Children and Young People Sub-domain",
    "adult_skills": "Adult Skills Sub-domain",
    "geographical_barriers": "Geographical Barriers Sub-domain",
    "wider_barriers": "Wider Barriers Sub-domain", "indoors": "Indoors Sub-domain",
    "outdoors": "Outdoors Sub-domain",
}  # fmt: skip
RATES = ("income", "employment", "idaci", "idaopi")
CUT_OFF = "children_and_young_people"
PEOPLE = {
    "total": "Total population: mid 2022",
    "aged_0_15": "Dependent Children aged 0-15: mid 2022",
    "aged_60_and_over": "Older population aged 60 and over: mid 2022",
    "working_age": "Working age population 18-66 (for use with Employment Deprivation Domain):"
    " mid 2022",
}


def file_1(small_areas: pd.DataFrame) -> bytes:
    """Return File 1: overall rank and decile of every LSOA."""
    cut_off = f"{IMD} Decile {DECILE}".removesuffix("s)")
    header = (*AREA_HEADER, f"{IMD} Rank {RANK}", cut_off)
    rows = _areas(small_areas).join(_ranks(small_areas, "imd"))
    return workbook({"Notes": NOTES, "IMD25": _rows(header, rows)})


def file_3(small_areas: pd.DataFrame) -> bytes:
    """Return File 3: the indices of children and of older people, beside the overall one."""
    names = ("imd", "idaci", "idaopi")
    header = [*AREA_HEADER]
    for name in names:
        header += [f"{TITLES[name]} Rank {RANK}", f"{TITLES[name]} Decile {DECILE}"]
    rows = _areas(small_areas).join(_ranks(small_areas, *names))
    return workbook({"Notes": NOTES, "IoD2025 IDACI & IDAOPI": _rows(header, rows)})


def file_7(small_areas: pd.DataFrame) -> pd.DataFrame:
    """Return File 7: scores, ranks and deciles of every measure, and residents by age."""
    found = measures(small_areas["deprivation"])
    columns = dict(zip(AREA_HEADER, (c for _, c in _areas(small_areas).items()), strict=True))
    for name, title in TITLES.items():
        decile = f"{title} Decile {DECILE}"
        columns[f"{title} Score{' (rate)' if name in RATES else ''}"] = found[f"{name}_score"]
        columns[f"{title} Rank {RANK}"] = found[f"{name}_rank"]
        columns[decile[:-4] if name == CUT_OFF else decile] = found[f"{name}_decile"]
    people = residents_by_age(small_areas)
    return pd.DataFrame(columns | {title: people[age] for age, title in PEOPLE.items()})


def _areas(small_areas: pd.DataFrame) -> pd.DataFrame:
    return small_areas[["lsoa_code", "lsoa_name", "district_code", "district_name"]]


def _rows(header: Row, rows: pd.DataFrame) -> list[Row]:
    return [header, *rows.itertuples(index=False, name=None)]


def _ranks(small_areas: pd.DataFrame, *names: str) -> pd.DataFrame:
    found = measures(small_areas["deprivation"])
    return found[[f"{name}_{kind}" for name in names for kind in ("rank", "decile")]]
