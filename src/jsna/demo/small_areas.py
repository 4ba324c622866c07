"""The invented LSOAs and wards: where they lie, who lives there and how deprived they are."""

import numpy as np
import pandas as pd

from jsna.demo.country import ELSEWHERE, LAYOUTS, Authority, Council

WARD_NAMES = (
    "Alder Hill", "Beacon", "Canalside", "Drover's Field", "Eastgate", "Foundry", "Granary",
    "Hazelwood", "Inner Docks", "Junction", "Kiln Lane", "Longmeadow", "Millrace", "Northgate",
    "Orchard Park", "Priory", "Quarry", "Ropewalk", "Station", "Tannery", "Upper Common",
    "Viaduct", "Westgate", "Yew Tree", "Market",
)  # fmt: skip
VILLAGES = (
    "Amber Green", "Birch Hollow", "Clover Cross", "Dapple Mere", "Elder Bank", "Fernhollow",
    "Gooseberry End", "High Barrow", "Ivy Common", "Kestrel Vale", "Larkmeadow", "Mossbeck Row",
    "Nettle Lane", "Oxbow End", "Plover Heath",
)  # fmt: skip
TYPICAL_RESIDENTS, SPREAD_OF_RESIDENTS, FEWEST_RESIDENTS = 1650, 230, 1000
WARD_SIZE = 6
ROUNDS = 6


def small_areas(authorities: list[Authority]) -> pd.DataFrame:
    """Return one row per LSOA of the country, the councils' own with their places.

    Columns: lsoa_code, lsoa_name, ward_code, ward_name, district_code, district_name, slug,
    deprivation (standard deviations), residents, x and y (in units of the council's radius,
    missing for authorities that are not drawn).
    """
    rng = np.random.default_rng(1854)
    parts = [_of_authority(rng, a) for a in authorities if a.small_areas]
    frame = pd.concat(parts, ignore_index=True)
    number = pd.Series(range(1, len(frame) + 1))
    wards = frame["district_code"] + frame["ward_number"].astype("str").str.zfill(3)
    frame["lsoa_code"] = "E01" + (900_000 + number).astype("str")
    frame["ward_code"] = "E05" + (900_001 + pd.factorize(wards)[0]).astype("str")
    return frame


def _of_authority(rng: np.random.Generator, authority: Authority) -> pd.DataFrame:
    layout = LAYOUTS.get(authority.slug, ELSEWHERE) if authority.slug else None
    size = authority.small_areas
    if layout is None:
        points = np.full((size, 2), np.nan)
        ward = np.arange(size) // WARD_SIZE
        deprivation = rng.normal(authority.deprivation, 0.85, size)
    else:
        points = _places(rng, size)
        ward = _nearest_ward(points, layout.wards)
        deprivation = _core_and_edge(rng, points, layout)
    residents = rng.normal(TYPICAL_RESIDENTS, SPREAD_OF_RESIDENTS, size).round().astype("int64")
    frame = pd.DataFrame(
        {
            "district_code": authority.code, "district_name": authority.name,
            "slug": authority.slug, "ward_number": ward, "deprivation": deprivation,
            "residents": np.maximum(residents, FEWEST_RESIDENTS),
            "x": points[:, 0], "y": points[:, 1],
        }
    )  # fmt: skip
    frame = frame.sort_values("ward_number", kind="stable", ignore_index=True)
    frame["ward_name"] = _ward_names(authority, layout)[frame["ward_number"].to_numpy()]
    return frame.assign(lsoa_name=_lsoa_names(authority.name, size))


def _places(rng: np.random.Generator, size: int) -> np.ndarray:
    """Return points inside the unit circle, closer together in the middle as in a town."""
    angle = rng.random(size) * 2 * np.pi
    radius = 0.97 * rng.random(size) ** 0.62
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _nearest_ward(points: np.ndarray, wards: int) -> np.ndarray:
    """Return each point's ward, 0 first, by nearness to centres that settle among the points."""
    chosen = [int(np.argmin((points**2).sum(axis=1)))]
    for _ in range(wards - 1):
        chosen.append(int(np.argmax(_distances(points, points[chosen]).min(axis=1))))
    centres = points[chosen]
    for _ in range(ROUNDS):
        ward = _distances(points, centres).argmin(axis=1)
        centres = np.array([points[ward == w].mean(axis=0) for w in range(wards)])
    return np.asarray(_distances(points, centres).argmin(axis=1))


def _distances(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    gaps = points[:, None, :] - centres[None, :, :]
    return np.asarray(np.sqrt((gaps**2).sum(axis=2)))


def _core_and_edge(rng: np.random.Generator, points: np.ndarray, layout: Council) -> np.ndarray:
    """Return deprivation that is highest in the middle and fades outwards, with some scatter."""
    distance = np.sqrt((points**2).sum(axis=1))
    core = layout.core * np.exp(-((distance / 0.55) ** 2))
    return np.asarray(layout.deprivation + core + rng.normal(0, 0.45, len(points)))


def _ward_names(authority: Authority, layout: Council | None) -> np.ndarray:
    if layout is None:
        wards = -(-authority.small_areas // WARD_SIZE)
        return np.array([f"{authority.name} ward {n + 1}" for n in range(wards)], dtype="object")
    names = VILLAGES if layout.wards == len(VILLAGES) else WARD_NAMES
    return np.array(names, dtype="object")


def _lsoa_names(authority: str, size: int) -> list[str]:
    """Return names in the form of ONS: the authority, the MSOA's number and a letter."""
    return [f"{authority} {i // 5 + 1:03d}{'ABCDE'[i % 5]}" for i in range(size)]
