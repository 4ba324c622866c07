"""Source: the ONS Postcode Directory (ONSPD) or Lookup (NSPL), for areas made of postcode sectors.

The directory has one row per postcode with the LSOA it lies in, and says nothing of how many
people live there. So the postcodes in use are counted, sector by sector, and their counts stand
in for residents: postcodes hold different numbers of households, and some hold none. No full
postcode leaves `parse`.
"""

import re

import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from jsna.errors import FormatChanged, Problem
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.contract import NotMine, Parsed, ParsedLookup
from jsna.sources.csv_file import AGAIN, check_whole, header
from jsna.sources.csv_text import plain_csv, without_lines_below

METHOD = "share of live postcodes"
ENGLAND, ENGLISH_LSOA = "E92000001", "E01"
CENSUS = "2021"
POSTCODE, ENDED = "pcds", "doterm"
LSOA = re.compile(r"lsoa(\d{2})(?:cd)?")
COUNTRY = re.compile(r"ctry(?:\d{2}cd)?")
LARGER = {
    "authority (oslaua or lad..cd)": re.compile(r"(?:os)?laua|lad\d{2}cd"),
    "ward (osward or wd..cd)": re.compile(r"(?:os)?ward|wd\d{2}cd"),
}
WHOLE_POSTCODE = r"[A-Z]{1,3}[0-9]?[A-Z0-9]? [0-9][A-Z]{2}"


class PostcodeDirectory(ByHand):
    """Which LSOAs the live postcodes of each sector lie in."""

    id = "ons-postcode-directory"

    def recognise(self, name: str, content: bytes) -> str | NotMine | None:
        """Return a title if the CSV has the directory's columns, by their old or new names.

        Raises:
            SourceError: it is the directory, and breaks off.
        """
        names = _names(content)
        if _missing(names):
            return None
        if years := _other_census(names):
            return NotMine(
                f"it is a postcode directory with LSOAs of {years}: those of {CENSUS} are read, and"
                " only for areas made of postcode sectors"
            )
        check_whole(content, name, [])
        return f"Postcode directory: sectors to lsoa {CENSUS} ({METHOD})"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the look-up: one row per postcode sector and LSOA, of England.

        Columns: sector ("ZZ1 2"), lsoa_code, postcodes (how many live ones of the sector lie in
        the LSOA), share (of the LSOA's live postcodes, how many are in the sector, 0 to 1: what
        `analysis.custom_areas.of_sectors` reads) and share_of_sector (of the sector's live
        postcodes, how many are in the LSOA). Files of single postcode areas each have shares of
        their own: those of an LSOA on the border between two add up to more than 1.

        Raises:
            SourceError: a web page, no rows, a missing column, LSOAs of another census, a file
                that breaks off, or a postcode that is none or stands twice.
        """
        live = _live(_read(content, snapshot.title))
        _check_postcodes(live[POSTCODE], snapshot.title)
        return [ParsedLookup({"lsoa": CENSUS}, _counted(live), METHOD)]


def _names(content: bytes) -> list[str]:
    """Return the header in small letters: some editions have it in capitals."""
    return [name.lower() for name in header(content)]


def _missing(names: list[str]) -> list[str]:
    """Return what the directory has and this header lacks, in words."""
    missing = [name for name in (POSTCODE, ENDED) if name not in names]
    wanted = LARGER | {"LSOA (lsoa21 or lsoa21cd)": LSOA}
    return missing + [word for word, one in wanted.items() if not any(map(one.fullmatch, names))]


def _other_census(names: list[str]) -> str:
    """Return the censuses of the LSOAs if the wanted one is not among them."""
    found = {f"20{match[1]}" for name in names if (match := LSOA.fullmatch(name))}
    return "" if CENSUS in found else ", ".join(sorted(found))


def _lsoa_column(names: list[str], file: str) -> str:
    found = {f"20{match[1]}": name for name in names if (match := LSOA.fullmatch(name))}
    if CENSUS not in found:
        what = f"its LSOAs are of {', '.join(sorted(found))}, and those of {CENSUS} are needed."
        step = f"Download an edition with lsoa{CENSUS[2:]} or lsoa{CENSUS[2:]}cd."
        raise FormatChanged(Problem(what, file, 1, next_step=step))
    return found[CENSUS]


def _read(content: bytes, file: str) -> pd.DataFrame:
    """Return pcds, doterm, lsoa_code and, if the file has it, country; one row per postcode.

    Only these columns are taken: the whole file is about a gigabyte.
    """
    content = without_lines_below(plain_csv(content))[0]
    check_whole(content, file, [])
    names = _names(content)
    if missing := _missing(names):
        raise FormatChanged(Problem(f"missing column: {', '.join(missing)}.", file, 1, "", AGAIN))
    if b"\n" not in content.strip():
        raise FormatChanged(Problem("this file has a header and no rows.", file, next_step=AGAIN))
    country = [name for name in names if COUNTRY.fullmatch(name)][:1]
    columns = [POSTCODE, ENDED, _lsoa_column(names, file), *country]
    frame = _columns(content, names, columns, file)
    frame.columns = pd.Index([POSTCODE, ENDED, "lsoa_code", *(["country"] if country else [])])
    return frame.apply(lambda column: column.str.strip())


def _columns(content: bytes, names: list[str], wanted: list[str], file: str) -> pd.DataFrame:
    text = dict.fromkeys(wanted, pa.string())
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(column_names=names, skip_rows=1),
            convert_options=arrow_csv.ConvertOptions(include_columns=wanted, column_types=text),
        )
    except pa.ArrowInvalid as error:
        what = "this file is not a whole CSV: a row can't be read or is shorter than the header."
        raise FormatChanged(Problem(what, file, next_step=AGAIN)) from error
    frame: pd.DataFrame = table.to_pandas()
    return frame


def _live(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the English postcodes in use that lie in an LSOA."""
    english = frame["lsoa_code"].str.startswith(ENGLISH_LSOA)
    if "country" in frame:
        english &= frame["country"] == ENGLAND
    return frame[english & (frame[ENDED] == "")]


def _check_postcodes(postcodes: pd.Series, file: str) -> None:
    for wrong, what in (
        (~postcodes.str.fullmatch(WHOLE_POSTCODE), "have no whole postcode in pcds."),
        (postcodes.duplicated(), "repeat a postcode."),
    ):
        if wrong.any():
            line = int(postcodes.index[wrong][0]) + 2
            raise FormatChanged(
                Problem(f"{int(wrong.sum())} rows {what}", file, line, "One row per postcode.")
            )


def _counted(live: pd.DataFrame) -> pd.DataFrame:
    # the last two letters tell one postcode of a sector from another
    sectors = pd.DataFrame({"sector": live[POSTCODE].str[:-2], "lsoa_code": live["lsoa_code"]})
    rows = sectors.groupby(["sector", "lsoa_code"]).size().reset_index(name="postcodes")
    for column, whole in (("share", "lsoa_code"), ("share_of_sector", "sector")):
        rows[column] = rows["postcodes"] / rows.groupby(whole)["postcodes"].transform("sum")
    return rows


SOURCE = PostcodeDirectory()
