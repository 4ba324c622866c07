import pytest

from jsna.narrative.file_size import printed_size


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 KB"), (499, "1 KB"), (1_600, "2 KB"), (999_400, "999 KB"), (1_260_000, "1.3 MB")],
)
def test_a_size_as_a_reader_says_it(size, words):
    assert printed_size(size) == words
