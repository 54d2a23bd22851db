"""Listing a space, changing it, and letting it go. Every verb holds the lock of the house."""

from blinker import Signal

space_retired = Signal(
    "Sent in the transaction in which a space is retired, the session as its sender, with space_id "
    "and now, the house being locked. Receivers end what was to happen there."
)
