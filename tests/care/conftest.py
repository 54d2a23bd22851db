"""The people of every scene."""

import pytest

from tests.bookings.rooms import a_person, a_space


@pytest.fixture
def keeper(session):
    return a_person(session, "Keeper")


@pytest.fixture
def ada(session):
    return a_person(session, "Ada Byron")


@pytest.fixture
def ben(session):
    return a_person(session, "Ben Marsh")


@pytest.fixture
def cleo(session):
    return a_person(session, "Cleo")


@pytest.fixture
def hall(session, keeper):
    return a_space(session, keeper)
