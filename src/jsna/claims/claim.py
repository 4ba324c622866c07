"""One claim of a strategy: a row of its `claims.csv`, and what it needs to be complete."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import Field, field_validator

from jsna.settings.indicator import Sex
from jsna.settings.model import SettingsModel, Slug, Text, Words

Kind = Literal["value", "comparison", "rank", "share", "change", "target", "other"]
Direction = Literal[
    "", "over", "under", "higher", "lower", "better", "worse", "similar", "increase", "decrease",
    "best first", "worst first", "highest first", "lowest first",
]  # fmt: skip
Lacks = Literal[
    "", "local record", "national source", "small area", "no single measure", "no comparator",
    "opinion", "plan",
]  # fmt: skip
Number = Annotated[float, Field(allow_inf_nan=False)]
Reason = tuple[str, str, str]

DIRECTIONS: Final = {
    "value": ("", "over", "under"),
    "share": ("", "over", "under"),
    "target": ("",),
    "comparison": ("higher", "lower", "better", "worse", "similar"),
    "change": ("increase", "decrease"),
    "rank": ("best first", "worst first", "highest first", "lowest first"),
}
"""Kind of claim -> what `direction` may say of one that can be checked."""
GOAL: Final = "goal"
"""What stands under `against` for the goal of the catalogue that was in force."""
AREA: Final = r"^([A-Z]\d{8})?$"


class Claim(SettingsModel):
    """One thing that a strategy states, told in other words than its own.

    Attributes:
        claim_id: Unique in the file.
        document: The document that states it.
        line: Where in it.
        claim: What is stated, in our own words.
        kind: What is stated of a measure: its value, how it compares, its rank, a share of a
            count, a change, a target; or something other.
        indicator_id: Which indicator of the catalogue measures it; blank for none.
        area_code: Whose figure; blank for the area of the strategy.
        sex: Of whom; blank for the indicator's first.
        age: As the facts write it, or an age band of residents; blank for the indicator's own.
        period: ISO 8601 interval or a calendar year; blank where the document states none.
        since: Of a change: the earlier period.
        edition: Of a projection or an index.
        value: The number stated.
        precision: What its last printed digit is worth: 0.1 for 14.0, 1000 for 261,000.
        unit: As the indicator's; % for a share or a relative change.
        direction: See DIRECTIONS.
        against: Of a comparison: a code of an area, or "goal".
        count: The count that the document itself gives for a share.
        denominator: What it is a share of; for a rank, among how many.
        counts_in: The two claims that state its count and denominator elsewhere: "7-2/7-1".
        lacks: Of a claim without an indicator, why it can't be checked.
        written: When it was written; blank for the day on which the strategy begins.
    """

    claim_id: Slug
    document: Text
    line: Annotated[int, Field(ge=1)]
    claim: Text
    kind: Kind
    indicator_id: Words = ""
    area_code: Annotated[str, Field(pattern=AREA)] = ""
    sex: Sex | Literal[""] = ""
    age: Words = ""
    period: Words = ""
    since: Words = ""
    edition: Words = ""
    value: Number | None = None
    precision: Annotated[Number, Field(gt=0)] | None = None
    unit: Words = ""
    direction: Direction = ""
    against: Annotated[str, Field(pattern=rf"{AREA}|^{GOAL}$")] = ""
    count: Annotated[Number, Field(ge=0)] | None = None
    denominator: Annotated[Number, Field(gt=0)] | None = None
    counts_in: Annotated[str, Field(pattern=r"^([\w-]+/[\w-]+)?$")] = ""
    lacks: Lacks = ""
    written: date | None = None

    @field_validator("value", "precision", "count", "denominator", "written", mode="before")
    @classmethod
    def _blank_is_missing(cls, cell: Any) -> Any:
        return None if cell == "" else cell

    @property
    def of_own_counts(self) -> bool:
        """Whether it gives the counts that its share is made of."""
        return self.kind == "share" and self.count is not None and self.denominator is not None

    @property
    def checked(self) -> bool:
        """Whether there is something to hold it against."""
        return bool(self.indicator_id) or self.of_own_counts


def incomplete(claim: Claim) -> Iterator[Reason]:
    """Yield the column, what is wrong and what is allowed, for each thing that a claim lacks."""
    if not claim.checked:
        if not claim.lacks:
            yield "lacks", "nothing says why it can't be checked.", _LACKS
        return
    if claim.lacks:
        yield "lacks", "it has something to be held against, and yet a reason why not.", _ONE
    yield from _of_kind(claim)


def _of_kind(claim: Claim) -> Iterator[Reason]:
    if claim.kind == "other":
        yield "kind", "a claim of kind other can't be held against an indicator.", _KINDS
        return
    allowed = DIRECTIONS[claim.kind]
    if claim.direction not in allowed:
        words = f"Allowed for {claim.kind}: {', '.join(word or 'blank' for word in allowed)}."
        yield "direction", f"direction is {claim.direction!r}.", words
    needed = {
        "value": claim.kind in ("value", "share", "target", "rank"),
        "precision": claim.value is not None and claim.kind != "rank",
        "against": claim.kind == "comparison",
        "denominator": claim.kind == "rank",
    }
    for column, wanted in needed.items():
        if wanted and getattr(claim, column) in (None, ""):
            yield column, f"a claim of kind {claim.kind} needs {column}.", _NEEDS[column]


_LACKS: Final = (
    "Name an indicator_id, give count and denominator of a share, or say under lacks: local"
    " record, national source, small area, no single measure, no comparator, opinion or plan."
)
_ONE: Final = "Give an indicator or counts, or lacks, not both."
_KINDS: Final = f"Allowed are: {', '.join(DIRECTIONS)}; or leave indicator_id blank."
_NEEDS: Final = {
    "value": "It is the number that the document states.",
    "precision": "It is what the last printed digit is worth: 0.1 for 14.0, 1000 for 261,000.",
    "against": "It is a code such as E92000001, or goal.",
    "denominator": "It is among how many areas the document ranks.",
}
