"""Every file of a bundle has the same bytes in any process, whatever its hash seed or clock."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

UNIT = Path(__file__).resolve().parents[1] / "unit"
WRITE = """
import sys
from pathlib import Path
from invented_figures import choropleth, funnel, gradient, part_bars, pyramid, ranked_bars, trend
from jsna.figures.bundle import write_bundle
for make in (trend, ranked_bars, pyramid, choropleth, funnel, part_bars, gradient):
    write_bundle(make(synthetic=True), Path(sys.argv[1]), "Invented pack, figure 1.")
"""


def hashes(folder: Path, seed: str, zone: str) -> dict[str, str]:
    env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(UNIT)}
    env |= {"MPLBACKEND": "svg" if seed == "1" else "agg", "SOURCE_DATE_EPOCH": seed}
    subprocess.run([sys.executable, "-c", WRITE, str(folder)], env=env, check=True)
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.iterdir()}


def test_two_processes_write_the_same_bytes(tmp_path):
    first = hashes(tmp_path / "one", "1", "UTC")
    second = hashes(tmp_path / "two", "2", "Asia/Tokyo")
    assert len(first) == 7 * 5  # each of a bundle's five files, of seven figures
    assert first == second


def test_the_figure_modules_import_neither_matplotlib_nor_shapely():
    modules = (
        "trend_line",
        "ranked_bars",
        "population_pyramid",
        "choropleth",
        "deprivation_gradient",
        "funnel",
        "cluster_map",
        "part_bars",
        "markdown",
    )
    names = ", ".join(f"jsna.figures.{m}" for m in modules)
    code = f"import sys, {names}, jsna.tables.figure_table\n"
    code += "print({'matplotlib', 'shapely', 'geopandas', 'afcharts'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
