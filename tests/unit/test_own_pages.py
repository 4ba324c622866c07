"""Pages that a chapter gives beside its own are taken out whole, and only they."""

import pytest

from jsna.chapter.page import plain_markdown
from jsna.chapter.words import block, own_page
from jsna.pack.own_pages import OwnPage, without_own_pages

NAMES = ("Ash & Elm", 'The "Old" Town', "A } {.own-page #x}", "::::::", "<script>", "Caf\u00e9 Row")


def test_pages_are_taken_out_in_their_order_and_the_rest_stays() -> None:
    first = own_page("ward-a", "A", f"## Who\n\n{block('lede', 'Ten people.')}")
    second = own_page("ward-b", "B", "## Who\n\n::: {#tbl-x}\n```{=html}\n<table>\n```\n:::")
    kept, pages = without_own_pages(f"## List\n\n{first}\n\n{second}\n\nEnd.\n", "wards")
    assert kept.split() == ["##", "List", "End."]
    assert pages == (
        OwnPage("ward-a", "A", "wards", "## Who\n\n::: {.lede}\nTen people.\n:::"),
        OwnPage("ward-b", "B", "wards", "## Who\n\n::: {#tbl-x}\n```{=html}\n<table>\n```\n:::"),
    )


def test_a_chapter_without_such_pages_is_as_it_was() -> None:
    text = "## A\n\n:::::: {.other}\nb\n::::::\n"
    assert without_own_pages(text, "x") == (text, ())


@pytest.mark.parametrize("name", NAMES)
def test_any_name_comes_back_as_it_was(name: str) -> None:
    _, (page,) = without_own_pages(own_page("ward-a", name, "x"), "wards")
    assert (page.title, page.markdown) == (name, "x")


def test_a_page_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="ward-a in the chapter of wards has no end"):
        without_own_pages(own_page("ward-a", "A", "x").removesuffix("::::::"), "wards")


def test_two_pages_of_one_id_are_refused() -> None:
    twice = "\n".join([own_page("ward-a", "A", "x")] * 2)
    with pytest.raises(ValueError, match="two pages in the chapter of wards have the id ward-a"):
        without_own_pages(twice, "wards")


def test_in_a_notebook_such_a_page_begins_with_its_title(tmp_path) -> None:
    text = plain_markdown(own_page("ward-a", "A", "## Who\n\nTen."), tmp_path)
    assert text.strip() == "# A\n## Who\n\nTen."
