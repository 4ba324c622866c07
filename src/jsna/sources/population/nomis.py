"""Ask Nomis for a table, page by page, and know that every row of it came.

Without a key Nomis gives 25,000 rows a question and says nothing of the rest, so every page
carries the number of records that there are (RECORD_COUNT), and what came is counted against it.
A wrong parameter is answered with 200 and an empty body, or with a sentence. A key (free, from
the website) is taken from the environment variable NOMIS_API_KEY and told nowhere.
"""

import csv
import io
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from jsna.errors import Problem
from jsna.http.errors import FormatChanged, RetiredAreaType, Truncated
from jsna.sources.contract import Fetched
from jsna.sources.csv_text import decode

if TYPE_CHECKING:
    from jsna.http.client import Answer, Http

HOST: Final = "www.nomisweb.co.uk"
API: Final = f"https://{HOST}/api/v01/dataset"
KEY: Final = "NOMIS_API_KEY"
GUEST_ROWS: Final = 25_000
KEY_ROWS: Final = 100_000
COUNT: Final = "RECORD_COUNT"
MEDIA_TYPE: Final = "text/csv"
LATER: Final = "Run the same command again later; if it stays so, the service has changed."
WITH_KEY: Final = f"A key that {KEY} holds may be wrong or out of date: try without it."


@dataclass(frozen=True)
class _Page:
    """One answer: its lines of data as received, how many rows they are, and of how many."""

    header: str
    lines: list[str]
    rows: list[list[str]]
    count: int


def fetch_table(
    http: "Http", dataset: str, params: Mapping[str, str], key: tuple[str, ...]
) -> Fetched:
    """Return a whole table as one CSV: the pages as received, under one header.

    Args:
        http: What the request goes out by.
        dataset: e.g. "NM_2006_1".
        params: Which rows and columns; the columns must hold RECORD_COUNT.
        key: The columns that tell rows apart.

    Raises:
        Truncated: fewer or more rows came than there are, or the same rows twice.
        FormatChanged: the answer lacks a column that was asked for.
        EmptyAnswer, NotData: the service sent nothing, or a sentence.
    """
    size = KEY_ROWS if os.environ.get(KEY) else GUEST_ROWS
    url = f"{API}/{dataset}.data.csv"
    first = _ask(http, url, params, size, 0)
    pages = [_read(first, key)]
    while (received := sum(len(p.rows) for p in pages)) < pages[0].count:
        _check_full(pages[-1], size, pages[0].count - received, first.url)
        pages.append(_read(_ask(http, url, params, size, received), key))
        _check_same(pages[0], pages[-1], first.url)
    _check_complete(pages, key, first.url)
    text = "\n".join([pages[0].header, *(line for page in pages for line in page.lines), ""])
    return Fetched(text.encode(), _without_paging(first.url), MEDIA_TYPE)


def codelist(http: "Http", dataset: str, dimension: str) -> dict[str, str]:
    """Return the codes of a dimension with what they stand for, as Nomis defines them.

    Args:
        http: What the request goes out by; asked once a session.
        dataset: e.g. "NM_2006_1".
        dimension: e.g. "projected_year", or "geography/TYPE" for the kinds of area.

    Raises:
        FormatChanged: the definition has another shape.
    """
    answer = http.get_once(f"{API}/{dataset}/{dimension}.def.sdmx.json", expect="json")
    try:
        codes = json.loads(answer.content)["structure"]["codelists"]["codelist"][0]["code"]
        return {str(code["value"]): str(code["description"]["value"]) for code in codes}
    except (KeyError, IndexError, TypeError):
        what = f"Nomis does not say what {dimension} of {dataset} can be."
        raise FormatChanged(Problem(what, answer.url, next_step=LATER)) from None


def overview(http: "Http", dataset: str) -> str:
    """Return what Nomis says of a dataset: its name, coverage and notes, as one text."""
    url = f"{API}/{dataset}.overview.json"
    answer = http.get_once(url, {"select": "DatasetInfo,Coverage,Keywords"}, expect="json")
    return " ".join(_texts(json.loads(answer.content)))


def newest_type(http: "Http", dataset: str, pattern: str) -> str:
    """Return Nomis's number of a kind of area, of the newest vintage that a dataset has.

    Args:
        http: What the request goes out by.
        dataset: e.g. "NM_2006_1".
        pattern: Matches the kind in Nomis's words, with the year as its group 1.

    Raises:
        RetiredAreaType: the dataset no longer has such areas.
    """
    kinds = codelist(http, dataset, "geography/TYPE")
    found = [(m[1], code) for code, words in kinds.items() if (m := re.search(pattern, words))]
    if not found:
        what = f"Nomis has no areas like {pattern!r} in {dataset} any more."
        allowed = f"It has {', '.join(list(kinds.values())[:8])}."
        raise RetiredAreaType(Problem(what, f"{API}/{dataset}", 0, allowed))
    code = max(found)[1]
    return code if code.startswith("TYPE") else f"TYPE{code}"


def _ask(http: "Http", url: str, params: Mapping[str, str], size: int, offset: int) -> "Answer":
    paging = {"RecordLimit": str(size), "RecordOffset": str(offset)}
    secret = {"uid": os.environ[KEY]} if os.environ.get(KEY) else {}
    return http.get(url, {**params, **paging}, secret_params=secret, expect="csv")


def _read(answer: "Answer", key: tuple[str, ...]) -> _Page:
    lines = decode(answer.content).splitlines()
    rows = [row for row in csv.reader(io.StringIO("\n".join(lines))) if row]
    names, data = rows[0], rows[1:]
    if missing := [name for name in (*key, COUNT, "OBS_VALUE") if name not in names]:
        what = f"the answer lacks {', '.join(missing)}: it has {', '.join(names[:12])}."
        raise FormatChanged(Problem(what, answer.url, 1, next_step=LATER))
    told = {row[names.index(COUNT)] for row in data}
    if len(told) != 1 or not next(iter(told)).isdecimal():
        what = f"{COUNT} should be one number, and is {', '.join(sorted(told)[:3])}."
        raise FormatChanged(Problem(what, answer.url, next_step=LATER))
    return _Page(lines[0], [line for line in lines[1:] if line], data, int(told.pop()))


def _check_full(page: _Page, size: int, missing: int, url: str) -> None:
    """Raise Truncated if a page that is not the last one is not full: the service cut it."""
    if len(page.rows) >= size:
        return
    limit = len(page.rows) == GUEST_ROWS
    why = " This is the limit for guests, so the key was not taken." if limit else ""
    what = (
        f"the answer is cut: {len(page.rows):,} rows came where {size:,} were asked for, and"
        f" {missing:,} of {page.count:,} are missing.{why}"
    )
    raise Truncated(Problem(what, url, next_step=WITH_KEY if limit else LATER))


def _check_same(first: _Page, page: _Page, url: str) -> None:
    if page.header != first.header or page.count != first.count:
        what = f"the table changed while it was read: of {first.count:,} rows to {page.count:,}."
        raise Truncated(Problem(what, url, next_step=LATER))


def _check_complete(pages: list[_Page], key: tuple[str, ...], url: str) -> None:
    """Raise Truncated unless each of the records that there are came once."""
    rows = [row for page in pages for row in page.rows]
    if len(rows) != pages[0].count:
        what = f"{len(rows):,} rows came, and the service says that there are {pages[0].count:,}."
        raise Truncated(Problem(what, url, next_step=LATER))
    names = next(csv.reader([pages[0].header]))
    places = [names.index(name) for name in key]
    seen = {tuple(row[place] for place in places) for row in rows}
    if len(seen) < len(rows):
        what = f"{len(rows) - len(seen):,} rows came twice: the same page was sent again."
        raise Truncated(Problem(what, url, next_step=LATER))


def _without_paging(url: str) -> str:
    return re.sub(r"&Record(?:Limit|Offset)=\d+", "", url)


def _texts(told: Any) -> Iterator[str]:
    """Yield every text of a JSON document."""
    if isinstance(told, dict):
        for value in told.values():
            yield from _texts(value)
    elif isinstance(told, list):
        for value in told:
            yield from _texts(value)
    else:
        yield str(told)
