"""Ask Fingertips for indicators: what it publishes first, then each at the levels it has.

Two questions go before all others, once a session: which kinds of area there are
(`area_types`), and at which of them each indicator is published (`available_data`). An
indicator that is not published at a level is thus told apart from one whose answer is empty.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from jsna.errors import Problem
from jsna.http.errors import (
    EmptyAnswer,
    FormatChanged,
    NotPublished,
    RequestRefused,
    RetiredAreaType,
)
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.sources.contract import Fetched, Request
from jsna.sources.csv_file import header
from jsna.sources.fingertips.area_types import WORDS, AreaType, newest, read_area_types
from jsna.sources.fingertips.guard import ask
from jsna.sources.fingertips.table import COLUMNS, is_fingertips, read_fingertips, spell

if TYPE_CHECKING:
    from jsna.http.client import Answer, Http

SOURCE_ID: Final = "fingertips"
HOST: Final = "fingertips.phe.org.uk"
API: Final = f"https://{HOST}/api"
BY_HAND: Final = f"{API}/all_data/csv/for_one_indicator"
DATA: Final = f"{API}/all_data/csv/by_indicator_id"
DEFINITIONS: Final = f"{API}/indicator_metadata/csv/by_indicator_id"
MOST_IDS: Final = 100
SMALL: Final = ("ward", "msoa")
MEDIA_TYPE: Final = "text/csv"


@dataclass(frozen=True)
class IndicatorRequest(Request):
    """One indicator, for one area.

    Attributes:
        number: The service's id of the indicator.
        tiers: The kinds of authority to ask for, the first that is published is taken.
        small: Kinds of small area to ask for besides, inside the authority.
        area_code: The authority.
    """

    number: str
    tiers: tuple[str, ...]
    small: tuple[str, ...]
    area_code: str


@dataclass(frozen=True)
class DefinitionsRequest(Request):
    """What the service says of its indicators, and when it last changed them."""

    numbers: tuple[str, ...]


def fingertips_requests(indicators: Sequence[Indicator], area: Area) -> list[Request]:
    """Return one request per indicator, and one per hundred definitions.

    The addresses are those for a browser: they give every published level in one file, so that
    nobody has to know the numbers of kinds of area.
    """
    ours = [i for i in indicators if i.source.source == SOURCE_ID and _is_real(i)]
    tiers = (
        ("lower-tier", "upper-tier") if area.tier == "district" else ("upper-tier", "lower-tier")
    )
    data = [
        IndicatorRequest(
            SOURCE_ID,
            f"{i.title} (Fingertips {i.source.id})",
            f"{BY_HAND}?indicator_id={i.source.id}",
            i.source.id,
            tiers,
            tuple(level for level in SMALL if level in i.levels),
            area.code,
        )
        for i in ours
    ]
    numbers = list(dict.fromkeys(i.source.id for i in ours))
    batches = [numbers[n : n + MOST_IDS] for n in range(0, len(numbers), MOST_IDS)]
    return [*data, *(_definitions_request(batch) for batch in batches)]


def fetch_fingertips(request: Request, http: "Http") -> list[Fetched]:
    """Return the files that answer a request of `fingertips_requests`.

    Raises:
        NotPublished: the service does not have the indicator, or not for authorities.
        RetiredAreaType: only for kinds of area that the service has given up.
        SourceError: as `Http.get`.
    """
    if isinstance(request, DefinitionsRequest):
        return _fetch_definitions(request, http)
    if isinstance(request, IndicatorRequest):
        return _fetch_indicator(request, http)
    raise TypeError(f"no request of this source: {request}")


def _fetch_indicator(request: IndicatorRequest, http: "Http") -> list[Fetched]:
    types = area_types(http)
    published = published_types(request, types, http)
    authority = _authority_type(request, types, published)
    region = newest(types, "region")
    parent = region.number if region else authority.number
    whole = ask(
        http, lambda f: f.get_data_by_indicator_ids([request.number], authority.number, parent)
    )
    small = [newest(published, kind) for kind in request.small]
    found = [_fetch_small(request, kind, authority, http) for kind in small if kind]
    for answer in (whole, *found):
        check_answer(answer, request.number)
    return [Fetched(a.content, a.url, MEDIA_TYPE) for a in (whole, *found)]


def check_answer(answer: "Answer", number: str) -> None:
    """Raise FormatChanged unless these are rows of this indicator in columns that are known."""
    names = header(answer.content)
    if not is_fingertips(names):
        what = f"the header is not the one that is known: {', '.join(names[:8])} ..."
        raise FormatChanged(Problem(what, answer.url, 1, "It begins with Indicator ID."))
    table = read_fingertips(answer.content, answer.url)
    if added := [name for name in spell(names) if name not in COLUMNS]:
        # a person may have joined a column to a file; the service has changed
        what = f"a column that is not known: {', '.join(added)}."
        raise FormatChanged(Problem(what, answer.url, 1))
    others = set(table["Indicator ID"].unique().to_pylist()) - {number, ""}
    if others:
        what = f"indicator {number} was asked for, {', '.join(sorted(others))} was answered."
        raise FormatChanged(Problem(what, answer.url))


def area_types(http: "Http") -> tuple[AreaType, ...]:
    """Return the kinds of area that the service has; asked once a session."""
    answer = ask(http, lambda f: f.get_area_types_as_dict())
    return read_area_types(answer.content, answer.url)


def published_types(
    request: IndicatorRequest, types: Sequence[AreaType], http: "Http"
) -> list[AreaType]:
    """Return the kinds of area for which an indicator is published, of those the service has.

    Raises:
        NotPublished: the service has no such indicator at all.
        RetiredAreaType: it has it only for kinds of area that it no longer lists.
    """
    answer = ask(http, _all_available)
    numbers = _available(answer).get(request.number, set())
    if not numbers:
        what = f"Fingertips has no indicator {request.number}: withdrawn, or numbered anew."
        step = "Search for it on the website, and mend its id in the catalogue."
        raise NotPublished(Problem(what, answer.url, next_step=step))
    known = [t for t in types if t.number in numbers]
    if not known:
        what = f"Fingertips has indicator {request.number} only for kinds of area it has retired"
        told = f" ({', '.join(map(str, sorted(numbers)))})."
        raise RetiredAreaType(Problem(what + told, answer.url))
    return known


def _authority_type(
    request: IndicatorRequest, types: Sequence[AreaType], published: Sequence[AreaType]
) -> AreaType:
    """Return the kind of authority to ask for: the first tier published, as it is now."""
    current = [t for kind in request.tiers if (t := newest(types, kind))]
    if found := [t for t in current if t in published]:
        return found[0]
    if old := [t.name for t in published if t.kind in request.tiers]:
        what = f"Fingertips has indicator {request.number} only for {', '.join(old)}: retired."
        allowed = f"The present kind is {current[0].name}." if current else ""
        step = f"Its old figures can be downloaded by hand: {request.url}"
        raise RetiredAreaType(Problem(what, request.url, 0, allowed, step))
    wanted = " or ".join(WORDS[kind] for kind in request.tiers)
    what = f"Fingertips does not publish indicator {request.number} for {wanted}."
    levels = ", ".join(sorted(t.name for t in published))
    raise NotPublished(Problem(what, request.url, 0, f"Published for: {levels}."))


def _fetch_small(
    request: IndicatorRequest, kind: AreaType, authority: AreaType, http: "Http"
) -> "Answer":
    """Return the authority's own small areas.

    fingertips_py can't name a parent: it would fetch every ward of England.
    """
    params = {
        "indicator_ids": request.number,
        "child_area_type_id": str(kind.number),
        "parent_area_type_id": str(authority.number),
        "parent_area_code": request.area_code,
    }
    return http.get(DATA, params, expect="csv")


def _fetch_definitions(request: DefinitionsRequest, http: "Http") -> list[Fetched]:
    """Return the definitions as the service writes them, and when each was last uploaded."""
    numbers = list(request.numbers)
    told = ask(http, lambda f: f.get_metadata_for_indicator_as_dataframe(numbers))
    changes = {n: _last_change(n, http) for n in numbers}
    body = json.dumps({"data_changes": changes}, indent=1, sort_keys=True).encode()
    return [
        Fetched(told.content, told.url, MEDIA_TYPE),
        Fetched(body, f"{API}/data_changes", "application/json"),
    ]


def _last_change(number: str, http: "Http") -> Any:
    """Return what the service says of an indicator's last upload; None if it says nothing."""
    try:
        return _json(ask(http, lambda f: f.get_json(f"{API}/data_changes?indicator_id={number}")))
    except (EmptyAnswer, RequestRefused):
        return None


def _all_available(package: ModuleType) -> Any:
    return package.get_all_areas_for_all_indicators()


@lru_cache(maxsize=4)
def _available(answer: "Answer") -> dict[str, set[int]]:
    """Return indicator -> kinds of area, from the service's own list."""
    found: dict[str, set[int]] = {}
    try:
        for row in _json(answer):
            found.setdefault(str(row["IndicatorId"]), set()).add(int(row["AreaTypeId"]))
    except (TypeError, KeyError, ValueError):
        what = "the service's list of what it publishes has changed its shape."
        allowed = "Known: IndicatorId and AreaTypeId."
        raise FormatChanged(Problem(what, answer.url, 0, allowed)) from None
    return found


def _json(answer: "Answer") -> Any:
    return json.loads(answer.content)


def _definitions_request(numbers: list[str]) -> Request:
    title = f"Definitions of {len(numbers)} indicators (Fingertips)"
    url = f"{DEFINITIONS}?indicator_ids={','.join(numbers)}"
    return DefinitionsRequest(SOURCE_ID, title, url, tuple(numbers))


def _is_real(indicator: Indicator) -> bool:
    """Return whether the service can know the id: a placeholder stands for another source's."""
    return indicator.source.confidence != "placeholder"
