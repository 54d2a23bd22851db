"""Ids that sort by the time they were made, so that a phone can make its own while offline."""

from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """Return a new UUIDv7 (RFC 9562)."""
    return uuid_utils.compat.uuid7()
