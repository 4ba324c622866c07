"""A small checkout of the demonstration in which every text is hostile: settings and data files.

Every field of free text of every settings file, every name, note and category of every data file
and some files' own names hold a string of `hostile_strings`, one after the other.
"""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from hostile_strings import HOSTILE
from jsna.claims.claim import Claim

ROOT = Path(__file__).resolve().parents[1]
AREA, STRATEGY, CODE = "exampleshire", "exampleshire-hws", "E08900001"
LINKED = ("docs", "geo", "notebooks", "reports/template")
KEPT = ("deprivation", "population", "healthy-living/92443.yml", "healthy-living/93088.yml",
        "ageing/limited-activities-by-age.yml", "wider-determinants/900001.yml")  # fmt: skip
TEXTS = frozenset(
    ("name", "team", "title", "short_title", "measures", "unit", "what", "why", "aim", "outcomes",
     "caveats", "label", "publisher", "attribution", "reason", "told", "save_as", "replaced_by",
     "reference", "lines", "source", "logo_alt", "headings",
     "words", "timescale", "gap_inside", "board_crosswalk", "board", "recommendations", "of",
     "note", "opening", "plain", "next_year", "year", "specific", "achievable", "relevant",
     "sections", "purpose", "progress")
)  # fmt: skip
"""Keys of settings whose value is free text; `source` of a goal, never of an indicator."""
CHOSEN = frozenset(("ages", "age", "chapters", "by", "edition", "id"))
"""Keys of text that has to be what another file says."""
CHECKED = frozenset(("tiles",))
"""Keys of text of which the loader lets no hostile one pass."""
OUTSIDE = frozenset(("Basemap.attribution",))
"""Fields that the checkout leaves out: streets would be asked for outside (test_web_map.py)."""
PERIODS = frozenset(
    ("Point.period", "Span.first", "Span.last", "Step.since", "OwnMeasure.target_by",
     "ReturnColumn.period", "PlannedParts.period")
)  # fmt: skip
"""Fields of own measures that hold a period: the loader takes nothing else."""
WHERE_FREE = frozenset(
    (("figures", "period"), ("measures", "owner"), ("rows", "value"), ("rows", "numerator"),
     ("rows", "denominator"))
)  # fmt: skip
"""Keys that are free text within these alone: elsewhere they hold a key, a date or a number."""
CORRECTION: dict[str, Any] = {
    "source": "fingertips", "indicator": "92443", "area_code": CODE, "sex": "Persons",
    "age": "18+ yrs", "period": "2023-01-01/P1Y", "field": "value", "expect": 1.0,
    "corrected": 1.01, "reason": "r", "told": "t", "told_on": "2024-11-05", "status": "accepted",
}  # fmt: skip
FRAMEWORK: dict[str, Any] = {
    "bodies": [{"id": body, "title": "x"} for body in ("council", "trust", "friends")],
    "matrix": [{"priority": "everyday-health", "life_stage": "living-well", "lead": "council",
                "supporting": ["trust"], "advising": ["friends"]}],
    "big_issues": [{"id": "smoke", "title": "x", "life_stage": "living-well",
                    "indicators": ["92443"],
                    "unmeasured": [{"what": "x", "why": "x", "source": "x y"}]}],
    "metrics": [
        {"id": "smoking", "title": "x", "headline": True, "priority": "everyday-health",
         "unit": "x", "owner": "council", "source": "x y", "indicators": ["92443"],
         "figures": [{"kind": kind, "period": "x", "value": 15.0}
                     for kind in ("baseline", "target", "since")]},
        {"id": "moving", "title": "x", "unit": "x", "source": "x y"},
    ],
    "milestones": [{"id": "first", "title": "x", "priority": "everyday-health", "due": "2025-03"},
                   {"id": "second", "title": "x", "due": "2026-03"}],
}  # fmt: skip
"""All that a strategy sets out beside its priorities."""
DIVIDED: dict[str, Any] = {
    "outcomes": ["x", {"what": "x", "indicators": ["92443"]}],
    "objectives": [{"id": "less-smoke", "title": "x", "indicators": ["92443"]}],
    "actions": [{"id": "ask", "title": "x", "lead": ["council", "trust"], "timescale": "x",
                 "status": "amber", "progress": "x"}],
}  # fmt: skip
"""And what it divides a priority into."""
NAMED_BY = {"Area Name": "Area Code", "Parent Name": "Parent Code", "area_name": "area_code",
            "AREA_NAME": "AREA_CODE"}  # fmt: skip
FREE = ("Value note", "note", "period_label", "Indicator Name")
OF_AN_AUDIT = ("partner", "service", "denominator", "catchment")
"""Columns of an equity audit whose words are free, each the same wherever it stands."""
NAMES = ("92443", "own", "wards")
LOGO = "council.svg"
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z"/></svg>'


class Texts:
    """Gives one hostile string after the other, and each place the same name every time."""

    def __init__(self, first: int) -> None:
        self._next = count(first)
        self._names: dict[str, str] = {}

    def one(self) -> str:
        """Return the next string; after a round it ends in a number, so that titles differ."""
        number = next(self._next)
        around = number // len(HOSTILE)
        return HOSTILE[number % len(HOSTILE)] + (f" {around}" if around else "")

    def of(self, code: str) -> str:
        """Return the name of a place."""
        if code not in self._names:
            self._names[code] = f"{self.one()} {code}"
        return self._names[code]


def write_settings(root: Path, texts: Texts) -> None:
    """Write the checkout; its strategy has one priority with every kind of chapter."""
    for folder in LINKED:
        (root / folder).parent.mkdir(parents=True, exist_ok=True)
        (root / folder).symlink_to(ROOT / folder)
    for kept in KEPT:
        place = root / "data/catalogue/indicators" / kept
        place.parent.mkdir(parents=True, exist_ok=True)
        original = ROOT / "data/catalogue/indicators" / kept
        (shutil.copytree if original.is_dir() else shutil.copy)(original, place)
    shutil.copytree(ROOT / "data/catalogue/sources", root / "data/catalogue/sources")
    shutil.copy(ROOT / "data/catalogue/themes.yml", root / "data/catalogue/themes.yml")
    _write(root / f"config/areas/{AREA}.yml", _area())
    (root / f"config/areas/{LOGO}").write_text(DRAWN, "utf-8")
    _write(root / f"reports/strategies/{STRATEGY}/strategy.yml", _strategy())
    _write(root / f"reports/strategies/{STRATEGY}/measures.yml", _measures())
    homes = ("config/areas/*.yml", "data/catalogue/**/*.yml", "reports/strategies/*/*.yml")
    for file in (file for home in homes for file in sorted(root.glob(home))):
        told = YAML(typ="safe").load(file.read_text("utf-8"))
        # the most that an indicator can have: what a key fact says of it
        if file.stem == "92443":
            told["key_fact"] = {"place": 9, "words": "x"}
        if file.stem == "93088":
            told["gap_inside"] = "x"
        _write(file, hostile(told, texts))
    write_claims(root, texts)


def write_correction(root: Path, downloads: Path, texts: Texts) -> None:
    """Correct one figure of the area, with a hostile reason."""
    rows = list(
        csv.DictReader(io.StringIO(_of(downloads, "healthy-living").read_text("utf-8-sig")))
    )
    row = [r for r in rows if r["Indicator ID"] == "92443" and r["Area Code"] == CODE
           and not r["Category"] and r["Value"]][-1]  # fmt: skip
    year = int(row["Time period"][:4])
    told = CORRECTION | {
        "sex": row["Sex"], "age": row["Age"], "period": f"{year}-01-01/P1Y",
        "expect": float(row["Value"]), "corrected": float(row["Value"]) + 0.01,
    }  # fmt: skip
    _write(root / "data/corrections/one.yml", hostile(told, texts))


def spoil_downloads(folder: Path, texts: Texts) -> None:
    """Give every place, note and category of the demonstration's files a hostile text."""
    for file in sorted(folder.glob("*.csv")):
        file.write_text(_spoilt(file.read_text("utf-8-sig"), texts), "utf-8", newline="")
    for file in sorted(folder.glob("*.geojson")):
        content = json.loads(file.read_text("utf-8"))
        for feature in content["features"]:
            _name_places(feature["properties"], texts)
        file.write_text(json.dumps(content), "utf-8")
    (folder / "groups.csv").write_text(_crosswalk(texts), "utf-8", newline="")
    own, wards = _of(folder, "own-figures"), _of(folder, "WD24_boundaries")
    own.rename(folder / "<img src=x onerror=ran=1> `{{<` =own.csv")
    wards.rename(folder / '#panic(1) ![x](javascript&colon;ran=1) ".geojson')


def hostile(data: Any, texts: Texts, key: str = "") -> Any:
    """Return settings in which every free text is a hostile one."""
    if isinstance(data, dict):
        return {
            k: texts.one() if (key, k) in WHERE_FREE else hostile(v, texts, k)
            for k, v in data.items()
        }
    if isinstance(data, list):
        return [hostile(item, texts, key) for item in data]
    free = key in TEXTS and isinstance(data, str) and not (key == "source" and " " not in data)
    return texts.one() if free else data


def _area() -> dict[str, Any]:
    told: dict[str, Any] = _read(f"config/areas/{AREA}.yml")
    told["lacks"] = [{"what": "x", "why": "x"}]
    told["board_crosswalk"] = "x"
    told["brand"] = {"logo": LOGO, "logo_alt": "x"}
    return told


def _strategy() -> dict[str, Any]:
    told = _read(f"reports/strategies/{STRATEGY}/strategy.yml")
    told["goals"] = [goal for goal in told["goals"] if goal["indicator"] == "92443"]
    told["replaced_by"] = "x"
    told["commentary"] = {"headings": ["x", "y"]}
    told["document"] |= {"reference": "x", "lines": "x"}
    for stage in told["life_stages"]:
        del stage["ages"]
    told["document_order"] = {
        "title": "x",
        "parts": [
            {"page": "everyday-health", "title": "x"},
            {"made": "delivery-plan"},
            {"page": "index", "sections": ["x"]},
        ],
        "appendices": [{"page": "framework", "title": "x"}],
    }
    told["board_paper"] = {"board": "x", "purpose": "x", "presented_by": "council",
                           "recommendations": ["x"],
                           "implications": [{"of": "x", "what": "x"}]}  # fmt: skip
    told["priorities"] = [told["priorities"][3] | {
        "indicators": ["92443", "93088", "900001"],
        "chapters": ["population_outlook", "deprivation_map", "ward_inequalities"],
        "life_stages": ["living-well"],
    } | DIVIDED]  # fmt: skip
    return told | FRAMEWORK


def _measures() -> dict[str, Any]:
    """Return the demonstration's own measures, all of the one priority, with all they can have."""
    told = _read(f"reports/strategies/{STRATEGY}/measures.yml")
    for one in told["measures"]:
        one["priority"] = "everyday-health"
    row = told["returns"][0]["rows"][0]
    row["numerator"] = "x"
    row["plans"] = [{"period": "2025/26 Q4", "numerator": 1.0, "denominator": 2.0}]
    return told


def write_claims(root: Path, texts: Texts) -> None:
    """State as many claims as there are strings: of a measure, and of nothing that is measured."""
    blank = dict.fromkeys(Claim.model_fields, "")
    unit = _read(next((root / "data/catalogue/indicators").glob("*/92443.yml")))["unit"]
    measured = {"kind": "value", "indicator_id": "92443", "sex": "Persons", "period": "2023",
                "value": "15.0", "precision": "0.1", "unit": unit}  # fmt: skip
    rows = [
        blank | {"claim_id": f"c-{n:03}", "document": texts.one(), "line": n + 1,
                 "claim": texts.one()}
        | (measured if n % 2 else {"kind": "other", "lacks": "opinion", "unit": texts.one(),
                                   "age": texts.one(), "edition": texts.one()})
        for n in range(len(HOSTILE))
    ]  # fmt: skip
    path = root / f"reports/strategies/{STRATEGY}/claims.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, list(blank))
        written.writeheader()
        written.writerows(rows)


def _spoilt(text: str, texts: Texts) -> str:
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    for row in rows:
        _name_places(row, texts)
        for column in FREE:
            if row.get(column):
                row[column] = texts.one()
        for column in OF_AN_AUDIT if "partner" in row else ():
            if row[column]:
                row[column] = texts.of(row[column])
        if row.get("dimension") == "ethnicity":
            row["group"] = texts.of(row["group"])
    rows[:0] = _groups(rows, texts)
    # a file whose last line has too few columns breaks off, whatever a line break in it means
    rows[-1] = {column: " ".join(text.split()) for column, text in rows[-1].items()}
    out = io.StringIO(newline="")
    written = csv.DictWriter(out, list(rows[0]))
    written.writeheader()
    written.writerows(rows)
    return out.getvalue()


def _crosswalk(texts: Texts) -> str:
    """Return which commissioning groups the area's residents had, all of hostile names."""
    out = io.StringIO(newline="")
    written = csv.writer(out)
    written.writerow(
        ["HWB Code", "LA Name", "CCG Code", "CCG Name", "% CCG in HWB", "% HWB in CCG"]
    )
    for number in range(8):
        for board in (CODE, "E06900002"):
            names = (texts.of(board), f"0{number}A", texts.of(f"0{number}A"))
            written.writerow([board, *names, "50.0%", "12.5%"])
    return out.getvalue()


def _groups(rows: list[dict[str, str]], texts: Texts) -> Iterator[dict[str, str]]:
    """Yield groups of the area's newest figure, of hostile kinds and names."""
    own = [r for r in rows if r.get("Indicator ID") == "92443" and r["Area Code"] == CODE]
    for _ in range(6 if own else 0):
        yield own[-1] | {"Category Type": texts.one(), "Category": texts.one()}


def _name_places(row: dict[str, Any], texts: Texts) -> None:
    for column, value in list(row.items()):
        code = row.get(NAMED_BY.get(column, ""), "")
        if column.endswith("NM") and f"{column[:-2]}CD" in row:
            code = row[f"{column[:-2]}CD"]
        if code and value:
            row[column] = texts.of(code)


def _of(folder: Path, part: str) -> Path:
    (file,) = folder.glob(f"*{part}*")
    return file


def _read(name: str) -> Any:
    return YAML(typ="safe").load((ROOT / name).read_text("utf-8"))


def _write(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # JSON is YAML, and leaves nothing to guess about quotes
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1, default=str), "utf-8")
