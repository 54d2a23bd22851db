"""Openings: times when a place is simply open to everybody. No booking, no register, no agenda."""
