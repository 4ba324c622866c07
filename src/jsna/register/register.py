"""The register as a table that can be asked: who stood on a day, and who came after whom."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from functools import cache, cached_property, lru_cache
from typing import Final

import pandas as pd

from jsna.register.authorities import SAME_PLACE, authorities
from jsna.register.names import plain_name

AREA_TYPE_OF_KIND: Final = {
    "county": "county", "district": "district", "unitary authority": "unitary",
    "metropolitan borough": "unitary", "london borough": "unitary",
    "city corporation": "unitary",
}  # fmt: skip
KIND_OF_AREA_TYPE: Final = {
    "county": "county", "district": "district", "unitary": "unitary authority",
}  # fmt: skip
NOT_ENDED: Final = pd.Timestamp.max.floor("D")


@dataclass(frozen=True, eq=False)
class Register:
    """Authorities by period.

    Attributes:
        rows: One row per authority and span: code, name, other_names and replaced_by (tuples),
            kind, area_type (county, district, unitary), region_code, region_name, county_code,
            begins, ends (days; NOT_ENDED while it is in force), change.
    """

    rows: pd.DataFrame

    def in_force(self, day: pd.Timestamp) -> pd.DataFrame:
        """Return the authorities of a day; of one before the register's first, those of that."""
        day = max(day, self.rows["begins"].min())
        return self.rows[(self.rows["begins"] <= day) & (self.rows["ends"] >= day)]

    def known(self, codes: Collection[str]) -> pd.DataFrame:
        """Return the rows of these codes."""
        return self.rows[self.rows["code"].isin(list(codes))]

    @cached_property
    def area_types(self) -> pd.Series:
        """Code -> area type."""
        return self.rows.set_index("code")["area_type"]

    def codes_on(self, day: pd.Timestamp) -> pd.Series:
        """Code -> the code that the same place had on a day; codes of no place of it are none."""
        return _codes_on(self, day)

    @cached_property
    def places(self) -> pd.Series:
        """Code -> one code for all that the same place has or had: its newest."""
        same = self.changes[self.changes["change"] == SAME_PLACE]
        follows = same.set_index("code")["related"]
        newest = pd.Series(self.rows["code"].to_numpy(), index=self.rows["code"])
        while newest.isin(follows.index).any():
            newest = newest.replace(follows.to_dict())
        return newest

    @cached_property
    def changes(self) -> pd.DataFrame:
        """One row per code that ended and code that followed it: code, related, name, change."""
        pairs = self.rows[["code", "replaced_by", "name", "change", "ends"]].explode("replaced_by")
        pairs = pairs.rename(columns={"replaced_by": "related"})
        return pairs[pairs["related"].notna()].reset_index(drop=True)

    @cached_property
    def lineage(self) -> pd.DataFrame:
        """One row per code and each that it came from or that came of it: code, related."""
        step = self.changes[["code", "related"]]
        after = step
        while True:
            further = after.merge(step.set_axis(["related", "next"], axis=1), on="related")
            further = further[["code", "next"]].set_axis(["code", "related"], axis=1)
            longer = pd.concat([after, further]).drop_duplicates(ignore_index=True)
            if len(longer) == len(after):
                break
            after = longer
        before = after.set_axis(["related", "code"], axis=1)
        return pd.concat([after, before[["code", "related"]]], ignore_index=True)

    def codes_by_name(self, area_types: Collection[str]) -> dict[str, str]:
        """Return plain names -> codes: authorities in force, then, for names left, ended ones.

        A name that two authorities would share gets no code. Names are `names.plain_name`.
        """
        rows = self.rows[self.rows["area_type"].isin(list(area_types))]
        ended = rows["ends"] < NOT_ENDED
        former = _unshared(rows[ended & (rows["change"] != SAME_PLACE)])
        return former | _unshared(rows[~ended])

    def with_others(self, names: pd.DataFrame) -> "Register":
        """Return the register with authorities that it lacks, always in force.

        Args:
            names: Columns area_code, area_type, area_name and region_code; other kinds of area
                are passed over.
        """
        others = names[names["area_type"].isin(KIND_OF_AREA_TYPE)]
        others = others[~others["area_code"].isin(self.rows["code"])]
        added = pd.DataFrame(
            {
                "code": others["area_code"],
                "name": others["area_name"],
                "kind": others["area_type"].map(KIND_OF_AREA_TYPE),
                "area_type": others["area_type"],
                "region_code": others.get("region_code", ""),
                "begins": national_register().rows["begins"].min(),
                "ends": NOT_ENDED,
            }
        )
        added["other_names"] = [()] * len(added)
        added["replaced_by"] = [()] * len(added)
        columns = dict.fromkeys(("region_name", "county_code", "change"), "")
        whole = pd.concat([self.rows, added.assign(**columns)], ignore_index=True)
        return Register(whole[list(self.rows.columns)])


@lru_cache(maxsize=128)
def _codes_on(register: Register, day: pd.Timestamp) -> pd.Series:
    # asked for every measure, of a few dozen days
    alive = register.in_force(day)["code"]
    by_place = pd.Series(alive.to_numpy(), index=alive.map(register.places))
    codes: pd.Series = register.places.map(by_place).dropna()
    return codes


@cache
def national_register() -> Register:
    """Return the register of the package."""
    rows = pd.DataFrame([asdict(authority) for authority in authorities()])
    rows["area_type"] = rows["kind"].map(AREA_TYPE_OF_KIND)
    rows["begins"] = pd.to_datetime(rows["begins"])
    rows["ends"] = pd.to_datetime(rows["ends"]).fillna(NOT_ENDED)
    return Register(rows.drop(columns="former_codes"))


def register_with(names: pd.DataFrame, *, invented: bool) -> Register:
    """Return the register that an area's facts are held against.

    Args:
        names: As `Register.with_others`: the areas that the facts know of.
        invented: Whether the country is invented, and none of the real authorities is in it.
    """
    national = national_register()
    return (Register(national.rows.iloc[:0]) if invented else national).with_others(names)


def _unshared(rows: pd.DataFrame) -> dict[str, str]:
    names = zip(rows["name"], rows["other_names"], strict=True)
    every = rows.assign(name=[(name, *others) for name, others in names])
    every = every[["code", "name"]].explode("name")
    every["name"] = every["name"].map(plain_name)
    every = every.drop_duplicates()
    every = every[~every["name"].duplicated(keep=False)]
    return dict(zip(every["name"], every["code"], strict=True))
