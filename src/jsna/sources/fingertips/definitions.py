"""What Fingertips says of its indicators: definition, unit, polarity, method, last upload.

The data files carry none of it. Two files hold it: the definitions, a CSV whose columns grow
over the years and are read by name, and the times of the last uploads, as JSON.
"""

import io
import json
import re
from datetime import datetime
from html import unescape
from typing import Final

import pandas as pd

from jsna.errors import FormatChanged, Problem, Truncated
from jsna.sources.column_names import as_known
from jsna.sources.contract import DEFINITION_COLUMNS, ParsedDefinitions
from jsna.sources.csv_file import AGAIN, header
from jsna.sources.csv_text import decode, plain_csv, without_lines_below

TEXTS: Final = {
    "Indicator ID": "indicator_id",
    "Indicator": "title",
    "Definition": "definition",
    "Unit": "unit",
    "Value type": "value_type",
    "Year type": "year_type",
    "Polarity": "polarity_label",
    "Methodology": "method",
    "Confidence interval details": "interval_method",
    "Caveats": "caveats",
    "Data source": "data_source",
    "Frequency": "frequency",
}
NEEDED: Final = ("Indicator ID", "Definition", "Unit", "Value type", "Year type", "Polarity")
TOLD_BY: Final = ("Indicator ID", "Definition")
POLARITIES: Final = {
    "rag - high is good": "high-is-good",
    "rag - low is good": "low-is-good",
    "bob - blue orange blue": "none",
    "not applicable": "none",
}
CHANGES: Final = b'{"data_changes"'


def recognise_definitions(name: str, content: bytes) -> str | None:
    """Return a title if these are definitions or times of upload, else None.

    Raises:
        SourceError: they are definitions without a column that is needed.
    """
    if _is_changes(content):
        return f"Last uploads of {len(_changes(name, content))} indicators (Fingertips)"
    names = header(content, list(TEXTS))
    if not set(TOLD_BY) <= set(names) or "Value" in names:
        return None
    if missing := [column for column in NEEDED if column not in names]:
        what = f"the definitions lack a column: {', '.join(missing)}."
        raise FormatChanged(Problem(what, name, 1, next_step=AGAIN))
    rows = _read(name, content)
    return f"Definitions of {len(rows)} indicators (Fingertips)"


def read_definitions(name: str, content: bytes) -> ParsedDefinitions:
    """Return what a file that was recognised says, one row per indicator.

    Raises:
        SourceError: the file breaks off.
    """
    if _is_changes(content):
        changes = _changes(name, content)
        uploaded = [_uploaded(answer) for answer in changes.values()]
        return _definitions(pd.DataFrame({"indicator_id": list(changes), "last_upload": uploaded}))
    rows = _read(name, content)
    frame = rows[[c for c in TEXTS if c in rows]].rename(columns=TEXTS)
    plain = frame.apply(lambda column: column.map(_plain))
    label = plain["polarity_label"].str.lower().str.split().str.join(" ")
    return _definitions(plain.assign(polarity=label.map(POLARITIES).fillna("")))


def is_definitions(content: bytes) -> bool:
    """Return whether bytes that were recognised are definitions and not figures."""
    return _is_changes(content) or set(NEEDED) <= set(header(content, list(TEXTS)))


def _definitions(frame: pd.DataFrame) -> ParsedDefinitions:
    full = frame.reindex(columns=list(DEFINITION_COLUMNS), fill_value="").astype("str")
    return ParsedDefinitions(full[full["indicator_id"] != ""].reset_index(drop=True))


def _read(name: str, content: bytes) -> pd.DataFrame:
    content = without_lines_below(plain_csv(content))[0]
    not_whole = "the definitions are no whole CSV: {}."
    if content.count(b'"') % 2:
        what = not_whole.format("the file breaks off inside quotation marks")
        raise Truncated(Problem(what, name, next_step=AGAIN))
    try:
        text = io.StringIO(decode(content), newline="")
        frame: pd.DataFrame = pd.read_csv(text, dtype="str", keep_default_na=False)
    except (ValueError, pd.errors.ParserError) as error:
        what = not_whole.format(str(error).strip())
        raise FormatChanged(Problem(what, name, next_step=AGAIN)) from error
    frame.columns = pd.Index(as_known(frame.columns.str.strip(), list(TEXTS)))
    if not frame["Indicator ID"].str.fullmatch(r"\s*\d+\s*").all():
        what = "the definitions break off, or a row has lost its indicator id."
        raise Truncated(Problem(what, name, next_step=AGAIN))
    return frame


def _is_changes(content: bytes) -> bool:
    return b"".join(content[:64].split()).startswith(CHANGES)


def _changes(name: str, content: bytes) -> dict[str, object]:
    try:
        return {str(k): v for k, v in json.loads(content)["data_changes"].items()}
    except (ValueError, AttributeError) as error:
        what = "the times of the last uploads can't be read: the file breaks off."
        raise Truncated(Problem(what, name, next_step=AGAIN)) from error


def _uploaded(answer: object) -> str:
    """Return the day of the last upload, "" if the service does not say."""
    told = answer[0] if isinstance(answer, list) and answer else answer
    when = str(told.get("LastUploadedAt") or "") if isinstance(told, dict) else ""
    try:
        day = datetime.fromisoformat(when).date()
    except ValueError:
        return ""
    return "" if day.year < datetime.min.year + 1 else day.isoformat()


def _plain(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())
