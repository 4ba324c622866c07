"""Every reader on damaged files: right facts, a skip with its reason, or a clear error.

Each source's whole file in each of its layouts (`source_samples.py`) is cut, doubled, re-encoded,
re-separated, or has cells, columns, lines, sheets, members and parts changed, as spreadsheets,
programs and downloads do. What comes of it may
be refused; a fact that comes of it is one that the file states. Another exception is a fault.
"""

import io
import json
import zipfile
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from math import ceil

import pandas as pd
import pytest
from geo_files import area, snapshot, workbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented_facts import indicator
from ods_files import ods
from source_samples import LAYOUTS, READER_OF, SAMPLES

from damaged_tables import CELLS, WAYS, damaged_bytes, examples, numbers_in
from jsna.errors import SourceError
from jsna.fact_schema import FACT_KEY, fact_schema
from jsna.fetching.own_areas import own_codes, why_not_needed
from jsna.fetching.registry import all_sources, recognise
from jsna.fetching.why_not_read import why_not_read
from jsna.sources.contract import NotMine, ParsedFacts
from jsna.sources.one_value import two_values
from jsna.sources.workbook_cells import sheets_of

FILES = SAMPLES | LAYOUTS
TEXT = sorted(name for name, (_, content) in FILES.items() if not content.startswith((b"PK", b"{")))
FEW = settings(
    max_examples=4, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
MANY = settings(FEW, derandomize=False, database=None)
OF_EACH_READER = 10_000
"""Damaged files in the slow sweep, others each time; a reader's layouts share them."""
AT_ONCE = 200
"""How many files' facts are held to their schema together: one by one that took a third of all."""


def changed_sheets(data: st.DataObject, content: bytes) -> bytes:
    """A workbook in which cells, rows or columns of a sheet are others, of any type."""
    sheets = {name: [list(row) for row in rows] for name, rows in sheets_of(content, "").items()}
    rows = sheets[data.draw(st.sampled_from(sorted(name for name in sheets if sheets[name])))]
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(rows) - 1))
        how = data.draw(st.sampled_from(["cell", "lose", "double", "above", "column", "below"]))
        if how == "cell" and rows[place]:
            rows[place][data.draw(st.integers(0, len(rows[place]) - 1))] = data.draw(
                st.sampled_from([*TYPED, *(c for c in CELLS if c not in NOT_IN_A_SHEET)])
            )
        elif how == "lose" and len(rows) > 1:
            del rows[place]
        elif how == "double":
            rows.insert(place, list(rows[place]))
        elif how == "column":
            column = data.draw(st.integers(0, 6))
            for row in rows:
                del row[column : column + 1]
        else:
            rows.insert(0 if how == "above" else len(rows), ["Source: ONS", 1.5])
    return ods(sheets) if ODS in content[:200] else workbook(sheets)


def changed_archive(data: st.DataObject, content: bytes) -> bytes:
    """A zip of which one file is damaged as a file of its own is, or stands twice."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(files)))
    changed = data.draw(st.sampled_from(WAYS))(data, files[name])
    files[data.draw(st.sampled_from([name, f"again/{name}", "readme.csv"]))] = changed
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return held.getvalue()


def changed_json(data: st.DataObject, content: bytes) -> bytes:
    """JSON in which parts are lost, doubled or of another type."""
    whole = json.loads(content)
    for _ in range(data.draw(st.integers(1, 3))):
        part = whole
        while isinstance(part, dict | list) and part:
            keys = sorted(part) if isinstance(part, dict) else list(range(len(part)))
            key = data.draw(st.sampled_from(keys))
            deeper = isinstance(part[key], dict | list) and part[key]
            if deeper and data.draw(st.integers(0, 5)):
                part = part[key]
                continue
            if isinstance(part, list) and data.draw(st.booleans()):
                part.insert(key, part[key])
            elif data.draw(st.integers(0, 3)) == 0:
                del part[key]
            else:
                # a copy: what is changed in it later would be drawn by the next examples
                part[key] = deepcopy(data.draw(st.sampled_from([*JSON_PARTS, *CELLS])))
            break
    return json.dumps(whole).encode("utf-8", "surrogatepass")


ODS = b"opendocument"
TYPED = [None, 0, -1.5, 1e300, True, datetime(2024, 9, 5), 45540, 2024.0, 0.1 + 0.2]
NOT_IN_A_SHEET = ("\0", "=1+1")
JSON_PARTS: list[object] = [None, 0, -1.5, True, [], {}, [[]], [None], {"coordinates": []}, 1e300]


def ways_of(name: str) -> list[Callable[[st.DataObject, bytes], bytes]]:
    content = FILES[name][1]
    if name in TEXT:
        return WAYS
    if content.startswith(b"{"):
        return [changed_json, changed_json, damaged_bytes]
    zipped = FILES[name][0].endswith(".zip")
    deep = changed_archive if zipped else changed_sheets
    return [deep, deep, deep, damaged_bytes]


@pytest.fixture(scope="module")
def sources():
    return all_sources([indicator()])


class Schema:
    """Holds the facts of many files to the schema of facts together."""

    def __init__(self) -> None:
        self.schema = fact_schema()
        self.schema.unique = None  # of one file; each is rid of its own repeated rows
        self.waiting: list[pd.DataFrame] = []

    def add(self, facts: pd.DataFrame) -> None:
        if len(facts):
            self.waiting.append(facts.drop_duplicates(list(FACT_KEY)))
        if len(self.waiting) >= AT_ONCE:
            self.check()

    def check(self) -> None:
        waiting, self.waiting = self.waiting, []
        if not waiting:
            return
        like = waiting[0].dtypes.to_dict()
        odd = [facts for facts in waiting if facts.dtypes.to_dict() != like]
        self.schema.validate(pd.concat(waiting, ignore_index=True))
        # together they take the widest type: which of them are odd, the first may have decided
        for facts in [waiting[0], *odd] if odd else []:
            self.schema.validate(facts)


def check(sources, name: str, content: bytes, stated: set[float] | None, schema: Schema) -> None:
    """Take a file as a fetch does; whatever it gives is true to the bytes or said to be wrong."""
    try:
        found = recognise(sources, name, content)
        if isinstance(found, NotMine):
            assert len(found.because or why_not_read(content)) > 5
            return
        parsed = found[0].parse(snapshot(content, found[1]), content)
        own = own_codes(area(), parsed)
        assert all(isinstance(why_not_needed(item, area(), own), str) for item in parsed)
    except SourceError as error:
        assert error.problems and all(len(p.what) > 10 for p in error.problems)
        # the guard around every reader is for what nobody thought of: here that is a fault
        assert not any("not in a shape that is read" in p.what for p in error.problems), error
        return
    for item in parsed:
        if isinstance(item, ParsedFacts):
            # rows of one key may differ in what they fill in, never in what they state
            assert not two_values(item.facts, FACT_KEY, ["value"]).any()
            schema.add(item.facts)
            assert list(item.refused) == ["line", "reason"]
            if stated is not None:
                _check_stated(item.facts, stated)


def _check_stated(facts: pd.DataFrame, stated: set[float]) -> None:
    """Fail if a value that is no sum is none that a cell of the file states."""
    parts = facts[~facts["age"].isin(["All ages"]) & (facts["sex"] != "Persons")]
    invented = set(parts["value"].dropna()) - stated
    assert not invented, f"values that no cell states: {sorted(invented)[:3]}"


def sweep(sources, layout: str, how: settings) -> None:
    """Damage the whole file of a layout in as many ways as the settings say."""
    name, content = FILES[layout]
    schema = Schema()

    @how
    @given(data=st.data())
    def one(data: st.DataObject) -> None:
        broken = data.draw(st.sampled_from(ways_of(layout)))(data, content)
        check(sources, name, broken, numbers_in(broken) if layout in TEXT else None, schema)

    one()
    schema.check()


@pytest.mark.parametrize("layout", sorted(FILES))
def test_a_damaged_file_is_read_right_skipped_or_told(sources, layout) -> None:
    sweep(sources, layout, FEW)


def of_its_reader(layout: str) -> int:
    """How many files of a layout the slow sweep damages."""
    layouts = sum(READER_OF.get(name, name) == READER_OF.get(layout, layout) for name in FILES)
    return ceil(examples(OF_EACH_READER) / layouts)


@pytest.mark.slow
@pytest.mark.parametrize(
    "layout",
    # each in whichever process is free: together they take as long as all other tests
    [pytest.param(name, marks=pytest.mark.xdist_group(f"fuzz {name}")) for name in sorted(FILES)],
)
def test_ten_thousand_damaged_files_of_each_reader(sources, layout) -> None:
    sweep(sources, layout, settings(MANY, max_examples=of_its_reader(layout)))


def test_each_layout_is_of_the_reader_that_it_is_counted_for(sources) -> None:
    for layout, (name, content) in FILES.items():
        found = recognise(sources, name, content)
        assert not isinstance(found, NotMine) and found[0].id == READER_OF.get(layout, layout)


@pytest.mark.parametrize("source_id", sorted(FILES))
def test_a_whole_file_passes_the_same_check(sources, source_id) -> None:
    name, content = FILES[source_id]
    found = recognise(sources, name, content)
    assert not isinstance(found, NotMine) and found[0].parse(snapshot(content, found[1]), content)
    schema = Schema()
    check(sources, name, content, numbers_in(content) if source_id in TEXT else None, schema)
    schema.check()
