from urllib.parse import parse_qs, urlsplit

from geo_files import area

from jsna.settings.source import Layer
from jsna.sources.geography.browser_address import browser_address, gives_file
from jsna.sources.population.population_requests import estimate_requests, projection_requests

SERVICE = "https://services1.arcgis.com/X/arcgis/rest/services"


def layer(name: str, by: str = "", kind: str = "ward", vintage: str = "2024") -> Layer:
    url = f"{SERVICE}/{name}/FeatureServer/0"
    return Layer(name=name, area_type=kind, vintage=vintage, url=url, by=by)


def asked(url: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}


def address(
    one: Layer, *, county: bool = False, geometry: bool = True, name: str = "A Place"
) -> str:
    return browser_address(one, ["E06900001"], name, county=county, geometry=geometry)


def test_a_layer_with_its_authority_is_asked_by_code_in_quotation_marks():
    told = asked(address(layer("WD24", "LAD24CD")))
    assert told["where"] == "LAD24CD='E06900001'"
    assert (told["f"], told["outSR"], told["outFields"]) == ("geojson", "4326", "*")


def test_former_codes_are_asked_for_too():
    url = browser_address(
        layer("WD24", "LAD24CD"), ["E06900001", "E07900001"], "A", county=False, geometry=True
    )
    assert asked(url)["where"] == "LAD24CD IN ('E06900001','E07900001')"


def test_a_layer_without_its_authority_is_asked_by_the_names_that_ons_makes_of_it():
    told = asked(address(layer("LSOA", "LSOA21CD", "lsoa"), name="St. Mary's"))
    assert told["where"] == "LSOA21NM LIKE 'St. Mary''s 0%'"


def test_a_whole_look_up_is_asked_for_each_authority_once():
    one = layer("WD24_LAD24_CTYUA24_RGN24_CTRY24_UK_LU")
    told = asked(address(one, geometry=False))
    assert told["returnDistinctValues"] == "true" and told["where"] == "CTRY24CD='E92000001'"
    assert told["outFields"] == "LAD24CD,LAD24NM,CTYUA24CD,CTYUA24NM,RGN24CD,RGN24NM"
    assert told["f"] == "json" and told["returnGeometry"] == "false"


def test_what_a_county_needs_two_questions_for_is_no_address_of_a_file():
    assert not gives_file(address(layer("WD24", "LAD24CD"), county=True))
    assert gives_file(address(layer("WD24", "LAD24CD")))


def test_nomis_is_asked_for_whole_tables_that_say_what_they_are():
    for request in [*estimate_requests("x", area()), *projection_requests("x", area())]:
        told = asked(request.url)
        assert {"geography", "gender", "c_age", "measures", "select"} <= set(told)
        assert "record_count" in told["select"] and "geography_type" in told["select"]
        assert told["geography"].startswith(("E0", "TYPE"))
        assert ("date" in told) != ("projected_year" in told)
