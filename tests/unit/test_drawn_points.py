"""A control chart's picture, turned back into points, is held to the figures of its CSV."""

from pathlib import Path

import pytest

from jsna.publish.drawn_points import drawn_faults
from jsna.publish.published_files import PublishedFile

NAME = "site/figures/area.falls.control"
VALUES = (20.0, None, 35.0, 10.0, 25.0)
POINTS = tuple((20.0 + 30 * n, 200 - 2 * v) for n, v in enumerate(VALUES) if v is not None)


def csv() -> PublishedFile:
    lines = ["period,value (falls),status"]
    lines += [f"2025-0{n + 1}-01/P1M,{'' if v is None else v},x" for n, v in enumerate(VALUES)]
    return file(f"{NAME}.csv", "\n".join(lines) + "\n")


def file(name: str, text: str) -> PublishedFile:
    return PublishedFile(name, Path(name), text.encode())


def svg(*points: tuple[float, float], name: str = f"{NAME}.svg") -> PublishedFile:
    circles = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="3"/>' for x, y in points)
    return file(name, f"<svg>{circles}</svg>")


def faults(*files: PublishedFile) -> list[str]:
    return list(drawn_faults([csv(), *files]))


def test_a_picture_of_what_the_csv_has_is_sound():
    narrow = [(x / 2, y) for x, y in POINTS]
    # the last one stands in a ring
    assert faults(svg(*POINTS, POINTS[-1]), svg(*narrow, name=f"{NAME}.narrow.svg")) == []
    # a CSV that is the same in another folder is not listed again
    assert faults(svg(*POINTS, name=NAME.replace("site", "project") + ".svg")) == []


@pytest.mark.parametrize(
    ("points", "what"),
    [
        ((POINTS[0], (50.0, 194.0), *POINTS[1:]), "not as many figures as points"),
        (POINTS[1:], "not as many figures as points"),
        # 37 before it was rounded to 35
        ((POINTS[0], (POINTS[1][0], 200 - 2 * 37.0), *POINTS[2:]), "does not stand where"),
    ],
)
def test_a_point_that_is_none_of_the_csv_is_told(points, what):
    (told,) = faults(svg(*points))
    assert told.startswith(f"{NAME}.svg: ") and what in told


def test_a_picture_that_nothing_can_be_held_to_is_told():
    (told,) = faults(svg(*POINTS, name="site/figures/area.other.control.svg"))
    assert "there is no CSV" in told
    (told,) = faults(file(f"{NAME}.svg", "<svg><circle r='3'/></svg>"))
    assert "says not where" in told
