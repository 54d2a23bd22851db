"""Planting groups and what they decide, each thing at its instant, as it would have come about."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.boards.service import answer, put_up
from backend.decisions.actions import ActionKind
from backend.decisions.draws import DrawCall, call_draw, step_out
from backend.decisions.methods import VOTES
from backend.decisions.models import Decision
from backend.decisions.proposing import Proposal, propose
from backend.decisions.service import say_to_decision
from backend.decisions.states import Method
from backend.decisions.voting import cast_ballot
from backend.groups.asking import answer_request, ask_to_join
from backend.groups.models import Group
from backend.groups.powers import Act
from backend.groups.service import Founding, add_member, change_membership, found, lock_group
from backend.groups.settling import settle_if_due
from backend.groups.standing import stand
from backend.groups.stewards import TERM
from backend.kernel.local_time import ONE_DAY, day_of, instant_of
from backend.meetings.bringing import add_thing, join_openers
from backend.meetings.service import Calling, answer_meeting, call_meeting
from backend.meetings.states import Answer
from backend.sample.groups import (
    ASKED,
    CHOIR,
    CIRCLE,
    DRAWN,
    HOUSEHOLDS,
    MET,
    NEIGHBOURHOOD,
    PINNED,
    SHED,
    STOOD,
    WISHES,
    Asked,
    Drawn,
    Met,
    Pinned,
    Together,
    Wished,
)
from backend.sample.spaces import DAY_NAMES
from backend.series.rules import Take

EVENING = time(19)
ENDS_IN = timedelta(days=5)
"""How long the first term of the choir lasts from planting on, less what months differ by."""
FIRST_STEWARD = 12
"""As which member somebody must come for the founder to become the first steward."""
LATER = timedelta(hours=1)


class Ids(Protocol):
    """Gives a made-up thing its id: always the same for one instant, later ones after it."""

    def __call__(self, what: str, at: datetime | None = None) -> UUID: ...


def plant_groups(
    session: Session, *, now: datetime, zone: ZoneInfo, middle: tuple[float, float], ids: Ids
) -> None:
    """Let people found groups, decide and meet; the people and spaces are there."""
    _Founding(session, now, zone, middle, ids).plant()


class _Founding:
    """One planting, and what is to come about in it."""

    def __init__(
        self,
        session: Session,
        now: datetime,
        zone: ZoneInfo,
        middle: tuple[float, float],
        ids: Ids,
    ) -> None:
        self.session = session
        self.now = now
        self.zone = zone
        self.middle = middle
        self.ids = ids
        self.groups = {each.key: each for each in (NEIGHBOURHOOD, SHED, CHOIR, CIRCLE)}
        self.to_come: list[tuple[datetime, Callable[[], object]]] = []

    def plant(self) -> None:
        for together in self.groups.values():
            self._expect_group(together)
        for asked in ASKED:
            self._expect_decision(asked)
        for pinned in PINNED:
            self._expect_notice(pinned)
        for wished in WISHES:
            self._expect_wish(wished)
        for drawn in DRAWN:
            self._expect_draw(drawn)
        for group, by, days_ago in STOOD:
            at = self._ago(days=days_ago)
            self._at(at, partial(stand, self.session, self._group(group), by=self.ids(by), now=at))
        for met in MET:
            self._expect_meeting(met)
        # As it came about, and not group by group: the clock never goes back for anybody.
        for _, happens in sorted(self.to_come, key=lambda each: each[0]):
            happens()
        for key in self.groups:
            settle_if_due(self.session, self._group(key), self.now)

    def _expect_group(self, together: Together) -> None:
        step = timedelta(hours=together.hours)
        began = self._ago(days=together.days_ago)
        if together is CHOIR:
            began = self.now + ENDS_IN - TERM - (FIRST_STEWARD - 1) * step
        self._at(began, partial(self._found, together, began))
        for number, member in enumerate(together.members[1:], start=1):
            joined = began + number * step
            self._at(joined, partial(self._join, together, member, joined))
        for group, member, household in HOUSEHOLDS:
            if group == together.key:
                at = began + len(together.members) * step
                self._at(at, partial(self._say_household, group, member, household, at))

    def _found(self, together: Together, at: datetime) -> None:
        latitude, longitude = self.middle
        circle = {
            "type": "Circle",
            "coordinates": [longitude, latitude],
            "radius_metres": together.radius_metres,
        }
        founding = Founding(
            id=self._group(together.key),
            name=together.name,
            purpose=together.purpose,
            place=self.middle,
            languages=together.languages,
            joining=together.joining,
            visibility=together.visibility,
            questions=together.questions,
            boundary=circle if together.radius_metres else None,
            neighbourhood_id=self._group(together.inside) if together.inside else None,
            shows=together.shows,
        )
        found(self.session, founding, by=self.ids(together.members[0]), now=at)

    def _join(self, together: Together, member: str, at: datetime) -> None:
        group = self._locked(together.key, by=together.members[0], at=at)
        add_member(self.session, group, self.ids(member), now=at, shows=together.shows)

    def _say_household(self, group: str, member: str, household: str, at: datetime) -> None:
        said = {"household": household}
        change_membership(self.session, self._group(group), said, by=self.ids(member), now=at)

    def _expect_decision(self, asked: Asked) -> None:
        at = self._ago(days=asked.days_ago)
        decision_id = self.ids(f"decision {asked.key}", at)
        self._at(at, partial(self._propose, asked, decision_id, at))
        for number, (by, words) in enumerate(asked.said, start=1):
            said_at = at + number * LATER / 4
            self._at(said_at, partial(self._say, decision_id, by, words, said_at))
        # What weighs much is discussed for two days before anybody votes.
        discussed = timedelta(days=3) if asked.action == "adopt_agreement" else LATER
        voted_at = at + discussed
        self._at(voted_at, partial(self._vote, asked, decision_id, voted_at))

    def _propose(self, asked: Asked, decision_id: UUID, at: datetime) -> None:
        params = dict(asked.params)
        if "neighbourhood_id" in params:
            params["neighbourhood_id"] = str(self._group(params["neighbourhood_id"]))
        proposal = Proposal(
            id=decision_id,
            title=asked.title,
            words=asked.words,
            action=ActionKind(asked.action),
            params=params,
            method=Method(asked.method) if asked.method else None,
            options=asked.options,
            closes_at=None if asked.closes_in is None else self._evening(asked.closes_in),
        )
        group_id = self._group(asked.group)
        propose(self.session, group_id, proposal, by=self.ids(asked.by), now=at)

    def _say(self, decision_id: UUID, by: str, words: str, at: datetime) -> None:
        remark_id = self.ids(f"remark {words}", at)
        say_to_decision(
            self.session, decision_id, words, by=self.ids(by), now=at, remark_id=remark_id
        )

    def _vote(self, asked: Asked, decision_id: UUID, at: datetime) -> None:
        settle_if_due(self.session, self._group(asked.group), at)
        method = Method(self.session.get_one(Decision, decision_id).method)
        members = self.groups[asked.group].members
        for member, vote in zip(members, asked.votes, strict=False):
            if vote is not None:
                choice = {"vote": vote} if method in VOTES else {"support": vote}
                cast_ballot(self.session, decision_id, choice, by=self.ids(member), now=at)

    def _expect_notice(self, pinned: Pinned) -> None:
        at = self._ago(hours=pinned.hours_ago)
        notice_id = self.ids(f"notice {pinned.key}", at)
        happens = partial(
            put_up, self.session, self._group(pinned.group), pinned.title, pinned.words
        )
        self._at(at, partial(happens, by=self.ids(pinned.by), now=at, notice_id=notice_id))
        for number, (by, words) in enumerate(pinned.answers, start=1):
            said_at = at + number * LATER
            self._at(
                said_at,
                partial(
                    answer,
                    self.session,
                    notice_id,
                    words,
                    by=self.ids(by),
                    now=said_at,
                    answer_id=self.ids(f"answer {words}", said_at),
                ),
            )

    def _expect_wish(self, wished: Wished) -> None:
        at = self._ago(hours=wished.hours_ago)
        request_id = self.ids(f"wish {wished.group} {wished.by}", at)
        asks = partial(
            ask_to_join,
            self.session,
            self._group(wished.group),
            by=self.ids(wished.by),
            now=at,
            answers=wished.answers,
            request_id=request_id,
        )
        self._at(at, asks)
        for number, member in enumerate(wished.hands, start=1):
            lent_at = at + number * LATER
            lends = partial(answer_request, self.session, request_id, Act.ADMIT)
            self._at(lent_at, partial(lends, by=self.ids(member), now=lent_at))

    def _expect_draw(self, drawn: Drawn) -> None:
        at = self._ago(days=drawn.days_ago)

        def happens() -> None:
            called = DrawCall(drawn.purpose, drawn.seats, drawn.by_household)
            group_id = self._group(drawn.group)
            draw = call_draw(self.session, group_id, called, by=self.ids(drawn.by), now=at)
            for member in drawn.out:
                step_out(self.session, draw.id, by=self.ids(member), now=at)

        self._at(at, happens)

    def _expect_meeting(self, met: Met) -> None:
        at = self._ago(hours=26)
        monday = day_of(self.now, self.zone)
        monday -= monday.weekday() * ONE_DAY
        on = monday + (7 + DAY_NAMES.index(met.day)) * ONE_DAY
        meeting_id = self.ids(f"meeting {met.group} {met.space}", at)
        calling = Calling(
            id=meeting_id,
            title=met.title,
            words=met.words,
            starts_at=datetime.combine(on, time.fromisoformat(met.at)),
            duration=timedelta(minutes=met.minutes),
            rrule=met.rrule,
            space_id=self.ids(f"space {met.space}"),
            book=True,
            people=met.people,
            take=Take.WHAT_IS_FREE,
            opens_up=bool(met.rota),
        )
        by = self.ids(met.by)
        group_id = self._group(met.group)
        self._at(at, partial(call_meeting, self.session, group_id, calling, by=by, now=at))
        self._at(at + LATER, partial(self._say_who_comes, met, meeting_id, on, at + LATER))

    def _say_who_comes(self, met: Met, meeting_id: UUID, on: Any, at: datetime) -> None:
        said = ((Answer.COMING, met.coming), (Answer.MAYBE, met.maybe), (Answer.NOT, met.cannot))
        for word, people in said:
            for person in people:
                answer_meeting(self.session, meeting_id, on, word, by=self.ids(person), now=at)
        for what, by in met.brought:
            add_thing(
                self.session,
                meeting_id,
                on,
                what,
                by=self.ids(by or met.by),
                now=at,
                i_bring_it=bool(by),
                thing_id=self.ids(f"thing {what}", at),
            )
        for person in met.rota:
            join_openers(self.session, meeting_id, by=self.ids(person), now=at)

    def _locked(self, key: str, *, by: str, at: datetime) -> Group:
        return lock_group(self.session, self._group(key), by=self.ids(by), now=at)

    def _at(self, at: datetime, happens: Callable[[], object]) -> None:
        self.to_come.append((at, happens))

    def _ago(self, **time_ago: float) -> datetime:
        return self.now - timedelta(**time_ago)

    def _evening(self, days: int) -> datetime:
        on = day_of(self.now, self.zone) + days * ONE_DAY
        return instant_of(datetime.combine(on, EVENING), self.zone)

    def _group(self, key: str) -> UUID:
        return self.ids(f"group {key}")
