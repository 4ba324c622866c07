"""Random worlds of small counts: places, ages, periods and groups, and who was counted."""

from dataclasses import dataclass

import numpy as np

from attack_tools.label_styles import months_from
from attack_tools.truth import ALL_AGES, OLDEST, REST, SCHOOL, Span, Truth

AREA, REGION, COUNTY = "E06000901", "E12000091", "E10000901"


@dataclass(frozen=True)
class Geography:
    """Areas by code, the smallest of them, and the look-up files that say what lies where.

    Attributes:
        kind: What the areas are, for the tally.
        main: The area that is fetched.
        levels: The codes of each level, the largest first.
        area_of: The smallest areas of each code.
        lookups: Files of the ONS's, by name.
        needs_lookup: True, False, or None where the description leaves it open.
    """

    kind: str
    main: str
    levels: tuple[tuple[str, ...], ...]
    area_of: dict[str, frozenset[str]]
    lookups: dict[str, str]
    needs_lookup: bool | None

    @property
    def places(self) -> tuple[str, ...]:
        """The smallest areas, in order."""
        return tuple(sorted(set().union(*self.area_of.values())))


def random_geography(rng: np.random.Generator) -> Geography:
    """Return one of the six kinds."""
    kinds = ("wards", "lsoas", "county", "two authorities", "region", "msoas")
    kind = str(rng.choice(kinds, p=(0.45, 0.13, 0.12, 0.12, 0.08, 0.1)))
    return geography(kind, int(rng.integers(2, 6)))


def geography(kind: str, wards: int) -> Geography:
    """Return a geography with so many wards in each authority."""
    if kind == "wards":
        return _nested(kind, {AREA: _codes("E05", wards)}, needs_lookup=False)
    if kind == "two authorities":
        return _nested(
            kind,
            {a: _codes("E05", 2 + wards // 3, 100 * n) for n, a in enumerate((AREA, "E06000902"))},
            needs_lookup=True,
        )
    if kind == "county":
        districts = _codes("E07", 2 + wards // 3)
        inside = {d: _codes("E05", 2, 100 * n) for n, d in enumerate(districts)}
        return _nested(kind, inside, over=COUNTY, needs_lookup=True)
    if kind == "region":
        inside = {f"E0600090{n}": _codes("E05", 1, 100 * n) for n in range(1, 2 + wards)}
        return _region(inside)
    return _small_areas(kind, wards)


def _codes(prefix: str, many: int, first: int = 0) -> tuple[str, ...]:
    return tuple(f"{prefix}9{first + n:05d}" for n in range(1, many + 1))


def _nested(
    kind: str, inside: dict[str, tuple[str, ...]], *, needs_lookup: bool, over: str = ""
) -> Geography:
    wards = tuple(w for every in inside.values() for w in every)
    area_of = {w: frozenset([w]) for w in wards}
    area_of |= {a: frozenset(every) for a, every in inside.items()}
    levels = (tuple(inside), wards)
    if over:
        area_of[over] = frozenset(wards)
        levels = ((over,), *levels)
    lookups = {"wards.csv": ward_lookup(inside, over), "lsoas.csv": _lsoas_of(inside)}
    return Geography(kind, over or next(iter(inside)), levels, area_of, lookups, needs_lookup)


def _region(inside: dict[str, tuple[str, ...]]) -> Geography:
    """A region and its authorities; nobody names their wards."""
    area_of = {a: frozenset([a]) for a in inside} | {REGION: frozenset(inside)}
    lookups = {"wards.csv": ward_lookup(inside, "")}
    return Geography("region", AREA, ((REGION,), tuple(inside)), area_of, lookups, None)


def _small_areas(kind: str, wards: int) -> Geography:
    """Wards of two LSOAs; MSOAs, if any, cut across them."""
    names = _codes("E05", wards)
    lsoas = _codes("E01", 2 * wards)
    area_of = {lsoa: frozenset([lsoa]) for lsoa in lsoas}
    area_of |= {w: frozenset(lsoas[2 * n : 2 * n + 2]) for n, w in enumerate(names)}
    area_of[AREA] = frozenset(lsoas)
    ward_of = {lsoa: names[n // 2] for n, lsoa in enumerate(lsoas)}
    msoas = _codes("E02", -(-len(lsoas) // 3))
    msoa_of = {lsoa: msoas[n // 3] for n, lsoa in enumerate(lsoas)}
    lookups = {"lsoas.csv": _lsoa_lookup(ward_of, msoa_of if kind == "msoas" else {})}
    lookups["wards.csv"] = ward_lookup({AREA: names}, "")
    if kind == "lsoas":
        return Geography(kind, AREA, ((AREA,), names, lsoas), area_of, lookups, None)
    area_of |= {m: frozenset(x for x in lsoas if msoa_of[x] == m) for m in msoas}
    return Geography(kind, AREA, ((AREA,), names, msoas), area_of, lookups, True)


def ward_lookup(inside: dict[str, tuple[str, ...]], county: str) -> str:
    """Return the ONS's look-up of wards to districts, counties and regions."""
    head = "WD24CD,WD24NM,LAD24CD,LAD24NM,CTYUA24CD,CTYUA24NM,RGN24CD,RGN24NM"
    rows = [
        f"{w},Ward {w},{a},Place {a},{county or a},Place {county or a},{REGION},A region"
        for a, every in inside.items()
        for w in every
    ]
    return "\n".join([head, *rows, ""])


def _lsoas_of(inside: dict[str, tuple[str, ...]]) -> str:
    """Return the ONS's look-up of small areas, of which no file says more: one in each ward."""
    pairs = [(ward, place) for place, every in inside.items() for ward in every]
    head = "LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM"
    rows = [
        f"{lsoa},L {lsoa},{ward},Ward {ward},{place},Place {place}"
        for lsoa, (ward, place) in zip(_codes("E01", len(pairs)), pairs, strict=True)
    ]
    return "\n".join([head, *rows, ""])


def _lsoa_lookup(ward_of: dict[str, str], msoa_of: dict[str, str]) -> str:
    extra = ",MSOA21CD,MSOA21NM" if msoa_of else ""
    head = f"LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM{extra}"
    rows = [
        f"{lsoa},L {lsoa},{ward},Ward {ward},{AREA},Place"
        + (f",{msoa_of[lsoa]},M {msoa_of[lsoa]}" if msoa_of else "")
        for lsoa, ward in ward_of.items()
    ]
    return "\n".join([head, *rows, ""])


AGES: tuple[tuple[Span, ...], ...] = (
    (ALL_AGES,),
    ((0, 18), (18, OLDEST)),
    ((0, 18), (18, 65), (65, OLDEST)),
    ((0, 16), (16, 18), (18, 25), (25, OLDEST)),
    ((0, 16), (16, 17), (17, 18), (18, OLDEST)),
    ((SCHOOL, SCHOOL + 1), (SCHOOL + 6, SCHOOL + 7)),
)
PERIODS: tuple[tuple[Span, ...], ...] = (
    months_from(2024, 1, 12, 1),
    months_from(2022, 4, 12, 2),
    months_from(2022, 1, 12, 3),
    months_from(2020, 4, 12, 4),
    months_from(2024, 4, 3, 4),
    months_from(2024, 4, 1, 3),
)
GROUPS: tuple[dict[str, tuple[str, ...]], ...] = (
    {},
    {"Ethnic group": ("Asian", "White", "Other")},
    {"Ethnic group": ("Asian", "White", REST)},
    {"Deprivation": ("Most deprived", "Least deprived")},
    {"Ethnic group": ("Asian", "White"), "Disability": ("Disabled", "Not disabled")},
)


def random_truth(rng: np.random.Generator, geography: Geography, places: int = 0) -> Truth:
    """Return who was counted: about a fifth of the small groups are small, some are none."""
    ages = AGES[rng.choice(len(AGES), p=(0.25, 0.2, 0.2, 0.1, 0.1, 0.15))]
    days = PERIODS[rng.choice(len(PERIODS), p=(0.45, 0.15, 0.1, 0.08, 0.14, 0.08))]
    groups = GROUPS[rng.choice(len(GROUPS), p=(0.6, 0.14, 0.1, 0.1, 0.06))]
    names = geography.places
    shape = (len(names), 2, len(ages), len(days), *(len(v) for v in groups.values()))
    kind = rng.choice(4, size=shape, p=(0.12, 0.22, 0.33, 0.33))
    drawn = [np.zeros(shape, int), rng.integers(1, 8, shape), rng.integers(8, 30, shape)]
    counts = np.choose(kind, [*drawn, rng.integers(30, 200, shape)])
    rest = np.where(rng.random(shape) < 0.06, rng.integers(1, 8, shape), 400)
    people = counts + rest * rng.integers(1, 6, shape)
    return Truth(names, ages, days, groups, counts, people, geography.area_of)
