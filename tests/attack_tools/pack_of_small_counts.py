"""An invented council's pack with a file of its own in it: two wards have few cases."""

import shutil
from pathlib import Path

from ruamel.yaml import YAML

from attack_tools.hand_made import write_rows
from attack_tools.workspace import PROJECT, indicator_settings

AREA_SLUG, STRATEGY = "exampleshire", "exampleshire-hws"
CODE, INDICATOR = "E08900001", "own-share"
TITLE = "Falls among residents of care homes"
YEARS = (2022, 2023, 2024)
FEW = {"E05900003": ("Canalside", 6, 17), "E05900011": ("Kiln Lane", 7, 19)}
"""Code, name, cases and residents in the last year: 35.294% and 36.842%, all others below 8%."""
RATES = (30.0, 40.0)
LINKED = ("docs", "geo", "notebooks", "data/corrections", "reports/template")
COPIED = ("config", "data/catalogue")


def make_checkout(root: Path) -> None:
    """Write a checkout of the demonstration with one priority, measured by the council alone."""
    for folder in LINKED:
        (root / folder).parent.mkdir(parents=True, exist_ok=True)
        (root / folder).symlink_to(PROJECT / folder)
    for folder in COPIED:
        shutil.copytree(PROJECT / folder, root / folder)
    yaml = YAML(typ="safe")
    theme = root / "data/catalogue/indicators/healthy-living"
    about = {**indicator_settings(INDICATOR), "title": TITLE, "short_title": TITLE}
    about |= {"theme": "healthy-living", "decimals": 3}
    yaml.dump(about, theme / f"{INDICATOR}.yml")
    strategy = Path("reports/strategies", STRATEGY, "strategy.yml")
    told = yaml.load((PROJECT / strategy).read_text("utf-8"))
    told["goals"] = []
    told["priorities"] = [
        {"id": "homes", "number": 1, "title": "Homes", "aim": "Fewer fall.",
         "indicators": [INDICATOR], "chapters": ["ward_inequalities"]}
    ]  # fmt: skip
    (root / strategy).parent.mkdir(parents=True)
    yaml.dump(told, root / strategy)


def cells() -> dict[tuple[str, int], tuple[int, int]]:
    """Return cases and residents by ward and year; the authority is their sum."""
    found = {}
    for n in range(1, 26):
        code = f"E059{n:05d}"
        for year in YEARS:
            found[code, year] = (30 + 7 * n % 40 + year % 3, 1003 + 11 * n)
        if code in FEW:
            found[code, YEARS[-1]] = FEW[code][1:]
    for year in YEARS:
        own = [pair for (_, at), pair in found.items() if at == year]
        found[CODE, year] = (sum(c for c, _ in own), sum(p for _, p in own))
    return found


def own_file() -> str:
    """Return the council's CSV as it is brought in."""
    return write_rows(
        [
            {
                "indicator_id": INDICATOR, "area_code": code, "period": f"{year}-01-01/P1Y",
                "value": f"{100 * count / people:.3f}", "count": str(count),
                "denominator": str(people), "note": f"{count} of them in one home",
            }
            for (code, year), (count, people) in cells().items()
        ]
    )  # fmt: skip
