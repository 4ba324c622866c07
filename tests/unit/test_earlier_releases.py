"""A new file is hidden by what earlier releases showed: tables small enough to work out by hand."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from planted_packs import known_settings
from test_local_disclosure import ABOUT, AUTHORITY, PERIOD

from jsna.cli import main
from jsna.disclosure import attack as attack_module
from jsna.disclosure import control, earlier_releases
from jsna.disclosure import earlier as earlier_module
from jsna.disclosure.attack import attack
from jsna.disclosure.counts import with_counts
from jsna.disclosure.earlier import with_earlier
from jsna.disclosure.earlier_releases import EarlierFile, earlier_file, shown_before
from jsna.disclosure.exposure import exposed
from jsna.disclosure.homes import with_homes
from jsna.disclosure.local_cells import released
from jsna.disclosure.local_disclosure import ProtectedFile, protect_local
from jsna.disclosure.ranges import feasible_ranges
from jsna.disclosure.shown import Supposed, shown_table
from jsna.disclosure.too_near import TooNear, too_near
from jsna.errors import SourceError, UserFileError
from jsna.fetching.hand_downloads import fetch_folder
from jsna.fetching.shown_files import pin_files, shown_files
from jsna.fetching.taking import Taking
from jsna.settings.load import Settings, load_settings
from jsna.settings.paths import Paths
from jsna.settings.source import Disclosure
from jsna.snapshots.lock import entry_of
from jsna.snapshots.shown import ShownFile, add_shown, read_shown
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.local_csv import read_rows

RULE = Disclosure(round_to=1)
A, B, C, D, T = "E05000001", "E05000002", "E05000003", "E05000004", AUTHORITY
HEADER = "indicator_id,area_code,period,value,count,status,sex"
DAY = datetime(2025, 1, 1, tzinfo=UTC)
Counts = dict[str, float | None]


def release(counts: Counts, indicator: str = "falls", more: str = "") -> bytes:
    """Return a file; a count that is None is hidden."""
    lines = [
        f"{indicator},{area},{PERIOD}," + (",,suppressed," if n is None else f"{n},{n},final,")
        for area, n in counts.items()
    ]
    return ("\n".join([HEADER, *lines]) + f"\n{more}").encode()


def earlier(counts: Counts, day: int = 1, indicator: str = "falls") -> EarlierFile:
    content = release(counts, indicator)
    return earlier_file(content, f"own-{day}.csv", DAY.replace(day=day), {})


def protect(counts: Counts, *before: EarlierFile) -> ProtectedFile:
    return protect_local(release(counts), "own.csv", ABOUT, {}, None, before)


def faults(kept: ProtectedFile, *before: EarlierFile) -> list[str]:
    """Return what the gate finds in the kept file beside what was shown before."""
    rows = read_rows(kept.content, "own.csv").rows
    return exposed(rows, ABOUT, {}, None, before)


def cells(counts: Counts, **columns) -> pd.DataFrame:
    frame = pd.DataFrame({"area_code": list(counts), "count": list(counts.values())})
    hidden = frame["count"].isna()
    base = {"period": PERIOD, "sex": "Persons", "age": "All ages", "breakdown": "",
            "breakdown_value": "", "denominator": np.nan}  # fmt: skip
    return frame.assign(**base, hidden=hidden, **columns).astype({"count": "float64"})


def ranges(now: Counts, *before: Counts) -> dict[str, tuple[float, float]]:
    """Return what each hidden count of the new release could be, given all releases."""
    both = with_earlier(cells(now), [cells(old, base=1) for old in before], RULE)
    found = attack(both, RULE).join(both["area_code"])
    own = found[found.index >= 0]
    limits = zip(own["lowest"], own["highest"], strict=True)
    return dict(zip(own["area_code"], limits, strict=True))


WHOLE = {A: 3, B: 20, C: 40, T: 63}


def test_a_total_that_is_added_would_give_a_hidden_ward_away():
    # without a total nothing limits A; with it A = 63 - 20 - 40
    first = {A: None, B: 20, C: 40}
    assert ranges({A: None, B: 20, C: 40, T: 63}, first) == {A: (3, 3)}
    kept = protect(WHOLE, earlier(first))
    # B and C are known: only the total can still be kept back
    assert kept.why.tolist() == ["small", "", "", "with others"]
    assert kept.given_away == ()
    assert faults(kept, earlier(first)) == []


def test_what_was_hidden_with_a_small_count_stays_hidden():
    first = {A: None, B: None, C: 40, T: 63}
    assert ranges({A: None, B: 20, C: 40}, first) == {A: (3, 3)}
    # the new file has no total, and B alone would be shown
    kept = protect({A: 3, B: 20, C: 40}, earlier(first))
    assert kept.why.tolist() == ["small", "with others", ""]
    assert faults(kept, earlier(first)) == []


def test_a_ward_that_is_no_longer_in_the_file_stays_protected():
    first = earlier({A: None, B: None, C: 40, T: 63})
    kept = protect({B: 20, C: 40, T: 63}, first)
    assert kept.why.tolist() == ["with others", "", ""]
    assert faults(kept, first) == []
    # the total less the others is 3: it is protected though no release is known that has it
    shown = protect({B: 20, C: 40, T: 63})
    assert shown.why.tolist() == ["with others", "with others", ""]


def test_the_same_figures_again_are_kept_to_the_byte():
    first = protect(WHOLE)
    kept = earlier_file(first.content, "own.csv", DAY, {})
    again = protect(WHOLE, kept)
    assert again.content == first.content
    assert again.why.tolist() == first.why.tolist()


def test_a_total_that_was_revised_by_one_does_not_free_what_was_hidden():
    # B grew by one and so did the total: C was 40 or 39 before, and A 3 or 4
    first = {A: None, B: 20, C: None, T: 63}
    assert ranges({A: None, B: 21, C: 40, T: 64}, first) == {A: (3, 3)}
    kept = protect({A: 3, B: 21, C: 40, T: 64}, earlier(first))
    assert kept.why.tolist() == ["small", "", "with others", ""]
    assert faults(kept, earlier(first)) == []


def test_a_revision_that_nobody_can_place_widens_the_range():
    # 5 people came to A, B or C; B was 20 and C is 40: A + B = 28, A' + C' = 43
    first = {A: None, B: 20, C: None, T: 63}
    assert ranges({A: None, B: None, C: 40, T: 68}, first) == {A: (3, 8), B: (20, 25)}


def test_people_without_the_event_settle_where_a_count_was_revised():
    """One came to A or to B: A has one resident more, and to say B would take three changes."""
    people = {A: (10, 9), B: (50, 50), T: (60, 59)}
    now, before = ({A: None, B: None, T: 44}, {A: None, B: 40, T: 43})
    limits = [{area: of[i] for area, of in people.items()} for i in (0, 1)]
    new, old = (
        cells(counts, base=1).assign(limit=lambda f, own=own: f["area_code"].map(own))
        for counts, own in zip((now, before), limits, strict=True)
    )
    both = with_earlier(new, [old], RULE)
    found = [
        feasible_ranges(shown_table(both, RULE, supposed=Supposed(people=people)), [0]).tolist()
        for people in (False, True)
    ]
    assert found == [[[3, 4]], [[4, 4]]]
    told = list(too_near(both, RULE.model_copy(update={"highest_count": 1})))
    revised = [near.supposed for near in told if near.supposed.revised]
    assert [supposed.people for supposed in revised] == [False, True]


def test_an_earlier_rate_alone_is_no_revision_within_its_last_digit():
    """5.3% of 24,940 was kept as 1,320 of them; 1,332, which is 5.3% too, is the same count."""
    head = "indicator_id,area_code,period,value,denominator,rounded_to"
    text = f"{head}\nfalls,{T},{PERIOD},5.29271,24940,5\n"
    old = released(earlier_file(text.encode(), "own.csv", DAY, {}).releases("falls", {}))
    for count, vintages in ((1332, [0]), (1340, [0, 1])):
        now = old[0].assign(count=float(count), slack=0)
        assert with_earlier(now, old, RULE)["vintage"].tolist() == vintages


@pytest.mark.parametrize(("total", "looks"), [(64, [0, 1, 0]), (63, [0, 1])])
def test_the_last_look_at_a_revised_release_takes_nothing_for_granted(monkeypatch, total, looks):
    """With less shown less need have been revised: what was wide enough may be so no more."""
    begun = []

    def look(frame, rule, least, wide):
        begun.append(sum(map(len, wide.values())))
        if len(begun) == 1:
            wide[Supposed()] = {frame.index[0]}
            yield TooNear(Supposed(), frame.index[:1], [])

    monkeypatch.setattr(control, "too_near", look)
    now = cells({A: 3, B: 21, C: 40, T: total}).assign(hidden=False)
    control.hide(with_earlier(now, [cells({A: None, B: None, C: 40, T: 63}, base=1)], RULE), RULE)
    assert begun == looks


@pytest.mark.parametrize(("now", "vintages"), [(123, [0, 1]), (122, [0])])
def test_a_share_alone_that_is_rounded_to_another_number_than_its_count_was_is_known_besides(
    now, vintages
):
    """125 behind a share, to within 4, and 120 before, to within 2: 121 or 122 is left."""
    old = cells({A: 120}).assign(base=5, slack=2, digit=0)
    new = cells({A: now}).assign(base=5, slack=1, digit=2)
    both = with_earlier(new, [old], Disclosure(round_to=5))
    assert both["vintage"].tolist() == vintages


def test_a_share_that_ends_in_zero_has_the_decimals_of_the_others():
    head = "indicator_id,area_code,period,value,denominator"
    lines = [f"cover,{area},{PERIOD},{value},2424" for area, value in ((A, "1.0"), (B, "2.5"))]
    rows = with_counts(read_rows("\n".join([head, *lines]).encode(), "own.csv").rows, {})
    assert rows["known_count"].tolist() == [24, 61]
    assert rows["slack"].tolist() == [1, 1]  # 0.05% of 2,424, not 0.5%


def test_a_count_that_showed_in_its_rate_alone_is_told_nearer_by_a_later_release():
    """135 of 2,135 as 6.3% were 132 to 138; the count beside it would say 133 to 137."""
    head = "indicator_id,area_code,period,value,denominator,rounded_to"
    text = f"{head}\nfalls,{T},{PERIOD},6.32319,2135,5\n"
    rows = earlier_file(text.encode(), "own.csv", DAY, {}).releases("falls", {})
    assert rows[0]["slack"].tolist() == [3]
    old = released(rows)
    stated, in_rate = (old[0].assign(count=135.0, slack=0, digit=n) for n in (0, 1))
    again = with_earlier(in_rate, old, RULE)
    assert (again["vintage"].tolist(), again["fixed"].tolist()) == ([0], [True])
    nearer = with_earlier(stated, old, RULE)
    assert (nearer["vintage"].tolist(), nearer["fixed"].tolist()) == ([0, 1], [False, True])


def test_a_count_that_was_rounded_to_tens_is_told_nearer_by_its_rate_in_fives():
    """140 in tens were 135 to 145; 135 by a rate of many people would say 130 to 140."""
    head = "indicator_id,area_code,period,value,count,denominator,rounded_to"
    text = f"{head}\nfalls,{T},{PERIOD},2.3,140,6000,10\n"
    old = released(earlier_file(text.encode(), "own.csv", DAY, {}).releases("falls", {}))
    in_rate = old[0].assign(count=136.0, slack=0, base=5, digit=3)
    both = with_earlier(in_rate, old, RULE)
    assert (both["vintage"].tolist(), both["fixed"].tolist()) == ([0, 1], [False, True])


def test_the_denominator_of_a_hidden_row_was_rounded_as_those_of_the_others():
    text = "indicator_id,area_code,period,value,count,denominator,status,rounded_to\n"
    text += f"falls,{A},{PERIOD},,,95,suppressed,\nfalls,{B},{PERIOD},20,20,100,final,5\n"
    kept = earlier_file(text.encode(), "own.csv", DAY, {})
    assert kept.rows["base"].tolist() == [5, 5]
    assert sorted(released(kept.releases("falls", {}))[0]["limit"]) == [97, 102]


def test_a_ward_that_is_no_longer_small_says_nothing_of_what_it_was():
    first = {A: None, B: None, C: 40, T: 63}
    kept = protect({A: 30, B: 20, C: 40, T: 90}, earlier(first))
    assert kept.why.tolist() == [""] * 4
    assert faults(kept, earlier(first)) == []


def test_other_wards_after_a_change_of_boundaries_are_another_way_to_divide_the_authority():
    # C and its neighbour became D and E: C is no part of the new sum
    first = {A: None, B: None, C: 40, T: 63}
    now = {A: None, D: 25, "E05000005": 35, T: 63}
    assert ranges(now, first) == {A: (3, 3)}
    kept = protect({A: 3, D: 25, "E05000005": 35, T: 63}, earlier(first))
    assert kept.why.tolist() == ["small", "with others", "", ""]
    assert faults(kept, earlier(first)) == []


def test_releases_that_leave_out_different_wards_leave_different_people_out():
    now, before = {A: 10, B: 20, C: 30, T: 103}, {A: 10, B: 20, D: 50, T: 103}
    both = with_earlier(cells(now), [cells(before, base=1)], RULE)
    # 43 are of no ward of the one, 23 of none of the other: nothing was revised
    assert both["vintage"].tolist() == [0] * 5


def test_a_small_count_that_was_shown_is_told_by_file_and_line():
    kept = protect(WHOLE, earlier(WHOLE))
    assert kept.why.tolist() == ["not protected", "", "", ""]
    (problem,) = kept.given_away
    assert (problem.file, problem.line) == ("own.csv", 2)
    assert "own-1.csv, received 2025-01-01, line 2 shows it" in problem.what
    assert "shown: false" in problem.next_step
    assert b",3,3," not in kept.content


def test_two_releases_that_hid_different_wards_gave_the_small_one_away():
    first = earlier({A: None, B: None, C: 40, D: 50, T: 113}, 1)
    second = earlier({A: None, B: 20, C: None, D: 50, T: 113}, 2)
    kept = protect({A: 3, B: 20, C: 40, D: 50, T: 113}, second, first)
    # nothing that is hidden now would help, so nothing more is
    assert kept.why.tolist() == ["not protected", "", "", "", ""]
    (problem,) = kept.given_away
    assert "own-1.csv, received 2025-01-01, line 4" in problem.what
    assert "own-2.csv, received 2025-01-02, line 3" in problem.what
    # the pack that comes now is not at fault
    assert faults(kept, second, first) == []


def test_rounded_releases_leave_half_the_base_on_either_side():
    both = with_earlier(cells({A: 42.0, B: 58.0}), [cells({A: 40.0, B: 60.0}, base=5)], RULE)
    assert both["vintage"].tolist() == [0, 0, 1, 1]
    rule = RULE.model_copy(update={"round_to": 5})
    both = with_earlier(cells({A: 42.0, B: 58.0}), [cells({A: 40.0, B: 60.0}, base=5)], rule)
    assert both[["vintage", "fixed"]].to_numpy().tolist() == [[0, True], [0, True]]


def test_another_indicator_says_nothing_of_this_one():
    other = earlier({A: None, B: None, C: 40, T: 63}, indicator="slips")
    assert protect(WHOLE, other).content == protect(WHOLE).content
    assert other.releases("falls", {}) == []


def test_values_that_leave_people_out_are_no_revision_of_an_earlier_total():
    """135 were shown, now 70 and 61 of them: the rest are 4, as 2023 says that there is a rest."""
    header = "indicator_id,area_code,period,value,count,breakdown,breakdown_value"
    total = "\n".join(
        [header, f"falls,{T},2023-01-01/P1Y,200,200,,", f"falls,{T},{PERIOD},135,135,,"]
    )
    old = earlier_file(total.encode(), "own-1.csv", DAY, {})
    values = [("2023-01-01/P1Y", "Asian", 60), ("2023-01-01/P1Y", "White", 50),
              (PERIOD, "Asian", 70), (PERIOD, "White", 61)]  # fmt: skip
    lines = [f"falls,{T},{period},{n},{n},ethnic,{value}" for period, value, n in values]
    new = "\n".join([header, *lines]).encode()
    shown = read_rows(new, "own.csv").rows
    assert len(exposed(shown, ABOUT, {}, None, [old])) >= 1
    kept = protect_local(new, "own.csv", ABOUT, {}, None, [old])
    assert (kept.why[2:] != "").any()
    assert faults(kept, old) == []


def test_two_breakdowns_with_a_value_of_one_name_are_held_against_earlier_ones():
    header = HEADER + ",breakdown,breakdown_value"
    parts = [("", "", 300), ("ethnic", "White", 200), ("ethnic", "Other", 100),
             ("disabled", "Yes", 40), ("disabled", "Other", 260)]  # fmt: skip
    lines = [f"falls,{T},{PERIOD},{n},{n},final,,{by},{value}" for by, value, n in parts]
    old = earlier_file("\n".join([header, *lines]).encode(), "own-1.csv", DAY, {})
    new = "\n".join([header, *lines]).replace("200,200", "210,210").replace("300,300", "310,310")
    kept = protect_local(new.encode(), "own.csv", ABOUT, {}, None, [old])
    assert (kept.why == "").all()


def test_values_of_a_breakdown_are_held_against_earlier_ones():
    header = HEADER + ",breakdown,breakdown_value"
    parts = {"": 63, "North": 3, "Mid": 20, "South": 40}

    def content(*hidden: str) -> bytes:
        lines = [f"falls,{T},{PERIOD}," + (",,suppressed" if v in hidden else f"{n},{n},final")
                 + f",,{'part' if v else ''},{v}" for v, n in parts.items()]  # fmt: skip
        return "\n".join([header, *lines]).encode()

    old = earlier_file(content("North", "South"), "own-1.csv", DAY, {})
    kept = protect_local(content(), "own.csv", ABOUT, {}, None, [old])
    assert kept.why.tolist() == ["", "small", "", "with others"]


def test_a_small_denominator_stays_hidden_too():
    header = "indicator_id,area_code,period,value,count,denominator,status"
    people = {A: 6, B: 50, C: 90, T: 146}

    def content(*hidden: str) -> bytes:
        lines = [f"falls,{a},{PERIOD}," + (",,,suppressed" if a in hidden else f"0,0,{n},final")
                 for a, n in people.items()]  # fmt: skip
        return "\n".join([header, *lines]).encode()

    old = earlier_file(content(A, B), "own-1.csv", DAY, {})
    kept = protect_local(content(), "own.csv", ABOUT, {}, None, [old])
    assert (kept.why != "").tolist() == [True, True, False, False]
    assert b",50," not in kept.content


# ---- where they are found ----


def unrounded(settings: Settings) -> Settings:
    """Return settings in which counts are hidden and not rounded: rounding protects by itself."""
    about = settings.sources["local-csv"].model_copy(update={"disclosure": RULE})
    return replace(settings, sources={**settings.sources, "local-csv": about})


def fetch(paths: Paths, counts: Counts, day: int):
    """Fetch one file for the first area of the settings, as the command does."""
    settings = unrounded(known_settings(paths.root))
    area = next(iter(settings.areas.values()))
    folder = paths.work / "downloads"
    folder.mkdir(exist_ok=True)
    own = {area.code if code == T else code: n for code, n in counts.items()}
    # a file is needed when it has something of the authority's own
    another = f"slips,{area.code},{PERIOD},100,100,final,\n"
    content, place = release(own, more=another), folder / "own.csv"
    if not place.is_file() or place.read_bytes() != content:
        place.write_bytes(content)
    store = SnapshotStore(paths.snapshots)
    done = fetch_folder(folder, Taking(area, settings, store, DAY.replace(day=day), paths=paths))
    pin_files(paths, area.slug, [entry_of(snapshot) for _, snapshot in done.used])
    return area.slug, store, done


def hidden_areas(store: SnapshotStore, done) -> list[str]:
    ((_, snapshot),) = done.used
    rows = read_rows(store.read(snapshot.sha256), "own.csv").rows
    return rows.loc[rows["status"] == "suppressed", "area_code"].tolist()


def test_a_fetch_knows_what_the_fetch_before_it_kept(paths):
    slug, store, first = fetch(paths, {A: 3, B: 20, C: 40}, 1)
    assert hidden_areas(store, first) == [A]
    _, _, second = fetch(paths, WHOLE, 2)
    # the total, of all the new file could hide, is what would have given A away
    assert A in hidden_areas(store, second)
    assert B not in hidden_areas(store, second)
    assert [file.sha256 for file in shown_files(paths, slug)] == [
        done.used[0][1].sha256 for done in (second, first)
    ]


def test_the_same_folder_again_needs_no_reading_and_gives_the_same(paths, monkeypatch):
    _, _, first = fetch(paths, WHOLE, 1)
    monkeypatch.setattr("jsna.fetching.read_downloads.read_files", None)
    _, _, again = fetch(paths, WHOLE, 2)
    assert [s.sha256 for _, s in again.used] == [s.sha256 for _, s in first.used]


def months(counts: list[int | None]) -> bytes:
    """Return a file of one series, a month a row."""
    lines = [
        f"falls,{T},2025-{month:02d}-01/P1M,"
        + (",,suppressed," if n is None else f"{n},{n},final,")
        for month, n in enumerate(counts, 1)
    ]
    return "\n".join([HEADER, *lines, ""]).encode()


@pytest.mark.parametrize(
    ("before", "now", "asked"),
    [
        ([40, 22, 31], [40, 22, 31, 55], False),
        ([40, 22, 31, 55], [40, 22, 31], False),  # a month that only the earlier one has
        ([40, 22, 31], [40, 22, 31, 3], True),
        ([40, None, 31], [40, 22, 31, 55], True),
        ([40, 23, 31], [40, 22, 31, 55], True),  # revised since
    ],
)
def test_a_series_without_a_small_count_is_held_against_earlier_ones_without_a_programme(
    before, now, asked, monkeypatch
):
    old = earlier_file(months(before), "own-1.csv", DAY, {})
    looks = []
    for module in (attack_module, control, earlier_module):
        whole = module.shown_table
        monkeypatch.setattr(
            module, "shown_table", lambda *a, _whole=whole, **k: looks.append(1) or _whole(*a, **k)
        )
    quick = protect_local(months(now), "own.csv", ABOUT, {}, None, [old])
    assert bool(looks) == asked
    for module in (attack_module, control, earlier_module):
        monkeypatch.setattr(module, "tell_nothing_of_each_other", lambda _: False)
    slow = protect_local(months(now), "own.csv", ABOUT, {}, None, [old])
    assert quick.content == slow.content
    assert quick.why.tolist() == slow.why.tolist()
    assert quick.given_away == slow.given_away


def test_what_was_given_away_is_told_at_each_fetch(paths):
    fetch(paths, {A: 13, B: 20, C: 40, T: 73}, 1)
    _, _, second = fetch(paths, {A: 7, B: 20, C: 46, T: 73}, 2)
    notes = [str(note) for note in second.notes]
    assert not notes or "own.csv" in notes[0]
    _, _, again = fetch(paths, {A: 7, B: 20, C: 46, T: 73}, 3)
    assert again.notes == second.notes


def test_a_file_that_was_never_shown_counts_for_nothing(paths):
    slug, store, _ = fetch(paths, {A: 3, B: 20, C: 40}, 1)
    listed = read_shown(paths.shown(slug))
    paths.shown(slug).unlink()
    add_shown(paths.shown(slug), slug, [replace(file, shown=False) for file in listed])
    _, _, second = fetch(paths, WHOLE, 2)
    assert hidden_areas(store, second) == [A, B]
    # the mark stays
    assert [file.shown for file in read_shown(paths.shown(slug))] == [True, False]


def test_a_release_that_is_no_longer_here_is_told(paths):
    settings = known_settings(paths.root)
    gone = ShownFile("0" * 64, "own-0.csv", DAY)
    store = SnapshotStore(paths.snapshots)
    before = shown_before([gone], store, settings.indicators)
    assert before.files == ()
    assert "own-0.csv, received 2025-01-01: this earlier release is not on this machine" in str(
        before.problems[0]
    )


def test_a_release_that_can_no_longer_be_read_is_told(paths):
    settings = known_settings(paths.root)
    about, store = settings.sources["local-csv"], SnapshotStore(paths.snapshots)
    kept = store.add(
        b"indicator_id,area_code\n",
        Received(
            source=about,
            title="own-0.csv",
            url="own.csv",
            retrieved=DAY,
            media_type="text/csv",
            origin=Origin.HAND,
            synthetic=False,
        ),
    )
    file = ShownFile(kept.sha256, kept.title, DAY)
    before = shown_before([file], store, settings.indicators)
    assert before.files == ()
    assert before.problems[0].file == "own-0.csv, received 2025-01-01"
    store.place(kept.sha256).joinpath("content").write_bytes(b"changed")
    with pytest.raises(SourceError, match="was changed on disk"):
        shown_before([file], store, settings.indicators)


@pytest.mark.parametrize(
    "text",
    ["files: 3", "nothing: 1", "files:\n- sha256: abc", "files: [", "files:\n- 7"],
)
def test_a_list_that_cannot_be_read_is_an_error(tmp_path, text):
    path = tmp_path / "my-area.shown"
    path.write_text(text, "utf-8")
    with pytest.raises(UserFileError, match=r"my-area\.shown: what was shown can't be read"):
        read_shown(path)


def test_a_mark_that_is_neither_true_nor_false_is_an_error(tmp_path):
    path = tmp_path / "my-area.shown"
    add_shown(path, "my-area", [ShownFile("1" * 64, "own.csv", DAY)])
    path.write_text(path.read_text("utf-8").replace("true", "perhaps"), "utf-8")
    with pytest.raises(UserFileError, match="shown is true or false"):
        read_shown(path)


def test_no_list_is_written_where_there_is_nothing_of_ones_own(tmp_path):
    add_shown(tmp_path / "my-area.shown", "my-area", [])
    assert not list(tmp_path.iterdir())


def test_a_project_without_a_list_takes_it_from_locks_and_packs(paths):
    slug, _, done = fetch(paths, WHOLE, 1)
    ((_, snapshot),) = done.used
    paths.shown(slug).unlink()
    assert [file.sha256 for file in shown_files(paths, slug)] == [snapshot.sha256]
    paths.lock(slug).unlink()
    assert shown_files(paths, slug) == ()
    pack = paths.pack(slug, "a-strategy")
    pack.mkdir(parents=True)
    told = {"sha256": snapshot.sha256, "title": "own.csv", "retrieved": DAY.isoformat()}
    (pack / "manifest.json").write_text(
        f'{{"snapshots": [{{"source": "local-csv", "sha256": "{told["sha256"]}",'
        f' "title": "own.csv", "retrieved": "{told["retrieved"]}"}}]}}', "utf-8"
    )  # fmt: skip
    assert [file.sha256 for file in shown_files(paths, slug)] == [snapshot.sha256]
    (pack / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(UserFileError, match=r"manifest.json: this can't be read, so that nothing"):
        shown_files(paths, slug)


def test_a_lock_that_cannot_be_read_is_told_and_not_skipped(paths):
    slug, _, _ = fetch(paths, WHOLE, 1)
    for lock in (paths.lock(slug), paths.facts(slug) / "facts.lock"):
        before = lock.read_bytes() if lock.exists() else None
        lock.parent.mkdir(parents=True, exist_ok=True)
        lock.write_bytes(b"snapshots: [{sha256: 12}]")
        with pytest.raises(UserFileError, match=r"can't be read, so that nothing guards"):
            shown_files(paths, slug)
        lock.unlink()
        if before:
            lock.write_bytes(before)


def test_the_command_considers_what_was_fetched_before(paths, capsys):
    slug, _, _ = fetch(paths, {A: 1, B: 8}, 1)
    code = load_settings(paths).area(slug).code
    place = paths.work / "new.csv"
    place.write_bytes(release({A: 1, B: 8, code: 9}))
    assert main(["disclosure", str(place)]) == 0
    # 8 to 12 less 8 would leave 0 to 4, and B was shown
    assert "Lines that are hidden: 2, 4." in capsys.readouterr().out


def test_where_areas_lie_is_looked_up_once_for_all_indicators_of_a_release(monkeypatch):
    looked = []

    def homes(rows, least):
        looked.append(least)
        return with_homes(rows, least)

    monkeypatch.setattr(earlier_releases, "with_homes", homes)
    head = "indicator_id,area_code,period,value"
    text = f"{head}\nfalls,{T},{PERIOD},64\nslips,{T},{PERIOD},21\n"
    old = earlier_file(text.encode(), "own.csv", DAY, {})
    least = {T: frozenset({A, B})}
    for indicator in ("falls", "slips", "falls"):
        (found,) = old.releases(indicator, least)
        assert found["home"].tolist() == with_homes(old.rows, least)["home"].tolist()[:1]
    assert looked == [least]
    old.releases("falls", {})
    assert looked == [least, {}]
