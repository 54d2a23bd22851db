"""Planting what neighbours offer, need, say and promise, in the order in which it came about."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.conversations.service import open_conversation, write
from backend.kernel.local_time import ONE_DAY, day_of, wall_of
from backend.posts.ending import close_post, withdraw_post
from backend.posts.rally_wishes import set_rally_wish
from backend.posts.rallying import rally
from backend.posts.service import create_post
from backend.posts.talking import answer_by_word
from backend.promises import ending, service
from backend.promises.states import Claim
from backend.sample.posts import POSTS, Posted
from backend.sample.promises import ANSWERED, LIKE_TO_BE_ASKED, PROMISES, TALKED, Promised, Step

Ids = Callable[[str], UUID]
"""Gives a made-up thing its id, always the same."""
_ENDS = {"closed": close_post, "withdrawn": withdraw_post}
_ENDED_AFTER = timedelta(hours=20)


def plant_posts(session: Session, *, now: datetime, zone: ZoneInfo, ids: Ids) -> None:
    """Let everybody post and promise what they do; the people are there."""
    _Posting(session, now, zone, ids).plant()


class _Posting:
    """One planting, and what is to come about in it."""

    def __init__(self, session: Session, now: datetime, zone: ZoneInfo, ids: Ids) -> None:
        self.session = session
        self.now = now
        self.zone = zone
        self.ids = ids
        self.to_come: list[tuple[datetime, Callable[[datetime], object]]] = []

    def plant(self) -> None:
        for person in LIKE_TO_BE_ASKED:
            set_rally_wish(self.session, {"categories": []}, by=self.ids(person), now=self.now)
        for posted in POSTS:
            self._expect_post(posted)
        for promised in PROMISES:
            self._expect_promise(promised)
        for answered in ANSWERED:
            self._expect_talk(answered.hello, answered.by, answered.hours_ago, answered.said)
        for post, by, hours_ago, said in TALKED:
            self._expect_talk(post, by, hours_ago, said)
        # As it came about, and not post by post: the clock never goes back for anybody.
        for at, happens in sorted(self.to_come, key=lambda each: each[0]):
            happens(at)

    def _at(self, hours_ago: float, happens: Callable[[datetime], object]) -> None:
        self.to_come.append((self.now - timedelta(hours=hours_ago), happens))

    def _expect_post(self, posted: Posted) -> None:
        by = self.ids(posted.by)
        post_id = self._post_id(posted.key)
        given = self._given(posted)

        def happens(at: datetime) -> None:
            create_post(self.session, given, by=by, now=at, language=posted.language)
            if posted.ended:
                _ENDS[posted.ended](self.session, post_id, by=by, now=at + _ENDED_AFTER)
            if given.get("urgent"):
                rally(self.session, post_id, by=by, now=at)

        self._at(posted.hours_ago, happens)

    def _given(self, posted: Posted) -> dict[str, Any]:
        given: dict[str, Any] = {
            "id": self._post_id(posted.key),
            "kind": posted.kind,
            "title": posted.title,
            "words": posted.words,
            "language": posted.language,
            **dict.fromkeys(posted.marks.split(), True),
        }
        if posted.kind != "hello":
            given |= {"way": posted.way, "category": posted.category}
        if posted.quantity > 1:
            given["quantity"] = posted.quantity
        if posted.lend_days:
            given["lend_days"] = posted.lend_days
        if posted.days:
            given["on_dates"] = self._dates(posted.days)
        if posted.window:
            begins, lasts = posted.window
            starts_at = (self.now + timedelta(hours=begins)).replace(
                minute=0, second=0, microsecond=0
            )
            if posted.weekly:
                given["repeats"] = {
                    "rrule": posted.weekly,
                    "starts_at": wall_of(starts_at, self.zone),
                    "duration_minutes": lasts * 60,
                }
            else:
                given["starts_at"] = starts_at
                given["ends_at"] = starts_at + timedelta(hours=lasts)
        return given

    def _expect_promise(self, promised: Promised) -> None:
        promise_id = self._promise_id(promised.post, promised.by)
        share: dict[str, Any] = {"quantity": promised.quantity}
        if promised.days:
            share = {"on_dates": self._dates(promised.days)}
        self._at(
            promised.hours_ago,
            lambda at: service.ask(
                self.session,
                self._post_id(promised.post),
                by=self.ids(promised.by),
                now=at,
                words=promised.words,
                promise_id=promise_id,
                **share,
            ),
        )
        for step in promised.steps:
            self._expect_step(promise_id, step)

    def _expect_step(self, promise_id: UUID, step: Step) -> None:
        by = self.ids(step.by)

        def happens(at: datetime) -> None:
            if step.verb == "claim":
                ending.claim(
                    self.session, promise_id, Claim(step.says), by=by, now=at, words=step.words
                )
            elif step.verb in _WITH_WORDS:
                _WITH_WORDS[step.verb](self.session, promise_id, by=by, now=at, words=step.words)
            else:
                _PLAIN[step.verb](self.session, promise_id, by=by, now=at)

        self._at(step.hours_ago, happens)

    def _expect_talk(self, post: str, by: str, hours_ago: int, said: tuple[str, ...]) -> None:
        post_id, helper = self._post_id(post), self.ids(by)
        writer = next(self.ids(each.by) for each in POSTS if each.key == post)

        def happens(at: datetime) -> None:
            if any(each.key == post and each.kind == "hello" for each in POSTS):
                talk = answer_by_word(self.session, post_id, by=helper, now=at)
            else:
                promise_id = self._promise_id(post, by)
                talk = open_conversation(self.session, "promises", promise_id, by=helper, now=at)
            for number, words in enumerate(said):
                speaker = writer if number % 2 else helper
                said_at = at + number * timedelta(minutes=7)
                write(self.session, talk.id, words, by=speaker, now=said_at)

        self._at(hours_ago, happens)

    def _dates(self, days: tuple[int, ...]) -> list[Any]:
        today = day_of(self.now, self.zone)
        return [today + number * ONE_DAY for number in days]

    def _post_id(self, key: str) -> UUID:
        return self.ids(f"post {key}")

    def _promise_id(self, post: str, by: str) -> UUID:
        return self.ids(f"promise {post} {by}")


_WITH_WORDS: dict[str, Callable[..., object]] = {
    "declining": ending.decline,
    "release": ending.release,
    "contest": ending.contest,
}
_PLAIN: dict[str, Callable[..., object]] = {
    "offering": service.offer,
    "picking": service.pick,
    "agreeing": service.agree,
    "confirmation": ending.confirm,
    "concession": ending.concede,
}
