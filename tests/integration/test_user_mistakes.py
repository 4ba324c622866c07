"""No mistake of a user ends in a traceback: one message, and never the exit code of a bug."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from damaged_tables import examples
from mistakes import (
    ALLOWED,
    AREA,
    BOTH,
    BUILT,
    COMMANDS,
    READERS,
    YAML_FILES,
    make_checkout,
    put_back,
    run_here,
)

IN_CI = 60
SLOW_COMMANDS = ("run", "render")
LEFT_ALONE = (*SLOW_COMMANDS, "init")
"""By odd words: `init` writes wherever it is told to, and may be told the root of the machine."""
DEEP = "[" * 5_000
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 9))
WORDS: tuple[str, ...] = (
    "2024-02-30", "2024-13-01", "01/04/2024", "-", "[]", "{}", "null", "~", "yes", "1e999", ".inf",
    ".nan", "0x1F", "!!int x", "!!python/object:os.system x", "*nothing", "<<: 5", "{[1]: 2}",
    "? [1, 2]", "'", '"', "\t", "|", "- - - a", "2024", "99999999999999999999", "'\\0'",
    "\N{GRINNING FACE}", "a" * 3_000, "E06999999 # x", "true: x", "--- a", "${x}", "{{ x }}",
)  # fmt: skip
WHOLE: tuple[bytes, ...] = (
    b"", b"\n", b"[]", b"{}", b"5", b'"words"', b"null", b"- plain\n- words\n", b"[1, 2]",
    DEEP.encode(), BOMB.encode(), b"\xff\xfe\x00", "ü: 1".encode("latin-1"), b"a: 1\na: 2\n",
    b"PK\x03\x04 half", b"\x1f\x8b", b"{" * 5_000, b"a: b: c", b"---\n---\n", b"1: 2\n3: 4\n",
    b'{"type": "FeatureCollection", "features": 5}', b'{"features": [1, null, "x"]}',
    b'{"features": [{"properties": 3, "geometry": []}]}', b"NaN", b"a,b\n1\n\"", b",,,\n,,,\n",
    b"indicator_id,area_code,period,value\n91,E06900001,2024-02-30/P1Y,1\n", b"\0" * 100,
)  # fmt: skip


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "checkout"
    make_checkout(root)
    monkeypatch.setenv("JSNA_HOME", str(root))
    monkeypatch.delenv("JSNA_WORK", raising=False)
    monkeypatch.delenv("JSNA_QUARTO", raising=False)
    monkeypatch.chdir(root)
    return root


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


# -- what people did ------------------------------------------------------------------------------

STRATEGY_FILE = "reports/strategies/a-plan/strategy.yml"
AREA_FILE = "config/areas/a-place.yml"


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new, 1), "utf-8")

    return change


def written(file: str, content: bytes) -> Callable[[Path], None]:
    return lambda root: (root / file).write_bytes(content) and None


def piped(root: Path) -> None:
    (root / AREA_FILE).unlink()
    os.mkfifo(root / AREA_FILE)


def in_the_way(file: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        shutil.rmtree(root / file, ignore_errors=True)
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text("x")

    return change


MISTAKES = {
    "30 February": (replaced(STRATEGY_FILE, "'2030-12-31'", "2030-02-30"), ("plan", *BOTH),
                    "2030-02-30 is no day of the calendar"),
    "month 13": (replaced(STRATEGY_FILE, "'2025-01-01'", "2025-13-01"), ("plan", *BOTH),
                 "2025-13-01 is no day of the calendar"),
    "deep YAML": (written(AREA_FILE, DEEP.encode()), ("indicators",), "nested deeper"),
    "huge YAML": (written(AREA_FILE, b"# x\n" * 400_000), ("indicators",), "larger than any"),
    "YAML that repeats itself": (written(AREA_FILE, BOMB.encode()), ("indicators",), "*name"),
    "a pipe": (piped, ("indicators",), "this is a pipe or a device"),
    "themes of plain words": (written("data/catalogue/themes.yml", b"- best start\n"),
                              ("indicators",), "'best start' should hold keys and values"),
    "themes of one word": (written("data/catalogue/themes.yml", b"theme"), ("indicators",),
                           "a list of themes"),
    "numbers for keys": (written(AREA_FILE, b"1: 2\n"), ("indicators",), "keys and values"),
    "an id too long": (replaced(STRATEGY_FILE, "id: one", "id: " + "o" * 300), ("plan", *BOTH),
                       "longer than 100 signs"),
    "a damaged manifest": (written("reports/packs/a-place/a-plan/manifest.json", b"[1]"),
                           ("check", *BOTH), "this manifest is damaged"),
    "a damaged lock": (written("data/locks/a-place.lock", b"snapshots: [5]"), ("build", AREA),
                       "this lock can't be read"),
    "a lock that points elsewhere": (
        written("data/locks/a-place.lock", b"snapshots:\n- {sha256: '" + b"../" * 21 + b"x',"
                b" source: a, title: b, size: 1, retrieved: '2026-01-01T00:00:00+00:00'}\n"),
        ("build", AREA), "this lock can't be read"),
    "a lock without a file": (
        written("data/locks/a-place.lock", b"area: a-place\nsnapshots: []\n"),
        ("render", *BOTH, "--to", "html", "--renderer", "embedded"), "this lock names no file"),
    "a damaged list of what was shown": (
        written("data/locks/a-place.shown", b"files: 5"), ("fetch", AREA, "--from", "downloads"),
        "what was shown can't be read"),
    "a file where facts should be": (in_the_way("data/facts"), ("diff", AREA), "no facts"),
    "a file where runs should be": (in_the_way("data/runs"), ("check", *BOTH),
                                    "a file where a folder should be"),
    "no folder of that name": (lambda root: None, ("fetch", AREA, "--from", "nowhere"),
                               "there is no such folder"),
    "--from nothing": (lambda root: None, ("fetch", AREA, "--from", ""), "it is empty"),
    "--to nothing": (lambda root: None, ("render", *BOTH, "--to", ""), "it is empty"),
    "--to with a comma too many": (lambda root: None, ("render", *BOTH, "--to", "html,"),
                                   "it is empty"),
    "--priority nothing": (lambda root: None, ("run", *BOTH, "--priority", ""), "it is empty"),
    "--only nothing": (lambda root: None, ("fetch", AREA, "--only", " "), "it is empty"),
    "--from a pipe": (lambda root: os.mkfifo(root / "pipe"), ("fetch", AREA, "--from", "pipe"),
                      "this is a pipe or a device"),
    "refresh --from nothing": (lambda root: None, ("refresh", *BOTH, "--from", ""), "it is empty"),
    "workers below none": (lambda root: None, ("run", *BOTH, "--workers", "-3"), "whole number"),
    "a ratio that is none": (lambda root: None, ("equity", "own.csv", "--target-ratio", "nan"),
                             "not a number above 0"),
    "a folder for a file": (lambda root: None, ("verify", "downloads"), "this is a folder"),
    "a sign that no name may have": (lambda root: None, ("init", "a\0b"), "no name may have"),
    "no such file": (lambda root: None, ("equity", "nowhere.csv"), "there is no such file"),
    "a device for a file": (lambda root: None, ("local", "check", "/dev/zero"), "a device"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_gets_one_message(
    checkout: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make, words, expected = MISTAKES[name]
    make(checkout)
    assert run_here(checkout, words) in {2, 3}
    said = told(capsys)
    assert expected in said
    assert "Traceback" not in said


def test_a_work_folder_that_is_a_file_is_told(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for named in (checkout / "own.csv", checkout / "own.csv" / "deeper"):
        monkeypatch.setenv("JSNA_WORK", str(named))
        assert run_here(checkout, ("build", AREA)) == 2
        assert "JSNA_WORK names a place that is no folder" in told(capsys)
    monkeypatch.setenv("JSNA_WORK", "")
    assert run_here(checkout, ("plan", *BOTH)) == 0


def test_geojson_of_scalars_is_skipped_or_told(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for content in (b"5", b"[1, 2]", b'{"type": "FeatureCollection", "features": [1]}'):
        (checkout / "downloads" / "wards.geojson").write_bytes(content)
        assert run_here(checkout, ("fetch", AREA, "--from", "downloads")) in {2, 3}
        assert "Traceback" not in told(capsys)


def test_a_name_that_is_no_utf8_is_printed_as_far_as_it_can_be(checkout: Path) -> None:
    folder = os.fsencode(checkout / "downloads")
    (Path(os.fsdecode(folder + b"/z\xfc.csv"))).write_bytes(b"Nothing.")
    command = [sys.executable, "-m", "jsna.cli", "fetch", AREA, "--from", "downloads"]
    done = subprocess.run(command, capture_output=True, cwd=checkout)
    assert done.returncode in {0, 2, 3}
    assert b"Traceback" not in done.stderr


def test_head_may_have_enough_of_explain(checkout: Path) -> None:
    command = f"{sys.executable} -m jsna.cli explain one.91.trend 2>&1 | true"
    done = subprocess.run(command, shell=True, capture_output=True, cwd=checkout, text=True)
    assert "Traceback" not in done.stderr + done.stdout


# -- what nobody thought of -----------------------------------------------------------------------


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """A file as somebody may leave it: other bytes, a value changed, lines lost or doubled."""
    if not content or draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(WHOLE) | st.binary(max_size=60))
    lines = content.split(b"\n")
    at = draw(st.integers(0, len(lines) - 1))
    how = draw(st.sampled_from(("value", "lose", "double", "cut", "indent", "flip", "word")))
    word = draw(st.sampled_from(WORDS)).encode()
    if how == "value":
        key, colon, _ = lines[at].partition(b":")
        lines[at] = key + colon + b" " + word if colon else word
    elif how == "lose":
        del lines[at]
    elif how == "double":
        lines.insert(at, lines[at])
    elif how == "cut":
        lines = [*lines[:at], lines[at][: draw(st.integers(0, max(0, len(lines[at]))))]]
    elif how == "indent":
        lines[at] = b"  " + lines[at]
    elif how == "word":
        lines[at] = word
    whole = bytearray(b"\n".join(lines))
    if how == "flip" and whole:
        whole[draw(st.integers(0, len(whole) - 1))] ^= 1 << draw(st.integers(0, 7))
    return bytes(whole)


def tried(root: Path, file: str, content: bytes, words: tuple[str, ...]) -> None:
    """Damage one file, run a command, put everything back."""
    try:
        (root / file).write_bytes(content)
        code = run_here(root, words)
        assert code in ALLOWED, f"{words} ended with {code} on {file}: {content[:200]!r}"
    finally:
        put_back(root, file)


def fuzz(checkout: Path, number: int) -> None:
    originals = {name: (checkout / name).read_bytes() for name in (*YAML_FILES, *BUILT)}
    unhurried = [words for words in COMMANDS if number > IN_CI or words[0] not in SLOW_COMMANDS]

    @settings(
        max_examples=number, deadline=None, database=None, derandomize=number == IN_CI,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate,),
    )  # fmt: skip
    @given(data=st.data())
    def some(data: st.DataObject) -> None:
        file = data.draw(st.sampled_from(sorted(originals)))
        by_readers = file == "own.csv" or file.startswith("downloads")
        words = data.draw(st.sampled_from(READERS if by_readers else tuple(unhurried)))
        tried(checkout, file, data.draw(damaged(originals[file])), words)

    some()


def test_no_damage_to_any_file_ends_in_a_traceback(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fuzz(checkout, IN_CI)


@pytest.mark.slow
def test_no_damage_to_any_file_ends_in_a_traceback_many_times(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fuzz(checkout, examples(4_000))


@settings(max_examples=20, deadline=None, database=None, derandomize=True,
          suppress_health_check=list(HealthCheck), phases=(Phase.generate,))  # fmt: skip
@given(data=st.data())
def test_no_words_of_a_command_end_in_a_traceback(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.getbasetemp() / "words"
    make_checkout(root)
    words = list(data.draw(st.sampled_from([c for c in COMMANDS if c[0] not in LEFT_ALONE])))
    odd = st.sampled_from(("", " ", "--to", "--json", "a" * 300, "\udce9", "-1"))
    at = data.draw(st.integers(1, len(words)))
    changed = [*words[:at], data.draw(odd | st.text(max_size=8)), *words[at + 1 :]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JSNA_HOME", str(root))
        patch.chdir(root)
        assert run_here(root, tuple(changed)) in ALLOWED, changed
