"""Small registers of invented authorities."""

import pandas as pd

from jsna.register.register import KIND_OF_AREA_TYPE, NOT_ENDED, Register

ALWAYS = "2009-04-01"


def a_register(*rows: tuple, region="E12000001") -> Register:
    """Rows of (code, area_type, name, from, to, replaced by, change); the last four may lack."""
    whole = [(*row, *(ALWAYS, "", "", "")[len(row) - 3 :]) for row in rows]
    columns = ["code", "area_type", "name", "begins", "ends", "replaced_by", "change"]
    frame = pd.DataFrame(whole, columns=columns).astype("str")
    return Register(
        frame.assign(
            begins=pd.to_datetime(frame["begins"]),
            ends=pd.to_datetime(frame["ends"].replace("", None)).fillna(NOT_ENDED),
            replaced_by=[tuple(codes.split()) for codes in frame["replaced_by"]],
            other_names=[()] * len(frame),
            kind=frame["area_type"].map(KIND_OF_AREA_TYPE),
            region_code=region,
            region_name="A region",
            county_code="",
        )
    )
