"""Build the register of authorities by period (`src/jsna/register/authorities.csv`).

Two lists that were made apart are put together, and each change must stand in both:

- authorities past and present with dates, successors and former codes: mySociety,
  `uk_local_authorities_past_current.csv` (MIT/CC; from sources under the Open Government Licence);
- every district code since 2011 with its successor, county and region: `la_all_codes.csv` of
  `drkane/geo-lookups` (ONS Open Geography Portal, Open Government Licence v3.0).

ONS lists of codes and names of single years say which codes were in force then, and the ONS
look-up of 2021 which district lay in which county. What disagrees is printed and nothing is
written; known errors of the first list stand in `SLIPS`.

    python scripts/build_register.py --authorities uk_local_authorities_past_current.csv \
        --codes la_all_codes.csv --counties LAD21_CTY21_EN_LU.csv \
        --in-force 2022-12-31=ltla22.csv --in-force 2022-12-31=cty22.csv ... \
        --out src/jsna/register/authorities.csv
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from jsna.register.names import STYLE, plain_name

BEGINS = "2009-04-01"
"""Nothing is said of what stood before the reorganisation of this day."""

ENGLISH = r"^E(06|07|08|09|10)\d{6}$"
KINDS = {
    "E06": "unitary authority", "E07": "district", "E08": "metropolitan borough",
    "E09": "london borough", "E10": "county",
}  # fmt: skip
TYPES = {"UA": "E06", "NMD": "E07", "MD": "E08", "LBO": "E09", "CC": "E09", "CTY": "E10"}

RECODED = {
    "E07000240": "2012-04-01", "E07000241": "2012-04-01", "E06000057": "2013-04-01",
    "E07000242": "2013-04-01", "E07000243": "2013-04-01", "E08000037": "2013-04-01",
    "E08000038": "2025-04-01", "E08000039": "2025-04-01",
}  # fmt: skip
"""First day of a new code of a place that stayed: boundary orders of that day, after which ONS
gave out the code. The lists give the pairs and not the days; a pair that has none is an error."""

SLIPS = {
    ("E07000201", "county_code"): "E10000029",  # Forest Heath lay in Suffolk, not in Surrey
    ("E10000007", "region_first"): "East Midlands",  # Derbyshire, as all of its districts
    ("E10000019", "region_first"): "East Midlands",  # Lincolnshire, as all of its districts
}
"""(code, column) -> what the second list has, and is right: the first list's known errors."""

NO_NAMES = {"corporation", "adur worthing"}
"""Other names in the first list that are none: of a council's style, and of two councils."""

COLUMNS = [
    "code", "name", "other_names", "kind", "region_code", "region_name", "county_code", "from",
    "to", "replaced_by", "change", "former_codes",
]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the register; 1, and what disagrees on the standard error, where the lists do."""
    options = _options(arguments)
    first, second = _first(options.authorities), _second(options.codes)
    rows = with_changes(joined(first, second))
    wrong = [*disagreements(rows, second, _read(options.counties)), *not_in_force(rows, options)]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    rows[COLUMNS].sort_values("code").to_csv(options.out, index=False, lineterminator="\n")
    print(f"{options.out}: {len(rows)} codes, {(rows['to'] == '').sum()} in force.")
    return 0


def joined(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Return one row per code of either list: names, kind, county, region and first day."""
    rows = first.join(second, how="outer")
    rows["name"] = rows["official"].fillna(rows["own_name"])
    rows = _like_its_other_code(rows, ["county_first", "region_first", "other_names"])
    rows["county_code"] = rows["county_first"].fillna("")
    for (code, column), right in SLIPS.items():
        rows.loc[code, column] = right
    of_districts = rows.groupby("county_code")["region_name"].first()
    rows["region_name"] = rows["region_name"].fillna(of_districts)
    known = rows[rows["region_code"].notna()]
    codes = dict(zip(known["region_name"], known["region_code"], strict=True))
    rows["region_code"] = rows["region_name"].map(codes)
    rows["kind"] = rows.index.str[:3].map(KINDS).where(rows["type"] != "CC", "city corporation")
    rows["from"] = rows["start"].where(rows["start"] > BEGINS, BEGINS)
    rows["from"] = pd.Series(RECODED).reindex(rows.index).fillna(rows["from"])
    return rows.fillna({"other_names": "", "replaced": ""})


def _like_its_other_code(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Fill what the first list says of a place for that one of its two codes that it lacks."""
    pairs = rows["active"].dropna()
    pairs = pairs[pairs.isin(RECODED) & (pairs != pairs.index)]
    for code, other in {**pairs, **dict(zip(pairs, pairs.index, strict=True))}.items():
        if pd.isna(rows.loc[code, "own_name"]):
            rows.loc[code, columns] = rows.loc[other, columns]
    return rows


def with_changes(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with last day, successors, the kind of change and former codes."""
    recoded = rows["active"].isin(RECODED) & (rows["active"] != rows.index)
    rows["replaced_by"] = rows["replaced"].where(~recoded, rows["active"])
    pairs = rows["replaced_by"].str.split().explode().dropna()
    pairs = pairs[pairs != ""]
    begins = rows["from"].reindex(pairs).set_axis(pairs.index)
    last = pd.to_datetime(begins.groupby(level=0).min()) - pd.Timedelta(days=1)
    rows["to"] = last.dt.strftime("%Y-%m-%d").reindex(rows.index).fillna("")
    rows["change"] = [_change(code, rows, pairs) for code in rows.index]
    same = pairs[rows["change"].reindex(pairs.index) == "same-place"]
    olds = pd.Series(same.index, index=same.to_numpy()).groupby(level=0).agg(" ".join)
    rows["former_codes"] = olds.reindex(rows.index).fillna("")
    return rows.rename_axis("code").reset_index()


def disagreements(rows: pd.DataFrame, second: pd.DataFrame, counties: pd.DataFrame) -> list[str]:
    """Return where the two lists, or the look-up of counties, say different things."""
    rows = rows.set_index("code")
    told = [f"{c}: no first day is known" for c in rows.index[rows["from"].isna()]]
    told += [f"{c}: no region" for c in rows.index[rows["region_code"].isna()]]
    newest = {code: _newest(code, rows["replaced_by"]) for code in second.index}
    active = second["active"].to_dict()
    told += [
        f"{code}: becomes {newest[code]} in one list and {active[code]} in the other"
        for code in second.index
        if newest[code] != {active[code]}
    ]
    both = rows[rows["region_first"].fillna("") != ""]
    other = both[both["region_first"] != both["region_name"]]
    told += [f"{code}: two regions" for code in other.index]
    types = rows["type"].map(TYPES)
    told += [f"{c}: kind" for c in rows.index[types.notna() & (types != rows.index.str[:3])]]
    look_up = counties[counties["CTY21CD"].str.startswith("E10")].set_index("LAD21CD")["CTY21CD"]
    held = rows["county_code"].reindex(look_up.index)
    told += [f"{c}: county of 2021" for c in look_up.index[held != look_up]]
    ended = rows[(rows["to"] != "") & rows["end"].ne("") & rows["end"].notna()]
    gap = pd.to_datetime(ended["end"]) - pd.to_datetime(ended["to"])
    return told + [f"{code}: ends on two days" for code in ended.index[gap.dt.days.abs() > 1]]


def not_in_force(rows: pd.DataFrame, options: argparse.Namespace) -> list[str]:
    """Return codes that an ONS list of one year has and the register not in force, or the other."""
    told = []
    for item in options.in_force:
        day, _, path = item.partition("=")
        listed = _read(Path(path))
        codes = set(listed.loc[listed["areacd"].str.match(ENGLISH), "areacd"])
        alive = rows[(rows["from"] <= day) & ((rows["to"] >= day) | (rows["to"] == ""))]
        county = all(code.startswith("E10") for code in codes)
        held = set(alive.loc[alive["code"].str.startswith("E10") == county, "code"])
        told += [f"{code}: {day}, in one of the register and {path}" for code in codes ^ held]
    return sorted(told)


def _first(path: Path) -> pd.DataFrame:
    """The list with dates: one row per code of an English authority."""
    rows = _read(path)
    rows = rows[rows["gss-code"].str.match(ENGLISH)].copy()
    codes = rows.set_index("local-authority-code")["gss-code"].to_dict()
    rows["own_name"] = [
        _name(*pair) for pair in zip(rows["official-name"], rows["nice-name"], strict=True)
    ]
    rows["replaced"] = [
        " ".join(sorted(codes[part] for part in text.split(",") if part))
        for text in rows["replaced-by"]
    ]
    rows["county_first"] = rows["county-la"].map(codes)
    rows["other_names"] = _other_names(rows)
    names = {
        "gss-code": "code", "start-date": "start", "end-date": "end", "region": "region_first",
        "local-authority-type": "type", "former-gss-codes": "former",
    }  # fmt: skip
    kept = [*names.values(), "own_name", "replaced", "county_first", "other_names"]
    return rows.rename(columns=names)[kept].set_index("code")


def _second(path: Path) -> pd.DataFrame:
    """The list of district codes: one row per code, with the newest code that followed it."""
    rows = _read(path)
    rows = rows[rows["LADCD"].str.match(ENGLISH)]
    names = {
        "LADCD": "code", "LADNM": "official", "LADCD_ACTIVE": "active", "RGNCD": "region_code",
        "RGNNM": "region_name",
    }  # fmt: skip
    return rows.rename(columns=names)[list(names.values())].set_index("code")


def _name(official: str, nice: str) -> str:
    """A county's name without the words of its council; of districts the other list has one."""
    county = re.fullmatch(r"(.+?) County Council", official)
    return county.group(1) if county else nice


def _other_names(rows: pd.DataFrame) -> pd.Series:
    """Names in use that lead to no other authority: "Hull", "Shepway"; separated by "; "."""
    plain = rows["nice-name"].map(plain_name)
    every = set(plain)
    found = []
    for own, text in zip(plain, rows["alt-names"], strict=True):
        fragments = {plain_name(part) for part in own.split(" and ")} if "," in text else set()
        names = {plain_name(part) for part in text.split(",")} - {own, ""} - every - fragments
        kept = [name for name in sorted(names) if _is_other_name(name, own, every)]
        found.append("; ".join(name.title() for name in kept))
    return pd.Series(found, index=rows.index)


def _is_other_name(name: str, own: str, every: set[str]) -> bool:
    """Not a spelling of the own name, nor the beginning of another's."""
    styled = name.endswith(" mdc") or name in NO_NAMES or set(name.split()) <= set(STYLE)
    begins = [other for other in every if other.startswith(f"{name} ") and other != own]
    inside = name.startswith("christchurch") or name == own.replace(" ", "")
    return not (styled or begins or inside)


def _change(code: str, rows: pd.DataFrame, pairs: pd.Series) -> str:
    """same-place, merged, split or "": whether a place kept its boundary under a new code.

    A recoded place did; and a county did whose districts all became the one new authority that
    nothing else went into.
    """
    new = pairs[pairs.index == code].tolist()
    if len(new) != 1:
        return "split" if new else ""
    if new[0] in RECODED:
        return "same-place"
    districts = set(rows.index[rows["county_code"] == code])
    whole = {code, *districts, *_before(districts, pairs)}
    into = set(pairs.index[pairs == new[0]])
    ends = {n for d in districts for n in _newest(d, rows["replaced_by"])}
    same = bool(districts) and ends == set(new) and into <= whole
    return "same-place" if same else "merged"


def _before(codes: set[str], pairs: pd.Series) -> set[str]:
    return set(pairs.index[pairs.isin(codes)])


def _newest(code: str, replaced: pd.Series) -> set[str]:
    after = str(replaced.get(code, "")).split()
    return {last for new in after for last in _newest(new, replaced)} if after else {code}


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    for name in ("authorities", "codes", "counties", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--in-force", action="append", default=[], metavar="DAY=FILE")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
