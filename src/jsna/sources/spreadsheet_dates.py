"""What a spreadsheet makes of "5-9" and "10-14": a date, which is an age no longer.

Told in every reader's ages: kept as it stands, 05-Sep would be an age group of its own.
"""

import re
from typing import Final

import pandas as pd

from jsna.errors import FormatChanged, Problem

MONTH: Final = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
"""By name: "2 yrs" and "Age 65" are ages."""
DATE: Final = re.compile(
    rf"\d{{1,2}}[- ]{MONTH}(?:[- ]\d{{2,4}})?|{MONTH}[- ]\d{{2,4}}"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?: 00:00(?::00)?)?",
    re.IGNORECASE,
)
BECAME_DATES: Final = "a spreadsheet has turned ages into dates"
HOW: Final = "5-9 becomes 05-Sep, and 10-14 becomes Oct-14."


def check_dates(ages: pd.Series, file: str) -> None:
    """Raise FormatChanged if one of these ages is a date.

    Args:
        ages: As they stand in a file, indexed by line less 2.
        file: What to call the file in an error.
    """
    words = ages.dropna().drop_duplicates().str.strip()
    dates = words[words.str.fullmatch(DATE)]
    if not dates.empty:
        what = f'{BECAME_DATES}: "{dates.iloc[0]}".'
        line = int(dates.index[0]) + 2
        raise FormatChanged(Problem(what, file, line, HOW, "Download the file again."))
