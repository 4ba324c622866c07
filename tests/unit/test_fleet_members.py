"""Which areas a fleet is of: by the council's own settings, else by the register."""

from pathlib import Path

import pytest

from jsna.errors import UserFileError
from jsna.fleet.members import Contact, members_of, upper_tier, write_members
from jsna.register.authorities import authorities
from jsna.settings.load import Settings, load_settings
from jsna.settings.paths import Paths

YORKSHIRE = "E12000003"


def test_an_area_with_settings_keeps_them_and_another_is_made_from_the_register(
    settings: Settings,
) -> None:
    found = {m.slug: m for m in members_of(settings.areas, ["rotherham", "E08000016", "Camden"])}
    assert list(found) == ["barnsley", "camden", "rotherham"]
    assert found["rotherham"].text == ""
    # the old code of a place means the place
    assert found["barnsley"].code == "E08000038" and "code: E08000038" in found["barnsley"].text


def test_the_name_of_an_area_with_settings_means_these(settings: Settings) -> None:
    one, *others = members_of(settings.areas, ["Rotherham", "rotherham", "E08000018"])
    assert (one.slug, one.text, others) == ("rotherham", "", [])


def test_every_upper_tier_authority_stands_once_and_no_district(settings: Settings) -> None:
    every = members_of(settings.areas, [], every=True)
    codes = [member.code for member in every]
    districts = {a.code for a in authorities() if a.kind == "district"}
    assert len(codes) == len(set(codes)) == len(upper_tier()) == 153
    assert not districts & set(codes)
    assert len({member.slug for member in every}) == 153
    assert not any("exampleshire" in member.slug for member in every)


@pytest.mark.parametrize("words", [YORKSHIRE, "yorkshire and the humber"])
def test_a_region_is_its_upper_tier_authorities(words: str, settings: Settings) -> None:
    found = members_of(settings.areas, [], region=words)
    assert {member.region for member in found} == {"Yorkshire and The Humber"}
    assert len(found) == len(upper_tier(YORKSHIRE)) > 10


def test_every_mistake_in_the_names_is_told_at_once(settings: Settings) -> None:
    with pytest.raises(UserFileError) as told:
        members_of(settings.areas, ["Barnslee", "E06999999"], region="Yorkshir")
    whole = str(told.value)
    assert "Barnsley" in whole and "E06999999" in whole
    assert "no region 'Yorkshir'" in whole and "E12000003 Yorkshire" in whole


def test_the_fleets_areas_are_in_its_own_folder_and_known_by_name_alone(
    project_root: Path, tmp_path: Path, settings: Settings
) -> None:
    paths = Paths(project_root, tmp_path)
    before = sorted(paths.areas.own.iterdir())
    contact = Contact("Intelligence team", "team@example.org")
    members = members_of(settings.areas, ["Barnsley", "rotherham"], contact=contact)
    write_members(members, paths)
    assert [f.name for f in (paths.fleet / "areas").iterdir()] == ["barnsley.yml"]
    assert sorted(paths.areas.own.iterdir()) == before
    found = load_settings(paths)
    assert found.area("barnsley").contact.email == "team@example.org"
    # the checks of another area's pack look for the names of these: a fleet's area is none of them
    assert "barnsley" not in found.areas


def test_a_later_fleet_keeps_the_contact_of_an_earlier_one(
    project_root: Path, tmp_path: Path, settings: Settings
) -> None:
    paths = Paths(project_root, tmp_path)
    contact = Contact("Intelligence team", "team@example.org")
    write_members(members_of(settings.areas, ["Barnsley"], contact=contact), paths)
    (first,) = members_of(settings.areas, ["Barnsley"], contact=contact)
    made_before = load_settings(paths).of_register
    (again,) = members_of(settings.areas, ["Barnsley"], made_before=made_before)
    assert again.text == first.text
    other = Contact("Another team", "other@example.org")
    (changed,) = members_of(settings.areas, ["Barnsley"], contact=other, made_before=made_before)
    assert "other@example.org" in changed.text


def test_areas_are_written_among_the_councils_own_when_asked(
    tmp_path: Path, settings: Settings
) -> None:
    paths = Paths(tmp_path / "home", tmp_path / "work")
    write_members(members_of(settings.areas, ["Camden"]), paths, as_own=True)
    assert (tmp_path / "home/config/areas/camden.yml").is_file()
    assert not paths.fleet.exists()


def test_a_contact_that_cannot_be_leaves_no_file(tmp_path: Path, settings: Settings) -> None:
    paths = Paths(tmp_path, tmp_path)
    members = members_of(settings.areas, ["Camden"], contact=Contact(email="nobody"))
    with pytest.raises(UserFileError, match="email"):
        write_members(members, paths)
    assert list((paths.fleet / "areas").iterdir()) == []
