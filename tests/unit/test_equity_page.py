"""The page of an equity audit, on one that three partners returned to."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from invented_evidence import evidence
from invented_facts import fact, facts_of, indicator

from jsna.chapter.equity import finding, groups, method, partners, returns
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.demo.equity_files import audit_file
from jsna.errors import SourceError
from jsna.figures.checks import check_spec
from jsna.figures.spec import FigureSpec
from jsna.figures.table import figure_table
from jsna.snapshots.lock import entry_of
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import SnapshotStore
from page_words import forbidden, repeated

NAME = "equity-anytown.csv"
SECTIONS = (finding, groups, partners, returns, method)
TARGETS = "service,users_from_target,users,expected_share\n"


class Undrawn(Page):
    """A page whose figures are checked and described, and not drawn: the demo's pack draws them."""

    def figure(self, spec: FigureSpec, citation: str) -> str:
        check_spec(spec)
        return f'![]{{fig-alt="{spec.alt}"}}\n\n{figure_table(spec).pipe()}'


def of(folder, content: bytes, settings, named: str = NAME) -> Evidence:
    made = evidence(facts_of(fact()), [indicator()], {}, folder)
    store = SnapshotStore(made.project.paths.snapshots)
    about = Received(
        source=settings.sources["equity-audit"], title=f"Equity audit of services ({NAME})",
        url="", retrieved=datetime(2026, 1, 1, tzinfo=UTC), media_type="text/csv",
        origin=Origin.HAND, synthetic=False,
    )  # fmt: skip
    kept = store.add(content, about)
    area = made.area.model_copy(update={"equity_audit": named})
    return replace(
        made,
        project=replace(made.project, chosen_area=area, settings=settings),
        snapshots={**made.snapshots, kept.sha256: kept},
        entries=(*made.entries, entry_of(kept)),
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory, settings) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("equity")
    found, page = of(folder, audit_file("E06000099"), settings), Undrawn(folder, in_pack=True)
    texts = {one.write.__name__: one(found, page) for one in SECTIONS}
    file = folder / "figures" / "area.equity-audit.csv"
    return texts | {"csv": file.read_text("utf-8-sig"), "folder": str(folder)}


def test_the_finding_leads_with_who_uses_a_service_less_and_how_sure(written):
    text = written["finding"]
    assert text.startswith(
        "**4 of 11 groups use a service less than their share of people, 3 more than theirs.**"
    )
    assert "14.5% of 965 users came from the target areas (95% interval 12.4% to 16.9%)" in text
    assert "invented census who live there, 21.0% (25.7% weighted by need)" in text
    assert "21.0% (25.7% weighted by need). At this size 23.6% would be the first" in text
    assert "Users of services in Anytown, 2024/25 (SYNTHETIC)." in text
    assert "chance alone would put about 1 there" in text
    assert "that could change 1 finding." in text


def test_each_dimension_has_bars_with_words_and_all_numbers(written):
    text = written["groups"]
    heads = re.findall(r"^### By (.+)$", text, flags=re.MULTILINE)
    assert heads == ["place", "sex", "ethnicity", "disability"]
    assert text.count("{fig-alt=") == 4
    assert "2 below the share" in text and "1 without a share" in text
    assert "hidden: few people, or others could be worked out" in text
    assert "equitable (above the share)" in text and "Source: Returns of services" in text


def test_partners_stand_side_by_side_and_who_returned_none_says_so(written):
    rows = re.findall(r'<th scope="row"[^>]*>([^<]+)</th>', written["partners"])
    assert rows == ["Public health", *["Example Hospitals"] * 3, "Example Advice Consortium"]
    assert written["partners"].count("none back") == 4
    for name in ("partners", "returns"):
        assert "Anytown, 2024/25 (SYNTHETIC)" in written[name]
    assert "6 of 9 services (67%) returned their users." in written["returns"]
    assert "School nursing of Public health (being tendered)" in written["returns"]
    assert "Example Advice Consortium returned none at all." in written["returns"]


def test_how_we_know_says_what_is_hidden_and_that_ages_differ(written):
    assert "Counts from 1 to 7 are hidden, others are rounded to 5." in written["method"]
    assert "the users are 11-17, the population is 10-17." in written["method"]


def test_no_small_count_stands_in_the_download_and_no_developers_word_on_the_page(written):
    users = re.findall(r",shown,(\d+)(?:\.0)?,", written["csv"])
    assert len(users) == 11 and all(int(n) % 5 == 0 and int(n) > 7 for n in users)
    page = "\n\n".join(written[one.write.__name__] for one in SECTIONS)
    assert forbidden(page) == [] and repeated(page) == {}


def test_one_partner_needs_no_table_of_partners(tmp_path, settings):
    from jsna.disclosure.equity_returns import kept_audit, read_return
    from jsna.settings.source import Disclosure
    from jsna.sources.council.equity_audit_csv import audit_csv

    rows = read_return(f"{TARGETS}A,50,180,21\nB,,,\n".encode(), "a.csv")
    content = audit_csv(kept_audit([rows], "E06000099", "2024", Disclosure()))
    found, page = of(tmp_path, content, settings), Page(tmp_path, in_pack=True)
    assert partners(found, page) == ""
    assert returns(found, page) == (
        "1 of 2 services (50%) returned their users. Nothing came from: B."
    )
    assert finding(found, page).startswith(
        "**None of 1 group uses a service less than its share of people, 1 more than its own.**"
    )


@pytest.mark.parametrize(
    ("area", "named", "what"),
    [("E06000099", "another.csv", "was not fetched"), ("E06000098", NAME, "has no row of Anytown")],
)
def test_an_audit_that_is_not_there_is_told(tmp_path, settings, area, named, what):
    found = of(tmp_path, audit_file(area), settings, named)
    with pytest.raises(SourceError, match=what):
        finding(found, Page(tmp_path, in_pack=True))
