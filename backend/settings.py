"""Every setting of the server, read once from the environment.

The table in ``docs/settings.md`` lists them for people; a test holds the two against each other.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self


class SettingsError(ValueError):
    """A setting that cannot be right; the message names it and says what would be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings, each named as its environment variable is, in lower case."""

    database_url: str = ""
    """A PostgreSQL 16 or newer, as a URL; empty for the embedded one."""
    data_dir: str = ""
    """Where the embedded database lives; empty for the usual place of this user."""
    public_url: str = ""
    """How phones reach this server, for links and QR codes; empty for where it listens."""
    contact: str = ""
    """Whom to tell when the machine is unwell; shown by ``/v1/about``."""
    trusted_proxies: int = 0
    """How many reverse proxies in front of us may be believed about the caller's address."""
    smtp_url: str = ""
    """``smtp://user:password@host:587`` (STARTTLS) or ``smtps://…:465``; empty: none goes out."""
    mail_from: str = ""
    """The sender of our mail."""
    firebase_project_id: str = ""
    """The Firebase project whose ID tokens are accepted; empty: none."""
    firebase_credentials: str = ""
    """A service account file, needed to check revocation of Firebase tokens."""
    geocoder_url: str = ""
    """The address of a Nominatim or Photon server; empty: places cannot be searched by words."""
    geocoder_kind: str = "nominatim"
    """``nominatim`` or ``photon``."""
    database_pool_size: int = 8
    """Connections to the database that one worker keeps open."""
    rate_limit_per_minute: int = 600
    """Requests a person, or an address that is nobody yet, may make in a minute and worker."""
    log_level: str = "INFO"
    """The least severe level that is logged."""
    show_sign_in_codes: bool = False
    """Whether sign-in codes are printed. Only the sample neighbourhood turns this on."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the settings; raise ``SettingsError`` for one that cannot be right."""
        given: dict[str, object] = {}
        for each in fields(cls):
            text = environment.get(each.name.upper())
            if text is None or text == "":
                continue
            given[each.name] = _parsed(each.name, text, type(each.default))
        settings = cls(**given)  # type: ignore[arg-type]  # _parsed gave each its default's type.
        settings._check(environment)
        return settings

    def _check(self, environment: Mapping[str, str]) -> None:
        if self.firebase_project_id and environment.get("FIREBASE_AUTH_EMULATOR_HOST"):
            raise SettingsError(
                "FIREBASE_AUTH_EMULATOR_HOST is set: with it, neither signature nor expiry of a "
                "token is checked. Unset it, or unset FIREBASE_PROJECT_ID."
            )
        if self.geocoder_kind not in {"nominatim", "photon"}:
            raise SettingsError("GEOCODER_KIND is either 'nominatim' or 'photon'.")
        if self.trusted_proxies < 0:
            raise SettingsError("TRUSTED_PROXIES is 0 or more.")


def _parsed(name: str, text: str, kind: type) -> object:
    if kind is bool:
        if text.lower() in {"1", "true", "yes"}:
            return True
        if text.lower() in {"0", "false", "no"}:
            return False
        raise SettingsError(f"{name.upper()} is 'true' or 'false', not {text!r}.")
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise SettingsError(f"{name.upper()} is a whole number, not {text!r}.") from None
    return text
