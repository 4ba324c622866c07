"""A section whose data an area lacks says so in a sentence, without codes or a program's words."""

import pandas as pd
from invented_evidence import evidence
from invented_facts import fact, indicator

from jsna.chapter.chapter import Chapter
from jsna.chapter.page import Page


def shown(tmp_path, monkeypatch, name: str) -> str:
    told: list[str] = []
    monkeypatch.setattr(Page, "show", lambda self, text: told.append(text))
    facts = pd.DataFrame([fact(value=1.0)])
    one = evidence(facts, [indicator()], {}, tmp_path)
    Chapter(one, Page(tmp_path, in_pack=True)).show(name)
    return told[0]


def test_the_reason_is_a_sentence(tmp_path, monkeypatch):
    text = shown(tmp_path, monkeypatch, "population.change")
    assert "**Not available.** The data hold no population projection for Anytown." in text


def test_outlines_that_were_never_fetched_are_told_by_what_they_are(tmp_path):
    one = evidence(pd.DataFrame([fact(value=1.0)]), [indicator()], {}, tmp_path)
    for kind, words in (("ward", "wards"), ("lsoa", "neighbourhoods (LSOAs)")):
        try:
            one.geography.outlines(kind)
        except Exception as error:
            assert str(error).startswith(f"there are no outlines of {words}: ")
            assert one.area.code not in str(error)
        else:
            raise AssertionError(kind)
