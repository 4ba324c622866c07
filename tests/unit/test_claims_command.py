"""`jsna claims` and its page: every claim with verdict and reason, and what may be wrong."""

import json
from pathlib import Path

import pytest
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator

from jsna.chapter.claims import checkable, finding, not_checkable, with_age_bands
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.claims.claims_file import read_claims
from jsna.cli import main
from jsna.settings.project import Project

HEAD = "claim_id,document,line,claim,kind,indicator_id,sex,age,period,value,precision,unit,lacks"
ROWS = (
    "a-1,a.txt,3,Sixty years in good health,value,1,Male,,2022-01-01/P3Y,60,1,years,",
    "a-2,a.txt,5,Seventy years <b>in</b> good health,value,1,Male,,2022-01-01/P3Y,70,1,years,",
    "a-3,a.txt,9,People like it here,other,,,,,,,,opinion",
)


@pytest.fixture
def of_anytown(tmp_path: Path) -> Evidence:
    found = evidence(facts_of(fact(), england()), [indicator()], {}, tmp_path)
    write(found.project, *ROWS)
    return found


def write(project: Project, *rows: str) -> None:
    file = project.paths.strategies.own / project.strategy.slug / "claims.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([HEAD, *rows]), "utf-8")


@pytest.fixture
def command(of_anytown: Evidence, monkeypatch: pytest.MonkeyPatch):
    class Checkout:
        def of(self, area: str, strategy: str) -> Project:
            return of_anytown.project

    monkeypatch.setattr("jsna.settings.project.open_project", Checkout)
    monkeypatch.setattr("jsna.chapter.opening.open_evidence", lambda project: of_anytown)
    return lambda *words: main(["claims", "anytown", "plan", *words])


def test_every_claim_is_told_with_its_reason_and_counted(command, capsys):
    assert command() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("contradicted ")
    assert "a-2  a.txt, line 5: Seventy years" in lines[0]
    assert "gives 60.0 years (95% interval 59.0 to 61.0); what is stated lies outside" in lines[1]
    assert lines[-1] == (
        "Of 3 claims 2 (67%) can be checked: 1 contradicted, 1 confirmed when rounded."
    )


def test_a_script_gets_everything(command, capsys):
    assert command("--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"contradicted": 1, "confirmed when rounded": 1, "not checkable": 1}
    ids = {claim["id"]: claim for claim in told["claims"]}
    assert ids["a-1"]["now_published"] == "60.0 years (2022 to 2024; 95% interval 59.0 to 61.0)"
    assert ids["a-3"]["why"].startswith("It is a judgement")
    assert ids["a-3"]["what_would_make_it_checkable"].startswith("The survey")


def test_strict_fails_for_what_is_contradicted_alone(command, of_anytown, capsys):
    assert command("--strict") == 4
    assert "a.txt, line 5: contradicted: Seventy years" in capsys.readouterr().err
    write(of_anytown.project, ROWS[0], ROWS[2])
    assert command("--strict") == 0


def test_claims_that_nothing_measures_are_told_too(command, of_anytown, capsys, tmp_path):
    write(of_anytown.project, ROWS[2])
    assert command() == 0
    assert "Of 1 claim 0 (0%) can be checked." in capsys.readouterr().out
    assert "None of the claims can be checked" in checkable(of_anytown, Page(tmp_path, True))


def test_a_mistake_in_the_file_is_told_without_a_verdict(command, of_anytown, capsys):
    write(of_anytown.project, ROWS[0].replace(",3,", ",,"))
    assert command() == 2
    told = capsys.readouterr()
    assert "claims.csv, line 2: line is ''" in told.err
    assert told.out == ""


def test_the_page_begins_with_the_finding_and_folds_nothing_in(of_anytown, tmp_path):
    (tmp_path / "figures").mkdir()
    page = Page(tmp_path, in_pack=True)
    first = finding(of_anytown, page)
    assert first.startswith("**Of 3 claims 2 (67%) can be checked: 1 contradicted,")
    assert "area.claims.csv" in first
    # what lets a number pass as revised is an assumption, and the page says so
    assert "within 5% of the figure" in first and "2% of the earlier figure" in first
    assert "an assumption" in first
    listed = checkable(of_anytown, page)
    assert listed.index("### Contradicted") < listed.index("### Confirmed when rounded")
    assert "&lt;b&gt;" in listed and "<b>" not in listed
    lacking = not_checkable(of_anytown, page)
    assert "People like it here" in lacking and "Sixty" not in lacking
    rows = (tmp_path / "figures" / "area.claims.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 1 + len(ROWS)


def test_age_bands_of_residents_are_summed_and_never_guessed(tmp_path):
    people = indicator(id="estimated-population", unit="residents", value_type="count",
                       interval_method="none", decimals=0)  # fmt: skip
    ages = [
        fact(indicator_id=people.id, sex="Persons", age=age, value=value)
        for age, value in (("0-4", 10.0), ("5-9", 20.0), ("10+", 70.0))
    ]
    found = evidence(facts_of(*ages), [people], {}, tmp_path)
    row = "{0},a.txt,3,Some,value,estimated-population,Persons,{1},2022-01-01/P3Y,30,1,residents,"
    write(found.project, row.format("a", "0-9"), row.format("b", "5+"), row.format("c", "7+"))
    made = with_age_bands(found.store.facts, read_claims(found.project))
    sums = made.set_index("age")["value"].to_dict()
    assert (sums["0-9"], sums["5+"]) == (30.0, 90.0)
    assert "7+" not in sums
