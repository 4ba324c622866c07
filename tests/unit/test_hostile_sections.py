"""Each section of each chapter where every text is markup: what is printed of it is words."""

import re
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
import pytest
from framework_strategy import strategy
from invented_board import KIND, kind
from invented_evidence import evidence
from invented_facts import AREA, england, fact, facts_of, indicator
from test_measure_judgement import STEADY, rows

from hostile_checkout import DIVIDED, hostile
from jsna.analysis.measure_judgement import judge_measure
from jsna.chapter import own_measures
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.chapter.section import all_sections
from jsna.errors import JsnaError
from jsna.facts.neighbour_sets import SET_COLUMNS
from jsna.fetching.shown_files import OWN_FILES
from jsna.figures import bundle
from jsna.geo.geography import FurtherLookup, Geography
from jsna.settings.indicator import Indicator, Theme
from jsna.settings.model import SettingsModel
from jsna.settings.own_measures import OwnMeasures
from jsna.settings.register_kind import RegisterKind
from jsna.settings.strategy import Strategy

MARKUP = "<q>*z*[l](u)"
RAW = re.compile(r"<q>|(?<!\\)\*z|(?<!\\)\[l")
ESCAPED = "&lt;q&gt;"
HTML = re.compile(r"^(`{3,})\{=html\}\n(.*?)\n\1$", re.DOTALL | re.MULTILINE)
ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')
OWN_FILE = {"claims", "commentary", "equity"}
"""Chapters of further files, which the hostile checkout has (test_hostile_checkout.py)."""
ON_MAPS = {"deprivation.map_by_fifth", "deprivation_clusters.clusters", "deprivation_wards.wards",
           "overview.where"}  # fmt: skip
"""Sections that need outlines: what stands on a map is tried in test_web_map.py."""
AGES = (*(f"{start}-{start + 4}" for start in range(0, 90, 5)), "90+", "All ages")
WARDS = tuple(f"E0500000{n}" for n in range(8))
PERSONS = {"sex": "Persons", "lower": np.nan, "upper": np.nan}

Model = TypeVar("Model", bound=SettingsModel)


class Markup:
    """Gives the markup with a number behind it, so that titles differ."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def one(self) -> str:
        return f"{MARKUP} {next(self._numbers)}"


def spoilt(model: Model, texts: Markup) -> Model:
    """Settings whose every free text is the markup."""
    told = model.model_dump(mode="json", exclude_unset=True)
    return type(model).model_validate(hostile(told, texts))


def shares(texts: Markup) -> list[Indicator]:
    told = {"polarity": "low-is-good", "multiplier": 100, "value_type": "proportion",
            "caveats": ["x"], "interval_method": "wilson", "strata": [{"sex": "Persons"}],
            "levels": ["england", "unitary", "ward"]}  # fmt: skip
    ids = ("1", "2", "projected-population", "imd-decile", "census-residents")
    return [spoilt(indicator(id=id, **told), texts) for id in ids]


def figures(texts: Markup) -> pd.DataFrame:
    """Facts of the first indicator, of groups and wards; of residents to come; of deprivation."""
    one = {"sex": "Persons", "count": 600.0, "denominator": 1000.0}
    fifths = ("Most", "Second most", "Average", "Second least", "Least")
    found = [england(62, **one), fact(value=50.0, lower=49.0, upper=51.0, **one)]
    found += [
        fact(value=40.0 + n, lower=39.0 + n, upper=41.0 + n, breakdown_value=f"{name} deprived",
             breakdown="LSOA21 deprivation quintiles within area", **one)
        for n, name in enumerate(fifths)
    ]  # fmt: skip
    groups = [(texts.one(), texts.one()) for _ in range(2)]
    found += [fact(breakdown=by, breakdown_value=of, note=of, **one) for by, of in groups]
    found += [
        fact(code, 40.0 + n, area_type="ward", count=400.0 + 10 * n, denominator=1000.0, **PERSONS)
        for n, code in enumerate(WARDS)
    ]
    found += [
        fact(value=90.0, indicator_id="projected-population", age=age, edition="2018-based",
             period=f"{year}-06-30/P1D", period_label=f"mid-{year}", **PERSONS | {"sex": sex})
        for age in AGES for year in (2018, 2024, 2028) for sex in ("Persons", "Female", "Male")
    ]  # fmt: skip
    small = {"area_type": "lsoa", "geography_year": "2021", **PERSONS}
    for n in range(len(WARDS)):
        found.append(fact(f"E0100000{n}", n % 3 + 1.0, indicator_id="imd-decile", edition="2025",
                          **small))  # fmt: skip
        found.append(fact(f"E0100000{n}", 1500.0, indicator_id="census-residents", **small))
    return facts_of(*found)


def places(area: str, names: list[str], texts: Markup) -> Geography:
    """A neighbourhood in each ward, and two groups of general practices."""
    lookup = pd.DataFrame(
        {"ward_code": WARDS, "ward_name": names, "lsoa_code": [f"E0100000{n}" for n in range(8)],
         "lsoa_name": [texts.one() for _ in WARDS], "share_in_ward": 1.0}
    )  # fmt: skip
    groups = pd.DataFrame(
        [(AREA, texts.one(), f"00{n}", texts.one(), 45.0, 50.0) for n in range(2)],
        columns=["board_code", "board_name", "ccg_code", "ccg_name", "of_ccg", "of_board"],
    )
    return Geography(
        area, {}, lookup, {"lsoa": "2021", "ward": "2024"}, "best fit", (),
        board_crosswalk=FurtherLookup(groups, {"mapping": "2031-33"}, ("a" * 64,)),
    )  # fmt: skip


def measures(texts: Markup) -> OwnMeasures:
    """Own measures with all that they can have, of the strategy's first priority and of none."""
    told = {
        "measures": [
            {"id": id, "title": "x", "unit": "x", "kind": "count", "polarity": "low-is-good",
             "frequency": "month", "baseline": {"first": "2024-04", "last": "2025-03"},
             "owner": "x", "source": "x y", "target": 9, "target_by": "2027-03",
             "smart": {"specific": "x", "achievable": "x", "relevant": "x"},
             "priority": priority, "review": "2025-12-31",
             "steps": [{"since": "2025-04", "why": "x"}]}
            for id, priority in (("waits", "first"), ("falls", ""), ("none", "first"))
        ],
        "returns": [{"id": "sent", "title": "x", "note": "x",
                     "columns": [{"title": "x", "period": "2024-04"}],
                     "rows": [{"measure": "waits", "value": "x", "numerator": "x"}]}],
        "annual_report": {"year": "x", "opening": "x", "plain": "x", "next_year": ["x"]},
    }  # fmt: skip
    return OwnMeasures.model_validate(hostile(told, texts))


def plan(texts: Markup) -> Strategy:
    """A strategy with a framework, measures, and a priority that is divided into its parts."""
    bodies = [{"id": id, "title": "x"} for id in ("council", "homes", "health", "trust")]
    made = spoilt(strategy(bodies=bodies), texts)
    first, *others = made.priorities
    parts = hostile(DIVIDED, texts) | {"outcomes": [texts.one()], "objectives": []}
    told = first.model_dump(mode="json", exclude_unset=True) | parts | {"indicators": ["1"]}
    made = made.model_copy(update={"priorities": (first.model_validate(told), *others)})
    return made.with_own_measures(measures(texts))


def tasks(texts: Markup, folder: Path) -> RegisterKind:
    """A kind of register, and a file of it with a row."""
    file = folder / "plan/registers/tasks.csv"
    file.parent.mkdir(parents=True)
    row = f"t-1,{MARKUP},first,{MARKUP},2025-12-31,well"
    file.write_text(f"id,title,priority,owner,due,state\n{row}\n", "utf-8")
    return kind(
        title=texts.one(), about=texts.one(), one=texts.one(),
        columns=[{**column, "title": texts.one()} for column in KIND["columns"]],
    )  # fmt: skip


@pytest.fixture
def hostile_evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evidence:
    """Evidence of an area whose settings, places, groups and registers hold nothing but markup."""
    texts = Markup()
    names = [texts.one() for _ in WARDS]
    catalogue = shares(texts)
    found = evidence(figures(texts), catalogue, dict(zip(WARDS, names, strict=True)), tmp_path)
    project, chosen = found.project, plan(texts)
    sources = {id: spoilt(one, texts) for id, one in project.settings.sources.items()}
    sources[OWN_FILES] = sources["fingertips"].model_copy(update={"id": OWN_FILES})
    settings = replace(
        project.settings, sources=sources, strategies={chosen.slug: chosen},
        register_kinds={"tasks": tasks(texts, project.paths.strategies.own)},
        themes={"health": Theme(id="health", title=texts.one())},
    )  # fmt: skip
    values = {"waits": [*STEADY, 30], "falls": STEADY[:3], "none": []}
    judged = tuple(
        judge_measure(one, rows(values[one.id]).assign(count=np.nan), found.as_at)
        for one in chosen.own_measures.measures
    )
    own = own_measures.OwnFigures(judged, dict.fromkeys(values, tuple(found.snapshots)))
    monkeypatch.setattr(own_measures, "_read", lambda _: own)
    # what is drawn is looked at elsewhere, and costs more than all the rest
    monkeypatch.setattr(bundle, "_pictures", lambda _: dict.fromkeys(bundle.ENDINGS, b"<svg/>"))
    area = spoilt(project.area.model_copy(update={"board_crosswalk": "x"}), texts)
    where = places(area.code, names, texts)
    return replace(
        found,
        project=replace(project, settings=settings, chosen_area=area, chosen_strategy=chosen),
        store=replace(found.store, neighbours=pd.DataFrame(columns=list(SET_COLUMNS))),
        open_geography=lambda: where,
    )


def test_no_text_is_markup_in_any_section(hostile_evidence: Evidence, page: Page) -> None:
    told, without = {}, set()
    for name, section in all_sections().items():
        if name.partition(".")[0] in OWN_FILE:
            continue
        try:
            told[name] = section(hostile_evidence, page)
        except JsnaError:
            without.add(name)
    assert without == ON_MAPS
    for name, text in told.items():
        assert not RAW.search(ATTRIBUTE.sub("", HTML.sub("", text))), name
        assert "<q>" not in text, name
    assert len([name for name, text in told.items() if ESCAPED in text]) > 50
