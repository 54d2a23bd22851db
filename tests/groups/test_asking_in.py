"""Asking others in: people one by one, streets and all who live near rarely; nobody learns more."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from backend.groups import asked_in, asking_in, asking_seen, purge, reaching, service
from backend.groups.asking_in import AskingWish
from backend.groups.errors import (
    AlreadyAskedIn,
    AnswersDoNotFit,
    AskedAroundLately,
    AskingNotFound,
    AskingWentOut,
    HiddenGroupsAskNobodyAround,
    NotAMember,
    StreetTooFar,
    TooManyAskedIn,
)
from backend.groups.models import AskedNeighbour, Asking, JoinRequest, Membership
from backend.groups.service import find_membership
from backend.groups.states import AskingKind, AskingState, Shows
from backend.groups.vouching import vouch
from backend.kernel.ids import new_id
from backend.notifications.queries import list_notifications
from backend.people.blocks import block
from backend.people.errors import PersonNotFound
from backend.people.models import Person
from backend.people.service import leave
from backend.places.cells import cell_of
from tests.groups.gatherings import NOW, a_group, a_person

HERE = (53.9213, -3.0178)
CELL = cell_of(*HERE)
ACROSS_TOWN = (53.9413, -3.0178)
"""Two kilometres and more to the north, in another cell."""
SECOND = timedelta(seconds=1)


def lives(session, name="Neighbour", at=HERE):
    """Add somebody who lives somewhere."""
    person_id = a_person(session, name)
    person = session.get_one(Person, person_id)
    person.home_latitude, person.home_longitude = at
    session.flush()
    return person_id


def to_person(person_id, words="Come along!"):
    return AskingWish(AskingKind.PERSON, words, person_id=person_id)


def to_street(cell=CELL, words="Come along!"):
    return AskingWish(AskingKind.STREET, words, cell=cell)


def to_all_near(metres=2_000):
    return AskingWish(AskingKind.NEAR, "Come along!", radius_metres=metres)


def asked(session, person_id, now=NOW):
    """Return what somebody is asked, as they see it."""
    return asking_seen.list_asked_in(session, by=person_id, now=now, after=None, limit=20)


def told(session, person_id, now=NOW):
    items = list_notifications(session, by=person_id, now=now, unread=False, after=None, limit=20)
    return [each.kind for each in items]


def accept(session, asking, by, now=NOW, **said):
    return asked_in.accept(session, asking.id, by=by, now=now, shows=Shows.FIRST_NAME, **said)


@pytest.fixture
def shed(session):
    """A group of two in Fleetwood, for all to see and open, and who is in it."""
    return a_group(session, 2)


class TestAPerson:
    def test_one_member_asks_and_whoever_comes_is_known_to_these_two_alone(self, session, shed):
        group, (ada, ben) = shed
        cleo = a_person(session, "Cleo Laine")
        asking = asking_in.ask_in(session, group.id, to_person(cleo), by=ada, now=NOW)
        (seen,) = asked(session, cleo)
        assert (seen.group.name, seen.asked_by.id, seen.words) == ("Men's shed", ada, "Come along!")
        assert told(session, cleo) == ["asked_in"]
        accept(session, asking, cleo)
        assert find_membership(session, group.id, cleo).invited_by == ada
        assert asked(session, cleo) == []
        mine = asking_seen.get_asking(session, asking.id, by=ada, now=NOW)
        assert (mine.state, mine.person.name, mine.can) == (AskingState.CAME, "Cleo", [])
        with pytest.raises(AskingNotFound):
            asking_seen.get_asking(session, asking.id, by=ben, now=NOW)
        everybody = asking_seen.list_askings(
            session, group.id, by=ben, now=NOW, after=None, limit=20
        )
        assert everybody == []

    def test_a_no_is_told_to_nobody_and_holds_for_a_while(self, session, shed):
        group, (ada, ben) = shed
        cleo = a_person(session)
        asking = asking_in.ask_in(session, group.id, to_person(cleo), by=ada, now=NOW)
        before = asking_seen.get_asking(session, asking.id, by=ada, now=NOW)
        asked_in.decline(session, asking.id, by=cleo, now=NOW)
        asked_in.decline(session, asking.id, by=cleo, now=NOW)
        assert asking_seen.get_asking(session, asking.id, by=ada, now=NOW) == before
        assert told(session, ada) == []
        with pytest.raises(AskingNotFound):
            accept(session, asking, cleo)
        other = asking_in.ask_in(session, group.id, to_person(cleo), by=ben, now=NOW)
        assert [each.id for each in asked(session, cleo)] == [other.id], "a friend"
        asking_in.take_back(session, other.id, by=ben, now=NOW)
        for days, hears in ((28, False), (89, False), (117, True)):
            later = NOW + timedelta(days=days)
            asking_in.ask_in(session, group.id, to_person(cleo), by=ada, now=later)
            assert bool(asked(session, cleo, later)) == hears

    def test_the_same_is_asked_once_until_its_time_is_over(self, session, shed):
        group, (ada, _) = shed
        cleo = a_person(session)
        first = asking_in.ask_in(session, group.id, to_person(cleo), by=ada, now=NOW)
        over = first.expires_at
        with pytest.raises(AlreadyAskedIn):
            asking_in.ask_in(session, group.id, to_person(cleo), by=ada, now=over - SECOND)
        assert asked(session, cleo, over - SECOND)
        assert asked(session, cleo, over) == []
        with pytest.raises(AskingNotFound):
            accept(session, first, cleo, over)
        assert asking_in.ask_in(session, group.id, to_person(cleo), by=ada, now=over).id != first.id

    def test_one_asks_five_people_a_day(self, session, shed):
        group, (ada, ben) = shed
        for _ in range(5):
            made = asking_in.ask_in(
                session, group.id, to_person(a_person(session)), by=ada, now=NOW
            )
        asking_in.take_back(session, made.id, by=ada, now=NOW)
        sixth = to_person(a_person(session))
        with pytest.raises(TooManyAskedIn) as refused:
            asking_in.ask_in(session, group.id, sixth, by=ada, now=NOW + timedelta(hours=23))
        assert refused.value.retry_after == 3_600
        asking_in.ask_in(session, group.id, sixth, by=ben, now=NOW)
        asking_in.ask_in(
            session, group.id, to_person(sixth.person_id), by=ada, now=NOW + timedelta(days=1)
        )

    def test_nobody_is_asked_by_who_does_not_belong_nor_oneself_nor_nobody(self, session, shed):
        group, (ada, _) = shed
        stranger = a_person(session)
        with pytest.raises(NotAMember):
            asking_in.ask_in(session, group.id, to_person(ada), by=stranger, now=NOW)
        for nobody in (ada, new_id()):
            with pytest.raises(PersonNotFound):
                asking_in.ask_in(session, group.id, to_person(nobody), by=ada, now=NOW)

    def test_who_is_blocked_who_left_and_who_belongs_already_look_alike(self, session, shed):
        group, (ada, ben) = shed
        blocked, gone = a_person(session, "Cleo"), a_person(session, "Dora")
        block(session, ada, by=blocked, now=NOW)
        leave(session, by=gone, now=NOW)
        seen = []
        for each in (blocked, gone):
            asking = asking_in.ask_in(session, group.id, to_person(each), by=ada, now=NOW)
            found = asking_seen.get_asking(session, asking.id, by=ada, now=NOW)
            seen.append((found.state, found.person, found.can, found.says))
            with pytest.raises(AlreadyAskedIn):
                asking_in.ask_in(session, group.id, to_person(each), by=ada, now=NOW)
            with pytest.raises(AskingNotFound):
                accept(session, asking, blocked)
        assert seen[0] == seen[1]
        assert seen[0][0] is AskingState.OPEN
        asking_in.ask_in(session, group.id, to_person(ben), by=ada, now=NOW)
        assert asked(session, blocked) == asked(session, ben) == []
        assert told(session, blocked) == told(session, ben) == []

    def test_parting_takes_back_what_was_asked_and_forgets_who_brought_whom(self, session, shed):
        group, (ada, _) = shed
        open_one, came = a_person(session), a_person(session)
        asking_in.ask_in(session, group.id, to_person(open_one), by=ada, now=NOW)
        second = asking_in.ask_in(session, group.id, to_person(came), by=ada, now=NOW)
        accept(session, second, came)
        for each in (open_one, came):
            block(session, each, by=ada, now=NOW)
            assert asked(session, each) == []
            assert told(session, each) == []
        assert find_membership(session, group.id, came).invited_by is None
        found = asking_seen.get_asking(session, second.id, by=ada, now=NOW)
        assert (found.state, found.person) == (AskingState.OVER, None)

    def test_where_members_vouch_it_is_the_word_of_who_asked(self, session, shed):
        group, (ada, ben) = shed
        group.vouched = True
        cleo = a_person(session)
        asking = asking_in.ask_in(session, group.id, to_person(cleo), by=ada, now=NOW)
        accept(session, asking, cleo)
        assert find_membership(session, group.id, cleo) is None
        request = session.scalars(select(JoinRequest)).one()
        accept(session, asking, cleo)
        assert session.scalar(select(func.count()).select_from(JoinRequest)) == 1
        vouch(session, request.id, by=ben, now=NOW)
        assert find_membership(session, group.id, cleo).invited_by == ada

    def test_a_hidden_group_is_not_named_where_others_could_read_it(self, session):
        group, (ada,) = a_group(session, 1, visibility="hidden")
        cleo = a_person(session)
        asking_in.ask_in(session, group.id, to_person(cleo), by=ada, now=NOW)
        (news,) = list_notifications(session, by=cleo, now=NOW, unread=False, after=None, limit=20)
        assert news.params == {"hidden": "yes", "group": "", "name": ""}
        assert news.about_id != group.id
        assert [each.group.name for each in asked(session, cleo)] == ["Men's shed"]


class TestAStreet:
    def test_all_who_live_there_hear_it_when_a_second_member_lends_a_hand(self, session, shed):
        group, (ada, ben) = shed
        there, elsewhere = lives(session), lives(session, at=ACROSS_TOWN)
        asking = asking_in.ask_in(session, group.id, to_street(), by=ada, now=NOW)
        assert asked(session, there) == []
        waiting = asking_seen.get_asking(session, asking.id, by=ben, now=NOW)
        assert (waiting.state, waiting.hands, waiting.hands_needed) == (AskingState.WAITING, 1, 2)
        assert waiting.can == ["lend_hand"]
        asking_in.lend_hand(session, asking.id, by=ada, now=NOW)
        assert asked(session, there) == [], "one hand is one hand"
        asking_in.lend_hand(session, asking.id, by=ben, now=NOW)
        with pytest.raises(AskingWentOut):
            asking_in.lend_hand(session, asking.id, by=ben, now=NOW)
        (seen,) = asked(session, there)
        assert (seen.asked_by, seen.says.code) == (None, "asked_in_by_group")
        assert asked(session, elsewhere) == asked(session, ada) == []
        found = asking_seen.get_asking(session, asking.id, by=ada, now=NOW)
        assert found.can == ["take_back"]

    def test_near_is_as_far_as_they_said(self, session):
        group, (ada,) = a_group(session, 1)
        middle = (group.published_latitude, group.published_longitude)
        close = lives(session, at=(middle[0] + 0.00895, middle[1]))
        far = lives(session, at=(middle[0] + 0.00905, middle[1]))
        asking_in.ask_in(session, group.id, to_all_near(1_000), by=ada, now=NOW)
        assert len(asked(session, close)) == 1
        assert asked(session, far) == []

    def test_how_its_writer_can_be_reached_does_not_stand_in_it(self, session):
        group, (ada,) = a_group(session, 1)
        there = lives(session)
        words = "Ring 07700 900123 or come to 12 Mount Street"
        asking_in.ask_in(session, group.id, to_street(words=words), by=ada, now=NOW)
        assert asked(session, there)[0].words == "Ring ••• or come to •••"
        asking_in.ask_in(session, group.id, to_person(there, words), by=ada, now=NOW)
        assert words in {each.words for each in asked(session, there)}, "to one person it may"

    @pytest.mark.parametrize(("wish", "days"), [(to_street, 30), (to_all_near, 91)])
    def test_each_group_and_each_person_asks_rarely(self, session, wish, days):
        group, (ada,) = a_group(session, 1)
        other, (also,) = a_group(session, 1)
        service.add_member(session, group, also, now=NOW, shows=Shows.FIRST_NAME)
        service.add_member(session, other, ada, now=NOW, shows=Shows.FIRST_NAME)
        first = asking_in.ask_in(session, group.id, wish(), by=ada, now=NOW)
        asking_in.lend_hand(session, first.id, by=also, now=NOW)
        asking_in.take_back(session, first.id, by=ada, now=NOW)
        session.commit()
        again_at = NOW + timedelta(days=days)
        for group_id, by in ((group.id, also), (other.id, ada)):
            with pytest.raises(AskedAroundLately) as refused:
                asking_in.ask_in(session, group_id, wish(), by=by, now=again_at - SECOND)
            assert refused.value.retry_after == 1
            session.rollback()
        assert asking_in.ask_in(session, group.id, wish(), by=also, now=again_at)

    def test_nobody_hears_more_than_one_such_a_week(self, session):
        (one, (ada,)), (two, (ben,)) = a_group(session, 1), a_group(session, 1)
        (three, (cleo,)) = a_group(session, 1)
        there = lives(session)
        asking_in.ask_in(session, one.id, to_street(), by=ada, now=NOW)
        week = NOW + timedelta(days=7)
        asking_in.ask_in(session, two.id, to_all_near(), by=ben, now=week - SECOND)
        assert len(asked(session, there, week)) == 1
        asking_in.ask_in(session, three.id, to_street(), by=cleo, now=week)
        assert len(asked(session, there, week)) == 2

    def test_who_wants_none_hears_none_and_says_so_at_any_time(self, session):
        (one, (ada,)), (two, (ben,)) = a_group(session, 1), a_group(session, 1)
        never, later = lives(session), lives(session)
        asked_in.set_asked_in_wish(session, around=False, by=never, now=NOW)
        night = NOW.replace(hour=23)
        asking_in.ask_in(session, one.id, to_street(), by=ada, now=night)
        assert asked(session, never) == []
        assert len(asked(session, later)) == 1
        assert told(session, later, night + timedelta(hours=9)) == [], "nobody is woken"
        asked_in.set_asked_in_wish(session, around=False, by=later, now=night)
        assert asked(session, later) == []
        assert told(session, later, night + timedelta(days=1)) == []
        asking_in.ask_in(session, two.id, to_person(later), by=ben, now=NOW)
        assert len(asked(session, later)) == 1, "one by one they may be asked"
        asked_in.set_asked_in_wish(session, around=True, by=never, now=NOW)
        assert asking_seen.likes_to_be_asked(session, by=never)

    def test_a_group_does_not_ask_again_who_said_no(self, session):
        group, (ada,) = a_group(session, 1)
        there = lives(session)
        asking = asking_in.ask_in(session, group.id, to_street(), by=ada, now=NOW)
        asked_in.decline(session, asking.id, by=there, now=NOW)
        no_holds_until = NOW + reaching.NO_HOLDS_FOR
        for at, hears in ((no_holds_until - SECOND, False), (no_holds_until, True)):
            again = asking_in.ask_in(session, group.id, to_street(), by=ada, now=at)
            assert bool(asked(session, there, at)) == hears
            again.asked_at = NOW
        session.rollback()

    def test_it_comes_in_as_the_group_lets_people_in(self, session):
        group, (ada,) = a_group(session, 1, joining="ask", questions=["What do you mend?"])
        there = lives(session)
        asking = asking_in.ask_in(session, group.id, to_street(), by=ada, now=NOW)
        session.commit()
        with pytest.raises(AnswersDoNotFit):
            accept(session, asking, there)
        session.rollback()
        accept(session, asking, there, answers=["Radios"])
        assert session.scalars(select(JoinRequest)).one().answers == ["Radios"]
        group.joining = "open"
        other = lives(session)
        session.add(AskedNeighbour(asking_id=asking.id, person_id=other, asked_at=NOW))
        session.flush()
        accept(session, asking, other)
        accept(session, asking, other)
        assert find_membership(session, group.id, other).invited_by is None

    def test_a_hidden_group_and_a_street_far_away_are_not_for_this(self, session):
        group, (ada,) = a_group(session, 1)
        with pytest.raises(StreetTooFar):
            asking_in.ask_in(session, group.id, to_street(cell_of(54.0, -3.0178)), by=ada, now=NOW)
        there = lives(session)
        asking_in.ask_in(session, group.id, to_street(), by=ada, now=NOW)
        group.visibility = "hidden"
        session.flush()
        session.commit()
        assert asked(session, there) == [], "it hid itself since"
        for wish in (to_street(), to_all_near()):
            with pytest.raises(HiddenGroupsAskNobodyAround):
                asking_in.ask_in(session, group.id, wish, by=ada, now=NOW + timedelta(days=99))
            session.rollback()


class TestWhatBecomesOfIt:
    def test_taken_back_it_is_asked_of_nobody(self, session, shed):
        group, (ada, ben) = shed
        cleo = a_person(session)
        asking = asking_in.ask_in(session, group.id, to_person(cleo), by=ada, now=NOW)
        with pytest.raises(AskingNotFound):
            asking_in.take_back(session, asking.id, by=ben, now=NOW)
        asking_in.take_back(session, asking.id, by=ada, now=NOW)
        assert asked(session, cleo) == []
        assert told(session, cleo) == []
        with pytest.raises(AskingNotFound):
            accept(session, asking, cleo)

    @pytest.mark.parametrize("end", ["leaves the group", "is erased", "closes"])
    def test_it_ends_with_who_asked_and_with_the_group(self, session, shed, end):
        group, (ada, ben) = shed
        cleo, there = a_person(session), lives(session)
        asking_in.ask_in(session, group.id, to_person(cleo), by=ada, now=NOW)
        street = asking_in.ask_in(session, group.id, to_street(), by=ada, now=NOW)
        asking_in.lend_hand(session, street.id, by=ben, now=NOW)
        assert asked(session, there)
        if end == "leaves the group":
            service.leave_group(session, group.id, by=ada, now=NOW)
        elif end == "is erased":
            leave(session, by=ada, now=NOW)
        else:
            service.close_group(session, group, now=NOW)
        for each in (cleo, there):
            assert asked(session, each) == []
            assert told(session, each) == []
        if end == "is erased":
            kept = session.scalars(select(Asking)).one()
            session.refresh(kept)
            assert (kept.asked_by, kept.words) == (None, "")
            with pytest.raises(AskedAroundLately):
                asking_in.ask_in(session, group.id, to_street(), by=ben, now=NOW)

    def test_who_is_erased_is_named_in_nobodys_membership_nor_asked(self, session, shed):
        group, (ada, ben) = shed
        cleo, dora = a_person(session), a_person(session)
        first = asking_in.ask_in(session, group.id, to_person(cleo), by=ada, now=NOW)
        asking_in.ask_in(session, group.id, to_person(dora), by=ben, now=NOW)
        accept(session, first, cleo)
        leave(session, by=ada, now=NOW)
        leave(session, by=dora, now=NOW)
        assert session.scalars(select(Membership.invited_by)).all() == [None, None]
        assert session.scalars(select(AskedNeighbour)).all() == []

    def test_what_counts_for_nothing_any_more_is_forgotten(self, session, shed):
        group, (ada, _) = shed
        asking_in.ask_in(session, group.id, to_person(a_person(session)), by=ada, now=NOW)
        kept_until = NOW + purge.ASKINGS_KEPT_FOR
        assert purge.purge(session, kept_until) == {"askings": 0}
        assert purge.purge(session, kept_until + SECOND) == {"askings": 1}
        assert purge.ASKINGS_KEPT_FOR >= asking_in.LIVES + reaching.NO_HOLDS_FOR
        assert max(asking_in.RARELY.values()) < purge.ASKINGS_KEPT_FOR
