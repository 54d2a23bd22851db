"""Members of a men's shed."""

import pytest

from tests.meetings.scenes import a_group


@pytest.fixture
def ada(neighbour):
    return neighbour("Ada Byron")


@pytest.fixture
def ben(neighbour):
    return neighbour("Ben Okri")


@pytest.fixture
def cleo(neighbour):
    return neighbour("Cleo Laine")


@pytest.fixture
def shed(ada, ben, cleo):
    """A group of three."""
    return a_group(ada, ben, cleo)
