"""Telling a crowd: each is told as one of few is."""

from datetime import UTC, datetime

from sqlalchemy import select

from backend.kernel.ids import new_id
from backend.kernel.sayings import LocalTime
from backend.notifications.models import Notification
from backend.notifications.service import MANY, About, tell
from backend.people.service import welcome

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


def test_each_of_a_crowd_is_told_once_and_the_same(session):
    crowd = [welcome(session, display_name="Ada", now=NOW).id for _ in range(MANY + 5)]
    about = About("decisions", new_id())
    told = {"title": "Cats?", "until": LocalTime(NOW, "Europe/London")}
    for _ in range(2):
        tell(session, [*crowd, None], "decision_opened", about=about, now=NOW, once="so", **told)
    tell(session, crowd[:1], "decision_opened", about=about, now=NOW, **told)
    rows = session.scalars(select(Notification).where(Notification.once == "so")).all()
    few = session.scalars(select(Notification).where(Notification.once.is_(None))).one()
    assert {each.person_id for each in rows} == set(crowd)
    assert len({each.id for each in rows}) == len(crowd) == len(rows)
    assert {each.due_at for each in rows} == {NOW}
    assert all(each.params == few.params for each in rows)
