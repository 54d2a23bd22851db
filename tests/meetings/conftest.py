"""Members of a men's shed."""

import pytest

from tests.meetings.scenes import a_group, a_hall


@pytest.fixture
def shed(ada, ben, cleo):
    """A group of three."""
    return a_group(ada, ben, cleo)


@pytest.fixture
def keeper(neighbour):
    return neighbour("Keeper")


@pytest.fixture
def hall(keeper):
    return a_hall(keeper)
