"""The files of every reader of text as spreadsheets, databases and browsers leave them."""

import csv
import io
import json
import re
import zipfile

import pandas as pd
import pytest
from geo_files import snapshot, workbook
from invented_facts import indicator
from ods_files import ods
from source_samples import LAYOUTS, SAMPLES, census, wide

from jsna.errors import SourceError, UserFileError
from jsna.fetching.registry import all_sources, recognise
from jsna.fetching.why_not_read import why_not_read, why_temporary
from jsna.sources.contract import NotMine, ParsedFacts
from jsna.sources.council.equity_csv import read_equity_csv
from jsna.sources.csv_text import lines_above
from jsna.sources.spreadsheet_dates import DATE
from jsna.sources.workbook_cells import sheets_of

NOMIS = (
    "DATE_NAME,GEOGRAPHY_NAME,GEOGRAPHY_CODE,GENDER_NAME,C_AGE_NAME,MEASURES_NAME,OBS_VALUE\n"
    + "".join(
        f"2022,A Place,E06900001,{sex},Age {age},Value,{tens}0\n"
        for sex in ("Total", "Male", "Female")
        for age in (1, 2)
        for tens in ("" if sex == "Female" else age,)
    )
)
WEBSITE = (
    '"Population estimates - local authority based by single year of age"\n'
    '"ONS Crown Copyright Reserved [from Nomis on 3 July 2024]"\n\n"date","2023"\n"sex","Total"\n\n'
    '"Area","mnemonic","All Ages","Age 0","Age 1"\n"A Place","E06900001",27119,280,290\n\n'
    '"In order to protect against disclosure, ..."\n'
)
OWN = (
    "indicator_id,area_code,period,value,age\n"
    "ours,E06900001,2024-01-01/P1Y,12.5,5-9\nours,E06900001,2023-01-01/P1Y,10.1,5-9\n"
)
TEXTS = {
    "wide": wide(2018, 2043).decode().replace("\r\n", "\n"),
    "census": census().decode().replace("\r\n", "\n"),
    "lookup": SAMPLES["ons-lookups"][1].decode().replace("\r\n", "\n"),
    "fingertips": SAMPLES["fingertips"][1].decode("utf-8-sig").replace("\r\n", "\n"),
    "nomis": NOMIS,
    "own": OWN,
}


def named(change):
    """Return a change of the header alone."""

    def changed(text: str) -> bytes:
        head, rows = text.split("\n", 1)
        return f"{change(head)}\n{rows}".encode()

    return changed


FILES = SAMPLES | LAYOUTS
SMALL_CODE = re.compile(r"\bE\d{8}\b")
CHANGES = {
    "codes in small letters": lambda text: SMALL_CODE.sub(lambda c: c[0].lower(), text).encode(),
    "line ends of old Macintoshes": lambda text: text.replace("\n", "\r").encode(),
    "upright strokes": lambda text: text.replace(",", "|").encode(),
    "blank rows of commas below": lambda text: (text + ",,,\n,,\n").encode(),
    "names in capitals": named(str.upper),
    "names of a database": named(lambda head: head.replace(" ", "_").replace("(", "").lower()),
    "names of R": named(lambda head: head.replace(" ", ".").replace("(", ".").replace(")", ".")),
}


@pytest.fixture(scope="module")
def sources():
    return all_sources([indicator()])


def facts_of(sources, content: bytes):
    found = recognise(sources, "a file.csv", content)
    assert not isinstance(found, NotMine), found.because
    (parsed,) = found[0].parse(snapshot(content), content)
    if not isinstance(parsed, ParsedFacts):
        return parsed.rows.to_csv()
    return parsed.facts.drop(columns="snapshot_ids").to_csv()


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", TEXTS)
def test_the_same_rows_come_of_a_file_that_went_through_another_program(sources, name, change):
    text = TEXTS[name]
    assert facts_of(sources, CHANGES[change](text)) == facts_of(sources, text.encode())


def in_small_letters(content: bytes) -> bytes:
    """The same file with every code of an area in small letters: a workbook, JSON or text."""
    if not content.startswith(b"PK"):
        return SMALL_CODE.sub(lambda c: c[0].lower(), content.decode("utf-8-sig")).encode()
    sheets = {
        name: [[c.lower() if SMALL_CODE.fullmatch(str(c)) else c for c in row] for row in rows]
        for name, rows in sheets_of(content, "").items()
    }
    return ods(sheets) if b"opendocument" in content[:200] else workbook(sheets)


@pytest.mark.parametrize("name", [n for n, file in FILES.items() if not file[0].endswith(".zip")])
def test_codes_in_small_letters_are_the_same_codes_in_every_layout(sources, name):
    file, content = FILES[name]

    def read(content: bytes) -> list[str]:
        found = recognise(sources, file, content)
        assert not isinstance(found, NotMine), found.because
        parsed = found[0].parse(snapshot(content, found[1]), content)
        frames = [f for part in parsed for f in vars(part).values() if isinstance(f, pd.DataFrame)]
        ids = ["snapshot_ids", "snapshot_id"]
        return [frame.drop(columns=ids, errors="ignore").to_csv() for frame in frames]

    assert read(in_small_letters(content)) == read(content)


def test_a_title_says_bands_whatever_separates_the_columns(sources):
    found = recognise(sources, "f.csv", TEXTS["wide"].replace(",", ";").encode("utf-16"))
    assert not isinstance(found, NotMine) and "age bands" in found[1]


@pytest.mark.parametrize("name", TEXTS)
def test_a_header_below_a_title_is_told_with_its_line(sources, name):
    content = f"Table 4: what we asked for\n\n{TEXTS[name]}".encode()
    found = recognise(sources, "a file.csv", content)
    assert isinstance(found, NotMine)
    assert "its header stands on line 3, below a title: take lines 1 to 2 out" in found.because


def test_a_table_of_another_kind_below_a_title_is_not_said_to_be_read(sources):
    found = recognise(sources, "a file.csv", b"Our list\n\na,b,c,d\n1,2,3,4\n")
    assert found == NotMine("")
    assert lines_above(b"a,b,c\n1,2,3\n") == 0


def test_nomis_website_saved_again_by_a_spreadsheet_is_the_same(sources):
    rows = list(csv.reader(io.StringIO(WEBSITE)))
    padded = io.StringIO(newline="")
    csv.writer(padded).writerows([*row, *[""] * (5 - len(row))] for row in rows)
    whole = facts_of(sources, WEBSITE.encode())
    assert whole == facts_of(sources, padded.getvalue().encode()) and "27119" in whole


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("~$book.xlsx", "open"), ("data.csv.crdownload", "not finished"), ("d.part", "finished"),
        ("~WRL0001.tmp", "not finished"), ("partly.csv", ""), ("a part.csv", ""),
    ],
)  # fmt: skip
def test_what_a_program_is_not_done_with_is_told_by_its_name(name, words):
    assert words in why_temporary(f"folder/{name}") and bool(why_temporary(name)) == bool(words)


# -- marks in a number's place ---------------------------------------------------------------------


@pytest.mark.parametrize(("mark", "status"), [("*", "suppressed"), ("..", "not-available")])
@pytest.mark.parametrize(
    ("text", "old"),
    [(NOMIS, "Total,Age 1,Value,10"), (WEBSITE, '"E06900001",27119,280'),
     (TEXTS["census"], "under,10")],
)  # fmt: skip
def test_a_mark_is_a_status_in_every_table_of_people(sources, text, old, mark, status):
    content = text.replace(old, old.rstrip("0123456789") + mark, 1).encode()
    assert content != text.encode()
    found = recognise(sources, "a file.csv", content)
    assert not isinstance(found, NotMine)
    (parsed,) = found[0].parse(snapshot(content), content)
    hidden = parsed.facts[parsed.facts["value"].isna()]
    assert hidden["status"].tolist() == [status] and parsed.refused.empty


def test_what_is_hidden_is_no_part_of_a_sum(sources):
    content = TEXTS["census"].replace("under,10", "under,*", 1).encode()
    (parsed,) = sources["ons-census"].parse(snapshot(content), content)
    whole = parsed.facts[parsed.facts["age"] == "All ages"]
    assert whole["area_code"].tolist() == ["E01900002"] and whole["value"].tolist() == [20]
    nomis = NOMIS.replace("Total,Age 1,Value,10", "Total,Age 1,Value,*").encode()
    (parsed,) = sources["ons-population-estimates"].parse(snapshot(nomis), nomis)
    persons = parsed.facts[(parsed.facts["sex"] == "Persons") & (parsed.facts["age"] == "1")]
    assert persons["status"].tolist() == ["suppressed"]


# -- ages that are dates ---------------------------------------------------------------------------


@pytest.mark.parametrize("date", ["05-Sep", "Oct-14", "05/09/2024"])
def test_ages_that_a_spreadsheet_made_dates_are_told_in_every_reader(sources, date):
    nomis = NOMIS.replace("Age 1", date).encode()
    with pytest.raises(SourceError, match="turned ages into dates"):
        sources["ons-population-estimates"].parse(snapshot(nomis), nomis)
    written = TEXTS["fingertips"].replace("All ages", date).encode()
    assert written != TEXTS["fingertips"].encode()
    (parsed,) = sources["fingertips"].parse(snapshot(written), written)
    assert parsed.facts.empty
    assert parsed.refused["reason"].str.contains("turned ages into dates").all()


def test_the_councils_own_age_that_became_a_date_is_told(sources):
    content = OWN.replace("5-9", "05-Sep").encode()
    with pytest.raises(SourceError, match="turned ages into dates"):
        sources["local-csv"].parse(snapshot(content), content)


def test_an_age_of_nomis_that_is_none_is_refused(sources):
    content = NOMIS.replace("Age 1", "All usual residents").encode()
    (parsed,) = sources["ons-population-estimates"].parse(snapshot(content), content)
    assert set(parsed.facts["age"]) == {"2"} and len(parsed.refused) == 3


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("GENDER_NAME", "GENDER", "without GENDER_NAME: add it to select="),
        ("DATE_NAME", "DATE", "without DATE_NAME or PROJECTED_YEAR_NAME: add it to select="),
        ("GEOGRAPHY_NAME", "GEOGRAPHY", "without GEOGRAPHY_NAME"),
        ("C_AGE_NAME", "C_SEX_NAME", "about something else"),
    ],
)
def test_a_table_of_nomis_that_lacks_a_column_is_told_which(sources, old, new, words):
    found = recognise(sources, "a file.csv", NOMIS.replace(old, new).encode())
    assert isinstance(found, NotMine) and words in found.because


@pytest.mark.parametrize("column", ["C_ETHPUK11", "C2021_ETH_20_CODE", "RURAL_URBAN", "VARIABLE"])
def test_a_table_of_nomis_of_some_people_is_not_taken_for_all_of_them(sources, column):
    """A dimension that stands as its code alone told no two rows apart, and passed unseen."""
    head, *rows = NOMIS.splitlines()
    content = "\n".join([f"{head},{column}", *(f"{row},1" for row in rows), ""]).encode()
    found = recognise(sources, "a file.csv", content)
    assert isinstance(found, NotMine) and f"by {column} too" in found.because


@pytest.mark.parametrize("column", ["C_AGE", "C_AGE_TYPECODE", "GENDER_SORTORDER", "MEASURES"])
def test_codes_of_the_dimensions_that_are_read_are_no_others(sources, column):
    head, *rows = NOMIS.splitlines()
    content = "\n".join([f"{head},{column}", *(f"{row},20100" for row in rows), ""]).encode()
    assert not isinstance(recognise(sources, "a file.csv", content), NotMine)


def test_percentages_of_nomis_are_told_from_values_by_their_code(sources):
    values = NOMIS.replace("MEASURES_NAME", "MEASURES").replace(",Value,", ",20100,")
    rows = values.split("\n", 1)[1].replace(",20100,", ",20301,").replace("0\n", "0.5\n")
    content = (values + rows).encode()
    (parsed,) = sources["ons-population-estimates"].parse(snapshot(content), content)
    assert set(parsed.facts["value"]) == {0, 10, 20}


def test_twelve_months_from_april_are_no_mid_year(sources):
    content = NOMIS.replace("2022,", "Apr 2022-Mar 2023,").encode()
    (parsed,) = sources["ons-population-estimates"].parse(snapshot(content), content)
    assert parsed.facts.empty and len(parsed.refused) == 6


def test_na_in_a_look_up_is_no_ward(sources):
    content = TEXTS["lookup"].replace("E05900001", "NA").encode()
    (parsed,) = sources["ons-lookups"].parse(snapshot(content), content)
    assert parsed.rows["ward_code"].tolist() == ["E05900000", ""]


# -- archives --------------------------------------------------------------------------------------


def zipped(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return held.getvalue()


def backwards(content: bytes) -> bytes:
    head, *rows = content.decode().split()
    return "\r\n".join([head, *rows[::-1], ""]).replace(",100", ",200").encode()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"a": wide(2018, 2043), "b": wide(2011, 2023)}, "files of different years"),
        ({"a": wide(2018, 2043), "b": backwards(wide(2018, 2043))}, "two variants of the 2018-"),
        ({"a": wide(2022, 2023), "b": backwards(wide(2022, 2023))}, "two sets"),
    ],
)
def test_an_archive_of_two_sets_is_asked_about_and_stops_nothing(sources, files, words):
    found = recognise(sources, "a.zip", zipped(**files))
    assert isinstance(found, NotMine)
    assert words in found.because and "unpack the one that is wanted" in found.because


def test_an_archive_whose_parts_lie_elsewhere_is_no_archive_of_ours(sources):
    whole = LAYOUTS["projections in a zip"][1]
    found = recognise(sources, "a.zip", whole[200:])
    assert isinstance(found, NotMine)


def test_a_column_that_is_lost_is_told_by_its_name(sources):
    rows = sheets_of(SAMPLES["dfe-statistical-neighbours"][1], "")["LA SN Groups"]
    place = rows[2].index("SN3")
    content = workbook({"LA SN Groups": [row[:place] + row[place + 1 :] for row in rows]})
    with pytest.raises(SourceError, match="missing column: SN3"):
        sources["dfe-statistical-neighbours"].parse(snapshot(content), content)


@pytest.mark.parametrize("age", ["2 yrs", "5 yrs", "6 wks", "Age 65", "10-14", "5-9", "65+"])
def test_an_age_of_few_letters_is_no_date(age):
    assert not DATE.fullmatch(age)


@pytest.mark.parametrize("date", ["05-Sep", "Oct-14", "5 sep 2024", "2024-09-05", "05/09/2024"])
def test_a_spreadsheets_date_is_one(date):
    assert DATE.fullmatch(date)


EQUITY = "service,users_from_target,users,expected_share\n"
A, B = "Stop smoking,156,1920,42.2\n", "Pharmacy,217,527,42.2\n"


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (f"Everybody,373,2447,42.2\n{A}{B}", 2), (f"Total,1,2,42.2\n{A}{B}", 2),
        (f"{A}Sub-total,1,2,42.2\n{B}", 3), (f"{A}{B}All,1,2,42.2\n", 4),
        (f"{A}{B}Everybody,373,2447,42.2\n", 4),
    ],
)  # fmt: skip
def test_a_total_is_no_service_wherever_it_stands(rows, line):
    with pytest.raises(UserFileError, match="is a total") as error:
        read_equity_csv(f"{EQUITY}{rows}".encode(), "services.csv")
    assert [problem.line for problem in error.value.problems] == [line]


def test_two_services_with_the_same_users_are_two_services():
    same = "One,100,500,42.2\nTwo,100,500,42.2\n"
    assert len(read_equity_csv(f"{EQUITY}{same}".encode(), "services.csv")) == 2


@pytest.mark.parametrize("lists", [True, None, {"a": 1}, "E06900002", [["E06900002"]]])
def test_similar_areas_that_are_no_lists_of_codes_are_told(sources, lists):
    content = json.dumps({"E06900001": {"global": lists}}).encode()
    with pytest.raises(SourceError, match="no authority's code"):
        recognise(sources, "similar.json", content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'"Indicator ID,Area Code,Value"\n"1,E06900001,2"\n', "one pair of quot"),
        (b"\x1f\x8b\x08\0rest", "compressed (gzip): unpack it"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "saved as XML",
        ),
        (b"Area,Value\nE1,2\n" + b"\0" * 300, "nothing but zeros"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"[.ShellClassInfo]\nIcon=1\n", "none of the kinds of file"),
        (b" [ 1, 2]", "JSON of a kind"),
        (b'{\n "a": 1}', "JSON of a kind"),
        (b"PAR1\x15\x04", "parquet"),
        (b"RDX3\nX\n", "file of R"),
        (b"<stata_dta><header>", "file of Stata"),
        (b"$FL2@(#) SPSS", "file of SPSS"),
        (b"%PDF-1.7", "a PDF"),
        (b"7z\xbc\xaf'\x1c", "unpack it"),
        (b"Rar!\x1a\x07", "unpack it"),
    ],
)
def test_what_is_no_table_is_told_apart(content, words):
    assert words in why_not_read(content)


@pytest.mark.parametrize("spelled", ["X{}", "mid-{}", "Mid {}", "{}.0"])
def test_a_year_is_one_however_a_program_writes_it(sources, spelled):
    text = TEXTS["wide"].replace("2018,2043", f"{spelled.format(2018)},{spelled.format(2043)}")
    assert facts_of(sources, text.encode()) == facts_of(sources, TEXTS["wide"].encode())


@pytest.mark.parametrize("head", ["2018,2018 (revised)", "2018,population in 2043"])
def test_a_column_of_a_year_that_is_not_read_is_told(sources, head):
    with pytest.raises(SourceError, match=r'the column "(2018 \(r|population).* names a year'):
        facts_of(sources, TEXTS["wide"].replace("2018,2043", head).encode())


@pytest.mark.parametrize("sex", ["persons", "PERSONS", "Persons "])
def test_a_sex_of_fingertips_is_one_in_any_letters(sources, sex):
    text = TEXTS["fingertips"].replace(",Persons,", f",{sex},")
    assert facts_of(sources, text.encode()) == facts_of(sources, TEXTS["fingertips"].encode())


@pytest.mark.parametrize("sex", ["M", "Both", "1", "All"])
def test_a_sex_that_fingertips_does_not_have_is_refused(sources, sex):
    content = TEXTS["fingertips"].replace(",Persons,", f",{sex},", 1).encode()
    parsed = recognise(sources, "a.csv", content)[0].parse(snapshot(content), content)[0]
    assert len(parsed.facts) == 1
    assert parsed.refused.to_numpy().tolist() == [
        [2, "the sex is none of Persons, Male, Female, Not applicable"]
    ]


@pytest.mark.parametrize("name", ["desktop.ini", "deep/Thumbs.db"])
def test_what_an_operating_system_leaves_is_no_data(name):
    assert "operating system" in why_temporary(name)


@pytest.mark.parametrize("name", TEXTS)
def test_the_mark_of_an_old_end_is_no_row(sources, name):
    """It stopped the whole fetch as a file that breaks off."""
    text = TEXTS[name].encode()
    assert facts_of(sources, text + b"\x1a") == facts_of(sources, text)


def test_a_header_that_stands_again_in_the_middle_is_no_indicator(sources):
    text = TEXTS["fingertips"].encode()
    found = recognise(sources, "two.csv", text + text)
    assert not isinstance(found, NotMine) and found[1] == "A measure (Fingertips 1)"
    facts = found[0].parse(snapshot(text + text), text + text)[0].facts
    assert set(facts["indicator_id"]) == {"1"} and set(facts["value"]) == {10.5}


def test_the_councils_own_number_that_is_none_is_told_by_its_column(sources):
    content = OWN.replace("12.5", "#DIV/0!").encode()
    with pytest.raises(SourceError, match="line 2: value is not a number"):
        sources["local-csv"].parse(snapshot(content), content)


def test_more_people_in_the_target_areas_than_in_the_whole_are_told():
    rows = b"service,users_from_target,users,target_population,population\nA,156,1920,210,176\n"
    with pytest.raises(UserFileError, match="line 2: target_population is 210, more than"):
        read_equity_csv(rows, "s.csv")


@pytest.mark.parametrize("number", ["-10", "1e300", "100000001"])
@pytest.mark.parametrize(
    ("text", "old"),
    [(TEXTS["wide"], ",100,100\n"), (TEXTS["census"], ",10\n"), (NOMIS, ",Value,10\n")],
    ids=["wide", "census", "nomis"],
)
def test_a_number_that_no_people_can_have_is_refused(sources, text, old, number):
    content = text.replace(old, old.replace("100", number, 1).replace(",10\n", f",{number}\n"), 1)
    found = recognise(sources, "people.csv", content.encode())
    assert not isinstance(found, NotMine) and content != text
    (parsed,) = found[0].parse(snapshot(content.encode()), content.encode())
    assert parsed.facts["value"].max() < 1_000 and parsed.facts["value"].min() >= 0
    assert len(parsed.refused) == 1


def test_outlines_as_a_map_service_writes_them_for_itself_are_no_look_up(sources):
    rows = [{"attributes": {"WD24CD": "E05900001", "WD24NM": "One", "LAD24CD": "E06900001",
                            "LAD24NM": "A"}, "geometry": {"rings": [[[0, 1]]]}}]  # fmt: skip
    found = recognise(sources, "wards.json", json.dumps({"features": rows}).encode())
    assert isinstance(found, NotMine) and "ask for f=geojson" in found.because
