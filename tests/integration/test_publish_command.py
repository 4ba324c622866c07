"""`jsna render`, `check` and `publish` on a pack of a council's own figures: what is refused."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from jsna.cli import main
from jsna.publish.looked_at import untouched_faults
from jsna.settings.load import Settings, load_settings
from jsna.settings.paths import Paths
from jsna.snapshots.lock import entry_of, read_lock, write_lock
from jsna.snapshots.shown import ShownFile, add_shown
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import SnapshotStore
from miniature_pack import ROOT, Miniature, let_commands_open, make_miniature, set_chapter

NAMES = ["midshire", "midshire-plan"]
INDICATOR = "limited-activities-by-age"
OWN = (
    "indicator_id,area_code,area_name,period,period_label,value,count,denominator,status\n"
    f"{INDICATOR},E06000999,Midshire,2021-03-21/P1D,Census 2021,10,50,500,final\n"
    f"{INDICATOR},E05000001,Ash Hill,2021-03-21/P1D,Census 2021,,,,suppressed\n"
    f"{INDICATOR},E05000002,Birch Green,2021-03-21/P1D,Census 2021,,,,suppressed\n"
)
SOUND = "## Day-to-day activities limited a lot\n\nIn Midshire 10% in 2021; Ash Hill has none.\n"
LEAK = "## Day-to-day activities limited a lot\n\nCensus 2021: 4 people in Ash Hill.\n"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Miniature:
    made = make_miniature(tmp_path)
    known = load_settings(Paths(ROOT, tmp_path))
    settings = Settings(
        areas=made.settings.areas,
        indicators={INDICATOR: known.indicators[INDICATOR]},
        themes=known.themes,
        sources=made.settings.sources | {"local-csv": known.sources["local-csv"]},
        strategies=made.settings.strategies,
    )
    pack = replace(made, settings=settings)
    kept = SnapshotStore(pack.paths.snapshots).add(
        OWN.encode(), Received(source=settings.sources["local-csv"], title="own.csv", url="own.csv",
        retrieved=read_lock(pack.paths.lock("midshire"))[0].retrieved, media_type="text/csv",
        origin=Origin.HAND,
        synthetic=False))  # fmt: skip
    lock = pack.paths.lock("midshire")
    write_lock(lock, "midshire", [*read_lock(lock), entry_of(kept)])
    set_chapter(pack, "old-age", SOUND)
    let_commands_open(pack, monkeypatch)
    return pack


def render(formats: str = "html") -> int:
    return main(["render", *NAMES, "--renderer", "embedded", "--to", formats])


def folder(pack: Miniature) -> Path:
    return pack.paths.pack(*NAMES)


def content(place: Path) -> dict[str, bytes]:
    files = (f for f in place.rglob("*") if f.is_file())
    return {f.relative_to(place).as_posix(): f.read_bytes() for f in files}


def looked_at(pack: Miniature) -> dict[str, str]:
    told: dict[str, str] = json.loads((folder(pack) / "manifest.json").read_text())["looked_at"]
    return told


def test_a_pack_that_gives_a_count_away_never_takes_its_place(
    pack: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    set_chapter(pack, "old-age", LEAK)
    assert render() == 4
    told = capsys.readouterr().err
    assert "site/old-age.html: a small count" in told
    assert " 4 " not in told
    assert not folder(pack).exists()
    assert list(folder(pack).parent.glob(".*")) == []


def test_the_pack_before_stays_when_the_next_one_is_refused(pack: Miniature) -> None:
    assert render("html,docx,pdf") == 0
    before = content(folder(pack))
    assert looked_at(pack)
    set_chapter(pack, "old-age", LEAK)
    assert render("html,docx,pdf") == 4
    assert content(folder(pack)) == before


def test_a_sound_pack_is_looked_at_once(pack: Miniature, monkeypatch: pytest.MonkeyPatch) -> None:
    assert render() == 0
    looks: list[Path] = []
    monkeypatch.setattr(
        "jsna.publish.disclosure.disclosure_faults", lambda *a: looks.append(a[-1]) or []
    )
    assert render() == 0
    assert looks == []
    (folder(pack) / "site" / "index.html").write_text("<p>edited</p>")
    assert render() == 0
    assert len(looks) == 1


def test_an_unchanged_pack_is_looked_at_again_when_a_release_comes_to_light(
    pack: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    assert render() == 0
    released = read_lock(pack.paths.lock("midshire"))[0].retrieved
    listed = ShownFile("0" * 64, "older.csv", released)
    add_shown(pack.paths.shown("midshire"), "midshire", [listed])
    assert render() == 4
    assert "older.csv" in capsys.readouterr().err
    assert looked_at(pack) == {}
    assert main(["check", *NAMES]) == 4


def test_what_stands_beside_the_made_files_stays(pack: Miniature) -> None:
    assert render() == 0
    (folder(pack) / "notes.txt").write_text("ours")
    set_chapter(pack, "old-age", SOUND + "\nMore.\n")
    assert render() == 0
    assert (folder(pack) / "notes.txt").read_text() == "ours"


@pytest.mark.parametrize("part", ["site/old-age.html", "project/old-age.qmd", "midshire.lock"])
def test_a_file_that_was_edited_after_the_gate_fails_the_check(
    pack: Miniature, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert render() == 0
    assert main(["check", *NAMES]) == 0
    file = folder(pack) / part
    file.write_bytes(file.read_bytes() + b"\n")
    assert main(["check", *NAMES]) == 4
    assert "were changed after the gate looked" in capsys.readouterr().out


def test_a_manifest_that_was_edited_after_the_gate_publishes_nothing(
    pack: Miniature, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert render() == 0
    file = folder(pack) / "manifest.json"
    whole = json.loads(file.read_text())

    def faults(**edit: object) -> list[str]:
        file.write_text(json.dumps(whole | edit))
        return untouched_faults(folder(pack), whole)

    # how it came about is written anew whenever the pack is found unchanged
    assert not faults(seconds={}, commit="another")
    edits = {"chapters": [], "snapshots": [], "files": {}, "synthetic": True}
    for name, edit in (*edits.items(), ("release", "a later one"), ("data_as_at", "2031-01-01")):
        assert "manifest.json was changed" in faults(**{name: edit})[0]
    assert main(["publish", *NAMES, "--to", str(tmp_path / "served")]) == 4
    assert "manifest.json was changed after the gate looked" in capsys.readouterr().err
    assert not (tmp_path / "served").exists()


def test_a_pack_that_the_gate_never_saw_fails_the_check(
    pack: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    assert render() == 0
    file = folder(pack) / "manifest.json"
    told = json.loads(file.read_text())
    del told["looked_at"]
    file.write_text(json.dumps(told))
    assert main(["check", *NAMES]) == 4
    assert "render the pack again" in capsys.readouterr().out


def test_publish_copies_the_site_of_a_sound_pack(pack: Miniature, tmp_path: Path) -> None:
    assert render() == 0
    target = tmp_path / "served" / "site"
    assert main(["publish", *NAMES, "--to", str(target)]) == 0
    published = content(target)
    assert json.loads(published.pop("release.json"))["area"]["slug"] == "midshire"
    assert published == content(folder(pack) / "site")
    assert [p.name for p in target.parent.iterdir()] == ["site"]
    # an earlier site of the same pack is replaced whole
    (target / "left.html").write_text("old")
    assert main(["publish", *NAMES, "--to", str(target)]) == 0
    assert "left.html" not in content(target)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [("edit", "were changed after the gate looked"), ("chapter", "is not available"),
     ("link", "nowhere.html leads to no file"), ("snapshot", "own.csv")],
)  # fmt: skip
def test_publish_refuses_and_names_what_is_missing(
    pack: Miniature, tmp_path: Path, spoil: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if spoil == "chapter":
        make_miniature_failure(pack)
    if spoil == "link":
        set_chapter(pack, "old-age", SOUND + "\n[gone](nowhere.qmd)\n")
    assert render() == 0
    if spoil == "edit":
        (folder(pack) / "site" / "index.html").write_text("<p>edited</p>")
    if spoil == "snapshot":
        own = read_lock(pack.paths.lock("midshire"))
        id = next(e.sha256 for e in own if e.source == "local-csv")
        (pack.paths.snapshots / id[:2] / id / "content").unlink()
    target = tmp_path / "served"
    assert main(["publish", *NAMES, "--to", str(target)]) == 4
    told = capsys.readouterr().err
    assert words in told
    assert "nothing was published" in told
    assert not target.exists()


def test_publish_does_not_write_over_what_is_not_its_own(
    pack: Miniature, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert render() == 0
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.txt").write_text("mine")
    assert main(["publish", *NAMES, "--to", str(tmp_path / "home")]) == 2
    assert "holds something else" in capsys.readouterr().err
    assert content(tmp_path / "home") == {"thesis.txt": b"mine"}
    assert main(["publish", *NAMES, "--to", str(tmp_path / "home" / "thesis.txt")]) == 2


def make_miniature_failure(pack: Miniature) -> None:
    record = pack.paths.runs(*NAMES) / "old-age" / "run.json"
    told = json.loads(record.read_text()) | {"status": "failed", "reason": "No values."}
    record.write_text(json.dumps(told))
