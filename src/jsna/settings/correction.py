"""A figure that its publisher has wrong: `data/corrections/<id>.yml`, one file a figure.

A correction says what the source holds now (`expect`). When the source no longer holds it, the
build stops: the source was mended, and the correction has to go.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from jsna.settings.indicator import IndicatorId
from jsna.settings.model import SettingsModel, Slug, Text, Words

AreaCode = Annotated[str, StringConstraints(pattern=r"^[EWSN]\d{8}$")]
Period = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}/P\d+[YMD]$")]
CorrectedField = Literal[
    "value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator"
]
CorrectionStatus = Literal["reported", "accepted", "refused"]


class Correction(SettingsModel):
    """One number of one fact, as its source has it and as it should be.

    Attributes:
        id: The file's name without `.yml`.
        source: Id of the source whose files hold the number.
        field: Which number of the fact.
        expect: What the source holds, as far as it is written: 16.7 is held by 16.71 too;
            None where the source has no number.
        corrected: The right number; None takes the wrong one out.
        reason: How it is known to be wrong, for the readers of the pack.
        told: Which body was told, never a person's name.
        told_on: When.
        status: reported; accepted (they agree and have not published it again yet); refused
            (they stand by their figure).
    """

    id: Slug
    source: Slug
    indicator: IndicatorId
    area_code: AreaCode
    period: Period
    edition: Words = ""
    sex: Literal["Persons", "Male", "Female", "Not applicable"] = "Persons"
    age: Text = "All ages"
    field: CorrectedField = "value"
    expect: float | None
    corrected: float | None
    reason: Text
    told: Text
    told_on: date
    status: CorrectionStatus
