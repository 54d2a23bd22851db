"""Neighbours who found groups and come into them."""

import pytest


@pytest.fixture
def ada(neighbour):
    return neighbour("Ada Byron")


@pytest.fixture
def ben(neighbour):
    return neighbour("Ben Okri")


@pytest.fixture
def cleo(neighbour):
    return neighbour("Cleo Laine")
