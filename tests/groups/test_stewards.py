"""Who looks after a group, by the clock: terms, calls, lots, silence, going on without anybody."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.groups import (
    asking,
    inviting,
    record_seen,
    service,
    standing,
    stewards,
    stewards_seen,
)
from backend.groups.errors import ForStewards, NobodyIsSteward, NoSeatFree, NotTenured
from backend.groups.models import JoinRequest
from backend.groups.powers import MANY, Act, Mode
from backend.groups.settling import settle_if_due
from backend.groups.states import Shows
from backend.groups.stewards import CALL, TERM
from backend.kernel.lots import order_by_lot, seed_of
from backend.notifications.models import Notification
from backend.people.blocks import block
from backend.people.service import leave
from tests.groups.gatherings import NOW, a_group, a_person

DAY = timedelta(days=1)


def seen(session, group, by, now):
    reader = settle_if_due(session, group.id, now)
    found = stewards_seen.get_stewards(reader, group.id, by=by, now=now)
    session.commit()
    return found


def names(found):
    return [each.person.name for each in found.stewards]


def who(found):
    return [each.person.id for each in found.stewards]


def stand(session, group, by, now):
    made = standing.stand(session, group.id, by=by, now=now)
    session.commit()
    return made


def told(session, person_id):
    kinds = select(Notification.kind).where(Notification.person_id == person_id)
    return list(session.scalars(kinds.order_by(Notification.created_at, Notification.id)))


@pytest.fixture
def looked_after(session):
    """A group of twenty with two stewards from now on, the first and the second of its members."""
    group, people = a_group(session, 20, founded_at=NOW - 40 * DAY)
    now = NOW - CALL
    locked = service.lock_group(session, group.id, by=people[0], now=now)
    for term in stewards._open_terms(session, locked):
        stewards.end_term(session, locked, term, stewards.Ended.STEPPED_DOWN, now)
    session.commit()
    for each in people[:2]:
        stand(session, group, each, now)
    assert who(seen(session, group, people[0], NOW)) == people[:2]
    return group, people


def test_a_small_group_has_none_and_any_two_act(session):
    group, people = a_group(session, 11)
    found = seen(session, group, people[3], NOW)
    assert (found.mode, found.seats, found.stewards, found.can) == (Mode.TOGETHER, 0, [], [])
    assert {each.act: each.takes for each in found.may}[Act.ADMIT] == 2
    with pytest.raises(NobodyIsSteward):
        standing.stand(session, group.id, by=people[3], now=NOW)


def test_the_founder_is_the_first_steward_for_one_term_from_the_day_there_are_twelve(session):
    group, people = a_group(session, 11)
    late = a_person(session, "Late")
    service.join(session, group.id, by=late, now=NOW, shows=Shows.FIRST_NAME)
    found = seen(session, group, people[0], NOW)
    assert [(each.person.id, each.since_at, each.until_at) for each in found.stewards] == [
        (people[0], NOW, NOW + TERM)
    ]
    assert found.mode is Mode.COMMONS, "the other seat is vacant"
    assert found.called_at == NOW
    after = seen(session, group, people[0], NOW + TERM)
    assert after.stewards == []
    assert told(session, people[0])[-2:] == ["steward_called", "steward_ended"] or (
        "steward_ended" in told(session, people[0])
    )
    later = seen(session, group, people[0], NOW + TERM + TERM)
    assert later.stewards == [], "for one term, not again"


def test_somebody_who_stands_and_nobody_objects_to_takes_it_up_a_week_later(session):
    group, people = a_group(session, 12)
    stand(session, group, people[5], NOW)
    before = seen(session, group, people[1], NOW + CALL - DAY)
    assert people[5] not in who(before)
    assert [each.person.id for each in before.standing] == [people[5]]
    assert before.next.at == NOW + CALL
    late = NOW + 30 * DAY
    after = seen(session, group, people[1], late)
    (term,) = [each for each in after.stewards if each.person.id == people[5]]
    assert (term.since_at, term.until_at) == (NOW + CALL, NOW + CALL + TERM), "not when one looked"
    assert after.standing == []


def test_somebody_objects_and_it_takes_a_decision(session):
    group, people = a_group(session, 12)
    candidacy = stand(session, group, people[5], NOW)
    standing.object_to(session, group.id, candidacy.id, by=people[6], now=NOW + DAY)
    during = seen(session, group, people[5], NOW + DAY)
    assert during.standing[0].is_objected
    after = seen(session, group, people[5], NOW + CALL)
    assert people[5] not in who(after)
    assert after.standing == []
    locked = service.lock_group(session, group.id, by=people[5], now=NOW + CALL)
    stewards.elect(session, locked, people[5], NOW + CALL)
    assert people[5] in who(seen(session, group, people[5], NOW + CALL))


def test_nobody_gets_rid_of_an_objection_by_standing_again(session):
    group, people = a_group(session, 12)
    candidacy = stand(session, group, people[5], NOW)
    standing.object_to(session, group.id, candidacy.id, by=people[6], now=NOW + DAY)
    standing.withdraw(session, group.id, by=people[5], now=NOW + 2 * DAY)
    again = stand(session, group, people[5], NOW + 2 * DAY)
    assert seen(session, group, people[5], NOW + 2 * DAY).standing[0].is_objected
    assert people[5] not in who(seen(session, group, people[5], again.decides_at))
    assert not stand(session, group, people[5], again.decides_at).objected_at, "another round"


def test_more_stand_than_there_are_seats_and_anybody_can_redo_the_lot(session):
    group, people = a_group(session, 12, founded_at=NOW)
    for each in people[3:8]:
        stand(session, group, each, NOW)
    found = seen(session, group, people[1], NOW + CALL)
    assert len(found.stewards) == 2, "the founder, and one by lot"
    export = record_seen.export_record(session, group.id, by=people[1])["entries"]
    (drawn,) = [each["facts"] for each in export if each["act"] == "lot_drawn"]
    committed = {
        each["facts"]["member"]: each["facts"]["commitment"]
        for each in export
        if each["act"] == "stood"
    }
    secrets = [bytes.fromhex(each) for each in drawn["secrets"]]
    assert [hashlib.sha256(each).hexdigest() for each in secrets] == [
        committed[each] for each in drawn["pool"]
    ]
    assert drawn["order"] == order_by_lot(seed_of(b"".join(secrets), drawn["pool"]), drawn["pool"])
    last = [each for each in export if each["act"] == "steward_began"][-1]
    assert last["facts"]["member"] == drawn["order"][0]


def test_whoever_stands_when_there_is_no_time_left_to_object_does_so_for_the_next_round(session):
    group, people = a_group(session, 12, founded_at=NOW)
    first = stand(session, group, people[3], NOW)
    same = stand(session, group, people[4], NOW + 5 * DAY)
    late = stand(session, group, people[5], NOW + 6 * DAY)
    assert same.decides_at == first.decides_at
    assert late.decides_at == NOW + 6 * DAY + CALL
    assert stand(session, group, people[3], NOW + DAY).id == first.id, "again is the same as once"


def test_a_call_opens_a_week_before_a_term_ends_so_that_nobody_is_missing(session, looked_after):
    group, people = looked_after
    ends_at = NOW + TERM
    with pytest.raises(NoSeatFree):
        standing.stand(session, group.id, by=people[5], now=ends_at - CALL - DAY)
    session.rollback()
    assert seen(session, group, people[5], ends_at - CALL - DAY).called_at is None
    at = ends_at - CALL
    assert "stand" in seen(session, group, people[0], at).can, "one may stand again"
    for each in (people[0], people[5]):
        stand(session, group, each, at)
    assert seen(session, group, people[5], ends_at - DAY).mode is Mode.STEWARDS
    after = seen(session, group, people[5], ends_at)
    assert (who(after), after.mode) == ([people[0], people[5]], Mode.STEWARDS)


def test_stewards_act_alone_and_the_others_ask_them(session, looked_after):
    group, people = looked_after
    group.joining = "ask"
    newcomer = a_person(session)
    request = asking.ask_to_join(session, group.id, by=newcomer, now=NOW)
    session.commit()
    assert told(session, people[0])[-1] == "join_request_asked"
    assert "join_request_asked" not in told(session, people[7])
    with pytest.raises(ForStewards):
        asking.answer_request(session, request.id, Act.ADMIT, by=people[7], now=NOW)
    session.rollback()
    asking.answer_request(session, request.id, Act.ADMIT, by=people[1], now=NOW)
    assert service.find_membership(session, group.id, newcomer) is not None


def test_stewards_who_let_something_wait_are_reminded_and_then_stewards_no_longer(
    session, looked_after
):
    group, people = looked_after
    group.joining = "ask"
    request = asking.ask_to_join(session, group.id, by=a_person(session), now=NOW)
    session.commit()
    assert len(seen(session, group, people[5], NOW + 20 * DAY).stewards) == 2
    seen(session, group, people[5], NOW + 22 * DAY)
    assert told(session, people[0]).count("steward_awaited") == 1
    assert len(seen(session, group, people[5], NOW + 27 * DAY).stewards) == 2
    after = seen(session, group, people[5], NOW + 40 * DAY)
    assert (after.stewards, after.mode) == ([], Mode.COMMONS)
    assert after.called_at == NOW + 28 * DAY, "when it was, not when somebody looked"
    assert session.get(JoinRequest, request.id) is not None


def test_stewards_who_answer_stay(session, looked_after):
    group, people = looked_after
    group.joining = "ask"
    for day, act in ((0, Act.ADMIT), (1, Act.DECLINE)):
        newcomer = a_person(session)
        request = asking.ask_to_join(session, group.id, by=newcomer, now=NOW + day * DAY)
        at = NOW + (day + 25) * DAY
        asking.answer_request(session, request.id, act, by=people[0], now=at)
        session.commit()
    gone = asking.ask_to_join(session, group.id, by=newcomer, now=NOW + 27 * DAY)
    asking.withdraw_request(session, gone.id, by=newcomer, now=NOW + 27 * DAY)
    assert len(seen(session, group, people[5], NOW + 60 * DAY).stewards) == 2


@pytest.mark.parametrize("how", ["erased", "invited", "decided", "opened"])
def test_stewards_stay_where_there_is_nothing_left_to_answer(session, looked_after, how):
    group, people = looked_after
    group.joining = "ask"
    newcomer = a_person(session)
    asking.ask_to_join(session, group.id, by=newcomer, now=NOW)
    if how == "erased":
        leave(session, by=newcomer, now=NOW)
    elif how == "invited":
        link = inviting.invite_to_group(session, group.id, by=people[7], now=NOW)
        inviting.come_in(
            session, inviting.code_of(link), by=newcomer, now=NOW, shows=Shows.FIRST_NAME
        )
    elif how == "decided":
        service.add_member(session, group, newcomer, now=NOW, shows=Shows.FIRST_NAME)
    else:
        group.joining = "open"
        service.join(session, group.id, by=newcomer, now=NOW, shows=Shows.FIRST_NAME)
    session.commit()
    found = seen(session, group, people[5], NOW + 60 * DAY)
    assert who(found) == people[:2]
    assert "steward_awaited" not in told(session, people[0])


def test_nobody_unseats_stewards_by_asking_out_of_their_sight(session, looked_after):
    group, people = looked_after
    group.joining = "ask"
    stranger = a_person(session)
    block(session, people[0], by=stranger, now=NOW)
    asking.ask_to_join(session, group.id, by=stranger, now=NOW)
    session.commit()
    seen(session, group, people[5], NOW + 22 * DAY)
    assert "steward_awaited" not in told(session, people[0])
    assert "steward_awaited" in told(session, people[1])
    found = seen(session, group, people[5], NOW + 40 * DAY)
    assert who(found) == [people[0]], "the other saw it and did not answer"


def test_stewards_are_not_silent_where_any_member_vouches(session, looked_after):
    group, people = looked_after
    group.vouched = True
    stranger = a_person(session)
    asking.ask_to_join(session, group.id, by=stranger, now=NOW)
    session.commit()
    assert who(seen(session, group, people[5], NOW + 40 * DAY)) == people[:2]
    assert told(session, stranger) == ["join_request_lapsed"]


def test_the_last_steward_erased_leaves_a_group_that_goes_on(session, looked_after):
    group, people = looked_after
    leave(session, by=people[0], now=NOW)
    session.commit()
    one_left = seen(session, group, people[5], NOW)
    assert (who(one_left), one_left.mode) == ([people[1]], Mode.COMMONS)
    leave(session, by=people[1], now=NOW)
    session.commit()
    none = seen(session, group, people[5], NOW)
    assert (none.stewards, none.mode) == ([], Mode.COMMONS)
    assert "stand" in none.can
    group.joining = "ask"
    request = asking.ask_to_join(session, group.id, by=a_person(session), now=NOW)
    for each in people[5:7]:
        asking.answer_request(session, request.id, Act.ADMIT, by=each, now=NOW)
    assert request.state == "admitted"


def test_all_stewards_erased_in_one_night_before_anybody_looked(session, looked_after):
    group, people = looked_after
    for each in people[:2]:
        leave(session, by=each, now=NOW + 3 * DAY)
    session.commit()
    for each in people[5:7]:
        stand(session, group, each, NOW + 4 * DAY)
    found = seen(session, group, people[9], NOW + 4 * DAY + CALL)
    assert who(found) == people[5:7]
    assert found.mode is Mode.STEWARDS


def test_stepping_down_is_never_refused_and_opens_a_call(session, looked_after):
    group, people = looked_after
    standing.step_down(session, group.id, by=people[0], now=NOW)
    session.commit()
    found = seen(session, group, people[5], NOW)
    assert (who(found), found.called_at) == ([people[1]], NOW)


def test_a_recalled_steward_is_one_no_longer(session, looked_after):
    group, people = looked_after
    locked = service.lock_group(session, group.id, by=people[5], now=NOW)
    assert stewards.recall(session, locked, people[0], NOW)
    assert not stewards.recall(session, locked, people[7], NOW)
    assert who(seen(session, group, people[5], NOW)) == [people[1]]


def test_a_group_that_shrinks_under_twelve_has_nobody_above_the_others(session):
    group, people = a_group(session, MANY)
    service.leave_group(session, group.id, by=people[11], now=NOW)
    session.commit()
    found = seen(session, group, people[0], NOW)
    assert (found.mode, found.stewards, found.called_at) == (Mode.TOGETHER, [], None)


def test_a_summer_in_which_nobody_looks_is_carried_out_afterwards_as_it_would_have_been(session):
    group, people = a_group(session, 12, founded_at=NOW)
    stand(session, group, people[3], NOW)
    late = NOW + timedelta(days=500)
    found = seen(session, group, people[1], late)
    assert (found.stewards, found.mode) == ([], Mode.COMMONS)
    entries = record_seen.export_record(session, group.id, by=people[1])["entries"]
    acts = [(each["act"], each["at"][:10]) for each in entries]
    assert acts[-4:] == [
        ("steward_began", "2026-03-08"),
        ("call_opened", "2026-08-25"),
        ("steward_ended", "2026-09-01"),
        ("steward_ended", "2026-09-08"),
    ]


def test_newcomers_neither_stand_nor_object(session):
    group, people = a_group(session, 12)
    newcomer = a_person(session)
    service.join(session, group.id, by=newcomer, now=NOW, shows=Shows.FIRST_NAME)
    candidacy = stand(session, group, people[4], NOW)
    for verb in (
        lambda: standing.stand(session, group.id, by=newcomer, now=NOW),
        lambda: standing.object_to(session, group.id, candidacy.id, by=newcomer, now=NOW),
    ):
        with pytest.raises(NotTenured):
            verb()


def test_a_hidden_group_is_never_named_to_whoever_is_told_of_it(session):
    group, people = a_group(session, 11, visibility="hidden")
    locked = service.lock_group(session, group.id, by=people[0], now=NOW)
    service.add_member(session, locked, a_person(session), now=NOW, shows=Shows.NAME)
    seen(session, group, people[0], NOW)
    params = session.scalars(
        select(Notification.params).where(Notification.person_id.in_(people))
    ).all()
    assert params
    assert all(each["group"] == "" for each in params)
