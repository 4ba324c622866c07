"""Each licence line is printed by the first source of a page, and by every citation."""

from jsna.pack.licences_once import licences_once

LINE, LONGER = "Office of *Health*.", "Office of *Health*. Open licence."
SHOWN, LONG = "Office of \\*Health\\*.", "Office of \\*Health\\*. Open licence."


def test_the_first_source_of_a_page_keeps_each_line_and_the_others_lose_it() -> None:
    page = f"Source: A. {LONG} Note.\n\nSource: B. {LONG}\n\nCite: B. Source: B. {LONG}\n"
    expected = f"Source: A. {LONG} Note.\n\nSource: B.\n\nCite: B. Source: B. {LONG}\n"
    assert licences_once(page, [f"Source: {LONGER}"]) == expected


def test_a_line_stays_where_it_is_the_first_of_its_kind() -> None:
    page = f"Source: A. {SHOWN}\n\nSource: B. Another one.\n"
    assert licences_once(page, [LINE, "Another one."]) == page


def test_the_list_of_licences_at_the_end_of_a_document_stays_whole() -> None:
    page = f"Source: A. {LONG}\n\n## Sources and licences\n\nSource: {LONG}\n"
    assert licences_once(page, [f"Source: {LONGER}"]) == page
