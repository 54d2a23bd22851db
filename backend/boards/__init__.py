"""The notice board of a group: notices, and what members answer."""
