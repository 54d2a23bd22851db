"""What a group keeps does not end because one person left, and not because one wants it to."""

from datetime import timedelta

import pytest

from backend.groups.models import Membership
from backend.groups.service import leave_group
from backend.people.service import leave
from backend.spaces import group_keys
from backend.spaces.errors import GroupKeepsSpace
from backend.spaces.keeping import keepers_of, keeping_of
from backend.spaces.keys import lock_kept_space
from backend.spaces.models import Keeper, Space
from backend.spaces.service import retire_space
from tests.bookings.rooms import NOW, a_person, a_space
from tests.groups.gatherings import a_group


@pytest.fixture
def shed(session):
    return a_group(session, 3)


@pytest.fixture
def hall(session, shed):
    """Return a hall that the group keeps, to which its first member holds the key."""
    group, people = shed
    hall = a_space(session, people[0])
    group_keys.take_over(session, hall, group.id)
    return hall


def keepers(session, hall):
    return {each.person_id for each in session.query(Keeper).filter_by(space_id=hall.id)}


def test_the_group_goes_on_keeping_when_the_last_who_held_a_key_is_erased(session, hall, shed):
    group, people = shed
    leave(session, by=people[0], now=NOW)
    session.expire_all()
    assert keepers(session, hall) == set()
    assert (hall.retired_at, hall.group_id) == (None, group.id)
    lock_kept_space(session, hall.id, by=people[1], now=NOW)


def test_nobody_else_is_given_a_key_while_somebody_holds_one(session, hall, shed):
    _, people = shed
    other = a_person(session)
    session.add(Keeper(space_id=hall.id, person_id=other, since_at=NOW))
    session.flush()
    leave(session, by=people[0], now=NOW)
    assert keepers(session, hall) == {other}


def test_whoever_holds_a_key_cannot_end_alone_what_a_group_keeps(session, hall, shed):
    _, people = shed
    with pytest.raises(GroupKeepsSpace):
        retire_space(session, hall.id, by=people[0], now=NOW)


def test_a_group_that_is_no_more_keeps_nothing(session, hall, shed):
    group, people = shed
    for each in people:
        leave_group(session, group.id, by=each, now=NOW)
    session.expire_all()
    assert (hall.group_id, hall.retired_at) == (None, None), "whoever has the key shares it on"


def test_when_the_last_member_is_erased_what_the_group_kept_is_shared_no_longer(
    session, hall, shed
):
    _, people = shed
    for each in people:
        leave(session, by=each, now=NOW)
    session.expire_all()
    assert session.query(Membership).count() == 0
    assert session.get_one(Space, hall.id).retired_at == NOW
    assert keepers(session, hall) == set()


def test_what_a_group_keeps_without_a_key_ends_with_the_group_and_not_before(session, hall, shed):
    group, people = shed
    session.query(Keeper).delete()
    for each in people[:2]:
        leave_group(session, group.id, by=each, now=NOW)
        session.expire_all()
        assert (hall.group_id, hall.retired_at) == (group.id, None)
    assert keeping_of(session, hall.id, by=people[2], now=NOW).acts_alone, "there is nobody else"
    assert not keeping_of(session, hall.id, by=people[0], now=NOW).is_keeper
    leave_group(session, group.id, by=people[2], now=NOW)
    session.expire_all()
    assert (hall.group_id, hall.retired_at) == (None, NOW)


def test_who_is_told_keeps_it_and_listens(session, hall, shed):
    group, people = shed
    assert keepers_of(session, hall.id, now=NOW) == people
    session.get_one(Membership, (group.id, people[1])).silent_until = NOW + timedelta(days=1)
    session.flush()
    assert keepers_of(session, hall.id, now=NOW) == [people[0], people[2]]
