"""What is listed to download by hand: what an area's strategies use first, each file once."""

from itertools import groupby

from jsna.fetching.to_download import downloads
from jsna.settings.load import load_settings
from jsna.settings.paths import find_paths


def test_what_the_strategies_use_stands_first_and_each_file_once(project_root):
    settings = load_settings(find_paths(project_root))
    area = settings.area("rotherham")
    strategies = settings.strategies_of("rotherham")
    named = {id for strategy in strategies for id in strategy.every_indicator_id}
    wanted = {id for id in named if id.isdigit()}
    rows = downloads(area, settings)
    assert len({row["url"] for row in rows}) == len(rows)
    assert [used for used, _ in groupby(row["used"] for row in rows)] == [True, False]
    single = {str(row["url"]).rpartition("=")[2]: row["used"] for row in rows
              if "for_one_indicator" in str(row["url"])}  # fmt: skip
    assert {id for id, used in single.items() if used} == wanted & set(single)
    assert len(single) > len(wanted), "the rest of the catalogue is listed too, below"
    needed = {row["source"]: row["used"] for row in rows}
    assert needed["ons-similar-areas"]
    assert not needed["dfe-statistical-neighbours"] and not needed["ons-postcode-directory"]
    children = area.model_copy(update={"neighbour_set": "dfe-children"})
    needed = {row["source"]: row["used"] for row in downloads(children, settings)}
    assert needed["dfe-statistical-neighbours"] and not needed["ons-similar-areas"]
    assert {"ons-boundaries", "ons-lookups"} <= {row["source"] for row in rows if row["used"]}
