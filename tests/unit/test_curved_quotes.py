"""Pages print curved quotes where names have straight ones: the gate knows them all the same."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from planted_packs import FALLS, KEPT, kept_file

from jsna.disclosure.rules import DEFAULT
from jsna.publish.equity_disclosure import EquityWords
from jsna.publish.may_be_shown import MayBeShown, may_be_shown
from jsna.publish.published_files import PublishedFile
from jsna.publish.published_words import Looker
from jsna.sources.council.local_csv import read_rows

TITLE = "Falls in people's homes"


@pytest.fixture(scope="module", params=["'", "\u2019"])
def shown(request: pytest.FixtureRequest) -> MayBeShown:
    rows = read_rows(kept_file(KEPT), "own.csv").rows
    rows["area_name"] = rows["area_name"].replace({"Ash Hill": f"St Ann{request.param}s"})
    about = SimpleNamespace(id=FALLS, title=TITLE.replace("'", request.param), short_title="Falls")
    return may_be_shown(rows, {FALLS: about}, [])  # type: ignore[dict-item]


def page(body: str) -> PublishedFile:
    return PublishedFile("a.html", Path("a.html"), f"<html><body>{body}</body></html>".encode())


@pytest.mark.parametrize("sign", ["'", "\u2019", "&#8217;", "&#x27;"])
def test_a_number_beside_a_hidden_name_is_told_however_its_quotes_are(
    shown: MayBeShown, sign: str
) -> None:
    looker = Looker(shown, {FALLS: DEFAULT})
    said = f"<h2>{TITLE}</h2><p>In 2023 St Ann's had 12.</p>".replace("'", sign)
    assert len(list(looker.faults(page(said).passages()))) == 1
    sound = said.replace("2023", "2024").replace("12", "20")
    assert not list(looker.faults(page(sound).passages()))


@pytest.mark.parametrize(
    "said", ["A &amp; B&rsquo;s café: 4 users", "A & B's caf&eacute;: 4 users"]
)
def test_a_hidden_group_is_found_whatever_a_page_escapes_of_its_name(said: str) -> None:
    words, file = EquityWords(frozenset({"A & B's café"})), page(f"<p>{said}</p>")
    assert words.wants(file)
    assert len(list(words.faults(file, file.passages()))) == 1
    assert not words.wants(page("<p>A and C's: 4 users</p>"))
