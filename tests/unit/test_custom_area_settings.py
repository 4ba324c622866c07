"""Custom areas in the settings: what is wrong is told with its line, what is allowed and next."""

from pathlib import Path

import pandas as pd
import pytest

from jsna.errors import UserFileError
from jsna.geo.custom_areas import check_custom_areas, members
from jsna.geo.geography import Geography
from jsna.settings.area import Area
from jsna.settings.custom_area import check_custom_areas as check_settings
from jsna.settings.yaml_file import Problems, read_model

AREA = """\
name: Netherby
code: E06000099
kind: unitary authority
region: {code: E12000099, name: Marshlands}
contact: {team: Public health intelligence}
custom_areas:
"""


def read(tmp_path: Path, custom: str) -> tuple[Area | None, Problems, Path]:
    path = tmp_path / "config" / "areas" / "netherby.yml"
    path.parent.mkdir(parents=True)
    path.write_text(AREA + custom)
    problems = Problems(tmp_path)
    area = read_model(path, Area, problems, slug="netherby")
    if area:
        check_settings(path, area.custom_areas, problems)
    return area, problems, path


def told(problems: Problems) -> list[tuple[int, str]]:
    return [(problem.line, problem.what) for problem in problems.found]


def test_areas_of_lsoas_and_of_sectors_are_read(tmp_path):
    area, problems, _ = read(
        tmp_path,
        "  - {name: Quayside, lsoas: [E01000001, E01000002]}\n"
        '  - {name: Old Town, sectors: ["ZZ1 2"]}\n'
        "  - {name: Half of it, lsoas: [E01000002]}\n",
    )
    assert problems.found == []
    assert area is not None
    assert members(area, "lsoas").to_numpy().tolist() == [
        ["Quayside", "E01000001"], ["Quayside", "E01000002"], ["Half of it", "E01000002"],
    ]  # fmt: skip
    assert members(area, "sectors").to_numpy().tolist() == [["Old Town", "ZZ1 2"]]


@pytest.mark.parametrize(
    ("custom", "line", "what", "allowed"),
    [
        ("  - name: Quayside\n    lsoas: []\n", 7, "no LSOA and no sector", "Either lsoas or"),
        ("  - name: Quayside\n", 7, "no LSOA and no sector", "Either lsoas or"),
        (
            '  - name: Quayside\n    lsoas: [E01000001]\n    sectors: ["ZZ1 2"]\n',
            7, "both LSOAs and postcode sectors", "Either lsoas or",
        ),
        (
            "  - name: Quayside\n    lsoas:\n      - E01000001\n      - E01000001\n",
            10, "E01000001 stands twice", "Each LSOA once",
        ),
        (
            '  - name: Quayside\n    sectors:\n      - "ZZ1 2"\n      - "ZZ1 2"\n',
            10, "ZZ1 2 stands twice", "Each postcode sector once",
        ),
        (
            "  - {name: Q, lsoas: [E01000001]}\n  - {name: Q, lsoas: [E01000002]}\n",
            8, "two custom areas are called 'Q'", "A name for each",
        ),
        ("  - name: Q\n    lsoas:\n      - E02000001\n", 9, "wrong form", "LSOA's code: E01"),
        ('  - name: Q\n    sectors:\n      - "ZZ1 2AB"\n', 9, "wrong form", "as in AB1 2"),
        ("  - name: Q\n    lsoa: [E01000001]\n", 8, "unknown key 'lsoa'", "lsoas, name, sectors"),
        ("  - lsoas: [E01000001]\n", 7, "'custom_areas.0.name' is missing", ""),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(tmp_path, custom, line, what, allowed):
    _, problems, _ = read(tmp_path, custom)
    (problem,) = problems.found
    assert (problem.file, problem.line) == ("config/areas/netherby.yml", line)
    assert what in problem.what
    assert allowed in problem.allowed


def geography(lsoas=("E01000001", "E01000002"), sectors=()) -> Geography:
    lookup = pd.DataFrame({"lsoa_code": list(lsoas)}, dtype="str")
    held = pd.DataFrame({"sector": list(sectors), "lsoa_code": "E01000001"})
    return Geography("E06000099", {}, lookup, {"lsoa": "2021"}, "", (), sectors=held)


def test_an_lsoa_of_another_council_is_told_with_its_line(tmp_path):
    area, _, path = read(
        tmp_path, "  - name: Q\n    lsoas:\n      - E01000001\n      - E01000003\n"
    )
    assert area is not None
    with pytest.raises(UserFileError) as error:
        check_custom_areas(area, geography(), path)
    (problem,) = error.value.problems
    assert (problem.file, problem.line) == ("config/areas/netherby.yml", 10)
    assert "E01000003" in problem.what
    assert "LSOAs of 2021 that the look-up gives to Netherby: 2" in problem.allowed
    assert problem.next_step == "Correct the code, or take it out."
    check_custom_areas(area, geography(("E01000001", "E01000003")), path)


def test_a_sector_that_the_look_up_lacks_is_told(tmp_path):
    area, _, path = read(tmp_path, '  - name: Q\n    sectors: ["ZZ1 2", "ZZ1 3"]\n')
    assert area is not None
    with pytest.raises(UserFileError, match="the postcode sector ZZ1 3") as error:
        check_custom_areas(area, geography(sectors=("ZZ1 2",)), path)
    assert len(error.value.problems) == 1


def test_without_look_ups_nothing_can_be_checked(tmp_path):
    area, _, path = read(
        tmp_path, '  - {name: Q, sectors: ["ZZ1 2"]}\n  - {name: R, lsoas: [E01000009]}\n'
    )
    assert area is not None
    check_custom_areas(area, geography(lsoas=()), path)
