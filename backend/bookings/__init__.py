"""Spaces held for a time."""
