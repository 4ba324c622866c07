"""The register that is shipped is what its script makes of the lists, to the byte."""

import importlib.util
from pathlib import Path

from jsna.register import authorities

IN_FORCE = {
    "2022-12-31": ("ons_list_ltla22.csv", "ons_list_cty22.csv"),
    "2023-12-31": ("ons_list_ltla23.csv", "ons_list_cty23.csv"),
    "2025-12-31": ("ons_list_ltla25.csv",),
}


def test_the_register_is_rebuilt_from_its_lists(
    real_data: Path, tmp_path: Path, project_root: Path
) -> None:
    script = project_root / "scripts" / "build_register.py"
    spec = importlib.util.spec_from_file_location("build_register", script)
    build_register = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build_register)
    lists = real_data / "more" / "register"
    days = [f"{day}={lists / name}" for day, names in IN_FORCE.items() for name in names]
    words = [word for day in days for word in ("--in-force", day)]
    out = tmp_path / "authorities.csv"
    code = build_register.main([
        "--authorities", str(lists / "mysociety_uk_local_authorities_past_current.csv"),
        "--codes", str(lists / "drkane_la_all_codes.csv"),
        "--counties", str(lists / "LAD21_CTY21_EN_LU.csv"), *words, "--out", str(out),
    ])  # fmt: skip
    assert code == 0
    shipped = Path(authorities.__file__).with_name("authorities.csv")
    assert out.read_bytes() == shipped.read_bytes()
