import pytest
from afcharts.af_colours import get_af_colours

from jsna.figures import palette


def ratio(one: str, other: str) -> float:
    """WCAG's formula written out a second time, from its definition."""

    def luminance(colour: str) -> float:
        channels = []
        for start in (1, 3, 5):
            share = int(colour[start : start + 2], 16) / 255
            low = share <= 0.04045
            channels.append(share / 12.92 if low else ((share + 0.055) / 1.055) ** 2.4)
        return sum(c * w for c, w in zip(channels, (0.2126, 0.7152, 0.0722), strict=True))

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("pair", palette.CONTRASTS, ids=lambda p: f"{p[0]}-{p[1]} {p[3]}")
def test_each_pair_keeps_its_contrast(pair):
    colour, ground, minimum, _ = pair
    assert ratio(colour, ground) >= minimum


def test_contrast_is_that_of_wcag():
    assert palette.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    # published beside the Analysis Function's palette
    assert palette.contrast("#12436D", "#FFFFFF") == pytest.approx(10.25, abs=0.01)
    assert palette.contrast("#F46A25", "#12436D") == pytest.approx(3.38, abs=0.01)


def test_categories_are_the_analysis_functions_in_its_order():
    assert list(palette.CATEGORIES) == get_af_colours("categorical")


def test_fifths_run_from_dark_to_light():
    on_white = [ratio(colour, "#FFFFFF") for colour in palette.FIFTHS]
    assert on_white == sorted(on_white, reverse=True)


def test_no_colour_without_data_passes_for_a_class():
    assert palette.NO_DATA not in palette.FIFTHS
