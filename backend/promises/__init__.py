"""Promises: two neighbours agreed on an offer or a need. Kept, released, or missed."""
