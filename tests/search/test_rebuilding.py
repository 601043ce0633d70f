"""Building the index anew: while the old one serves, after a crash, after damage."""

from pathlib import Path

import pytest
from django.conf import settings

from gyoryu.common.locks import LockBusy
from gyoryu.search import store
from gyoryu.search.building import rebuild, reindex_institutions
from gyoryu.search.queries import search_institutions
from tests.search.schools import a_school

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    return [hit.display_name for hit in search_institutions(query).hits]


def folders() -> list[Path]:
    return sorted(Path(settings.INDEX_DIR).glob("v*-*"))


def test_rebuild_tells_what_it_did_and_leaves_one_index() -> None:
    school = a_school("Kowhai Bay College", "NZ")
    school.names.create(text="코와이 베이 칼리지", language="ko", kind="generated")
    told: list[tuple[int, int]] = []
    built = rebuild(lambda done, total: told.append((done, total)))
    rebuild()
    assert (built.institutions, built.names) == (1, 2)
    assert told == [(1, 1)]
    assert len(folders()) == 1


def test_the_old_index_serves_and_what_changes_meanwhile_is_in_both() -> None:
    a_school("Kowhai Bay College", "NZ")
    rebuild()
    seen: list[list[str]] = []

    def meanwhile(done: int, total: int) -> None:
        if seen:
            return
        school = a_school("Rimu Point College", "NZ")
        reindex_institutions([school.pk])
        seen.append(found("rimu point"))

    rebuild(meanwhile)
    assert seen == [["Rimu Point College"]]
    assert found("rimu point") == ["Rimu Point College"]
    assert found("kowhai") == ["Kowhai Bay College"]


def test_a_second_builder_is_refused() -> None:
    with store.building(), pytest.raises(LockBusy):
        rebuild()


def test_what_a_killed_builder_left_is_cleared_away() -> None:
    a_school("Kowhai Bay College", "NZ")
    rebuild()
    with store.building():
        left = store.new_folder()
        left.mkdir()
        (left / "meta.json").write_text("half")
    reindex_institutions([a_school("Rimu Point College", "NZ").pk])
    assert found("rimu point") == ["Rimu Point College"]
    rebuild()
    assert not left.exists()
    assert len(folders()) == 1
    assert found("rimu point") == ["Rimu Point College"]


@pytest.mark.parametrize("damage", ["no marker", "other version", "no folder", "no meta", "bad meta", "no segments"])
def test_a_broken_index_is_built_anew(damage: str) -> None:
    a_school("Kowhai Bay College", "NZ")
    rebuild()
    [folder] = folders()
    marker = Path(settings.INDEX_DIR) / "current"
    match damage:
        case "no marker":
            marker.unlink()
        case "other version":
            marker.write_text("v0.0-abc")
        case "no folder":
            for file in folder.iterdir():
                file.unlink()
            folder.rmdir()
        case "no meta":
            (folder / "meta.json").unlink()
        case "bad meta":
            (folder / "meta.json").write_text("{")
        case "no segments":
            for file in folder.glob("*.store"):
                file.unlink()
    store.forget()
    assert found("kowhai") == ["Kowhai Bay College"]
    [mended] = folders()
    assert mended != folder


def test_following_mends_a_broken_index_as_well() -> None:
    a_school("Kowhai Bay College", "NZ")
    rebuild()
    (folders()[0] / "meta.json").write_text("{")
    store.forget()
    assert reindex_institutions([a_school("Rimu Point College", "NZ").pk]) == 0
    assert found("rimu point") == ["Rimu Point College"]


def test_nothing_to_do_touches_nothing() -> None:
    assert reindex_institutions([]) == 0
    assert folders() == []


def test_while_the_index_is_built_elsewhere_the_register_answers() -> None:
    school = a_school("Kowhai Bay College", "NZ")
    with store.building():
        result = search_institutions("kowhai bay")
    assert [hit.pid for hit in result.hits] == [school.pid]
    assert result.total == 1
