import pytest

from jsna.sources.period_text import read_period


@pytest.mark.parametrize(
    ("text", "year_type", "interval"),
    [
        ("2019", "", "2019-01-01/P1Y"),
        ("2001 - 03", "", "2001-01-01/P3Y"),
        ("1999 - 01", "", "1999-01-01/P3Y"),
        ("2013 - 2017", "", "2013-01-01/P5Y"),
        ("2020/21", "financial", "2020-04-01/P1Y"),
        ("2020/21", "academic", "2020-09-01/P1Y"),
        ("1999/00", "financial", "1999-04-01/P1Y"),
        ("2016/17 - 20/21", "financial", "2016-04-01/P5Y"),
        ("2018 Q1", "", "2018-01-01/P3M"),
        ("2018 Q2 - 2019 Q1", "", "2018-04-01/P1Y"),
        ("2018/19 Q1", "financial", "2018-04-01/P3M"),
        ("2018/19 Q4", "financial", "2019-01-01/P3M"),
        ("2021/22 Q1 - 2025/26 Q3", "financial", "2021-04-01/P57M"),
        ("2021/22 Q1 - 2021/22 Q4", "financial", "2021-04-01/P1Y"),
        ("Apr 2009", "", "2009-04-01/P1M"),
        ("Jan 2009 - Dec 2009", "", "2009-01-01/P1Y"),
        ("Aug 2009 - Jul 2010", "", "2009-08-01/P1Y"),
        ("  2001  -  03 ", "", "2001-01-01/P3Y"),
        ("2017-18", "financial", "2017-04-01/P1Y"),
        ("2017-18", "academic", "2017-09-01/P1Y"),
        ("2017-18", "calendar", "2017-01-01/P2Y"),
        ("2016-18", "financial", "2016-01-01/P3Y"),
    ],
)
def test_every_form_that_the_publisher_writes(text, year_type, interval):
    assert read_period(text, year_type) == interval


@pytest.mark.parametrize(
    ("text", "year_type", "why"),
    [
        ("2020/21", "", "financial or academic"),
        ("2020/21", "calendar", "calendar years"),
        ("2020/22", "financial", "one year to the next"),
        ("2005 - 2003", "", "ends before it starts"),
        ("2005 - 03", "", "too long"),
        ("Foo 2009", "", "no known form"),
        ("2019 Q5", "", "no known form"),
        ("latest", "", "no known form"),
        ("", "", "no known form"),
    ],
)
def test_what_cannot_be_read_is_refused_and_never_guessed(text, year_type, why):
    with pytest.raises(ValueError, match=why):
        read_period(text, year_type)
