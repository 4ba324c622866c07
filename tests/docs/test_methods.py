"""The methods page: its worked examples are right, and its entries are there to be named."""

import doctest
import re
from pathlib import Path

from jsna.analysis import interval_rule, judgement


def test_the_worked_examples_give_what_they_say(project_root: Path):
    result = doctest.testfile(str(project_root / "docs" / "methods.md"), module_relative=False)
    assert result.attempted >= 15
    assert result.failed == 0


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^a-z0-9-]", "", title.lower().replace(" ", "-")) for title in titles}


def test_every_entry_that_the_code_names_is_there(project_root: Path):
    there = anchors(project_root / "docs" / "methods.md")
    code = "\n".join(
        file.read_text(encoding="utf-8") for file in (project_root / "src").rglob("*.py")
    )
    named = set(re.findall(r"docs/methods\.md#([a-z0-9-]+)", code))
    rules = {interval_rule.INTERVAL_RULE, judgement.PUBLISHED_RULE, judgement.NO_RULE}
    assert named
    assert (named | rules) - there == set()


def test_links_inside_the_page_lead_to_an_entry(project_root: Path):
    page = project_root / "docs" / "methods.md"
    links = set(re.findall(r"\]\(#([a-z0-9-]+)\)", page.read_text(encoding="utf-8")))
    assert links - anchors(page) == set()
