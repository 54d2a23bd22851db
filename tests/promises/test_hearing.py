"""What becomes of promises when the post changes or ends, or somebody leaves or blocks another."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from backend.groups.service import Founding, found, join
from backend.groups.states import Shows
from backend.people import service as people
from backend.people.blocks import block
from backend.posts.signals import post_changed, post_ended
from backend.promises import ending, service, thanking
from backend.promises.errors import PromiseCannotBecome, PromiseNotFound
from backend.promises.models import Promise
from backend.promises.queries import find_subjects, get_promise, list_my_promises
from backend.promises.states import Claim
from tests.posts.planting import NOW, ST_ANNES, a_post
from tests.promises.scenes import Scene, a_person

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SOON = {"starts_at": NOW + HOUR, "ends_at": NOW + 2 * HOUR}


def change(scene: Scene, now=NOW, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(scene.post, name, value)
    post_changed.send(scene.session, post=scene.post, now=now)


def finish(scene: Scene, state: str, now=NOW) -> None:
    scene.post.state, scene.post.ended_at = state, now
    scene.session.flush()
    post_ended.send(scene.session, post=scene.post, now=now, withdrawn=state == "withdrawn")


class TestTheClocksFollow:
    def test_a_renewed_need_keeps_its_answers_open_for_longer(self, session):
        scene = Scene(session, kind="need", way="do")
        promise = scene.asked()
        change(scene, open_until=NOW + 20 * DAY)
        assert promise.stands_until == NOW + 20 * DAY

    def test_what_had_lapsed_before_the_renewal_stays_so(self, session):
        scene = Scene(session, kind="need", way="do")
        promise, over_at = scene.asked(), scene.post.open_until
        change(scene, open_until=NOW + 40 * DAY, now=over_at + DAY)
        assert (promise.state, promise.ended_at) == ("lapsed", over_at)

    def test_a_time_that_comes_sooner_shortens_the_time_to_answer(self, session):
        scene = Scene(session)
        promise = scene.asked()
        change(scene, starts_at=NOW + 4 * HOUR, ends_at=NOW + 5 * HOUR)
        assert promise.stands_until == NOW + 2 * HOUR
        change(scene, now=NOW + 3 * HOUR)
        assert (promise.state, promise.ended_at) == ("lapsed", NOW + 2 * HOUR)

    def test_less_to_be_had_may_be_all_held(self, session):
        scene = Scene(session, quantity=2)
        scene.agreed()
        assert scene.post.full_until is None
        change(scene, quantity=1)
        assert scene.post.full_until is not None


class TestTermsThatChange:
    def test_whoever_agreed_is_told_and_may_leave_without_fault(self, session):
        scene = Scene(session, **SOON)
        promise = scene.agreed()
        change(scene, terms_version=2)
        assert scene.told(scene.ben)[-1] == "promise_terms_changed"
        assert get_promise(session, promise.id, by=scene.ben, now=NOW).terms_changed
        ending.release(session, promise.id, by=scene.ben, now=NOW + HOUR / 2)
        assert promise.state == "released"

    def test_an_answer_is_to_what_was_asked_and_not_to_what_it_became(self, session):
        scene = Scene(session, kind="need", way="do", **SOON)
        promise = scene.asked()
        change(scene, terms_version=2)
        service.pick(session, promise.id, by=scene.ada, now=NOW)
        assert promise.agreed_terms == 1
        ending.release(session, promise.id, by=scene.ben, now=NOW + HOUR / 2)
        assert promise.state == "released"

    def test_nobody_is_told_of_what_changed_nothing_for_them(self, session):
        scene = Scene(session)
        scene.asked()
        scene.agreed(a_person(session, "Cleo"))
        change(scene, open_until=NOW + 40 * DAY)
        assert scene.told(scene.ben) == []


class TestPostsThatEnd:
    def test_of_a_closed_one_only_what_was_agreed_stands(self, session):
        scene = Scene(session, quantity=3)
        cleo, dan = a_person(session, "Cleo"), a_person(session, "Dan")
        asked, agreed = scene.asked(), scene.agreed(cleo)
        offered = scene.asked(dan)
        service.offer(session, offered.id, by=scene.ada, now=NOW)
        finish(scene, "closed", NOW + HOUR)
        assert [each.state for each in (asked, offered, agreed)] == ["lapsed", "lapsed", "agreed"]
        assert asked.ended_at == NOW + HOUR
        assert scene.post.held == 1
        assert scene.told(scene.ben) == ["promise_not_needed"]
        ending.claim(session, agreed.id, Claim.KEPT, by=cleo, now=NOW + DAY)
        assert agreed.state == "kept"
        assert scene.post.state == "closed"

    def test_of_a_withdrawn_one_what_was_agreed_is_given_back(self, session):
        scene = Scene(session)
        promise = scene.agreed()
        finish(scene, "withdrawn")
        assert (promise.state, promise.ended_by) == ("released", "poster")
        assert scene.told(scene.ben)[-1] == "promise_released"

    def test_withdrawing_at_short_notice_is_late(self, session):
        scene = Scene(session, **SOON)
        promise = scene.agreed()
        finish(scene, "withdrawn")
        assert promise.state == "released_late"


def gone(session, how: str, who: UUID, other: UUID, now=NOW) -> None:
    if how == "leaving":
        people.leave(session, by=who, now=now)
    else:
        block(session, other, by=who, now=now)


class TestSomebodyGone:
    @pytest.mark.parametrize("how", ["leaving", "blocking"])
    @pytest.mark.parametrize("who", ["ada", "ben"])
    @pytest.mark.parametrize("state", ["asked", "offered", "agreed", "claimed", "disputed"])
    def test_whatever_is_live_is_let_go_without_fault(self, session, how, who, state):
        scene = Scene(session, **SOON)
        promise = scene.asked()
        if state != "asked":
            service.offer(session, promise.id, by=scene.ada, now=NOW)
        if state in ("agreed", "claimed", "disputed"):
            service.agree(session, promise.id, by=scene.ben, now=NOW)
        if state in ("claimed", "disputed"):
            later = NOW + HOUR
            ending.claim(session, promise.id, Claim.MISSED, by=scene.ada, now=later)
        if state == "disputed":
            ending.contest(session, promise.id, by=scene.ben, now=NOW + HOUR, words="No!")
        leaver, other = (scene.ada, scene.ben) if who == "ada" else (scene.ben, scene.ada)
        gone(session, how, leaver, other, now=NOW if state in ("asked", "offered") else NOW + HOUR)
        session.expire_all()
        assert (promise.state, promise.ended_by, promise.missed_by) == ("released", None, None)
        assert scene.post.held == 0
        assert scene.told(other)[-1] == "promise_let_go"
        if how == "blocking":
            assert "promise_let_go" not in scene.told(leaver)

    @pytest.mark.parametrize("who", ["ada", "ben"])
    def test_a_block_looks_to_the_other_as_if_they_had_left(self, session, who):
        looks = []
        for how in ("leaving", "blocking"):
            scene = Scene(session, kind="need", way="do")
            promise = scene.agreed(words="I could")
            ending.claim(
                session, promise.id, Claim.MISSED, by=scene.ada, now=NOW + DAY, words="You did not"
            )
            leaver, other = (scene.ada, scene.ben) if who == "ada" else (scene.ben, scene.ada)
            gone(session, how, leaver, other, now=NOW + DAY)
            session.expire_all()
            seen = get_promise(session, promise.id, by=other, now=NOW + DAY)
            notes = text("SELECT kind, params FROM notifications WHERE person_id = :who")
            told = session.execute(notes, {"who": other}).all()
            assert seen.other is None
            unlike = {"id": None, "post": seen.post is None}
            mine = {name: getattr(seen, name) for name in seen.__dataclass_fields__} | unlike
            looks.append((mine, [row.kind for row in told], told[-1].params))
        assert looks[0] == looks[1]

    def test_nor_by_what_one_said_to_them(self, session):
        looks = []
        for how in ("leaving", "blocking"):
            scene = Scene(session)
            promise = scene.agreed(words="With bread?")
            ending.claim(session, promise.id, Claim.KEPT, by=scene.ben, now=NOW, words="All of it")
            thanking.thank(session, promise.id, "It was good", by=scene.ben, now=NOW)
            gone(session, how, scene.ada, scene.ben, now=NOW)
            session.expire_all()
            for now in (NOW, NOW + 31 * DAY):  # In between one post is archived, the other is not.
                seen = get_promise(session, promise.id, by=scene.ben, now=now)
                looks.append((seen.thanks_said, seen.words, seen.claim_words))
        assert set(looks) == {(None, "", "")}

    def test_nor_by_what_becomes_of_a_post_of_a_group(self, session):
        looks = []
        for how in ("leaving", "blocking"):
            scene = Scene(session)
            shed = found(session, Founding("Shed", place=ST_ANNES), by=scene.ada, now=NOW)
            join(session, shed.id, by=scene.ben, now=NOW, shows=Shows.FIRST_NAME)
            later = a_post(session, scene.ada, group_id=shed.id, visible_to="group")
            ours = [scene.asked(), service.ask(session, later.id, by=scene.ben, now=NOW)]
            gone(session, how, scene.ada, scene.ben, now=NOW)
            session.expire_all()
            notes = text(
                "SELECT kind, about_id FROM notifications WHERE person_id = :who ORDER BY id"
            )
            ids = [each.id for each in ours]
            told = session.execute(notes, {"who": scene.ben}).all()
            looks.append(
                (
                    [(each.state, each.ended_by) for each in ours],
                    [(row.kind, ids.index(row.about_id)) for row in told],
                )
            )
        assert looks[0] == looks[1]

    def test_nothing_personal_is_left_of_somebody_who_left(self, session):
        scene = Scene(session)
        promise = scene.agreed(words="Ben's words")
        later = NOW + DAY
        claimed = {"by": scene.ben, "now": later, "words": "Ben's claim"}
        ending.claim(session, promise.id, Claim.MISSED, **claimed)
        ending.contest(session, promise.id, by=scene.ada, now=later, words="Ada's answer")
        people.leave(session, by=scene.ben, now=later)
        session.expire_all()
        assert promise.counterpart_id is None
        assert (promise.words, promise.claim_words) == ("", "")
        assert promise.contest_words == "Ada's answer"

    @pytest.mark.parametrize("how", ["leaving", "blocking"])
    def test_nor_their_name_in_what_others_were_told(self, session, how):
        scene = Scene(session, quantity=2)
        cleo = a_person(session, "Cleo")
        scene.agreed()
        scene.agreed(cleo)
        gone(session, how, scene.ada, scene.ben, now=NOW)
        notes = text(
            "SELECT kind FROM notifications WHERE person_id = :who AND params->>'name' > ''"
        )
        assert session.scalars(notes, {"who": scene.ben}).all() == []
        assert scene.told(scene.ben) == ["promise_let_go"]
        of_cleo = session.scalars(notes, {"who": cleo}).all()
        assert of_cleo == ([] if how == "leaving" else ["promise_offered"])

    def test_what_the_two_had_with_others_stays(self, session):
        scene = Scene(session, quantity=2)
        cleo = a_person(session, "Cleo")
        theirs, others = scene.agreed(), scene.agreed(cleo)
        block(session, scene.ben, by=scene.ada, now=NOW)
        session.expire_all()
        assert (theirs.state, others.state) == ("released", "agreed")
        assert scene.post.held == 1

    def test_nothing_can_be_asked_of_each_other_again(self, session):
        scene = Scene(session)
        block(session, scene.ben, by=scene.ada, now=NOW)
        with pytest.raises(Exception, match="post_not_found"):
            scene.asked()

    def test_what_is_over_stays_as_it_was(self, session):
        scene = Scene(session)
        promise = scene.agreed()
        ending.claim(session, promise.id, Claim.KEPT, by=scene.ben, now=NOW)
        block(session, scene.ben, by=scene.ada, now=NOW)
        session.expire_all()
        assert promise.state == "kept"
        with pytest.raises(PromiseCannotBecome):
            ending.release(session, promise.id, by=scene.ben, now=NOW)
        assert get_promise(session, promise.id, by=scene.ben, now=NOW).can == []


class TestAQuietNeed:
    def test_its_writer_has_no_name_until_somebody_is_picked(self, session):
        scene = Scene(session, kind="need", way="do", quiet=True)
        promise = scene.asked()
        assert get_promise(session, promise.id, by=scene.ben, now=NOW).other is None
        subject = find_subjects(session, [promise.id], NOW)[promise.id]
        assert subject.nameless == {scene.ada}
        assert subject.sides == {scene.ada, scene.ben}
        service.pick(session, promise.id, by=scene.ada, now=NOW)
        other = get_promise(session, promise.id, by=scene.ben, now=NOW).other
        assert (other.id, other.first_name) == (scene.ada, "Ada")
        assert find_subjects(session, [promise.id], NOW)[promise.id].nameless == frozenset()

    def test_nothing_that_is_told_before_has_the_name(self, session):
        scene = Scene(session, kind="need", way="do", quiet=True)
        promise = scene.asked()
        change(scene, terms_version=2)
        ending.decline(session, promise.id, by=scene.ada, now=NOW)
        query = text("SELECT params::text FROM notifications WHERE person_id = :who")
        params = session.scalars(query, {"who": scene.ben}).all()
        assert len(params) == 2
        assert "Ada" not in "".join(params)
        assert get_promise(session, promise.id, by=scene.ben, now=NOW).other is None


class TestReading:
    def test_mine_are_in_order_of_time_and_say_what_i_owe(self, session):
        scene = Scene(session, starts_at=NOW + 3 * DAY, ends_at=NOW + 3 * DAY + HOUR)
        owed = scene.agreed()
        scene.post = a_post(
            session, scene.ben, starts_at=NOW + DAY, ends_at=NOW + DAY + HOUR, kind="need", way="do"
        )
        promise = scene.asked(scene.ada)
        service.pick(session, promise.id, by=scene.ben, now=NOW)
        give = {"by": scene.ada, "now": NOW, "after": None, "limit": 20}
        live = list_my_promises(session, over=False, **give)
        assert [(each.id, each.mine) for each in live] == [(promise.id, "owe"), (owed.id, "owe")]
        theirs = list_my_promises(session, over=False, **{**give, "by": scene.ben})
        assert {each.mine for each in theirs} == {"comes_to_me"}
        assert list_my_promises(session, over=True, **give) == []
        later = {**give, "now": NOW + 30 * DAY}
        assert list_my_promises(session, over=False, **later) == []
        over = list_my_promises(session, over=True, **later)
        assert [each.id for each in over] == [owed.id, promise.id]
        assert {each.state for each in over} == {"ended"}

    def test_others_read_nothing_of_it(self, session):
        scene = Scene(session)
        promise = scene.asked()
        with pytest.raises(PromiseNotFound):
            get_promise(session, promise.id, by=a_person(session), now=NOW)

    def test_a_notification_never_says_what_it_is_about(self, session):
        scene = Scene(session, title="SECRET title", words="SECRET words", quantity=2)
        promise = scene.agreed(words="SECRET wish")
        later = NOW + DAY
        ending.claim(session, promise.id, Claim.MISSED, by=scene.ben, now=later, words="SECRET")
        ending.contest(session, promise.id, by=scene.ada, now=later, words="SECRET")
        ending.concede(session, promise.id, by=scene.ben, now=later)
        scene.agreed(now=later + HOUR)
        finish(scene, "withdrawn", later + HOUR)
        rows = session.scalars(text("SELECT params::text FROM notifications")).all()
        assert len(rows) > 6
        assert "SECRET" not in "".join(rows)
        assert session.scalar(select(Promise.id).limit(1)) is not None
