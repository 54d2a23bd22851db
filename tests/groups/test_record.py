"""The record of a group: chained, exported, and checked by a script that knows only Python."""

import json
import subprocess
import sys
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from backend.groups import record, record_seen, service, standing
from backend.groups.errors import GroupNotFound, NotAMember
from backend.groups.models import RecordEntry
from backend.groups.record import Recorded, hash_of, pseudonym
from backend.groups.settling import settle_if_due
from backend.people.service import leave
from tests.groups.gatherings import NOW, a_group, a_person

SCRIPT = Path(__file__).parents[2] / "scripts" / "verify_record"


def verify(*documents, folder):
    paths = []
    for number, document in enumerate(documents):
        path = folder / f"{number}.json"
        text = document if isinstance(document, str) else json.dumps(document)
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    # Isolated, and without any package but those of Python itself.
    command = [sys.executable, "-I", "-S", str(SCRIPT), *paths]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def exported(session):
    """A group's record in which three stood for one seat, as a member took it home."""
    group, people = a_group(session, 12, founded_at=NOW)
    for each in people[1:5]:
        standing.stand(session, group.id, by=each, now=NOW)
    settle_if_due(session, group.id, NOW + timedelta(days=8))
    locked = service.lock_group(session, group.id, by=people[0], now=NOW + timedelta(days=8))
    facts = {"rules": {"name": 'Schrebergärten „Süd"', "questions": ["Why\n\u2028?"]}}
    record.write(session, locked, Recorded.RULE_CHANGED, facts, NOW + timedelta(days=8))
    session.commit()
    return record_seen.export_record(session, group.id, by=people[0])


def test_a_record_is_checked_offline(exported, tmp_path):
    answer = verify(exported, folder=tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    newest = exported["entries"][-1]["hash"]
    assert (
        answer.stdout
        == f"All is well: {len(exported['entries'])} entries, the newest is {newest}.\n"
    )


def test_whatever_is_changed_afterwards_is_found(exported, tmp_path):
    def changed(change):
        document = deepcopy(exported)
        change(document["entries"])
        return verify(document, folder=tmp_path)

    changes = [
        lambda entries: entries[0].update(at="2026-03-01T10:00:01Z"),
        lambda entries: entries[1].update(act="closed"),
        lambda entries: entries[-1]["facts"]["rules"].update(name="Ours"),
        lambda entries: entries.pop(2),
        lambda entries: entries.insert(1, entries.pop(2)),
        lambda entries: entries[3].update(previous="0" * 64),
        lambda entries: entries[3].update(hash="0" * 64),
    ]
    for number, change in enumerate(changes):
        answer = changed(change)
        assert answer.returncode == 1, number
        assert answer.stdout, number


def test_whoever_writes_all_of_it_anew_is_found_by_an_earlier_export(exported, tmp_path):
    forged = deepcopy(exported)
    forged["entries"][0]["facts"]["joining"] = "invited"
    previous = ""
    for entry in forged["entries"]:
        entry["previous"] = previous
        hashed = {name: value for name, value in entry.items() if name != "hash"}
        previous = entry["hash"] = hash_of({**hashed, "group": forged["group"]})
    assert verify(forged, folder=tmp_path).returncode == 0, "it is a chain"
    answer = verify(forged, exported, folder=tmp_path)
    assert answer.returncode == 1
    assert "earlier export" in answer.stdout
    shorter = {**exported, "entries": exported["entries"][:3]}
    assert verify(exported, shorter, folder=tmp_path).returncode == 0


def test_a_lot_that_fell_otherwise_is_found(exported, tmp_path):
    forged = deepcopy(exported)
    previous = ""
    for entry in forged["entries"]:
        if entry["act"] == "lot_drawn":
            entry["facts"]["order"] = entry["facts"]["order"][::-1]
        entry["previous"] = previous
        hashed = {name: value for name, value in entry.items() if name != "hash"}
        previous = entry["hash"] = hash_of({**hashed, "group": forged["group"]})
    answer = verify(forged, folder=tmp_path)
    assert answer.returncode == 1
    assert "the lot falls otherwise" in answer.stdout


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "neighbours-record-1"}', "\x00"])
def test_what_is_no_record_is_said_to_be_none(text, tmp_path):
    answer = verify(text, folder=tmp_path)
    assert answer.returncode == 1
    assert answer.stderr.startswith("Not a record")


def test_erasing_somebody_changes_nothing_in_the_record(session, tmp_path):
    group, people = a_group(session, 12)
    before = record_seen.export_record(session, group.id, by=people[1])
    assert pseudonym(group.id, people[0]) in str(before)
    leave(session, by=people[0], now=NOW)
    session.commit()
    after = record_seen.export_record(session, group.id, by=people[1])
    assert verify(after, before, folder=tmp_path).returncode == 0
    assert str(people[0]) not in str(after)
    listed = record_seen.list_record(session, group.id, by=people[1], before=None, limit=50)
    assert all(each.member is None for each in listed if each.act.startswith("steward"))


def test_members_read_it_and_nobody_else(session):
    group, people = a_group(session, 12)
    stranger = a_person(session)
    with pytest.raises(NotAMember):
        record_seen.export_record(session, group.id, by=stranger)
    group.visibility = "members"
    with pytest.raises(GroupNotFound):
        record_seen.list_record(session, group.id, by=stranger, before=None, limit=5)
    listed = record_seen.list_record(session, group.id, by=people[3], before=None, limit=50)
    began = next(each for each in listed if each.act == "steward_began")
    assert (began.member.id, began.says.params["name"]) == (people[0], "Person")
    service.close_group(session, group, now=NOW)
    assert record_seen.export_record(session, group.id, by=people[3])["entries"]
    with pytest.raises(GroupNotFound):
        record_seen.export_record(session, group.id, by=stranger)


def test_the_record_holds_no_name_and_no_id_of_a_person(session):
    _, people = a_group(session, 13)
    kept = str(session.scalars(select(RecordEntry.facts)).all())
    assert "Person" not in kept
    assert not any(str(each) in kept for each in people)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )
)
def test_an_entry_hashes_the_same_after_a_journey_through_json(facts):
    assert hash_of({"facts": facts}) == hash_of(json.loads(json.dumps({"facts": facts})))


def test_instants_are_written_in_utc_with_a_z():
    at = datetime(2026, 3, 1, 11, 0, 0, 5, tzinfo=UTC)
    assert record.written_at(at) == "2026-03-01T11:00:00.000005Z"
