"""Reading conversations: who talks is asked of the thing itself, each time, in one query a kind."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.conversations.about import find_subjects
from backend.conversations.errors import ConversationNotFound
from backend.conversations.models import Conversation, ConversationSide
from backend.conversations.rules import closes_at
from backend.people.models import Person
from backend.people.queries import visible_people
from backend.people.rules import first_name

Reader = Connection | Session


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation, or what would be one, by what it is about."""

    id: UUID
    about_kind: str
    about_id: UUID
    answered_by: UUID | None


@dataclass(frozen=True, slots=True)
class Talk:
    """Who talks about a thing now, as one of them sees it."""

    title: str
    ended_at: datetime | None
    sides: frozenset[UUID]
    nameless: frozenset[UUID]
    """Those who are not named, to whoever looks. Oneself is never among them."""
    is_nameless: bool
    """Whether oneself is not named to the others."""
    others: Mapping[UUID, str]
    """The first names of the other sides who are here and in sight."""
    rows: Mapping[UUID, Any]
    """What is kept of each side that was let in: how far they read, what they share."""
    my_name: str
    my_zone: str

    def keeps_in_touch(self, person_id: UUID) -> bool:
        """Answer whether a side would like to go on talking."""
        row = self.rows.get(person_id)
        return row is not None and row.keeps_in_touch_at is not None

    @property
    def others_keep_in_touch(self) -> bool:
        """Whether all others would like to go on talking."""
        return all(self.keeps_in_touch(each) for each in self.others)

    def closes_at(self, by: UUID) -> datetime | None:
        """Return when it closes, None where no end is in sight."""
        return closes_at(self.ended_at, self.keeps_in_touch(by) and self.others_keep_in_touch)

    def is_open(self, by: UUID, now: datetime) -> bool:
        """Answer whether somebody may talk: with whoever is here, and until it closes."""
        until = self.closes_at(by)
        return by in self.sides and bool(self.others) and (until is None or now < until)


def find_talks(
    reader: Reader, threads: Iterable[Thread], *, by: UUID, now: datetime
) -> dict[UUID, Talk]:
    """Return who talks in conversations now, by their ids; those whose things are gone left out."""
    threads = list(threads)
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for each in threads:
        by_kind[each.about_kind].append(each.about_id)
    subjects = {
        (kind, about_id): subject
        for kind, ids in by_kind.items()
        for about_id, subject in find_subjects(reader, kind, ids, now).items()
    }
    found = {
        each.id: (
            subject,
            subject.sides | ({each.answered_by} if each.answered_by else frozenset()),
        )
        for each in threads
        if (subject := subjects.get((each.about_kind, each.about_id))) is not None
    }
    everybody = {person for _, sides in found.values() for person in sides}
    people = {
        row.id: row
        for row in reader.execute(
            select(Person.id, Person.display_name, Person.zone).where(
                Person.id.in_(everybody), visible_people(by)
            )
        )
    }
    rows: dict[UUID, dict[UUID, Any]] = defaultdict(dict)
    table = ConversationSide.__table__
    for row in reader.execute(select(table).where(table.c.conversation_id.in_(found))):
        rows[row.conversation_id][row.person_id] = row
    me = people.get(by)
    return {
        each: Talk(
            title=subject.title,
            ended_at=subject.ended_at,
            sides=sides,
            nameless=subject.nameless - {by},
            is_nameless=by in subject.nameless,
            others={
                person: first_name(people[person].display_name)
                for person in sorted(sides - {by})
                if person in people
            },
            rows=rows[each],
            my_name=first_name(me.display_name) if me else "",
            my_zone=(me.zone if me else None) or "UTC",
        )
        for each, (subject, sides) in found.items()
    }


def get_talk(reader: Reader, thread: Thread, *, by: UUID, now: datetime) -> Talk:
    """Return who talks in a conversation that is open to somebody; raise ConversationNotFound."""
    talk = find_talks(reader, [thread], by=by, now=now).get(thread.id)
    if talk is None or not talk.is_open(by, now):
        raise ConversationNotFound
    return talk


_THREAD = select(
    Conversation.id, Conversation.about_kind, Conversation.about_id, Conversation.answered_by
)


def find_thread(
    reader: Reader, kind: str, about_id: UUID, answered_by: UUID | None
) -> Thread | None:
    """Return the conversation about a thing, None where it has not begun."""
    row = reader.execute(
        _THREAD.where(
            Conversation.about_kind == kind,
            Conversation.about_id == about_id,
            Conversation.answered_by.is_not_distinct_from(answered_by),
        )
    ).one_or_none()
    return None if row is None else Thread(*row)
