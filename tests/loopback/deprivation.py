"""File 7 of the Indices of Deprivation, in the publisher's columns, from the same values.

The publisher's File 7 is not among the test data. Scores, ranks and deciles of the index, the
domains and the sub-domains are the published ones; where an edition's IDACI, IDAOPI and residents
are not there, they are invented (IDACI and IDAOPI repeat the index, every LSOA has 1,500 people).
"""

from pathlib import Path

import pandas as pd

from loopback.server import Handler, Reply

HOST = "assets.publishing.service.gov.uk"
RANK = "Rank (where 1 is most deprived)"
DECILE = "Decile (where 1 is most deprived 10% of LSOAs)"
CUT = "Children and Young People Sub-domain Decile (where 1 is most deprived 10% of LSO"
MEASURES = [
    ("Index of Multiple Deprivation (IMD)", "IMD", "Score"),
    ("Income", "Income", "Score (rate)"),
    ("Employment", "Employment", "Score (rate)"),
    ("Education, Skills and Training", "Education", "Score"),
    ("Health Deprivation and Disability", "Health", "Score"),
    ("Crime", "Crime", "Score"),
    ("Barriers to Housing and Services", "Housing", "Score"),
    ("Living Environment", "Environment", "Score"),
    ("Income Deprivation Affecting Children Index (IDACI)", "IDACI", "Score (rate)"),
    ("Income Deprivation Affecting Older People (IDAOPI)", "IDAOPI", "Score (rate)"),
    ("Children and Young People Sub-domain", "children_and_young_people", "Score"),
    ("Adult Skills Sub-domain", "adult_skills", "Score"),
    ("Geographical Barriers Sub-domain", "geographical_barriers", "Score"),
    ("Wider Barriers Sub-domain", "wider_barriers", "Score"),
    ("Indoors Sub-domain", "indoors", "Score"),
    ("Outdoors Sub-domain", "outdoors", "Score"),
]
SCORES_2019 = {
    "IMD": "IMD", "Income": "Income", "Employment": "Employment", "Education": "Education",
    "Health": "Health", "Crime": "Crime", "Housing": "Barriers (H&S)",
    "Environment": "Environment", "IDACI": "IDACI", "IDAOPI": "IDAOPI",
    "children_and_young_people": "YouthSubDomain", "adult_skills": "AdultSkills",
    "geographical_barriers": "Barriers (Geo)", "wider_barriers": "Barriers (Wider)",
    "indoors": "IndoorsSubDomain", "outdoors": "OutdoorSubDomain",
}  # fmt: skip
PEOPLE_2025 = [
    "Total population: mid 2022", "Dependent Children aged 0-15: mid 2022",
    "Older population aged 60 and over: mid 2022",
    "Working age population 18-66 (for use with Employment Deprivation Domain): mid 2022",
]  # fmt: skip
PEOPLE_2019 = {
    "Total population: mid 2015 (excluding prisoners)": "Population (Total)",
    "Dependent Children aged 0-15: mid 2015 (excluding prisoners)": "Population (0-15)",
    "Population aged 16-59: mid 2015 (excluding prisoners)": "Population (16-59)",
    "Older population aged 60 and over: mid 2015 (excluding prisoners)": "Population (60+)",
    "Working age population 18-59/64: for use with Employment Deprivation Domain"
    " (excluding prisoners)": "Population (Working)",
}


def file_7_of_2025(data: Path) -> bytes:
    """Return File 7 of 2025: 33,755 LSOAs of 2021, 56 columns, one header cut off."""
    folder = data / "deprivation"
    main = pd.read_csv(folder / "imd2025_england_lsoa21.csv", dtype="str")
    more = pd.read_csv(folder / "imd2025_england_lsoa21_subdomains.csv", dtype="str")
    values = main.merge(more, on="lsoa21_code").rename(
        columns=lambda c: c.replace("Housing_and_Services", "Housing")
    )
    names = pd.read_csv(
        data / "downloads" / "geography" / "LSOA21_WD24_LAD24_EW_LU.csv", dtype="str"
    )
    values = values.merge(names, left_on="lsoa21_code", right_on="LSOA21CD")
    for index in ("IDACI", "IDAOPI"):
        values = values.assign(
            **{f"{index}_rank": values["IMD_rank"], f"{index}_decile": values["IMD_decile"],
               f"{index}_score": values["Income_score"]}
        )  # fmt: skip
    columns = {
        "LSOA code (2021)": values["LSOA21CD"], "LSOA name (2021)": values["LSOA21NM"],
        "Local Authority District code (2024)": values["LAD24CD"],
        "Local Authority District name (2024)": values["LAD24NM"], **_measures(values),
        **{name: pd.Series("1500", values.index) for name in PEOPLE_2025},
    }  # fmt: skip
    return _csv(columns)


def file_7_of_2019(data: Path) -> bytes:
    """Return File 7 of 2019: 32,844 LSOAs of 2011, 57 columns."""
    folder = data / "deprivation"
    ranks = pd.read_csv(folder / "imd2019_england_lsoa11.csv", dtype="str")
    more = pd.read_csv(folder / "imd2019_england_lsoa11_subdomains.csv", dtype="str")
    own = [c for c in more if c.split("_")[0] not in {"Education", "Housing", "Environment"}]
    ranks = ranks.merge(more[own].rename(columns=_small), on="lsoa11_code")
    ranks = ranks.rename(columns=lambda c: c.replace("Housing_and_Access", "Housing"))
    scores = pd.read_csv(
        folder / "iod2019_scores_idaci_idaopi_populations_lsoa11_england.csv", dtype="str"
    )
    places = pd.read_csv(data / "lookups" / "lsoa11_ltla21_england.csv", dtype="str")
    renamed = {old: f"{name}_score" for name, old in SCORES_2019.items()}
    values = ranks.merge(scores.rename(columns=renamed), left_on="lsoa11_code", right_on="LSOA11CD")
    values = values.merge(places, on="lsoa11_code", how="left", suffixes=("", "_place"))
    for index in ("IDACI", "IDAOPI"):
        rank = values[f"{index}_score"].astype("float64").rank(ascending=False, method="first")
        values[f"{index}_rank"] = rank.astype("int64").astype("str")
        decile = ((rank - 1) * 10 // len(values) + 1).astype("int64")
        values[f"{index}_decile"] = decile.astype("str")
    columns = {
        "LSOA code (2011)": values["LSOA11CD"], "LSOA name (2011)": values["LSOA11NM"],
        "Local Authority District code (2019)": values["ltla21_code"],
        "Local Authority District name (2019)": values["ltla21_code"],
        **{k: v for k, v in _measures(values, cut=False).items()},
        **{name: values[old] for name, old in PEOPLE_2019.items()},
    }  # fmt: skip
    return _csv(columns)


def deprivation_routes(files: dict[str, bytes]) -> dict[str, Handler]:
    """Return the routes of a server with these files, by path."""
    return {path: _handler(content) for path, content in files.items()}


def _handler(content: bytes) -> Handler:
    return lambda asked: Reply(content, media_type="text/csv")


def _measures(values: pd.DataFrame, cut: bool = True) -> dict[str, pd.Series]:
    columns: dict[str, pd.Series] = {}
    for title, short, score in MEASURES:
        columns[f"{title} {score}"] = values[f"{short}_score"]
        columns[f"{title} {RANK}"] = values[f"{short}_rank"]
        decile = CUT if cut and short == "children_and_young_people" else f"{title} {DECILE}"
        columns[decile] = values[f"{short}_decile"]
    return columns


def _small(name: str) -> str:
    return name if name == "lsoa11_code" else name[0].lower() + name[1:]


def _csv(columns: dict[str, pd.Series]) -> bytes:
    return pd.DataFrame(columns).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
