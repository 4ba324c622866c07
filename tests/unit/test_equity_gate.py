"""The gate of the equity audit: what a pack publishes of it gives no small count away."""

from datetime import UTC, datetime

import pytest

from jsna.demo.equity_files import audit_file
from jsna.publish.equity_disclosure import EquityWords, _hidden_names, equity_faults
from jsna.publish.passages import Passage
from jsna.settings.source import Disclosure
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.equity_audit_csv import audit_csv, read_audit

AUDIT = audit_file("E08900001")
NAME = "site/figures/area.equity-audit.csv"


@pytest.fixture
def faults(settings, tmp_path):
    def of(kept: bytes, shown: str) -> list[str]:
        store = SnapshotStore(tmp_path / "snapshots")
        about = Received(
            source=settings.sources["equity-audit"], title="Audit", url="",
            retrieved=datetime(2026, 1, 1, tzinfo=UTC), media_type="text/csv",
            origin=Origin.HAND, synthetic=True,
        )  # fmt: skip
        told = {"source": "equity-audit", "sha256": store.add(kept, about).sha256, "title": "Audit"}
        file = tmp_path / "pack" / NAME
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(shown, "utf-8")
        manifest = {"snapshots": [told]}
        folders = (tmp_path / "pack", tmp_path / "runs")
        return list(equity_faults(manifest, store, *folders, Disclosure()))

    return of


def test_what_was_kept_passes(faults):
    assert faults(AUDIT, AUDIT.decode()) == []


def test_names_of_two_lines_or_with_a_sign_of_a_formula_are_the_same_names(faults):
    rows = read_audit(AUDIT, "Audit")
    rows["service"] = rows["service"].replace({"Adult weight management": "Adult\nweight  loss"})
    rows["partner"] = rows["partner"].replace({"Public health": "=1+1"})
    kept = audit_csv(rows)
    rows["service"] = rows["service"].str.replace(r"\s+", " ", regex=True)
    shown = audit_csv(rows).decode().replace("'=1+1", "=1+1").replace("=1+1", "'=1+1")
    assert faults(kept, shown) == []
    # a count that was not kept is told there too
    (told,) = faults(kept, shown.replace(",140,965", ",141,965"))
    assert told.endswith("line 4: a count that may not be shown")


def test_a_count_in_the_download_that_was_not_kept_is_told(faults):
    shown = AUDIT.decode().replace("hidden,,20,", "hidden,4,20,", 1)
    assert shown != AUDIT.decode()
    (told,) = faults(AUDIT, shown)
    assert told.endswith("area.equity-audit.csv, line 6: a count that may not be shown")


@pytest.mark.parametrize(
    "shown",
    ["", "no,such,columns\n1,2,3\n", AUDIT.decode().replace("hidden,,20,", "hidden,x,20,", 1)],
)
def test_a_download_that_cannot_be_read_is_told(faults, shown):
    (told,) = faults(AUDIT, shown)
    assert told.startswith(f"{NAME}: can't be read back: ")


def test_a_kept_file_that_gives_a_count_away_is_told(faults):
    rows = read_audit(AUDIT, "Audit")
    group = rows["service"].eq("Pulmonary rehabilitation") & rows["dimension"].eq("sex")
    rows.loc[group, "users"] = [545.0, float("nan")]
    rows.loc[group, "status"] = ["shown", "hidden"]
    content = audit_csv(rows)
    (told,) = faults(content, content.decode())
    assert told == "Audit, line 9: a count can be worked out"


def test_a_kept_file_that_loosens_the_rule_for_itself_is_told(faults):
    rows = read_audit(AUDIT, "Audit").assign(lowest_count=1, highest_count=1, rounded_to=1)
    group = rows["group"].eq("Black")
    rows.loc[group, ["users", "status"]] = [5.0, "shown"]
    content = audit_csv(rows)
    assert faults(content, content.decode()) == ["Audit, line 12: a count is small"]


@pytest.mark.parametrize(
    "kept", [AUDIT[:400], AUDIT.replace(b",1,7,5,", b",,,,"), AUDIT.replace(b",1,7,5,", b",9,7,5,")]
)
def test_an_audit_that_cannot_be_read_does_not_pass(faults, kept):
    told = faults(kept, AUDIT.decode())
    assert len(told) == 1 and told[0].startswith("Audit: can't be read: ")


def test_an_audit_that_is_gone_does_not_pass(tmp_path):
    manifest = {"snapshots": [{"source": "equity-audit", "sha256": "0" * 64, "title": "Audit"}]}
    store = SnapshotStore(tmp_path)
    (told,) = equity_faults(manifest, store, tmp_path, tmp_path, Disclosure())
    assert told.startswith("Audit: can't be read: ")


def test_a_pack_without_an_audit_is_not_looked_at(tmp_path):
    store = SnapshotStore(tmp_path)
    assert not list(equity_faults({"snapshots": []}, store, tmp_path, tmp_path, Disclosure()))


SERVICE, GROUP = "Adult weight management", "65 and over"


@pytest.fixture
def looker():
    """What looks for one hidden group of a service, of which another is shown."""
    rows = read_audit(AUDIT, "Audit").head(2).assign(
        partner="Public health", service=SERVICE, dimension="age", group=[GROUP, "16 to 64"],
        status=["hidden", "shown"],
    )  # fmt: skip
    return EquityWords(_hidden_names(rows))


@pytest.mark.parametrize(
    ("column", "text", "told"),
    [
        ("Users", "4", True),
        ("Share of users", "3.1%", True),
        ("95% interval", "1.2 to 7.7%", True),
        ("value (%)", "3.1", True),
        ("Users", "", False),
        ("Of all users", "140", False),
        ("Share of people", "21.0%", False),
        ("Finding", "hidden: few people, or others could be worked out", False),
    ],
)
def test_a_number_beside_a_hidden_group_is_found_in_a_table(looker, column, text, told):
    for name in (f"{SERVICE}: {GROUP}", f"{SERVICE}: {GROUP} (Public health)"):
        assert looker._gives(Passage("f", text, name, column, "Users of services by age")) == told
    shown = Passage("f", text, f"{SERVICE}: 16 to 64", column)
    assert not looker._gives(shown)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{SERVICE}: {GROUP}: 3.1% of 140 users (1.2 to 7.7%), below the share.", True),
        (f"{SERVICE}: {GROUP}, with 4 users.", True),
        (f"{SERVICE}: {GROUP} is hidden. Others have 140 users.", False),
        (f"{SERVICE}: 16 to 64: 3.1% of 140 users", False),
    ],
)
def test_a_number_beside_a_hidden_group_is_found_in_a_sentence(looker, text, told):
    assert looker._gives(Passage("f", text)) == told
