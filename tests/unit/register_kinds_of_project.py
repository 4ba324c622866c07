"""The project's own kinds of actions and milestones, for tests that read them of a strategy."""

from pathlib import Path

from jsna.settings.register_kind import RegisterKind
from jsna.settings.yaml_file import Problems, read_model

ROOT = Path(__file__).resolve().parents[2]


def register_kinds() -> dict[str, RegisterKind]:
    folder, problems = ROOT / "data/catalogue/registers", Problems(ROOT)
    read = {
        id: read_model(folder / f"{id}.yml", RegisterKind, problems, id=id)
        for id in ("actions", "milestones")
    }
    assert problems.found == []
    return {id: kind for id, kind in read.items() if kind}
