"""`jsna equity ... --keep AREA`: from partners' returns to the file that packs show."""

import json

import pytest

from jsna.cli import main
from jsna.demo.equity_files import PERIOD, RETURNS, audit_file
from jsna.settings.project import open_project

AREA = "exampleshire"


@pytest.fixture
def returns(tmp_path, monkeypatch):
    monkeypatch.setenv("JSNA_WORK", str(tmp_path / "work"))
    for name, text in RETURNS.items():
        (tmp_path / name).write_text(text, "utf-8")
    return [str(tmp_path / name) for name in RETURNS]


def kept_file():
    project = open_project().of(AREA)
    return project.paths.local_data / project.area.equity_audit


def test_the_invented_returns_give_the_audit_of_the_demonstration(returns, capsys):
    assert main(["equity", *returns, "--keep", AREA, "--period", PERIOD]) == 0
    said = capsys.readouterr().out
    assert "11 groups shown, 2 hidden, 3 services that returned nothing" in said
    assert "Counts from 1 to 7 are hidden, others are rounded to 5." in said
    assert kept_file().read_bytes() == audit_file(open_project().of(AREA).area.code)


def test_a_second_time_reads_what_was_kept_and_says_the_same(returns, capsys):
    for _ in range(2):
        assert main(["equity", *returns, "--keep", AREA, "--period", PERIOD, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["shown"], told["hidden"], told["returned_nothing"]) == (11, 2, 3)


def test_that_an_audit_of_other_words_for_its_period_is_forgotten_is_told(returns, capsys):
    for words, told in ((PERIOD, 0), (PERIOD, 0), ("the year to March", 1)):
        assert main(["equity", *returns, "--keep", AREA, "--period", words]) == 0
        said = capsys.readouterr().out
        assert said.count(f"The audit of {PERIOD} that stood there is replaced") == told


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--keep", AREA], "--keep and --period go together"),
        (["--period", "now"], "--keep and --period go together"),
        (["--keep", AREA, "--period", "now", "--paper-rule"], "have no place in a pack"),
        (["--keep", "nowhere", "--period", "now"], "nowhere"),
        ([], "several files were named"),
    ],
)
def test_what_does_not_go_together_is_told_and_nothing_written(returns, capsys, arguments, what):
    assert main(["equity", *returns, *arguments]) == 2
    assert what in capsys.readouterr().err
    assert not kept_file().exists()


def test_a_wrong_return_leaves_the_audit_as_it_was(returns, capsys, tmp_path):
    assert main(["equity", *returns, "--keep", AREA, "--period", PERIOD]) == 0
    before = kept_file().read_bytes()
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(RETURNS["by-group.csv"].replace(",214,", ',"21,4",'), "utf-8")
    assert main(["equity", returns[0], str(wrong), "--keep", AREA, "--period", PERIOD]) == 2
    told = capsys.readouterr().err
    assert "wrong.csv, line 2" in told and "decimal" in told
    assert kept_file().read_bytes() == before
