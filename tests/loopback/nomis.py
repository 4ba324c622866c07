"""Nomis on the loopback server: tables, definitions, and its silent limits."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from loopback.server import Asked, Handler, Reply

HOST = "www.nomisweb.co.uk"
API = "/api/v01/dataset/"
GUEST = 25_000
SEX_CODES = {"males": "1", "females": "2"}
SEX_NAMES = {"0": "Total", "1": "Male", "2": "Female"}
DISTRICTS = "local authorities: district / unitary (as of April 2023)"
LSOAS = "2021 super output areas - lower layer"
TYPES = {
    "TYPE434": "local authorities: district / unitary (as of April 2019)",
    "TYPE424": DISTRICTS,
    "TYPE431": "local authorities: county / unitary (as of April 2023)",
    "TYPE480": "regions",
    "TYPE499": "countries",
    "TYPE298": "2011 super output areas - lower layer",
    "TYPE151": LSOAS,
}


@dataclass
class FakeNomis:
    """One dataset of Nomis.

    Attributes:
        table: Columns code, name, type, year, sex ("0" to "2"), age (Nomis's code), value.
        year_column: PROJECTED_YEAR_NAME or DATE_NAME.
        about: What the overview says.
        keys: Keys that are taken; a guest gets 25,000 rows and not a word.
        miscount: What it adds to RECORD_COUNT.
        pages: False: RecordOffset is ignored.
    """

    table: pd.DataFrame
    year_column: str
    about: str = "Population projections - local authority based by single year of age"
    keys: tuple[str, ...] = ()
    miscount: int = 0
    pages: bool = True
    types: dict[str, str] | None = None

    def data(self, asked: Asked) -> Reply:
        """Answer `data.csv`."""
        q = asked.query
        rows = self._chosen(q)
        if rows is None:
            return Reply(b"", media_type="text/csv")  # a wrong parameter: 200, and nothing
        limit = int(q.get("RecordLimit", "1000000"))
        limit = limit if q.get("uid") in self.keys else min(limit, GUEST)
        start = int(q.get("RecordOffset", "0")) if self.pages else 0
        page = rows.iloc[start : start + limit]
        full = pd.DataFrame(
            {
                "GEOGRAPHY_CODE": page["code"], "GEOGRAPHY_NAME": page["name"],
                "GEOGRAPHY_TYPE": page["type"], self.year_column: page["year"],
                "GENDER_NAME": page["sex"].map(SEX_NAMES), "C_AGE_NAME": page["age"].map(age_name),
                "OBS_VALUE": page["value"], "RECORD_OFFSET": range(start, start + len(page)),
                "RECORD_COUNT": len(rows) + self.miscount,
            }
        )  # fmt: skip
        return Reply(full[q["select"].upper().split(",")].to_csv(index=False).encode(),
                     media_type="text/csv")  # fmt: skip

    def years(self, asked: Asked) -> Reply:
        years = sorted(self.table["year"].unique())
        return _codelist({year: year for year in years})

    def kinds(self, asked: Asked) -> Reply:
        return _codelist(TYPES if self.types is None else self.types)

    def overview(self, asked: Asked) -> Reply:
        told = {"overview": {"id": "NM", "name": self.about, "coverage": "England"}}
        return Reply(json.dumps(told).encode(), media_type="application/json")

    def _chosen(self, q) -> pd.DataFrame | None:
        t = self.table
        if "measures" not in q or "geography" not in q:
            return None
        years = sorted(t["year"].unique())
        wanted = q.get("projected_year", "").split(",")
        if "date" in q:
            back = re.match(r"latest(?:MINUS(\d+)-latest)?$", q["date"])
            if back is None:
                return None
            wanted = years[-(int(back[1] or 0) + 1) :]
        ages, sexes = _ranges(q["c_age"]), q["gender"].split(",")
        rows = t[t["year"].isin(wanted) & t["age"].isin(ages) & t["sex"].isin(sexes)]
        return rows[_inside(rows, q["geography"].split(","))]


def nomis_routes(datasets: dict[str, FakeNomis]) -> dict[str, Handler]:
    """Return the routes of a server with these datasets."""
    routes: dict[str, Handler] = {}
    for name, fake in datasets.items():
        routes[f"{API}{name}.data.csv"] = fake.data
        routes[f"{API}{name}.overview.json"] = fake.overview
        routes[f"{API}{name}/projected_year.def.sdmx.json"] = fake.years
        routes[f"{API}{name}/geography/TYPE.def.sdmx.json"] = fake.kinds
    return routes


def table_of_wide(paths: Sequence[Path], kinds: Sequence[str]) -> pd.DataFrame:
    """Return the table of files in the wide layout, with totals of both sexes and of all ages."""
    parts = [_long(path, kind) for path, kind in zip(paths, kinds, strict=True)]
    rows = pd.concat(parts, ignore_index=True)
    key = ["code", "name", "type", "year", "sex"]
    ages = rows[rows["age"] != "200"].groupby(key, sort=False)["value"].sum().reset_index()
    rows = pd.concat([rows[rows["age"] != "200"], ages.assign(age="200")], ignore_index=True)
    both = rows.groupby(["code", "name", "type", "year", "age"], sort=False)["value"].sum()
    return pd.concat([rows, both.reset_index().assign(sex="0")], ignore_index=True)


def invented_table(
    codes: Sequence[str], years: Sequence[int], kind: str = "regions"
) -> pd.DataFrame:
    """Return a table of invented people by single year of age."""
    rows = [
        (code, f"Place {code[-3:]}", kind, str(year), sex, str(age), 10)
        for code in codes for year in years for sex in "12" for age in range(101, 192)
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["code", "name", "type", "year", "sex", "age", "value"])
    key = ["code", "name", "type", "year", "sex"]
    all_ages = table.groupby(key)["value"].sum().reset_index().assign(age="200")
    table = pd.concat([table, all_ages], ignore_index=True)
    both = table.groupby(["code", "name", "type", "year", "age"])["value"].sum().reset_index()
    return pd.concat([table, both.assign(sex="0")], ignore_index=True)


def age_name(code: str) -> str:
    number = int(code)
    names = {200: "All Ages", 191: "Aged 90+", 1: "Age 0 - 4"}
    if number in names:
        return names[number]
    if number > 100:
        return f"Age {number - 101}"
    return f"Aged {5 * (number - 2)}-{5 * (number - 2) + 4}"


def _long(path: Path, kind: str) -> pd.DataFrame:
    wide = pd.read_csv(path, dtype=str)
    years = [name for name in wide.columns if name.isdigit()]
    long = wide.melt(["AREA_CODE", "AREA_NAME", "SEX", "AGE_GROUP"], years, "year", "value")
    ages = {age: _age_code(age) for age in wide["AGE_GROUP"].unique()}
    return pd.DataFrame(
        {
            "code": long["AREA_CODE"], "name": long["AREA_NAME"], "type": kind,
            "year": long["year"], "sex": long["SEX"].map(SEX_CODES),
            "age": long["AGE_GROUP"].map(ages), "value": long["value"].astype("int64"),
        }
    )  # fmt: skip


def _age_code(age: str) -> str:
    if age.lower() == "all ages":
        return "200"
    start = int(re.match(r"\d+", age)[0])
    if re.fullmatch(r"\d+-\d+", age):
        return "1" if start == 0 else str(start // 5 + 2)
    return str(start + 101)


def _ranges(text: str) -> set[str]:
    found: set[str] = set()
    for part in text.split(","):
        ends = part.split("...")
        found |= {str(n) for n in range(int(ends[0]), int(ends[-1]) + 1)}
    return found


def _inside(rows: pd.DataFrame, geography: Sequence[str]) -> pd.Series:
    """Areas by code, by kind, or by kind inside an area (all rows of the kind, here)."""
    chosen = pd.Series(False, index=rows.index)
    for one in geography:
        found = re.match(r"^(E\d{8})?(TYPE\d+)?$", one)
        if found and found[2]:
            chosen |= rows["type"] == TYPES.get(found[2], "")
        elif found:
            chosen |= rows["code"] == found[1]
    return chosen


def _codelist(codes: dict[str, str]) -> Reply:
    told = [{"value": value, "description": {"value": words, "lang": "en"}}
            for value, words in codes.items()]  # fmt: skip
    body = {"structure": {"codelists": {"codelist": [{"id": "CL", "code": told}]}}}
    return Reply(json.dumps(body).encode(), media_type="application/json")
