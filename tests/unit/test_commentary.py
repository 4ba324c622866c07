"""The council's words on a page: what is printed, what is marked, what is left out."""

import re

import commentary_files
import pytest
from commentary_files import anytown, facts, health, write, write_references
from invented_facts import england, fact, facts_of

from jsna.chapter import commentary as chapter
from jsna.chapter.commentary import commentary_of, own_headline, words_about
from jsna.chapter.commentary_check import check_files
from jsna.chapter.commentary_state import approved_now, state_of
from jsna.chapter.numbers_behind import changes_since
from jsna.errors import UserFileError
from jsna.narrative.approvals import read_approvals, write_approvals

WORDS = "## Why this matters\n\nPeople have {{ 1.value }} of good health.\n"


def approve(found):
    """Remember what every approved file says today, as `jsna commentary --approve` does."""
    files = commentary_of(found)
    folder = files[0].path.parent
    write_approvals(folder, {f.name: approved_now(found, f) for f in files if f.approved})


def states(found):
    files = commentary_of(found)
    approvals = read_approvals(files[0].path.parent)
    return {f.name: state_of(found, f, approvals.get(f.name, {})).findings for f in files}


def problems(found):
    with pytest.raises(UserFileError) as caught:
        check_files(found, commentary_of(found))
    assert caught.value.exit_code == 2
    return [str(problem) for problem in caught.value.problems]


def test_an_approved_file_stands_on_its_page_with_its_author_and_its_numbers(tmp_path, page):
    write(tmp_path, "first", WORDS + "\n## What works\n\n- **This** [@key, p. 3]\n")
    write_references(tmp_path, "@misc{key, title={A}}\n")
    assert chapter.priority(anytown(tmp_path), page) == (
        "## In the council's own words\n\n"
        "::: {.council-words}\n**A director, 1 March 2025.**\n\n"
        "### Why this matters\n\n"
        "People have [60.0 years](#fig-first-1-male-trend) of good health.\n\n"
        "### What works\n\n- **This** [@{key}, p\\. 3]\n\n"
        "::: {.source}\nNumbers quoted: [Years in good health, males](#fig-first-1-male-trend),"
        " 2022 to 2024 (Public health data, indicator 1).\n:::\n:::"
    )


def test_each_file_stands_where_it_belongs(tmp_path, page):
    for name in ("overview", "first", "1", "ward-E05000002"):
        write(tmp_path, name, f"About {name}.\n")
    of_page, of_area = anytown(tmp_path), anytown(tmp_path, priority=False)
    assert "About first." in chapter.priority(of_page, page)
    assert "About overview." in chapter.overview(of_area, page)
    assert "### Bexton\n" in chapter.wards(of_area, page)
    assert "About ward-E05000002." in chapter.wards(of_area, page)
    assert chapter.wards(of_page, page) == ""
    assert words_about(of_page, "1", 3).startswith("### In the council's own words\n")


def test_a_page_without_words_has_no_heading_for_them(tmp_path, page):
    found = anytown(tmp_path)
    assert chapter.priority(found, page) == ""
    write(tmp_path, "first", "## Why this matters\n\n<!-- a question -->\n")
    assert chapter.priority(anytown(tmp_path), page) == ""


def test_a_draft_is_left_out_unless_the_strategy_asks_and_then_it_is_marked(tmp_path, page):
    write(tmp_path, "first", WORDS, status="draft")
    found = anytown(tmp_path)
    assert chapter.priority(found, page) == ""
    marked = found.strategy.commentary.model_copy(update={"drafts": "marked"})
    strategy = found.strategy.model_copy(update={"commentary": marked})
    object.__setattr__(found.project, "chosen_strategy", strategy)
    assert "**Draft, not approved.** **A director" in chapter.priority(found, page)


def test_words_that_were_to_be_read_again_say_so(tmp_path, page):
    write(tmp_path, "first", WORDS, review_by="2025-12-31")
    found = anytown(tmp_path)
    assert "Was to be read again by 31 December 2025." in chapter.priority(found, page)
    assert next(f.kind for f in states(found)["first"]) == "to be read again"


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        ("## Headline\n\nHealth is **{{ 1.verdict }}**.\n\n## Why this matters\n\nx\n",
         "Health is **worse than England**.\n\n**A director, 1 March 2025.**"),
        ("## Headline\n\n<!-- a question -->\n", ""),
        ("## Why this matters\n\nx\n", ""),
    ],
)  # fmt: skip
def test_the_overviews_headline_is_the_councils_own_if_it_approved_one(tmp_path, body, headline):
    write(tmp_path, "overview", body)
    found = anytown(tmp_path, priority=False)
    assert own_headline(found) == headline
    assert "Headline" not in words_about(found, "overview")
    approve(found)
    later = own_headline(anytown(tmp_path, facts(63.5), priority=False))
    assert later.startswith(
        "Health is **better than England**.\n\n::: {.stale}" if headline else ""
    )
    write(tmp_path, "overview", body, status="draft")
    assert own_headline(anytown(tmp_path, priority=False)) == ""


def test_what_was_approved_is_not_marked_while_nothing_changed(tmp_path, page):
    write(tmp_path, "first", WORDS)
    found = anytown(tmp_path)
    assert [f.kind for f in states(found)["first"]] == ["not approved as it stands"]
    approve(found)
    again = anytown(tmp_path)
    assert states(again)["first"] == ()
    assert ".stale" not in chapter.priority(again, page)


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (facts(60.4),
         "Written of 2022 to 2024; the figures have changed since. Years in good health, males:"
         " 60.0 years of 2022 to 2024 was revised to 60.4 years."),
        (facts(63.5),
         "60.0 years of 2022 to 2024 was revised to 63.5 years, against England worse then,"
         " better now."),
        (facts(60.0, period="2023-01-01/P3Y", period_label="2023 - 25"),
         "60.0 years of 2022 to 2024 was followed by 60.0 years of 2023 to 2025."),
    ],
    ids=["a revised value", "another verdict", "a new period"],
)  # fmt: skip
def test_a_paragraph_whose_numbers_changed_says_so_on_the_page_and_in_the_list(
    tmp_path, page, after, told
):
    write(tmp_path, "first", f"{WORDS}\nA paragraph without numbers.\n")
    approve(anytown(tmp_path))
    found = anytown(tmp_path, after)
    text = chapter.priority(found, page)
    (note,) = re.findall(r"::: \{\.stale\}\n(.*)\n:::", text)
    assert note.startswith("Written of 2022 to 2024; the figures have changed since.")
    assert told in note
    (finding,) = states(found)["first"]
    assert (finding.kind, finding.line) == ("the figures have changed", 9)
    assert told in finding.told
    approve(found)
    assert states(anytown(tmp_path, after))["first"] == ()


def yearly(*values):
    """The area's figures of as many years to 2024, and England's of the last."""
    newest = {"period": "2024-01-01/P1Y", "period_label": "2024"}
    rows = [
        fact(value=value, lower=value - 0.1, upper=value + 0.1, period=f"{year}-01-01/P1Y",
             period_label=str(year), count=100 * value, denominator=10_000.0)
        for year, value in enumerate(values, start=2025 - len(values))
    ]  # fmt: skip
    return facts_of(*rows, england(62.0, **newest))


@pytest.mark.parametrize(
    ("field", "after", "told"),
    [
        ("england", [fact(), england(62.4)],
         "England's value 62.0 years then, 62.4 years now"),
        ("interval", [fact(lower=58.0, upper=61.0), england()],
         "its interval 95% interval 59.0 to 61.0 then, 95% interval 58.0 to 61.0 now"),
        ("rank", [fact(), england(), *(fact(f"E0600{n:04d}") for n in range(9))],
         "its place without a rank ("),
        ("sentence", [fact(), england(62.4)], "its sentence reads otherwise now"),
    ],
)  # fmt: skip
def test_a_revision_of_whatever_a_paragraph_quotes_is_seen(tmp_path, page, field, after, told):
    write(tmp_path, "first", f"{{{{ 1.value }}}} and {{{{ 1.{field} }}}}\n")
    approve(anytown(tmp_path, facts_of(fact(), england())))
    assert states(anytown(tmp_path, facts_of(fact(), england())))["first"] == ()
    found = anytown(tmp_path, facts_of(*after))
    (finding,) = states(found)["first"]
    assert finding.kind == "the figures have changed" and told in finding.told
    assert told in chapter.priority(found, page).replace("\\", "")


def test_an_earlier_figure_that_was_revised_is_seen_by_the_trend_it_changes(tmp_path, monkeypatch):
    share = health(value_type="proportion", unit="%", multiplier=100)
    monkeypatch.setattr(commentary_files, "health", lambda: share)
    write(tmp_path, "first", "{{ 1.value }}, {{ 1.trend }}\n")
    approve(anytown(tmp_path, yearly(56.0, 57.0, 58.0, 59.0, 60.0)))
    (finding,) = states(anytown(tmp_path, yearly(60.0, 60.1, 59.9, 60.1, 60.0)))["first"]
    assert re.search(r"its recent trend increasing.* then, no significant change now", finding.told)


def test_the_same_numbers_in_other_words_are_no_revision(tmp_path):
    write(tmp_path, "first", "{{ 1.sentence }}\n")
    approve(anytown(tmp_path))
    file = commentary_of(anytown(tmp_path))[0].path.parent / "approved.json"
    other = file.read_text("utf-8").replace("stood at", "was")
    assert other != file.read_text("utf-8")
    file.write_text(other, "utf-8")
    assert states(anytown(tmp_path))["first"] == ()


def test_what_a_paragraph_does_not_quote_makes_it_no_older(tmp_path):
    write(tmp_path, "first", "{{ 1.value }}\n")
    approve(anytown(tmp_path, facts_of(fact(), england())))
    found = anytown(tmp_path, facts_of(fact(lower=58.9), england(62.4)))
    assert states(found)["first"] == ()


@pytest.mark.parametrize("quoted", ["[]", '"words"', "7"])
def test_approvals_with_damaged_quotes_are_told(tmp_path, quoted):
    write(tmp_path, "first", WORDS)
    approve(anytown(tmp_path))
    file = commentary_of(anytown(tmp_path))[0].path.parent / "approved.json"
    file.write_text(file.read_text("utf-8").replace('"quoted": {}', f'"quoted": {quoted}'), "utf-8")
    with pytest.raises(UserFileError, match=r"not as `jsna commentary --approve` wrote it"):
        read_approvals(file.parent)


def test_a_figure_that_is_gone_is_told(tmp_path, page):
    write(tmp_path, "first", "{{ 1(Female).value }}\n")
    approve(anytown(tmp_path))
    write(tmp_path, "first", "{{ 1.value }}\n")
    table = facts()
    found = anytown(tmp_path, table[table["sex"] == "Male"].reset_index(drop=True))
    (finding,) = states(found)["first"]
    assert finding.kind == "not approved as it stands"
    remembered = next(iter(read_approvals(commentary_of(found)[0].path.parent)["first"].values()))
    ((_, told),) = changes_since(found, remembered)
    assert told == "Years in good health, females: there is no such figure any more"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("It stood at 60.0 years against 62.", ""),
        ("It stood at 60 years in 2024, in three wards, by 12 clinics.", ""),
        ("It lay between 59.0 and 61.0.", ""),
        ("It stood at 61.5 years.",
         "61.5 is the figure of 2019 to 2021 of Years in good health, males; the newest is 60.0"
         " years of 2022 to 2024."),
        ("It stood at 75% of life.", "75 is not among the figures of what stands beside it"),
        ("It costs 1,234 pounds.", "1,234 is not among the figures"),
    ],
)  # fmt: skip
def test_numbers_typed_beside_an_indicator_are_held_against_the_facts(tmp_path, typed, told):
    write(tmp_path, "1", f"## What works\n\nSome words.\n{typed}\n")
    approve(anytown(tmp_path))
    found = states(anytown(tmp_path))["1"]
    assert [f.kind for f in found] == (["a number typed by hand"] if told else [])
    assert all(f.told.startswith(told) and f.line == 10 for f in found)


def test_typed_numbers_are_held_beside_a_live_one_and_remembered_in_an_indicators_file(tmp_path):
    write(tmp_path, "first", "{{ 1.value }}, once 61.5.\n\nAlone 99.9.\n")
    write(tmp_path, "1", "It stood at 60.0 years.\n")
    approve(anytown(tmp_path))
    assert [f.line for f in states(anytown(tmp_path))["first"]] == [7]
    found = states(anytown(tmp_path, facts(60.4)))
    assert [f.kind for f in found["1"]] == ["the figures have changed", "a number typed by hand"]


def test_every_mistake_in_every_file_is_told_at_once_with_its_line(tmp_path):
    write(tmp_path, "first", "## Why it matters\n\n{{ 1.vale }}\n{{ 2.value }} [@ky; @key]\n")
    write(tmp_path, "1", "\n\n- one\n- {{ 1(Femal).value }} **{{ x }}**\n", status="draft")
    write_references(tmp_path, "@misc{key, title={A}}\n@misc{key, x={y}}\n@misc{ , x={y}}\n"
                               "@misc{fig-1, x={y}}\n")  # fmt: skip
    folder = "reports/strategies/plan"
    told = problems(anytown(tmp_path))
    assert [line.split(": ")[0] for line in told] == [
        *[f"{folder}/commentary/1.md, line 10"] * 2,
        f"{folder}/commentary/first.md, line 7",
        f"{folder}/commentary/first.md, line 9",
        *[f"{folder}/commentary/first.md, line 10"] * 2,
        *[f"{folder}/references.bib, line {n}" for n in (2, 3, 4)],
    ]
    assert "Did you mean 'Why this matters'?" in told[2]
    assert "Did you mean 'key'?" in told[5]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("firzt", "---\n---\n", "is about nothing that plan has. A file is named overview.md,"),
        ("first", "## Why this matters\n\nx\n", "the key 'author' is missing."),
        ("first", "---\nauthor: A\ndate: 2025-01-01\nstatus: done\nreview_by: 2026-01-01\n---\n",
         "line 4: status is 'done', which is not known. Allowed are: draft, approved."),
        ("first", "---\nauthor: A\ndate: 1/3/2025\nstatus: draft\nreview_by: 2026-01-01\n---\n",
         "line 3: date is '1/3/2025'"),
        ("first", "---\nauthor: A\nname: B\n---\n", "unknown key 'name'."),
        ("first", "---\nauthor: [\n---\n", "this is not valid YAML"),
        ("ward-E05", "---\n---\n", "is about nothing"),
    ],
)  # fmt: skip
def test_a_file_with_a_wrong_name_or_head_is_told(tmp_path, name, text, told):
    write(tmp_path, name, "").write_text(text, "utf-8")
    with pytest.raises(UserFileError) as caught:
        commentary_of(anytown(tmp_path))
    assert any(told in str(problem) for problem in caught.value.problems)


@pytest.mark.parametrize("content", [b"\xff\xfeA\x00", b"---\nauthor: \xe9\n---\n", b"\x00" * 9])
def test_a_file_of_other_bytes_is_told_without_a_traceback(tmp_path, content):
    write(tmp_path, "first", "").write_bytes(content)
    with pytest.raises(UserFileError, match=r"first\.md"):
        commentary_of(anytown(tmp_path))


@pytest.mark.parametrize("content", ["", "[]", "{", '{"first": {"x": {"1": {}}}}', '{"first": 1}'])
def test_a_damaged_memory_is_told(tmp_path, page, content):
    file = write(tmp_path, "first", WORDS)
    (file.parent / "approved.json").write_text(content, "utf-8")
    with pytest.raises(UserFileError, match="is not as `jsna commentary --approve` wrote it"):
        chapter.priority(anytown(tmp_path), page)


def test_the_same_words_give_the_same_memory_byte_for_byte(tmp_path):
    file = write(tmp_path, "first", WORDS)
    found = []
    for _ in range(2):
        approve(anytown(tmp_path))
        found.append((file.parent / "approved.json").read_bytes())
    assert found[0] == found[1]
    assert not list(file.parent.glob(".*"))
