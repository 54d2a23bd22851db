"""Two neighbours and something between them, put straight into the database."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.people.service import welcome
from backend.posts import routes as posts_routes
from backend.posts.models import Post
from backend.promises import routes, service
from backend.promises.models import Promise
from tests.posts.planting import NOW, a_post

LISTENING = (posts_routes.room, routes.room)
"""Rooms hear of leaving and the like once they are loaded."""


def a_person(session: Session, name: str = "Ada Byron") -> UUID:
    """Add somebody and return their id."""
    return welcome(session, display_name=name, now=NOW).id


class Scene:
    """Ada, who posted something, and Ben, who would like it or would do it."""

    def __init__(self, session: Session, **post: Any) -> None:
        self.session = session
        self.ada, self.ben = a_person(session, "Ada Byron"), a_person(session, "Ben Okri")
        self.post: Post = a_post(session, self.ada, **post)

    def asked(self, by: UUID | None = None, **wish: Any) -> Promise:
        """Let somebody, Ben unless another is named, ask or answer."""
        wish = {"now": NOW, **wish}
        return service.ask(self.session, self.post.id, by=by or self.ben, **wish)

    def agreed(self, by: UUID | None = None, **wish: Any) -> Promise:
        """Let it be agreed on."""
        promise = self.asked(by, **wish)
        now = wish.get("now", NOW)
        if promise.kind == "need":
            return service.pick(self.session, promise.id, by=self.ada, now=now)
        service.offer(self.session, promise.id, by=self.ada, now=now)
        return service.agree(self.session, promise.id, by=promise.counterpart_id, now=now)

    def told(self, who: UUID) -> list[str]:
        """Return the kinds of what somebody was told, in order."""
        return told(self.session.connection(), who)


def told(connection: Connection, who: UUID) -> list[str]:
    """Return the kinds of what somebody was told, in order."""
    kinds = "SELECT kind FROM notifications WHERE person_id = :who ORDER BY id"
    return list(connection.scalars(text(kinds), {"who": who}))
