"""Addresses of this server as people outside reach it, for links that leave the house."""

from flask import current_app, request

from backend.settings import Settings


def public_link(path: str) -> str:
    """Return a path of this server as a link: under PUBLIC_URL, or as the caller reached us."""
    settings: Settings = current_app.extensions["server_facts"].settings
    return f"{(settings.public_url or request.host_url).rstrip('/')}{path}"
