import pytest
from geo_files import snapshot

from jsna.errors import SourceError
from jsna.fact_schema import fact_schema
from jsna.sources.contract import NotMine
from jsna.sources.population.census_residents import SOURCE

HEADER = (
    "Lower layer Super Output Areas Code,Lower layer Super Output Areas,"
    "Age (3 categories) Code,Age (3 categories),Observation\n"
)
AGES = ("Aged 15 years and under", "Aged 16 to 64 years", "Aged 65 years and over")


def census(codes=("E01900001", "E01900002")) -> bytes:
    rows = [f"{code},A 001A,{i},{age},{i}0" for code in codes for i, age in enumerate(AGES, 1)]
    return (HEADER + "\n".join(rows) + "\n").encode()


def test_ages_become_bands_and_are_summed():
    content = census()
    facts = SOURCE.parse(snapshot(content), content)[0].facts
    fact_schema().validate(facts)
    one = facts[facts["area_code"] == "E01900001"].set_index("age")["value"]
    assert one.to_dict() == {"0-15": 10, "16-64": 20, "65+": 30, "All ages": 60}
    assert set(facts["period"]) == {"2021-03-21/P1D"}


def test_a_row_that_is_no_age_is_refused_and_its_area_has_no_total():
    content = census().replace(b"E01900001,A 001A,2,Aged 16 to 64 years,20", b"E01900001,A 001A,-8,Does not apply,0")  # fmt: skip # noqa: E501
    parsed = SOURCE.parse(snapshot(content), content)[0]
    assert parsed.refused["line"].tolist() == [3]
    totals = parsed.facts.query("age == 'All ages'")["area_code"].tolist()
    assert totals == ["E01900002"]


@pytest.mark.parametrize("kind", ["", " Code"])
def test_another_dimension_is_told_by_its_code_too(kind):
    """Men alone, whose column of names somebody took out, were read as everybody."""
    sex = f"Sex (2 categories){kind}"
    lines = census().decode().splitlines()
    content = "\n".join([f"{lines[0]},{sex}", *(f"{line},1" for line in lines[1:]), ""]).encode()
    found = SOURCE.recognise("any.csv", content)
    assert isinstance(found, NotMine) and sex in found.because


def test_cut_between_rows():
    content = b"\n".join(census().splitlines()[:-1]) + b"\n"
    with pytest.raises(SourceError, match="breaks off"):
        SOURCE.parse(snapshot(content), content)


def test_recognised_by_columns_and_a_missing_one_is_named():
    assert "Census 2021" in (SOURCE.recognise("any.csv", census()) or "")
    assert SOURCE.recognise("any.csv", b"a,b\n1,2\n") is None
    with pytest.raises(SourceError, match="missing column: Observation"):
        SOURCE.recognise("any.csv", census().replace(b"Observation", b"Count"))
