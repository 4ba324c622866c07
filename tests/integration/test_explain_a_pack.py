"""explain and cite work on what is handed over: a rendered pack, or its site, and nothing else."""

import json
import shutil
from pathlib import Path

import pytest

from conftest import BuiltPack
from jsna.cli import main
from jsna.pack.render import render_pack
from miniature_pack import ABOUT, CONTENT, FIGURE_ID, make_miniature

ADDRESS = "https://fingertips.phe.org.uk/api/90366"
SHA256 = ABOUT["snapshot_ids"][0]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack's folder as the renderer leaves it."""
    made = make_miniature(tmp_path_factory.mktemp("rendered"))
    render_pack(made.project, formats=["html"], renderer="embedded")
    return made.project.pack_folder


@pytest.fixture
def work(rendered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for built files that holds the rendered pack: no runs, facts or snapshots."""
    shutil.copytree(rendered, tmp_path / "reports" / "packs" / "midshire" / "midshire-plan")
    monkeypatch.setenv("JSNA_WORK", str(tmp_path))
    return tmp_path


@pytest.fixture
def site(rendered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the site alone, as it is handed over, and nothing built on this machine."""
    monkeypatch.setenv("JSNA_WORK", str(tmp_path / "empty"))
    return Path(shutil.copytree(rendered / "site", tmp_path / "handed over"))


def said_of(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(list(words)) == code
    printed = capsys.readouterr()
    return printed.err if code else printed.out


def test_a_rendered_pack_is_explained_from_its_own_manifest(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = said_of(capsys, "explain", FIGURE_ID)
    for words in (ABOUT["headline"], "2024", ADDRESS, "20 November 2026", SHA256):
        assert words in said
    assert "not here" not in said
    told = json.loads(said_of(capsys, "explain", FIGURE_ID, "midshire", "midshire-plan", "--json"))
    assert (told["area"], told["strategy"]) == ("midshire", "midshire-plan")
    assert told["snapshots"][0]["size"] == len(CONTENT)
    assert said_of(capsys, "cite", FIGURE_ID).split("\n\n") == [
        ABOUT["sentence"],
        ABOUT["citation"] + "\n",
    ]


@pytest.mark.parametrize("place", [".", "site", "site/figures"])
def test_a_pack_is_named_by_any_of_its_folders(
    rendered: Path,
    tmp_path: Path,
    place: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("JSNA_WORK", str(tmp_path))
    assert ADDRESS in said_of(capsys, "explain", FIGURE_ID, "--pack", str(rendered / place))


def test_a_site_alone_says_what_is_not_there(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = said_of(capsys, "explain", FIGURE_ID, "--pack", str(site))
    for words in (ABOUT["headline"], "2024", ABOUT["source"], SHA256, "methods.html#"):
        assert words in said
    assert "manifest.json is not here" in said
    assert "sources.html" in said
    told = json.loads(said_of(capsys, "explain", FIGURE_ID, "--pack", str(site), "--json"))
    assert told["snapshots"] == []
    assert told["snapshots_not_here"] == [SHA256]
    assert ABOUT["citation"] in said_of(capsys, "cite", FIGURE_ID, "--pack", str(site))


@pytest.mark.parametrize("place", [".", "figures"])
def test_the_pack_around_the_current_folder_is_taken(
    site: Path, place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site / place)
    assert ABOUT["headline"] in said_of(capsys, "explain", FIGURE_ID)
    assert ABOUT["citation"] in said_of(capsys, "cite", FIGURE_ID)


def test_values_that_were_not_handed_over_are_named(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "figures" / f"{FIGURE_ID}.csv").unlink()
    said = said_of(capsys, "explain", FIGURE_ID, "--pack", str(site))
    assert f"The values are not here: figures/{FIGURE_ID}.csv is missing." in said


def test_a_manifest_that_cannot_be_read_is_told(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = work / "reports" / "packs" / "midshire" / "midshire-plan" / "manifest.json"
    manifest.write_text("{", "utf-8")
    said = said_of(capsys, "explain", FIGURE_ID)
    assert "manifest.json can't be read" in said
    assert SHA256 in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((FIGURE_ID.replace("90366", "9036"), "--pack", "SITE"), f"Did you mean {FIGURE_ID!r}?"),
        ((FIGURE_ID, "--pack", "nowhere"), "nowhere is not a folder"),
        ((FIGURE_ID, "--pack", "."), "holds no pack"),
        ((FIGURE_ID, "midshire", "--pack", "SITE"), "--pack names the pack already"),
        ((FIGURE_ID,), "no figure was built here yet."),
    ],
)
def test_mistakes_are_told(
    site: Path,
    words: tuple[str, ...],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(site.parent)
    given = [str(site) if word == "SITE" else word for word in words]
    assert told in said_of(capsys, "explain", *given, code=2)


def test_a_figure_that_cannot_be_read_is_named(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = site / "figures" / f"{FIGURE_ID}.json"
    file.write_text("[]", "utf-8")
    assert str(file) in said_of(capsys, "explain", FIGURE_ID, "--pack", str(site), code=2)


def test_the_demonstration_pack_handed_over_is_explained(
    demo_pack: BuiltPack,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site = shutil.copytree(demo_pack.site, tmp_path / "site")
    figure = sorted((site / "figures").glob("*.trend.json"))[0].stem
    monkeypatch.setenv("JSNA_WORK", str(tmp_path / "empty"))
    assert "SYNTHETIC" in said_of(capsys, "explain", figure, "--pack", str(site))
    whole = said_of(capsys, "explain", figure, "--pack", str(demo_pack.pack), "--json")
    assert json.loads(whole)["area"] == demo_pack.area
    assert figure in said_of(capsys, "cite", figure, "--pack", str(site))
