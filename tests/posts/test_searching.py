"""What somebody types: the sift never loses what the words would find."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import cast, select, true
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from backend.posts.concepts import LANGUAGES, concepts
from backend.posts.models import Post
from backend.posts.searching import sought, sought_any, words_in
from tests.bookings.rooms import a_person
from tests.posts.planting import a_post

KNOWN = sorted({word for each in concepts() for words in each.words.values() for word in words})
TEXTS = st.one_of(
    st.lists(st.sampled_from(KNOWN), min_size=1, max_size=4).map(" ".join),
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), max_codepoint=0x4FF), min_size=1, max_size=30
    ),
)


@pytest.fixture
def post(session: Session) -> Any:
    person: UUID = a_person(session)
    return a_post(session, person, words="")


def finds(session: Session, post: Any, title: str, language: str, words: str) -> tuple[bool, bool]:
    """Return whether the words find a post of this title, and whether the sift lets it through."""
    asked = sought(words, language)
    post.title = post.shown_title = title
    post.language = language
    session.flush()
    search = Post.search.op("@@")(cast(asked.search, TSQUERY))
    marks = Post.marks.op("@@")(cast(asked.marks, TSQUERY)) if asked.marks else true()
    found, passes = session.execute(select(search, marks).where(Post.id == post.id)).one()
    return bool(found), bool(passes)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(title=TEXTS, language=st.sampled_from(LANGUAGES), letters=st.integers(1, 12))
@example("Anti-slip/ice-grips", "en", 3)
@example("Großer Bücherschrank", "de", 4)
def test_a_word_is_found_by_how_it_begins_and_the_sift_lets_it_through(
    session: Session, post: Any, title: str, language: str, letters: int
):
    for word in words_in(title):
        found, passes = finds(session, post, title, language, word[:letters])
        assert found <= passes
        if title.replace(" ", "").isalpha() and word.isascii():
            assert found


@pytest.mark.parametrize(
    "words", ["soup", "a", "Gartenstuhl", "o'brien", "' & ! | :* <-> \\ (", "7"]
)
def test_whatever_is_typed_is_a_question_that_can_be_asked(session: Session, post: Any, words: str):
    if words_in(words):
        finds(session, post, "Soup", "de", words)
    found = sought_any(words, "de")
    for question in found:
        if question:
            session.execute(select(cast(question, TSQUERY))).one()


def test_many_words_that_say_little_leave_nothing_to_bring():
    assert sought_any("I can help with the", "en").search == ""
    assert "'bread':*" in sought_any("I can bring bread", "en").search
