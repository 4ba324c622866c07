"""Mid-year estimates as the Nomis website and the ONS workbooks lay them out."""

import csv
import io
import zipfile

import pytest
from geo_files import snapshot, workbook

from jsna.errors import SourceError
from jsna.fact_schema import fact_schema
from jsna.sources.contract import NotMine
from jsna.sources.population.ons_estimates import SOURCE

TITLE = '"Population estimates - local authority based by single year of age"\n'
FROM = '"ONS Crown Copyright Reserved [from Nomis on 3 July 2024]"\n\n'
HEAD = '"Area","mnemonic","All Ages","Age 0","Aged 1 - 4"\n'
ROW = '"A Place","E06900001",30,10,20\n'
AGES = ["All ages", 0, 1, "90+"]


def website(*pairs: str, head: str = HEAD, rows: str = ROW, title: str = TITLE) -> bytes:
    said = "".join(f"{pair}\n" for pair in pairs)
    return (
        title + FROM + said + "\n" + head + rows + "\nIn order to protect against disclosure\n"
    ).encode()


def sheet(title: str, *rows: list) -> list[list]:
    return [[title], [], ["Code", "Name", "Geography", *AGES], *rows]


def own(values: list) -> list:
    return ["E06900001", "A Place", "Unitary", *values]


def facts(content: bytes):
    assert SOURCE.recognise("x", content), "not recognised"
    (parsed,) = SOURCE.parse(snapshot(content), content)
    fact_schema().validate(parsed.facts)
    return parsed


def held(parsed) -> dict:
    rows = parsed.facts[["period_label", "sex", "age", "value"]]
    return {tuple(row[:3]): row[3] for row in rows.itertuples(index=False)}


def test_the_website_s_table_is_read():
    parsed = facts(website('"date","2023"', '"sex","Total"'))
    assert held(parsed) == {
        ("mid-2023", "Persons", "All ages"): 30,
        ("mid-2023", "Persons", "0"): 10,
        ("mid-2023", "Persons", "1-4"): 20,
    }


def test_several_tables_in_one_file_are_added_to_persons():
    second = '\n"date","2023"\n"sex","Female"\n\n' + HEAD + '"A Place","E06900001",12,5,7\n'
    content = website('"date","2023"', '"sex","Male"', rows=ROW + second)
    assert held(facts(content))["mid-2023", "Persons", "0"] == 15


def test_years_may_stand_in_the_columns():
    head = '"Area","mnemonic","2022","2023"\n'
    content = website('"age","All Ages"', '"sex","Total"', head=head,
                      rows='"A Place","E06900001",30,31\n')  # fmt: skip
    assert held(facts(content))["mid-2023", "Persons", "All ages"] == 31


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (('"date","2023"',), "does not say what it is of: sex"),
        (('"sex","Total"',), "does not say what it is of: date"),
        (('"date","2023"', '"sex","Total"', '"measure","percentage"'), "a part only"),
        (('"date","2023"', '"sex","Total"', '"rural urban","Rural"'), "a part only"),
    ],
)
def test_what_the_website_s_table_does_not_say_is_never_guessed(pairs, words):
    content = website(*pairs)
    with pytest.raises(SourceError, match=words):
        SOURCE.parse(snapshot(content), content)


def test_another_table_of_the_website_is_not_ours():
    found = SOURCE.recognise("x", website('"date","2023"', title='"Claimant count"\n'))
    assert isinstance(found, NotMine) and "Claimant count" in found.because


@pytest.mark.parametrize("as_csv", [False, True])
def test_a_sheet_of_the_workbook_is_read(as_csv):
    cells = sheet("MYE2 - Persons: population estimates, mid-2024", own([100, 10, 40, 50]))
    if as_csv:
        text = io.StringIO()
        csv.writer(text).writerows(cells)
        content = text.getvalue().encode()
    else:
        content = workbook({"Cover": [["x"]], "MYE2 - Persons": cells})
    assert held(facts(content)) == {
        ("mid-2024", "Persons", "All ages"): 100, ("mid-2024", "Persons", "0"): 10,
        ("mid-2024", "Persons", "1"): 40, ("mid-2024", "Persons", "90+"): 50,
    }  # fmt: skip


def test_the_sheets_of_a_workbook_are_of_their_sexes():
    people = {"Males": 1, "Females": 2}
    content = workbook(
        {f"MYE2 - {sex}": sheet("Mid-2024", own([n, n, 0, 0])) for sex, n in people.items()}
    )
    values = held(facts(content))
    assert values["mid-2024", "Male", "0"] == 1 and values["mid-2024", "Persons", "0"] == 3


def test_a_table_that_says_neither_year_nor_sex_is_asked_about(real_data):
    path = real_data / "more" / "population" / "mye24tablesew_MYE2_persons.csv"
    if not path.exists():
        pytest.skip("needs_data: no table of estimates among the real data")
    content = path.read_bytes()
    found = SOURCE.recognise(path.name, content)
    assert isinstance(found, NotMine) and "neither its year nor its sex" in found.because
    said = b'"Persons, mid-2024"\n' + content.removeprefix(b"\xef\xbb\xbf")
    rows = facts(said).facts.set_index(["area_code", "age"])["value"]
    assert rows["E08000018", "All ages"] == 276595 and rows["E06000017", "All ages"] == 41443


def of_every_reader(total: int) -> dict[str, bytes]:
    """The same residents, 10 and 40 and 50 and so many in all, in each layout of estimates."""
    ages = {"0": 10, "1": 40, "2 and over": 50, "All ages": total}
    head = "AREA_CODE,AREA_NAME,COMPONENT,SEX,AGE_GROUP,2023\n"
    rows = [f"E06900001,A,Population,persons,{age},{n}" for age, n in ages.items()]
    table = "\n".join([head.strip(), *rows, ""]).encode()
    nomis = "DATE_NAME,GEOGRAPHY_NAME,GEOGRAPHY_CODE,GENDER_NAME,C_AGE_NAME,OBS_VALUE\n" + "".join(
        f"2023,A,E06900001,Total,{age},{n}\n" for age, n in ages.items()
    )
    names = ["Code", "Name", "Geography", "All ages", 0, 1, "2+"]
    cells = [["MYE2 - Persons: mid-2023"], names, own([total, 10, 40, 50])]
    text, held = io.StringIO(), io.BytesIO()
    csv.writer(text).writerows(cells)
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("persons.csv", table)
    pairs = ('"date","2023"', '"sex","Total"')
    columns = '"Area","mnemonic","All Ages","Age 0","Age 1","Aged 2+"\n'
    return {
        "wide": table, "zip": held.getvalue(), "Nomis": nomis.encode(),
        "website": website(*pairs, head=columns, rows=f'"A","E06900001",{total},10,40,50\n'),
        "workbook": workbook({"MYE2 - Persons": cells}), "CSV of a sheet": text.getvalue().encode(),
    }  # fmt: skip


@pytest.mark.parametrize("layout", of_every_reader(100))
def test_every_reader_of_estimates_holds_all_ages_against_its_ages(layout):
    assert held(facts(of_every_reader(100)[layout]))["mid-2023", "Persons", "All ages"] == 100
    content = of_every_reader(140)[layout]
    assert SOURCE.recognise("x", content)
    with pytest.raises(SourceError, match="is 140 here, and its ages add up to 100"):
        SOURCE.parse(snapshot(content), content)


def test_a_row_that_is_shorter_than_its_header_is_told_and_not_left_out():
    cells = sheet("Persons, mid-2024", own([100, 10, 40, 50]), own([100, 10])[:4])
    text = io.StringIO()
    csv.writer(text).writerows([*cells, ["A note of words"]])
    content = text.getvalue().encode()
    assert SOURCE.recognise("x", content)
    with pytest.raises(SourceError, match="line 5: this row has 4 cells, the header 7 columns"):
        SOURCE.parse(snapshot(content), content)
