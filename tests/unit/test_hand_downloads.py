import os
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from fingertips_files import fingertips_csv, row
from geo_files import WEB_PAGE, area, geojson, square
from invented_facts import indicator
from source_samples import SAMPLES, truncated

from jsna.errors import SourceError
from jsna.fetching.hand_downloads import fetch_folder
from jsna.fetching.locked_files import take_locked
from jsna.fetching.taking import Taking
from jsna.settings.load import Settings
from jsna.settings.source import SourceSettings
from jsna.snapshots.digest import sha256
from jsna.snapshots.lock import entry_of
from jsna.snapshots.store import SnapshotStore
from jsna.sources.geography.statistical_neighbours import SOURCE as STATISTICAL

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OURS = fingertips_csv(row(), row(area_code="E92000001"))


def zipped(name: str) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.fixture
def settings() -> Settings:
    sources = {
        name: SourceSettings(
            id=name, title=name, publisher="P", licence="OGL-UK-3.0", attribution="A",
            homepage="https://example.org/",
        )
        for name in SAMPLES
    }  # fmt: skip
    return Settings({}, {"1": indicator()}, {}, sources, {})


@pytest.fixture
def store(tmp_path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "work" / "snapshots")


@pytest.fixture
def fetch(tmp_path, settings, store):
    def call(files: dict[str, bytes], place=None, **more):
        for name, content in files.items():
            path = tmp_path / "downloads" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        fetched = fetch_folder(
            tmp_path / "downloads", Taking(place or area(**more), settings, store, NOW)
        )
        names = {path.name: reason for path, reason in fetched.skipped}
        return {path.name: snapshot for path, snapshot in fetched.used}, names

    return call


def test_files_are_known_by_what_they_hold_in_any_sub_folder(fetch, store):
    used, skipped = fetch({f"deep/{n}/file-{n}": c for n, (_, c) in enumerate(SAMPLES.values())
                           if b"my-indicator" not in c}, board_crosswalk="Papers")  # fmt: skip
    assert sorted(s.source for s in used.values()) == sorted(set(SAMPLES) - {"local-csv"})
    assert skipped == {}
    snapshot = next(s for s in used.values() if s.source == "fingertips")
    n = list(SAMPLES).index("fingertips")
    assert snapshot.url == f"deep/{n}/file-{n}, supplied by hand"
    assert snapshot.retrieved == NOW
    assert snapshot.licence == "OGL-UK-3.0"
    assert store.read(snapshot.sha256) == SAMPLES["fingertips"][1]


def damaged(part: str, to: bytes | None) -> bytes:
    """A workbook of the department's with other bytes, or none, in one of its parts."""
    buffer = BytesIO()
    with (
        ZipFile(BytesIO(SAMPLES["dfe-statistical-neighbours"][1])) as whole,
        ZipFile(buffer, "w") as copy,
    ):
        for name in whole.namelist():
            content = to if name == part else whole.read(name)
            if content is not None:
                copy.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("to", [b"", b"<", b"<a>LA num</b>", b"\xff LA num", None])
@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_workbook_with_broken_parts_is_skipped_with_its_reason(fetch, part, to):
    used, skipped = fetch({"ours.csv": OURS, "broken.xlsx": damaged(part, to)})
    assert list(used) == ["ours.csv"] and list(skipped) == ["broken.xlsx"]


def test_workbooks_without_the_words_are_not_opened(monkeypatch):
    def opened(*_: object, **__: object) -> None:
        raise AssertionError("a workbook of another source was opened")

    monkeypatch.setattr(openpyxl, "load_workbook", opened)
    for content in (SAMPLES["indices-of-deprivation"][1], zipped("[Content_Types].xml")):
        assert STATISTICAL.recognise("file.xlsx", content) is None
    with pytest.raises(AssertionError):
        STATISTICAL.recognise("file.xlsx", SAMPLES["dfe-statistical-neighbours"][1])


def test_each_file_that_is_not_used_has_its_reason(fetch):
    elsewhere = row(area_code="E06000001")
    used, skipped = fetch(
        {
            "ours.csv": OURS, "notes.txt": b"Remember the milk", "page.csv": WEB_PAGE,
            "empty.csv": b"", "head.csv": fingertips_csv(), ".hidden.csv": OURS,
            "zip.zip": zipped("data.csv"), "word.docx": zipped("[Content_Types].xml"),
            "cut.xlsx": truncated(SAMPLES["indices-of-deprivation"][1]),
            "elsewhere.csv": fingertips_csv(
                elsewhere, row(area_code="E92000001")),
            "unknown.csv": fingertips_csv(row(indicator_id="77")),
        }
    )  # fmt: skip
    assert list(used) == ["ours.csv"]
    reasons = {
        "notes.txt": "none of the kinds", "page.csv": "web page", "empty.csv": "empty",
        "head.csv": "a header and no rows", "zip.zip": "unpack it", "cut.xlsx": "breaks off",
        "word.docx": "a kind that is not read",
        "elsewhere.csv": "nothing for A Place", "unknown.csv": "no usable row of an indicator",
    }  # fmt: skip
    assert set(skipped) == set(reasons)
    for name, words in reasons.items():
        assert words in skipped[name]


def test_a_file_of_comparators_alone_is_used(fetch):
    content = fingertips_csv(row(area_code="E92000001"), row(area_code="E12900001"))
    assert list(fetch({"england.csv": content})[0]) == ["england.csv"]


def test_a_file_of_our_own_small_areas_is_used_where_a_look_up_tells_them(fetch):
    wards = fingertips_csv(row(area_code="E05900000", area_type="Electoral Wards (2024)"))
    used, skipped = fetch({"wards.csv": wards, "x.csv": OURS})
    assert "wards.csv" in skipped
    used, skipped = fetch({"lookup.csv": SAMPLES["ons-lookups"][1]})
    assert "wards.csv" in used


def test_data_of_a_demonstration_council_is_marked_as_invented(fetch):
    used, _ = fetch({"a.csv": OURS}, synthetic=True)
    assert used["a.csv"].licence == "synthetic"
    assert "Not real statistics" in used["a.csv"].attribution


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.csv", truncated(OURS)),
        ("column.csv", OURS.replace(b"Value note", b"Comment")),
        ("cut.geojson", truncated(SAMPLES["ons-boundaries"][1])),
        ("lookup.csv", truncated(SAMPLES["ons-lookups"][1])),
    ],
)
def test_a_file_that_is_plainly_ours_and_broken_stops_and_keeps_nothing(
    fetch, store, name, content
):
    with pytest.raises(SourceError) as error:
        fetch({"a.csv": OURS, f"sub/{name}": content})
    assert error.value.problems[0].file == f"sub/{name}"
    assert error.value.exit_code == 3
    assert not store.folder.exists()


def test_all_files_that_are_wanted_and_broken_are_told_together(fetch, store):
    broken = {"cut.csv": truncated(OURS), "column.csv": OURS.replace(b"Value note", b"Comment"),
              "cut.geojson": truncated(SAMPLES["ons-boundaries"][1])}  # fmt: skip
    with pytest.raises(SourceError) as error:
        fetch({"a.csv": OURS, "notes.txt": b"x", **broken})
    assert {problem.file for problem in error.value.problems} == set(broken)
    assert not store.folder.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("~$File_1_IoD2025.xlsx", b"\x05owner" + b"\0" * 160, "a temporary file"),
        ("IMD budget.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "the old kind (.xls)"),
        ("tidy.csv", b"area_code,period,value,measure\nE06900001,2020,1,x\n", "council template"),
        ("other.csv", b"name,amount\na,1\n", "a kind that is not read: name, amount"),
        ("oa.csv", SAMPLES["ons-lookups"][1].replace(b"LSOA21CD,", b"OA21CD,LSOA21CD,", 1),
         "smaller than LSOAs (OA21CD)"),
        ("claims.csv", b"DATE_NAME,GEOGRAPHY_CODE,GENDER_NAME,AGE_NAME,OBS_VALUE\n2024,E0,T,A,1\n",
         "about something else"),
        ("census.csv", SAMPLES["ons-census"][1].replace(b",Observation",
                                                       b",Sex (2 categories),Observation"),
         "by Sex (2 categories) too"),
    ],
)  # fmt: skip
def test_a_file_that_is_like_ours_and_is_not_is_skipped_and_stops_nothing(
    fetch, name, content, words
):
    used, skipped = fetch({"ours.csv": OURS, name: content})
    assert list(used) == ["ours.csv"] and words in skipped[name]


def test_what_is_no_file_is_told_and_never_waited_for(fetch, tmp_path):
    (tmp_path / "downloads").mkdir()
    os.mkfifo(tmp_path / "downloads" / "pipe.csv")
    (tmp_path / "downloads" / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    used, skipped = fetch({"ours.csv": OURS})
    assert list(used) == ["ours.csv"] and set(skipped) == {"pipe.csv", "gone.csv"}
    assert all("and no file" in why for why in skipped.values())


def test_an_area_without_an_outline_is_a_note_of_the_fetch(fetch, settings, store, tmp_path):
    names = [{"LSOA21CD": code, "LSOA21NM": f"A Place 00{n}A"} for n, code in
             enumerate(("E01900001", "E01900002"))]  # fmt: skip
    path = tmp_path / "lsoa.geojson"
    path.write_bytes(geojson(names, [square(-1.0, 53.0), None]))
    taking = Taking(area(), settings, store, NOW)
    (note,) = fetch_folder([path, _lookup(tmp_path)], taking).notes
    assert "no outline of E01900002 (A Place 001A)" in str(note)


def test_all_areas_without_an_outline_are_counted(fetch, settings, store, tmp_path):
    codes = [f"E0190000{n}" for n in range(1, 9)]
    names = [{"LSOA21CD": code, "LSOA21NM": f"A Place {code[-1]}"} for code in codes]
    path = tmp_path / "lsoa.geojson"
    path.write_bytes(geojson(names, [square(-1.0, 53.0), *[None] * 7]))
    taking = Taking(area(), settings, store, NOW)
    (note,) = fetch_folder([path, _lookup(tmp_path)], taking).notes
    assert "no outline of 7 areas (E01900002 (A Place 2)" in str(note)
    assert "E01900006 (A Place 6) and 2 more): left out" in str(note)


def test_rows_that_a_spreadsheet_changed_are_told_beside_the_files_name(
    fetch, settings, store, tmp_path
):
    mangled = [row(time_period=f"{name}-17") for name in ("Jan", "Feb", "Mar")]
    path = tmp_path / "saved.csv"
    path.write_bytes(fingertips_csv(row(), *mangled))
    (note,) = fetch_folder(path, Taking(area(), settings, store, NOW)).notes
    assert note.file == "saved.csv"
    assert note.what.startswith("3 of 4 rows are not read: ")
    assert "do not open it before it is fetched" in note.next_step
    _, skipped = fetch({"ours.csv": OURS, "all.csv": fingertips_csv(*mangled)})
    assert "3 of 3 rows are not read: " in skipped["all.csv"]


def test_an_edited_copy_of_a_file_is_told_with_the_first_figure_that_differs(
    fetch, tmp_path, settings, store
):
    edited = OURS.replace(b"10.5", b"10.6")
    fetch({"a.csv": OURS, "b.csv": edited, "c.csv": OURS.replace(b"10.5", b"")})
    fetched = fetch_folder(tmp_path / "downloads", Taking(area(), settings, store, NOW))
    (note,) = [n for n in fetched.notes if "shares with" in n.what]
    assert note.file == "a.csv" and "b.csv" in note.what
    assert "2 of the 2 figures" in note.what
    assert "1 of E06900001, 2019, with 10.5 here and 10.6 there" in note.what


def _lookup(folder):
    path = folder / "lookup.csv"
    path.write_bytes(SAMPLES["ons-lookups"][1])
    return path


@pytest.mark.parametrize(
    "files", [{}, {"page.csv": WEB_PAGE}, {"head.csv": fingertips_csv()}, {"notes.txt": b"x"}]
)
def test_a_folder_with_nothing_that_is_needed_is_an_error_with_every_reason(
    fetch, tmp_path, store, files
):
    (tmp_path / "downloads").mkdir()
    with pytest.raises(SourceError, match="nothing that is needed") as error:
        fetch(files)
    assert [p.file for p in error.value.problems[1:]] == list(files)
    assert "--list" in str(error.value)
    assert not store.folder.exists()


def test_a_folder_that_is_not_there(settings, store, tmp_path):
    with pytest.raises(SourceError, match="no such folder"):
        fetch_folder(tmp_path / "nowhere", Taking(area(), settings, store, NOW))


def test_one_named_file_is_taken_and_a_broken_one_is_an_error(settings, store, tmp_path):
    path = tmp_path / "one.csv"
    path.write_bytes(OURS)
    assert len(fetch_folder(path, Taking(area(), settings, store, NOW)).used) == 1
    path.write_bytes(WEB_PAGE)
    with pytest.raises(SourceError, match="web page"):
        fetch_folder(path, Taking(area(), settings, store, NOW))


def test_several_folders_are_one_and_a_file_in_two_of_them_is_read_once(settings, store, tmp_path):
    contents = [OURS, SAMPLES["ons-lookups"][1], SAMPLES["ons-census"][1]]
    folders = [tmp_path / name / "in" for name in ("one", "two", "three")]
    for folder, content in zip(folders, contents, strict=True):
        folder.mkdir(parents=True)
        (folder / "file.csv").write_bytes(content)
    fetched = fetch_folder([*folders, folders[0].parent], Taking(area(), settings, store, NOW))
    assert sorted(s.sha256 for _, s in fetched.used) == sorted(map(sha256, contents))
    assert sorted(path.parents[1].name for path, _ in fetched.used) == ["one", "three", "two"]
    urls = {snapshot.url.split(",")[0] for _, snapshot in fetched.used}
    assert urls == {"file.csv", "in/file.csv", "three/in/file.csv"}


def test_a_folder_that_is_not_there_stops_all_of_them(settings, store, tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "file.csv").write_bytes(OURS)
    with pytest.raises(SourceError, match="no such folder"):
        fetch_folder([tmp_path / "one", tmp_path / "two"], Taking(area(), settings, store, NOW))


def test_the_files_of_a_lock_come_back_to_the_byte(fetch, settings, store, tmp_path):
    used, _ = fetch({"a.csv": OURS, "lookup.csv": SAMPLES["ons-lookups"][1]})
    entries = [entry_of(snapshot) for snapshot in used.values()]
    assert take_locked(entries, (), area(), settings, store) == 0
    elsewhere = SnapshotStore(tmp_path / "another machine")
    with pytest.raises(SourceError, match="2 files of the lock are missing"):
        take_locked(entries, (), area(), settings, elsewhere)
    downloads = tmp_path / "downloads"
    (downloads / "a.csv").rename(downloads / "renamed.txt")
    assert take_locked(entries, [downloads], area(), settings, elsewhere) == 2
    for entry in entries:
        assert entry_of(elsewhere.describe(entry.sha256)) == entry
    (downloads / "renamed.txt").write_bytes(OURS + b"\r\n")
    with pytest.raises(SourceError, match="1 files of the lock are missing"):
        take_locked(entries, [downloads], area(), settings, SnapshotStore(tmp_path / "third"))


def test_two_areas_of_one_folder_take_what_each_needs(fetch):
    rutland = area("E06000017")
    used, _ = fetch({"a.csv": OURS, "b.csv": fingertips_csv(row(area_code="E06000017"))}, rutland)
    assert list(used) == ["b.csv"]


def test_an_unchanged_folder_is_not_read_again(fetch, settings, store, tmp_path, monkeypatch):
    def refuses(*_):
        raise AssertionError("read again")

    first = fetch({"a.csv": OURS, "notes.txt": b"x"})
    with monkeypatch.context() as patch:
        patch.setattr("jsna.fetching.read_downloads.read_files", refuses)
        assert fetch({}) == first
        with pytest.raises(AssertionError):
            fetch({"notes.txt": b"y"})
        with pytest.raises(AssertionError):
            fetch({}, place=area(neighbours=("E06000001",)))
    used, skipped = fetch({"notes.txt": b"y", "b.csv": OURS.replace(b"10.5", b"10.6")})
    assert (list(used), list(skipped)) == (["a.csv", "b.csv"], ["notes.txt"])
    (store.folder / used["a.csv"].sha256[:2] / used["a.csv"].sha256 / "snapshot.yml").unlink()
    with monkeypatch.context() as patch, pytest.raises(AssertionError):
        patch.setattr("jsna.fetching.read_downloads.read_files", refuses)
        fetch({})


def test_two_files_of_one_name_in_two_folders_are_both_taken(settings, store, tmp_path):
    for folder, value in (("one", b"10.5"), ("two", b"10.6")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.csv").write_bytes(OURS.replace(b"10.5", value))
    fetched = fetch_folder(
        [tmp_path / "one", tmp_path / "two"], Taking(area(), settings, store, NOW)
    )
    assert len({snapshot.sha256 for _, snapshot in fetched.used}) == 2
