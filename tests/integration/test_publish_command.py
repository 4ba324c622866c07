"""`jsna render`, `check` and `publish` on a pack of a council's own figures: what is refused."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from jsna.cli import main
from jsna.publish.looked_at import untouched_faults
from jsna.settings.load import Settings
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


def made_in(work: Path, known: Settings) -> Miniature:
    made = make_miniature(work)
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
    return pack


@pytest.fixture
def pack(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Miniature:
    """A sound pack that was not laid out yet."""
    pack = made_in(tmp_path, settings)
    let_commands_open(pack, monkeypatch)
    return pack


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Miniature:
    """A sound pack as `jsna render` leaves it; to be copied before anything is written."""
    pack = made_in(tmp_path_factory.mktemp("laid-out"), settings)
    with pytest.MonkeyPatch.context() as patch:
        let_commands_open(pack, patch)
        assert render() == 0
    return pack


@pytest.fixture
def sound(laid_out: Miniature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Miniature:
    """The same in a folder of its own."""
    shutil.copytree(laid_out.paths.work, tmp_path, dirs_exist_ok=True)
    pack = replace(laid_out, paths=Paths(ROOT, tmp_path))
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


def test_a_sound_pack_is_looked_at_once(sound: Miniature, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Path] = []
    monkeypatch.setattr(
        "jsna.publish.disclosure.disclosure_faults", lambda *a: looks.append(a[-1]) or []
    )
    assert render() == 0
    assert looks == []
    (folder(sound) / "site" / "index.html").write_text("<p>edited</p>")
    assert render() == 0
    assert len(looks) == 1


def test_an_unchanged_pack_is_looked_at_again_when_a_release_comes_to_light(
    sound: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    released = read_lock(sound.paths.lock("midshire"))[0].retrieved
    listed = ShownFile("0" * 64, "older.csv", released)
    add_shown(sound.paths.shown("midshire"), "midshire", [listed])
    assert render() == 4
    assert "older.csv" in capsys.readouterr().err
    assert looked_at(sound) == {}
    assert main(["check", *NAMES]) == 4


def test_what_stands_beside_the_made_files_stays(sound: Miniature) -> None:
    (folder(sound) / "notes.txt").write_text("ours")
    set_chapter(sound, "old-age", SOUND + "\nMore.\n")
    assert render() == 0
    assert (folder(sound) / "notes.txt").read_text() == "ours"


def test_what_the_gate_looked_at_passes_the_check(sound: Miniature) -> None:
    assert main(["check", *NAMES]) == 0


@pytest.mark.parametrize("part", ["site/old-age.html", "project/old-age.qmd", "midshire.lock"])
def test_a_file_that_was_edited_after_the_gate_fails_the_check(
    sound: Miniature, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder(sound) / part
    file.write_bytes(file.read_bytes() + b"\n")
    assert main(["check", *NAMES]) == 4
    assert "were changed after the gate looked" in capsys.readouterr().out


def test_a_manifest_that_was_edited_after_the_gate_publishes_nothing(
    sound: Miniature, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder(sound) / "manifest.json"
    whole = json.loads(file.read_text())

    def faults(**edit: object) -> list[str]:
        file.write_text(json.dumps(whole | edit))
        return untouched_faults(folder(sound), whole)

    # one from before the gate looked at manifests was changed by nobody
    looked = {name: said for name, said in whole["looked_at"].items() if name != "manifest"}
    assert "never looked" in untouched_faults(folder(sound), whole | {"looked_at": looked})[0]
    # how it came about is written anew whenever the pack is found unchanged
    assert not faults(seconds={}, commit="another")
    edits = {"chapters": [], "snapshots": [], "files": {}, "synthetic": True}
    for name, edit in (*edits.items(), ("release", "a later one"), ("data_as_at", "2031-01-01")):
        assert "manifest.json was changed" in faults(**{name: edit})[0]
    assert main(["publish", *NAMES, "--to", str(tmp_path / "served")]) == 4
    assert "manifest.json was changed after the gate looked" in capsys.readouterr().err
    assert not (tmp_path / "served").exists()


def test_a_pack_that_the_gate_never_saw_fails_the_check(
    sound: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder(sound) / "manifest.json"
    told = json.loads(file.read_text())
    del told["looked_at"]
    file.write_text(json.dumps(told))
    assert main(["check", *NAMES]) == 4
    assert "render the pack again" in capsys.readouterr().out


def test_publish_copies_the_site_of_a_sound_pack(sound: Miniature, tmp_path: Path) -> None:
    target = tmp_path / "served" / "site"
    assert main(["publish", *NAMES, "--to", str(target)]) == 0
    published = content(target)
    assert json.loads(published.pop("release.json"))["area"]["slug"] == "midshire"
    assert published == content(folder(sound) / "site")
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
    sound: Miniature, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
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
