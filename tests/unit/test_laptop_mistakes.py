"""What a council's laptop brings: homes, quotation marks, open files, long paths, other endings."""

import argparse
import errno
from pathlib import Path

import pytest
from geo_files import workbook

from jsna.commands.arguments import a_path
from jsna.commands.disk_error import disk_error
from jsna.errors import JsnaError, UserFileError
from jsna.fetching.rows_not_read import rows_lost
from jsna.fetching.why_not_read import why_not_read
from jsna.settings.load import Settings, load_settings
from jsna.settings.paths import Paths
from jsna.sources.council.equity_csv import read_equity_csv
from jsna.sources.council.equity_users_csv import read_users_csv
from jsna.sources.council.local_csv import read_rows
from mistakes import make_checkout

OWN = "indicator_id,area_code,period,value\na,E06900001,2024,1\na,E06900001,2023,2\n"
EQUITY = "service,users_from_target,users,expected_share\nA,156,1920,42.2\nB,217,527,42.2\n"
USERS = "service,place,users\nStop smoking,E01000001,12\nStop smoking,E01000002,14\n"


def read_local(content: bytes, file: str):
    return read_rows(content, file).rows


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_checkout(tmp_path)
    return tmp_path


def settings(root: Path) -> Settings:
    return load_settings(Paths(root, root))


def test_the_home_that_a_shell_left_as_it_is_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert a_path("~/Downloads") == tmp_path / "Downloads"
    assert a_path("~nobody/x") == Path("~nobody/x")
    (tmp_path / "~").mkdir()
    assert a_path("~/Downloads") == tmp_path / "Downloads"
    (tmp_path / "~" / "Downloads").mkdir()
    assert a_path("~/Downloads") == Path("~/Downloads")


def test_a_backslash_that_takes_a_quotation_mark_along_is_told(tmp_path):
    with pytest.raises(argparse.ArgumentTypeError, match="leave out the backslash"):
        a_path(f'{tmp_path}/files"')
    (tmp_path / 'files"').mkdir()
    assert a_path(f'{tmp_path}/files"').is_dir()


def test_a_file_that_a_program_has_open_and_a_path_too_long_for_windows_are_told():
    opened = disk_error(PermissionError(errno.EACCES, "x", "reports/pack/site/one.docx"))
    assert "If a program such as Excel or Word has it open, close it there." in str(opened)
    long = disk_error(FileNotFoundError(errno.ENOENT, "x", f"C:/{'folder/' * 40}file.csv"))
    assert "for its length: 291 signs" in str(long) and "up to 259" in str(long)
    assert "length" not in str(disk_error(FileNotFoundError(errno.ENOENT, "x", "C:/file.csv")))


@pytest.mark.parametrize("lines", [65_536, 1_048_576])
def test_as_many_lines_as_a_spreadsheet_holds_are_told(lines):
    (told,) = rows_lost("a.csv", b"1\n" * lines)
    assert told.what.startswith(f"it has {lines:,} lines") and told.file == "a.csv"
    assert rows_lost("a.csv", b"1\n" * (lines - 1) + b"1") != []
    assert rows_lost("a.csv", b"1\n" * (lines - 1)) == rows_lost("a.xlsx", b"PK" * lines) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"L\0\0\0\x01\x14\x02\0" + bytes(90), "a shortcut"),
        (b"[InternetShortcut]\r\nURL=https://x.example\r\n", "a link to a page"),
        (b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x\r\n", "a web page"),
    ],
)
def test_what_only_leads_to_data_is_told_apart(content, words):
    assert words in why_not_read(content)


@pytest.mark.parametrize(
    ("read", "text"),
    [(read_local, OWN), (read_equity_csv, EQUITY), (read_users_csv, USERS)],
    ids=["own figures", "equity", "users"],
)  # fmt: skip
def test_a_title_and_a_workbook_are_told_to_who_wrote_the_file(read, text):
    with pytest.raises(JsnaError, match="header stands on line 3, below a title: take lines 1 to"):
        read(f"Our figures, 2024\n\n{text}".encode(), "a.csv")
    with pytest.raises(JsnaError, match="a workbook or another archive, not a CSV"):
        read(workbook({"Sheet1": [text.split("\n")[0].split(",")]}), "a.xlsx")
    assert len(read(text.encode(), "a.csv")) == 2


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("A Place", "a-place"), ("A Place Council", "a-place"), ("E06900001", "a-place"),
     ("E07900009", "a-place"), ("Another Place", ""), ("Council", "")],
)  # fmt: skip
def test_an_area_is_offered_by_its_name_or_code(root, asked, meant):
    with pytest.raises(UserFileError) as caught:
        settings(root).area(asked)
    assert (f"Did you mean '{meant}'?" in str(caught.value)) == bool(meant)


@pytest.mark.parametrize("ending", [".yaml", ".yml.txt"])
def test_a_file_with_another_ending_is_named(root, ending):
    (root / f"config/areas/anytown{ending}").write_text("name: Anytown\n")
    plan = root / "reports/strategies/ours"
    plan.mkdir()
    (plan / f"strategy{ending}").write_text("title: Ours\n")
    found = settings(root)
    with pytest.raises(UserFileError, match=rf"config/areas/anytown{ending} is there"):
        found.area("anytown")
    with pytest.raises(UserFileError, match=rf"ours/strategy{ending} is there: .*end in \.yml"):
        found.strategy("ours", "a-place")
    with pytest.raises(UserFileError) as caught:
        found.area("elsewhere")
    assert "is there" not in str(caught.value)


def test_a_copy_of_a_file_is_told_by_its_name_and_a_mistake_is_told_once(root):
    text = (root / "config/areas/a-place.yml").read_text("utf-8")
    (root / "config/areas/a-place - Copy.yml").write_text(text, "utf-8")
    (root / "config/areas/a-place.yml").write_text(text.replace("E06900001", "e06900001"), "utf-8")
    with pytest.raises(UserFileError) as caught:
        settings(root)
    told = [str(problem) for problem in caught.value.problems]
    assert "the name of this file or folder is 'a-place - Copy', which has the w" in told[0]
    # its area's file is there, whatever is in it
    assert [t for t in told if "a-plan" in t] == []
