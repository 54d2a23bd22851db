"""Decisions: how a group changes anything about itself; the server carries them out. And draws."""
