"""doctor says of a machine what holds of it."""

import importlib.metadata
import importlib.util
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from jsna.cli import main
from jsna.commands import doctor
from jsna.publish import axe


def said(capsys: pytest.CaptureFixture[str], code: int = 0) -> dict[str, str]:
    assert main(["doctor"]) == code
    lines = capsys.readouterr().out.splitlines()
    return {line[9:].split(":")[0]: line for line in lines}


def test_every_declared_package_is_looked_for(
    project_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tomllib.loads((project_root / "pyproject.toml").read_text("utf-8"))["project"]
    names = (re.split(r"[\[<>=]", line)[0] for line in project["dependencies"])
    declared = {re.sub(r"[._]", "-", name) for name in names}
    assert set(doctor.LOSSES) <= declared
    told = said(capsys)
    for name in set(doctor.LOSSES):
        assert told[name].startswith("ok") and importlib.metadata.version(name) in told[name]
    assert "pytest" not in told


def test_a_package_that_is_gone_is_told_with_what_it_costs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = importlib.metadata.version

    def version(name: str) -> str:
        if name == "papermill":
            raise importlib.metadata.PackageNotFoundError(name)
        return whole(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    told = said(capsys, code=5)
    assert told["papermill"].startswith("MISSING")
    assert "no notebook can be run" in told["papermill"]


def test_a_quarto_that_cannot_be_run_is_not_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("JSNA_QUARTO", str(tmp_path / "no-quarto"))
    told = said(capsys)
    assert told["quarto"].startswith("without") and "which can't be run" in told["quarto"]
    monkeypatch.delenv("JSNA_QUARTO")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert "embedded renderer" in said(capsys)["quarto"]


@pytest.mark.parametrize(
    ("script", "says"),
    [("echo 1.6.42", "1.6.42 ("), ("echo broken >&2; exit 3", "does not tell its version: broken")],
)
def test_quarto_tells_its_version_or_is_of_no_use(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    script: str, says: str,
) -> None:  # fmt: skip
    quarto = tmp_path / "quarto"
    quarto.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    quarto.chmod(0o755)
    monkeypatch.setenv("JSNA_QUARTO", str(quarto))
    told = said(capsys)["quarto"]
    assert says in told and str(quarto) in told
    assert told.startswith("ok" if "1.6" in says else "without")


def test_the_browser_check_needs_its_tools_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(axe, "find_browser", lambda: "/usr/bin/a-browser")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "playwright is not installed" in said(capsys)["browser"]
    monkeypatch.setattr(axe, "find_browser", lambda: None)
    told = said(capsys)["browser"]
    assert told.startswith("without") and "no browser was found" in told


def test_an_output_folder_that_is_yet_to_be_made_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("JSNA_WORK", str(tmp_path / "a" / "b" / "c"))
    assert said(capsys)["output folder"].startswith("ok")


def test_a_strategy_with_a_mistake_is_told(
    project_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    for name in ("config", "data", "notebooks", "docs"):
        (tmp_path / name).symlink_to(project_root / name)
    shutil.copytree(project_root / "reports/strategies/core", tmp_path / "reports/strategies/core")
    (tmp_path / "reports/template").symlink_to(project_root / "reports/template")
    file = tmp_path / "reports/strategies/core/strategy.yml"
    file.write_text(file.read_text("utf-8").replace("\ntitle:", "\ntitel:", 1), "utf-8")
    monkeypatch.setenv("JSNA_HOME", str(tmp_path))
    monkeypatch.setenv("JSNA_WORK", str(tmp_path / "work"))
    told = said(capsys)
    assert told["settings"].startswith("ok") and told["settings"].endswith("0 strategies")
    assert told["strategy"].startswith("without")
    assert "core: reports/strategies/core/strategy.yml, line " in told["strategy"]
    assert "unknown key 'titel'" in told["strategy"]
