import json

import pandas as pd
import pytest

from jsna.cli import main
from jsna.errors import UserFileError
from jsna.narrative.equity_words import PARTIAL_CAVEAT, SMALL_CAVEAT
from jsna.sources.council.equity_csv import COLUMNS, equity_template, read_equity_csv


@pytest.fixture
def file(tmp_path):
    place = tmp_path / "services.csv"
    place.write_text(equity_template(), "utf-8")
    return place


def test_the_template_sent_into_a_file_is_read_and_explained_beside(tmp_path, capsys):
    assert main(["equity", "--template"]) == 0
    printed = capsys.readouterr()
    assert all(line.split(" (")[0].split(":")[0] in COLUMNS for line in printed.err.splitlines())
    assert len(printed.err.splitlines()) == len(COLUMNS)
    filled = tmp_path / "services.csv"
    filled.write_text(printed.out, "utf-8")
    assert len(pd.read_csv(filled)) == 3
    assert main(["equity", str(filled)]) == 0


def test_a_service_is_told_in_sentences(file, capsys):
    assert main(["equity", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "8.1% of 1,920 users came from the target areas (95% interval 7.0% to 9.4%)" in printed
    assert "at the share of residents aged 18+ who live there, 8.4%" in printed
    assert "School nursing: returned nothing (being tendered)." in printed
    assert "The users are Female, the population is Persons." in printed
    assert PARTIAL_CAVEAT in printed
    assert "equal" not in printed.lower()


def test_the_papers_rule_says_so(file, capsys):
    main(["equity", str(file), "--paper-rule"])
    assert "The paper's own rule" in capsys.readouterr().out


def test_results_for_scripts(file, capsys):
    assert main(["equity", str(file), "--json"]) == 0
    services = json.loads(capsys.readouterr().out)["services"]
    assert [s["class"] for s in services] == ["equal", "equal", "not judged"]
    assert services[2]["share"] is None


def test_a_small_complement_is_not_for_publication(tmp_path, capsys):
    place = tmp_path / "small.csv"
    place.write_text("service,users_from_target,users,expected_share\nA,11,15,4.2\n", "utf-8")
    main(["equity", str(place)])
    assert SMALL_CAVEAT in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("service,users\nA,3\n", "missing column"),
        ("service,dimension,group,users,population\nA,sex,Male,3,9\n", "--keep AREA"),
        ("service,users_from_target,users,nhs_number\nA,1,2,3\n", "identify a person"),
        ("service,users_from_target,users,colour\nA,1,2,3\n", "unknown column"),
        ("service,users_from_target,users\nA,1,many\n", "users is not a number: many"),
        ("service,users_from_target,users\nS60 1AE,1,2\n", "full postcode"),
        ('service,users_from_target,users,expected_share\nA,1,2,"42,2"\n', "not a number: 42,2"),
        ("service,users_from_target,users,expected_share\nA,1,2,0.422\n", "42.2 if a fraction"),
        ("service,users_from_target,users\nA,1,2\nB,3,4\nC,4,6\n", "line 4: C is a total (4 of 6)"),
        ("service,users_from_target,users\nA,1,2\nTotal,9,9\n", "Total is a total"),
    ],
)
def test_a_file_with_a_mistake_is_told(text, said):
    with pytest.raises(UserFileError) as caught:
        read_equity_csv(text.encode(), "a.csv")
    assert said in str(caught.value)


def test_blank_rows_are_no_services_and_a_small_share_says_that_it_is_one():
    text = "service,users_from_target,users,expected_share\nA,1,2,0.4%\n,,,\n\nB,3,4,12\n"
    rows = read_equity_csv(text.encode(), "a.csv")
    assert rows["service"].tolist() == ["A", "B"]
    assert rows["expected_share"].tolist() == [0.4, 12]


def test_no_file_and_a_missing_one_are_told(tmp_path, capsys):
    assert main(["equity"]) == main(["equity", str(tmp_path / "none.csv")]) == 2
    assert "no such file" in capsys.readouterr().err


def test_the_last_service_without_counts_is_a_service_and_no_line_below_the_table():
    """Its four words and more were taken for a note, and the service was lost without a word."""
    rows = "service,users_from_target,users\nA,11,150\nSchool nursing in all schools,,\n"
    found = read_equity_csv(rows.encode(), "services.csv")
    assert found["service"].tolist() == ["A", "School nursing in all schools"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Source: the providers", "line 3: below the table stands a line that is no row"),
        ("B,10.5,150", "line 3: users_from_target is 10.5, and no count"),
        (",10,150", "line 3: the service has no name"),
    ],
)
def test_a_row_that_is_no_service_is_told(row, words):
    rows = f"service,users_from_target,users\nA,11,150\n{row}\n"
    with pytest.raises(UserFileError, match=words):
        read_equity_csv(rows.encode(), "services.csv")
