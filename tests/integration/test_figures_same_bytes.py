"""Every file of a bundle has the same bytes in any process, whatever its hash seed or clock."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from invented_figures import EXAMPLES

from jsna.figures.bundle import ENDINGS

UNIT = Path(__file__).resolve().parents[1] / "unit"
WRITE = """
import sys
from pathlib import Path
from invented_figures import EXAMPLES
from jsna.figures.bundle import write_bundle
for example in EXAMPLES.values():
    write_bundle(example.make(synthetic=True), Path(sys.argv[1]), "Invented pack, figure 1.")
"""


def hashes(folder: Path, seed: str, zone: str) -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(UNIT), os.environ.get("PYTHONPATH"))))
    env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": path}
    env |= {"MPLBACKEND": "svg" if seed == "1" else "agg", "SOURCE_DATE_EPOCH": seed}
    subprocess.run([sys.executable, "-c", WRITE, str(folder)], env=env, check=True)
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.iterdir()}


@pytest.mark.slow
def test_two_processes_write_the_same_bytes(tmp_path):
    first = hashes(tmp_path / "one", "1", "UTC")
    second = hashes(tmp_path / "two", "2", "Asia/Tokyo")
    assert len(first) == len(EXAMPLES) * len(ENDINGS)
    assert first == second


def test_the_figure_modules_import_neither_matplotlib_nor_shapely():
    code = (
        "import sys, jsna.figures.bundle, jsna.figures.kinds.deprivation_map.clusters\n"
        "import jsna.figures.markdown, jsna.figures.table\n"
        "from jsna.figures.registry import figure_kinds\n"
        "assert len(figure_kinds()) >= 7\n"
        "print({'matplotlib', 'shapely', 'geopandas', 'afcharts'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
