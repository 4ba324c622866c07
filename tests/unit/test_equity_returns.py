"""What partners return for an equity audit: read, put together, rid of small counts."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from attack_tools.hand_made import truth_of, wards
from attack_tools.invented_truth import AREA
from attack_tools.published_rows import read_seen
from attack_tools.recover import attack
from attack_tools.rules import RULES
from jsna.disclosure.equity_counts import exposed_groups, protect_groups
from jsna.disclosure.equity_returns import kept_audit, read_return
from jsna.errors import SourceError, UserFileError
from jsna.settings.source import Disclosure
from jsna.sources.council.equity_audit_csv import HIDDEN, NOTHING, SHOWN, audit_csv, read_audit
from jsna.sources.council.equity_csv import equity_template
from jsna.sources.council.equity_groups_csv import groups_template

HEAD = "service,dimension,group,users,population\n"
RULE = Disclosure()
WIDTH = RULE.highest_count - RULE.lowest_count


def kept(*texts: str, before=None) -> pd.DataFrame:
    returns = [read_return(text.encode(), f"{n}.csv") for n, text in enumerate(texts)]
    return kept_audit(returns, "E06900001", "2024/25", RULE, before)


def users_of(rows: pd.DataFrame) -> dict[str, float]:
    return dict(zip(rows["group"], rows["users"], strict=True))


@pytest.mark.parametrize(
    ("rows", "line", "what"),
    [
        ("A,sex,Female,0.41,900\nA,sex,Male,59,950", 2, "users is 0.41, and no count"),
        ("A,sex,Female,41,900\nA,sex,Male,59,950\nA,sex,Total,100,1850", 4, "Total is a total"),
        ("A,sex,F,41,900\nA,sex,M,59,950\nA,sex,Everyone,100,1850", 4, "Everyone is a total"),
        ('A,sex,Female,"41,5",900\nA,sex,Male,59,950', 2, "users is not a number: 41,5"),
        ("A,sex,Female,<5,900\nA,sex,Male,59,950", 2, "users is not a number: <5"),
        ("A,sex,Female,41,\nA,sex,Male,59,950", 2, "Female has no population"),
        ("A,sex,Female,41,900\nA,sex,Male,951,950", 3, "Male has 951 users and 950 people"),
        ("A,sex,Female,41,900", 2, "Female is the only group of sex"),
        ("A,sex,Female,41,900\nA,sex,female,41,900", 3, "this group stands in a row above"),
        ("A,sex,Female,,900\nA,sex,Male,59,950", 2, "users is blank"),
        ("A,,Female,41,900\nA,sex,Male,59,950", 2, "the group has no name, or no dimension"),
        (",sex,Female,41,900\nA,sex,Male,59,950\nA,sex,Female,9,90", 2, "the service has no name"),
        ("A,sex,Female,-1,900\nA,sex,Male,59,950", 2, "users is -1, and no count"),
    ],
)
def test_a_return_that_cannot_be_used_is_told_with_its_line(rows, line, what):
    with pytest.raises(UserFileError) as caught:
        read_return((HEAD + rows + "\n").encode(), "return.csv")
    told = [p for p in caught.value.problems if p.what.startswith(what)]
    assert [(p.file, p.line) for p in told] == [("return.csv", line)]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("A,90,80,95,100", "A has more users from the target areas than users."),
        ("A,50,80,40,100", "A has more users from the target areas than people live there."),
        ("A,50,80,,", "A has neither populations nor an expected share."),
    ],
)
def test_services_that_cannot_be_audited_are_told_with_their_line(row, what):
    head = "service,users_from_target,users,target_population,population\n"
    with pytest.raises(UserFileError) as caught:
        read_return(f"{head}B,9,20,40,100\n{row}\n".encode(), "services.csv")
    assert [(p.what, p.line) for p in caught.value.problems] == [(what, 3)]


def test_both_templates_can_be_put_together():
    services = equity_template().replace("Stop smoking service", "Stop smoking (place)")
    lines = services.splitlines()
    named = "\n".join([lines[0], *("Council" + line for line in lines[1:])])
    rows = kept(named, groups_template())
    assert rows["partner"].unique().tolist() == ["Council", "Public health"]
    assert rows["status"].value_counts().to_dict() == {SHOWN: 6, NOTHING: 2}
    assert rows.loc[rows["service"] == "School nursing", "note"].tolist() == ["being tendered"] * 2


def test_several_returns_name_their_partners_and_share_no_service():
    text = HEAD + "A,sex,Female,41,900\nA,sex,Male,59,950\n"
    with pytest.raises(UserFileError, match="does not name its partner"):
        kept(text, text)
    named = "partner," + HEAD + "P,A,sex,Female,41,900\nP,A,sex,Male,59,950\n"
    with pytest.raises(UserFileError, match="stands in another file too"):
        kept(named, named)


def test_a_small_group_goes_and_the_others_stay_where_rounding_guards_it():
    rows = kept(HEAD + "A,sex,F,241,900\nA,sex,M,159,950\nA,sex,Other,4,20\n")
    assert users_of(rows)["F"] == 240 and users_of(rows)["M"] == 160
    assert np.isnan(users_of(rows)["Other"])
    assert rows["all_users"].tolist() == [405] * 3


def test_a_small_group_that_rounding_does_not_guard_takes_another_with_it():
    # 100 of 101: the one is at most 4 of what is shown
    rows = kept(HEAD + "A,sex,F,100,900\nA,sex,M,1,950\nA,sex,Other,0,20\n")
    assert rows["status"].tolist() == [HIDDEN, HIDDEN, SHOWN]


def test_a_service_of_few_users_shows_nothing_and_zero_is_shown():
    rows = kept(HEAD + "A,sex,F,5,900\nA,sex,M,0,950\nB,sex,F,0,900\nB,sex,M,40,950\n")
    assert rows["status"].tolist() == [HIDDEN, HIDDEN, SHOWN, SHOWN]
    assert rows["all_users"].fillna(-1).tolist() == [-1, -1, 40, 40]


def test_what_an_earlier_audit_hid_stays_hidden_and_a_note_does_not_say_it():
    head = "service,dimension,group,users,population,note\n"
    first = kept(head + "A,sex,F,241,900,\nA,sex,M,6,950,6 men\nA,sex,Other,31,90,\n")
    assert first.loc[1, "status"] == HIDDEN and first.loc[1, "note"] == ""
    revised = head + "A,sex,F,241,900,\nA,sex,M,12,950,\nA,sex,Other,31,90,\n"
    assert kept(revised)["status"].tolist() == [SHOWN] * 3
    for again in (revised, revised.replace("A,sex", "a,Sex")):
        assert kept(again, before=first).loc[1, "status"] == HIDDEN


@pytest.mark.parametrize(
    ("row", "kept_note"),
    [
        ("A,sex,M,159,950,163 with the others", ""),
        ("A,sex,M,159,950,clinics closed in March", "clinics closed in March"),
        ("B,,,,,only 3 users", ""),
        ("B,,,,,asked again on 31 March 2025", "asked again on 31 March 2025"),
    ],
)
def test_no_note_says_a_small_number_nor_any_beside_a_hidden_one(row, kept_note):
    head = "service,dimension,group,users,population,note\n"
    hidden = "A,sex,F,241,900,\nA,sex,Other,4,20,\n"
    rows = kept(f"{head}{hidden}{row}\n")
    assert rows["note"].iloc[-1] == kept_note


def test_a_dimension_is_one_however_partners_spell_it():
    texts = ("P,A,Sex,F,241,900\nP,A,Sex,M,159,950\n", "Q,B,sex,F,80,900\nQ,B,sex,M,60,950\n")
    assert set(kept(*(f"partner,{HEAD}{text}" for text in texts))["dimension"]) == {"Sex"}


def test_users_of_no_known_group_are_in_no_share():
    rows = kept(HEAD + "A,sex,F,241,900\nA,sex,M,159,950\nA,sex,not known,90,\n")
    assert rows["group"].tolist() == ["F", "M"] and rows["all_users"].tolist() == [400, 400]


def test_the_kept_file_comes_back_as_it_was_and_a_count_put_into_it_is_refused():
    rows = kept(HEAD + "A,sex,F,241,900\nA,sex,M,159,950\nA,sex,Other,4,20\nB,,,,\n")
    content = audit_csv(rows)
    pd.testing.assert_frame_equal(read_audit(content, "a.csv"), rows, check_dtype=False)
    assert (exposed_groups(rows[rows["status"] != NOTHING], RULE) == "").all()
    for wrong, what in ((b",4,", "small"), (b",241,", "not rounded")):
        with pytest.raises(SourceError, match=what):
            read_audit(content.replace(b",240,", wrong), "a.csv")


def test_a_kept_file_that_gives_a_hidden_count_away_is_found():
    rows = kept(HEAD + "A,sex,F,100,900\nA,sex,M,1,950\nA,sex,Other,0,20\n")
    given = rows.assign(users=[100.0, np.nan, 0.0])
    assert exposed_groups(given, RULE).tolist() == ["", "can be worked out", ""]


def random_services(seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """One service's users by two dimensions (ethnicity, disability), and their joint counts."""
    rng = np.random.default_rng(seed)
    joint = rng.poisson(rng.choice([0.4, 2, 9, 40], size=(rng.integers(2, 5), 2)))
    dims = {"ethnicity": joint.sum(axis=1), "disability": joint.sum(axis=0)}
    rows = [
        {"partner": "P", "service": "A", "dimension": name, "group": f"{name} {n}", "users": float(
            users), "population": 5000.0}
        for name, own in dims.items()
        for n, users in enumerate(own)
    ]  # fmt: skip
    return pd.DataFrame(rows), joint


def protected(rows: pd.DataFrame) -> pd.DataFrame:
    flags = dict.fromkeys(("unpublished", "not_known", "hidden_before"), False)
    return protect_groups(rows.assign(**flags), RULE)


def by_programme(shown: pd.DataFrame, at: int) -> tuple[float, float]:
    """The least and the most that one group could be: a programme that knows no tree of sums."""
    names = shown["dimension"].unique()
    n = len(shown)
    bounds = [
        (0, 5000) if np.isnan(u) else (0, 0) if u == 0 else (max(u - 2, 8), u + 2)
        for u in shown["users"]
    ]
    total = shown["all_users"].dropna()
    if len(total):
        own = (0, 0) if total.iloc[0] == 0 else (max(total.iloc[0] - 2, 8), total.iloc[0] + 2)
    else:
        own = (0, 20000)
    sums = np.zeros((len(names), n + 1))
    for row, name in enumerate(names):
        sums[row, :n] = shown["dimension"] == name
        sums[row, n] = -1
    goal = np.zeros(n + 1)
    goal[at] = 1
    ends = [
        linprog(sign * goal, A_eq=sums, b_eq=np.zeros(len(names)), bounds=[*bounds, own])
        for sign in (1, -1)
    ]
    assert all(found.status == 0 for found in ends)
    return float(ends[0].fun), float(-ends[1].fun)


@pytest.mark.parametrize("seed", range(24))
def test_no_small_count_can_be_worked_out_by_a_programme(seed):
    rows, _ = random_services(seed)
    shown = protected(rows)
    small = rows["users"].between(1, 7)
    assert shown.loc[small, "users"].isna().all()
    for at in np.flatnonzero(small):
        low, high = by_programme(shown, at)
        assert low - 1e-6 <= rows["users"].iloc[at] <= high + 1e-6
        assert np.floor(high + 1e-6) - np.ceil(low - 1e-6) >= WIDTH


def test_the_projects_own_attack_finds_no_small_count():
    looked_at = 0
    for seed in range(10):
        rows, joint = random_services(seed)
        groups = {
            name: tuple(rows.loc[rows["dimension"] == name, "group"])
            for name in ("ethnicity", "disability")
        }
        truth = truth_of(joint, wards(1), groups=groups, others=0)
        shown = protected(rows)
        whole = shown["all_users"].dropna()
        told = [(row.dimension, row.group, row.users) for row in shown.itertuples()]
        told += [("", "", whole.iloc[0])] if len(whole) else []
        seen = [
            read_seen(
                {"indicator_id": "users", "area_code": AREA, "period": "2024-01-01/P1Y",
                 "breakdown": name, "breakdown_value": group,
                 "count": "" if np.isnan(users) else f"{users:g}"}, truth, 0,
            )
            for name, group, users in told
        ]  # fmt: skip
        found = attack(seen, [truth], [RULES[""]])
        assert not found.recovered and not found.wrong
        looked_at += found.looked_at
    assert looked_at > 8


def test_every_count_of_every_partner_is_rounded_and_none_is_added_up_over_partners():
    services = [f"P{n},A{n},sex,F,{80 + n},900\nP{n},A{n},sex,M,60,950\n" for n in range(10)]
    rows = kept(*("partner," + HEAD + text for text in services))
    known = rows.loc[rows["group"] == "F", "users"]
    assert known.tolist() == [80, 80, 80, 85, 85, 85, 85, 85, 90, 90]
    assert len(rows) == 20
    assert [c for c in rows if c.startswith("all_")] == ["all_users", "all_population"]


def test_the_others_of_a_service_are_never_kept():
    text = "service,users_from_target,users,expected_share\nA,50,180,21\n"
    rows = kept(text)
    assert rows["group"].tolist() == ["target areas"]
    assert "elsewhere" not in audit_csv(rows).decode()
