"""What a review gives: comments in the same Word file, a page, SARIF; and the command's codes."""

import hashlib
import io
import json
from dataclasses import replace

import html5lib
import pytest
from docx import Document
from review_files import with_tracked_changes, word_file

from hostile_strings import HOSTILE
from jsna.cli import main
from jsna.errors import Problem, UserFileError
from jsna.facts.build_key import Built, write_built
from jsna.facts.store import TABLES
from jsna.publish.active_content import active_content_faults
from jsna.publish.active_documents import active_document_faults
from jsna.publish.html_page import HtmlPage
from jsna.review import registered_claims
from jsna.review.check import Known
from jsna.review.draft import Draft, Mark, Passage
from jsna.review.finding import Finding, Severity
from jsna.review.readers.read_draft import read_draft
from jsna.review.review import all_checks, review
from jsna.review.writers.page import review_page
from jsna.review.writers.rows import rows
from jsna.review.writers.sarif import review_sarif
from jsna.review.writers.word_comments import commented
from jsna.settings.model import UNPRINTABLE
from jsna.snapshots.verified_folder import write_digests

WORDS = "All is well until 31 June. Of the group, 84 of 240 pupils (45%) wrote, and so on."
LINK = "https://fingertips.phe.org.uk/x#are/E06000015"


@pytest.fixture
def known(settings):
    return Known(settings.area("otherborough"), settings.indicators)


def _reviewed(tmp_path, known, content: bytes):
    path = tmp_path / "draft.docx"
    path.write_bytes(content)
    return review(read_draft(path), known), path


def _comments(content: bytes):
    return [(c.author, c.text) for c in Document(io.BytesIO(content)).comments]


def test_comments_stand_at_the_words_and_the_original_stays(tmp_path, known):
    given = word_file("Sound.", WORDS, cells=["31.06.17"], note=f"See {LINK}")
    found, path = _reviewed(tmp_path, known, given)
    written = commented(found, given)
    kinds = [finding.kind for finding in found.findings]
    assert kinds == ["impossible-date", "percentage", "impossible-date", "other-area"]
    *texts, (_, told) = _comments(written)
    assert told.startswith("Not checked: facts-differ, stale-figure: ")
    assert [author for author, _ in texts] == ["jsna review"] * 4
    assert {text.split(")")[0] for _, text in texts} == {f"Serious ({kind}" for kind in kinds}
    assert path.read_bytes() == given
    document = Document(io.BytesIO(written))
    assert [p.text for p in document.paragraphs[:2]] == ["Sound.", WORDS]
    assert [run.text for run in document.paragraphs[1].runs if run.text][1:4] == [
        *("31 June", ". Of the group, ", "84 of 240 pupils (45%)")
    ]


def test_word_is_told_of_a_finding_that_no_text_points_to(tmp_path, known):
    given = word_file("Sound.", WORDS)
    found, _ = _reviewed(tmp_path, known, given)
    # as a note that a deleted mark alone points to
    lost = Passage(9, "By 31.06.17.", note="footnote 7")
    other = Finding("impossible-date", Severity.SERIOUS, lost, 3, 11, "June has 30 days.", "Mend.")
    *others, (_, told) = _comments(commented(replace(found, findings=(other,)), given))
    assert others == []
    assert told.endswith("No comment holds 1 of the findings: no text points to their notes.")
    whole = replace(found, findings=found.findings, skipped={})
    assert len(_comments(commented(whole, given))) == len(found.findings) == 2


def test_a_comment_inside_a_tracked_insertion_keeps_it(tmp_path, known):
    given = with_tracked_changes("Due ", "by 31.06.17", "by 31.11.17")
    found, _ = _reviewed(tmp_path, known, given)
    assert [finding.words for finding in found.findings] == ["31.06.17"]
    written = commented(found, given)
    assert [text[:16] for _, text in _comments(written)] == ["Serious (impossi", "Tracked changes "]
    body = Document(io.BytesIO(written)).element.body
    assert "31.11.17" in "".join(body.itertext())  # the deletion is still there to be judged
    assert len(list(body.iter(f"{{{body.nsmap['w']}}}ins"))) == 1


def test_the_page_is_whole_and_shows_words_as_they_are(tmp_path, known):
    found, _ = _reviewed(tmp_path, known, word_file("<b>x</b> 31 June", "y"))
    page = review_page(found)
    html5lib.HTMLParser(strict=True).parse(page)
    assert "Not checked: facts-differ, stale-figure" in page
    assert "1 serious." in page
    assert "http" not in page
    hostile = word_file("84 of 240 <script>alert(1)</script> (45%) on 31 June <img src=x>")
    assert "<script" not in review_page(_reviewed(tmp_path, known, hostile)[0])


def test_sixty_hostile_strings_of_a_draft_are_words_in_every_form(tmp_path, known):
    """Each stands in a sentence that is found, and the first in the draft's own name."""
    texts = [f"{words}, of 84 of 240 pupils (45%) on 31 June." for words in HOSTILE]
    draft = Draft(HOSTILE[0], tuple(Passage(n, text) for n, text in enumerate(texts, 1)))
    found = review(draft, known)
    page = HtmlPage("review.html", review_page(found))
    assert {f.passage.number for f in found.findings} == set(range(1, len(texts) + 1))
    # it has no policy in its head: it is no page of a pack
    faults = [f for f in active_content_faults([page], tmp_path) if "policy" not in f.lower()]
    assert faults == [] and not page.root.all("script") and not page.root.all("img")
    json.loads(review_sarif(found))
    given = word_file(*(UNPRINTABLE.sub("", " ".join(text.split())) for text in texts))
    reviewed, _ = _reviewed(tmp_path, known, given)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "out.docx").write_bytes(commented(reviewed, given))
    assert active_document_faults(tmp_path / "site") == []
    assert len(_comments((tmp_path / "site" / "out.docx").read_bytes())) > len(HOSTILE)


def test_no_form_gives_on_what_can_not_be_read_or_makes_a_link_of_it(known):
    # as a PDF's own table of signs can have it
    hostile = "More people \ud800\x1b[m\u202e feel [safe](https://example.org)"
    texts = ("Headline indicators", hostile, "On 31 June\x9b it ends.")
    draft = Draft("a.pdf", tuple(Passage(n, text) for n, text in enumerate(texts, 1)))
    found = review(draft, known)
    assert [finding.kind for finding in found.findings] == ["bare-indicator", "impossible-date"]
    sarif = review_sarif(found)
    for form in (review_page(found), sarif, *(str(list(row.values())) for row in rows(found))):
        assert form.encode()
        assert not UNPRINTABLE.search(form)
    (first, _) = json.loads(sarif)["runs"][0]["results"]
    assert first["message"]["text"].startswith("More people [m feel [safe] (https://example.org)")


def test_a_mark_of_a_note_without_words_is_told_as_one(known):
    marked = Passage(1, "It is so. And so.", marks=(Mark("footnote 2", 9, 9),))
    given = Passage(2, "A source.", note="footnote 1")
    page = review_page(review(Draft("a.docx", (marked, given)), known))
    assert "<td>(the mark of a note)</td><td>There is no footnote 2 in the draft" in page


def test_sarif_has_rules_levels_and_lines(tmp_path, known):
    path = tmp_path / "a draft.txt"
    path.write_text("Sound.\n\nDue on 31 June.\n", "utf-8")
    (run,) = json.loads(review_sarif(review(read_draft(path), known)))["runs"]
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (result["ruleId"], result["level"]) == ("impossible-date", "error")
    assert place["region"] == {"startLine": 3, "snippet": {"text": "31 June"}}
    assert place["artifactLocation"]["uri"].endswith("a%20draft.txt")
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {c.id for c in all_checks()}
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert any("Not checked" in note["message"]["text"] for note in notes)


# -- the command ------------------------------------------------------------------------------


def _run(*words) -> int:
    return main(["review", *map(str, words)])


def test_the_command_writes_what_is_asked_and_ends_with_4(tmp_path, paths, capsys):
    draft = tmp_path / "draft.docx"
    draft.write_bytes(word_file(WORDS))
    before = hashlib.sha256(draft.read_bytes()).digest()
    outputs = [tmp_path / name for name in ("r.docx", "r.html", "r.sarif")]
    flags = zip(("--to", "--html", "--sarif"), outputs, strict=True)
    words = [word for pair in flags for word in pair]
    assert _run(draft, "--area", "otherborough", *words) == 4
    printed = capsys.readouterr().out
    assert "paragraph 1  serious  impossible-date  31 June" in printed
    assert "Not checked: facts-differ, stale-figure: there are no facts for otherborough" in printed
    assert "2 serious." in printed
    assert all(output.is_file() for output in outputs)
    assert hashlib.sha256(draft.read_bytes()).digest() == before


def test_a_draft_without_serious_faults_ends_with_0_and_json_tells_all(tmp_path, paths, capsys):
    draft = tmp_path / "draft.txt"
    draft.write_text("Rates of falls are significantly worse than England.\n", "utf-8")
    assert _run(draft, "--area", "otherborough", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(f["line"], f["severity"], f["kind"]) for f in told["findings"]] == [
        (1, "doubtful", "bare-verdict")
    ]
    assert set(told["not_checked"]) == {"facts-differ", "stale-figure"}


def test_a_register_of_claims_with_a_mistake_ends_it_with_all_of_them(
    tmp_path, paths, capsys, monkeypatch
):
    def read(project):
        raise UserFileError(Problem("line is ''.", "claims.csv", 2), Problem("another."))

    monkeypatch.setattr(registered_claims, "read_claims", read)
    draft = tmp_path / "draft.txt"
    draft.write_text("Rates of falls are significantly worse than England.\n", "utf-8")
    page = tmp_path / "page.html"
    assert _run(draft, "--area", "rutland", "--html", page) == 2
    said = capsys.readouterr()
    assert "Not checked: register-tied: claims.csv, line 2: line is ''." in said.out
    assert "bare-verdict" in said.out and page.is_file()
    assert said.err == "claims.csv, line 2: line is ''.\nanother.\n"


def test_facts_that_are_not_as_they_were_built_end_it(tmp_path, paths, capsys):
    draft = tmp_path / "draft.txt"
    draft.write_text("Sound.\n", "utf-8")
    write_built(paths, "otherborough", Built("key", (), 0, 0))
    folder = paths.facts("otherborough")
    folder.mkdir(parents=True)
    for name in TABLES:
        (folder / f"{name}.parquet").write_bytes(b"a table")
    write_digests(folder)
    (folder / "facts.parquet").write_bytes(b"another")
    assert _run(draft, "--area", "otherborough") == 2
    told = capsys.readouterr().err
    assert "facts.parquet" in told and "changed or damaged" in told
    assert "jsna build otherborough --force" in told


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "a draft and --area are needed"),
        (("draft.txt",), "a draft and --area are needed"),
        (("draft.txt", "--area", "otherborough", "--to", "x.docx"), "both have to be .docx"),
        (("draft.txt", "--area", "otherborough", "--html", "draft.txt"), "named twice"),
        (("draft.txt", "--area", "nowhere"), "nowhere"),
    ],
)
def test_what_can_not_be_meant_is_refused(tmp_path, paths, capsys, monkeypatch, words, message):
    monkeypatch.chdir(tmp_path)
    draft = tmp_path / "draft.txt"
    draft.write_text("Sound.\n", "utf-8")
    assert _run(*words) == 2
    assert message in capsys.readouterr().err
    assert draft.read_text("utf-8") == "Sound.\n"


def test_every_check_tells_its_rule_here_and_in_the_document(capsys, project_root):
    assert _run("--list-checks") == 0
    printed = capsys.readouterr().out
    document = (project_root / "docs" / "review.md").read_text("utf-8")
    for check in all_checks():
        assert f"{check.id} ({check.severity}): {check.rule}" in printed
        assert f"| `{check.id}` | {check.rule} |" in document
