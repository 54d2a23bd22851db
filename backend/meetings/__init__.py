"""Meetings of groups: when, where, who comes, who brings what, who opens up."""
