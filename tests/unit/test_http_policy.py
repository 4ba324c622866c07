"""What is asked for again, and how long a service may ask to be left alone."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from jsna.http.policy import RETRY, read_retry_after


@pytest.mark.parametrize("status", [429, 500, 501, 503, 524, 599])
def test_what_may_pass_is_asked_for_again(status: int) -> None:
    assert RETRY.is_retry("GET", status)


@pytest.mark.parametrize("status", [304, 400, 401, 403, 404, 410, 418])
def test_what_will_not_change_is_not(status: int) -> None:
    assert not RETRY.is_retry("GET", status)


def test_a_wait_is_read_as_it_was_asked_for() -> None:
    assert read_retry_after(" 120 ") == 120.0
    assert read_retry_after("0") == 0.0
    assert read_retry_after("604800") == 604_800.0  # a week is told as a week, not cut short
    later = datetime.now(UTC) + timedelta(seconds=90)
    for text in (format_datetime(later, usegmt=True), f"{later:%a, %d %b %Y %H:%M:%S}"):
        assert read_retry_after(text) == pytest.approx(90, abs=3)
    assert read_retry_after("Fri, 31 Dec 1999 23:59:59 GMT") == 0.0


@pytest.mark.parametrize("text", ["", "soon", "-5", "1.5", "9" * 5000, "Fri, the 99th", "\u00b2"])
def test_a_wait_that_says_nothing_is_none(text: str) -> None:
    assert read_retry_after(text) is None
