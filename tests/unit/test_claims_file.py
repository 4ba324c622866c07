"""A strategy's claims.csv: what is read; every mistake with line, what is allowed, next step."""

import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import AREA, fact, facts_of, indicator

from jsna.claims.claims_file import COLUMNS, read_claims
from jsna.errors import UserFileError
from jsna.settings.project import Project

HEAD = (
    "claim_id,document,line,claim,kind,indicator_id,period,value,precision,unit,direction,against,"
    "count,denominator,lacks,written"
)
GOOD = "a-1,a.txt,7,Sixty years,value,1,2022-01-01/P3Y,60,1,years,,,,,,"


@pytest.fixture
def project(tmp_path) -> Project:
    found = evidence(facts_of(fact()), [indicator()], {}, tmp_path).project
    document = found.strategy.document.model_copy(update={"reference": "a.txt", "lines": "1-40"})
    strategy = found.strategy.model_copy(update={"document": document})
    return Project(found.paths, found.settings, found.area, strategy)


def read(project: Project, *rows: str, head: str = HEAD) -> pd.DataFrame:
    file = project.paths.strategies.own / project.strategy.slug / "claims.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([head, *rows]), "utf-8")
    return read_claims(project)


def told(project: Project, *rows: str, head: str = HEAD) -> list[str]:
    with pytest.raises(UserFileError) as caught:
        read(project, *rows, head=head)
    return [str(problem) for problem in caught.value.problems]


def test_a_claim_is_read_with_what_blanks_stand_for(project):
    claims = read(project, GOOD, "", 'a-2,b.txt,900,"One, said",other,,,,,,,,,,opinion,2023-02-01')
    assert list(claims) == list(COLUMNS)
    assert list(claims["area_code"]) == [AREA, AREA]
    assert list(claims["value"].isna()) == [False, True]
    assert list(claims["written"]) == [pd.Timestamp("2024-01-01"), pd.Timestamp("2023-02-01")]
    # another document's length is not known
    assert claims["line"].tolist() == [7, 900]
    assert list(claims["period"]) == ["2022-01-01/P3Y", ""]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (GOOD.replace(",7,", ",,"), ["line is ''", "no whole number"]),
        (GOOD.replace(",7,", ",0,"), ["line is '0'", "1 or more"]),
        (GOOD.replace(",7,", ",41,"), ["line 41 is past the document's end", "40 lines"]),
        (GOOD.replace(",value,1,", ",value,11,"), ["no indicator '11'", "lacks"]),
        (GOOD.replace("years,,,", "%,,,"), ["unit is '%'", "Years in good health", "years"]),
        (GOOD.replace(",value,", ",valued,"), ["kind is 'valued'", "comparison", "'value'"]),
        (GOOD.replace("2022-01-01/P3Y", "2022 to 24"), ["'2022 to 24' is no period", "P1Y"]),
        (GOOD.replace(",60,1,", ",60,,"), ["needs precision", "last printed digit"]),
        (GOOD.replace(",60,1,", ",sixty,1,"), ["value is 'sixty'", "no number"]),
        (GOOD.replace(",60,1,", ",60,0,"), ["precision is '0'", "more than 0"]),
        (GOOD.replace("years,,,", "years,better,,"), ["direction is 'better'", "blank, over"]),
        (GOOD.replace("a-1,", "A 1,"), ["claim_id is 'A 1'"]),
        (GOOD + ",more", ["17 cells under 16 columns", "quotation marks"]),
        (GOOD[:-8], ["8 cells", "16 columns"][1:]),
        (GOOD[:-1] + "opinion,", ["and yet a reason why not"]),
        ("b,a.txt,7,Said,value,,,,,,,,,,,", ["nothing says why it can't be checked", "opinion"]),
        ("b,a.txt,7,Said,comparison,1,,,,,worse,,,,,", ["needs against", "goal"]),
        ("b,a.txt,7,Said,comparison,1,,,,,worse,Leeds,,,,", ["against is 'Leeds'"]),
        ("b,a.txt,7,Said,rank,1,,3,,rank,best first,,,,,", ["needs denominator"]),
        ("b,a.txt,7,Said,share,,,8,1,people,,,7,335,,", ["unit is 'people'", "per 1,000"]),
        ("b,a.txt,7,Said,other,1,,,,,,,,,,", ["kind other", "indicator_id blank"]),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_is_allowed(project, row, words):
    (problem,) = told(project, GOOD.replace("a-1", "z"), row)
    assert "claims.csv, line 3: " in problem
    assert [word for word in words if word not in problem] == []


def test_a_part_of_a_document_does_not_tell_where_it_ends(project):
    document = project.strategy.document.model_copy(update={"lines": "9-40"})
    strategy = project.strategy.model_copy(update={"document": document})
    part = Project(project.paths, project.settings, project.area, strategy)
    assert read(part, GOOD.replace(",7,", ",99,"))["line"].tolist() == [99]


def test_every_mistake_of_a_file_is_told_at_once(project):
    problems = told(project, GOOD, GOOD, GOOD.replace("a-1", "b").replace(",7,", ",99,"))
    assert "a-1 stands on line 2 already" in problems[0]
    assert "line 4" in problems[1]


def test_the_columns_are_told(project):
    (unknown,) = told(project, GOOD, head=HEAD.replace("precision", "precisio"))
    assert "unknown column 'precisio'" in unknown
    assert unknown.endswith("Did you mean 'precision'?")
    (missing,) = told(project, "1", head="claim_id,document,claim,kind")
    assert "the column line is missing" in missing


def test_a_file_in_another_encoding_or_none_at_all_is_told(project):
    with pytest.raises(UserFileError, match="has no list of its claims"):
        read_claims(project)
    assert "holds no claim" in told(project)[0]
    assert "the column kind is missing" in told(project, head="")[-1]
    read(project, GOOD)
    file = project.paths.strategies / "plan/claims.csv"
    file.write_bytes(f"{HEAD}\n{GOOD}".replace("Sixty", "S\xe9").encode("latin-1"))
    with pytest.raises(UserFileError, match="not in UTF-8"):
        read_claims(project)
