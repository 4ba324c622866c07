"""The deprivation page of the real areas with File 7: domains, scores, wards, against the formula.

File 7 is laid out in the publisher's columns from the published values (loopback.deprivation);
its residents are the census's here, so that they are the weights of both computations.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import IPython.display
import numpy as np
import pandas as pd
import pytest

from jsna.chapter import open_chapter
from jsna.facts.build import build_facts
from jsna.fetching.hand_downloads import fetch_and_pin
from jsna.settings.project import open_project
from loopback.deprivation import PEOPLE_2025, file_7_of_2025

pytestmark = pytest.mark.slow

STRATEGIES = {"rotherham": "rotherham-hws-2012", "rutland": "rutland-jhws-2022"}
CODES = {"rotherham": "E08000018", "rutland": "E06000017"}
FILES = ("geography/LSOA*", "geography/MSOA*", "geography/Wards*", "ons/census2021*")
WEIGHTS = {
    "Income": 0.225, "Employment": 0.225, "Education": 0.135, "Health": 0.135, "Crime": 0.093,
    "Housing_and_Services": 0.093, "Environment": 0.093,
}  # fmt: skip
WORDS = dict(
    zip(
        WEIGHTS,
        (
            "Income", "Employment", "Education and skills", "Health and disability", "Crime",
            "Housing and services", "Living environment",
        ),
        strict=True,
    )
)  # fmt: skip
RAW_WRONG = {"rotherham": (25, 25), "rutland": (6, 15)}


def census(real_data: Path) -> pd.DataFrame:
    people = pd.read_csv(next((real_data / "downloads" / "ons").glob("census2021*")))
    code, age = people.columns[0], people.columns[3]
    return people.pivot_table("Observation", code, age, aggfunc="sum")


def downloads(real_data: Path, folder: Path) -> None:
    """The folder that a person downloaded to: File 7, look-up, outlines, census."""
    file = pd.read_csv(pd.io.common.BytesIO(file_7_of_2025(real_data)), dtype="str")
    code = file.columns[0]
    people = census(real_data).sum(axis=1)
    counted = file[code].map(people)
    file[PEOPLE_2025[0]] = counted.fillna(1500).astype("int64").astype("str")
    file.to_csv(folder / "File 7.csv", index=False, lineterminator="\r\n", encoding="utf-8-sig")
    for pattern in FILES:
        for path in (real_data / "downloads").glob(pattern):
            (folder / path.name).symlink_to(path)


@pytest.fixture(scope="module")
def folder(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("downloads")
    downloads(real_data, made)
    return made


@pytest.fixture(scope="module", params=list(STRATEGIES))
def page(
    request: pytest.FixtureRequest,
    folder: Path,
    project_root: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, str]]:
    """An area's slug and the Markdown of its sections."""
    slug: str = request.param
    work = tmp_path_factory.mktemp("work")
    shown: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JSNA_HOME", str(project_root))
        patch.setenv("JSNA_WORK", str(work))
        patch.setenv("JSNA_RUN_FOLDER", str(work / "run"))
        patch.setattr(IPython.display, "display", lambda one: shown.append(one.data))
        project = open_project().of(slug)
        fetch_and_pin(project, folder, datetime(2026, 11, 21, tzinfo=UTC))
        build_facts(project)
        chapter = open_chapter(slug, STRATEGIES[slug])
        for section in (
            "deprivation_drivers.domain_drivers",
            "deprivation_wards.wards",
            "deprivation_clusters.clusters",
        ):
            chapter.show(section)
        yield slug, "\n\n".join(shown)


def table(text: str, name: str) -> pd.DataFrame:
    """A table of the page, by the end of its id, every cell as printed."""
    html = text[text.index(f"{{#tbl-area-{name}}}") :]
    html = unescape(html[html.index("<table>") : html.index("</table>") + 8])
    rows = [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>.*?</t[hd]>", row)]
        for row in re.findall(r"<tr>.*?</tr>", html)
    ]
    return pd.DataFrame(rows[1:], columns=rows[0])


def neighbourhoods(real_data: Path, slug: str) -> pd.DataFrame:
    """Published ranks and scores, ward and residents of each of an area's LSOAs."""
    lookup = pd.read_csv(
        real_data / "downloads" / "geography" / "LSOA21_WD24_LAD24_EW_LU.csv", encoding="utf-8-sig"
    )
    own = lookup[lookup["LAD24CD"] == CODES[slug]].set_index("LSOA21CD")
    imd = pd.read_csv(real_data / "deprivation" / "imd2025_england_lsoa21.csv", index_col=0)
    people = census(real_data).sum(axis=1).rename("people")
    return own[["WD24NM"]].join(imd).join(people)


def test_the_main_drivers_are_those_of_the_published_formula(
    real_data: Path, page: tuple[str, str]
) -> None:
    slug, text = page
    lsoas = neighbourhoods(real_data, slug)
    share = (33_755 - lsoas[[f"{name}_rank" for name in WEIGHTS]] + 1) / 33_755
    points = -23 * np.log(1 - share * (1 - np.exp(-100 / 23))) * list(WEIGHTS.values())
    weighted = points.mul(lsoas["people"], axis=0).groupby(lsoas["WD24NM"]).sum()
    wards = weighted.div(lsoas.groupby("WD24NM")["people"].sum(), axis=0)
    expected = wards.idxmax(axis=1).str.removesuffix("_rank").map(WORDS)
    printed = table(text, "drivers").set_index("Ward")
    wrong, count = RAW_WRONG[slug]
    assert len(printed) == count
    assert printed["Main domain"].to_dict() == expected.to_dict()
    assert (printed["Points"].astype(float) - wards.max(axis=1)).abs().max() <= 0.051
    assert (printed["Score"].astype(float) - wards.sum(axis=1)).abs().max() <= 0.051
    raw = lsoas[[f"{name}_score" for name in WEIGHTS]].mul(lsoas["people"], axis=0)
    largest = raw.groupby(lsoas["WD24NM"]).sum().idxmax(axis=1).str.removesuffix("_score")
    assert (largest.map(WORDS) != printed["Main domain"]).sum() == wrong


def test_the_area_s_parts_stand_beside_england_s(page: tuple[str, str]) -> None:
    slug, text = page
    parts = table(text, "domains-parts").set_index("Part")
    # the weights times the mean of the transformation over every rank: the same for all areas
    assert parts["England's spread (points)"].to_dict() == {
        "Income": "4.9", "Employment": "4.9", "Education and skills": "2.9",
        "Health and disability": "2.9", "Crime": "2.0", "Housing and services": "2.0",
        "Living environment": "2.0",
    }  # fmt: skip
    assert "Ranks are among 33,755 neighbourhoods of England" in text
    assert f"{slug.title()}'s" in text.split("### ", 1)[1].split("\n")[0]


def test_ward_scores_are_the_weighted_means(real_data: Path, page: tuple[str, str]) -> None:
    slug, text = page
    lsoas = neighbourhoods(real_data, slug)
    by = lsoas["WD24NM"]
    means = (lsoas["IMD_score"] * lsoas["people"]).groupby(by).sum() / lsoas.groupby(by)[
        "people"
    ].sum()
    printed = table(text, "wards").set_index("Ward")
    assert (printed["Deprivation score"].astype(float) - means).abs().max() <= 0.051
    # super-generalised outlines cut corners by as much as a neighbourhood is wide
    assert "Surface inside the ward, fit" not in printed
    assert "not measurable with these outlines" in text and "fit poorly" not in text
    assert ("6 of 15 wards are a single neighbourhood" in text) == (slug == "rutland")
    assert len(table(text, "msoas")) == {"rotherham": 32, "rutland": 5}[slug]


def test_clusters_are_told_with_p_and_the_number_of_rearrangements(page: tuple[str, str]) -> None:
    slug, text = page
    assert "Moran's I of the score of the Index of Multiple Deprivation is" in text
    assert "from 9,999 random rearrangements with a fixed seed" in text
    if slug == "rotherham":
        assert "like lies beside like" in text and "p ≤ 0.0002" in text
        assert "p from 49,999 rearrangements" in text
        assert (table(text, "clusters-map").iloc[:, -1] == "high among high").sum() >= 3
    else:
        assert "no pattern can be told from chance" in text
        assert "there is no map" in text
