"""Brings codes to people: by SMTP, or, in the sample neighbourhood alone, on the screen."""

import smtplib
import ssl
import sys
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import unquote, urlsplit

import structlog

from backend.people.models import CodePurpose
from backend.people.rules import CODE_LIVES, postal_email
from backend.settings import Settings, SettingsError
from backend.web.words import sentence

log = structlog.get_logger(__name__)

TIMEOUT = 10.0  # seconds
MINUTES = int(CODE_LIVES.total_seconds() // 60)


class Post(Protocol):
    """Brings a code to an address."""

    def bring_code(self, email: str, code: str, purpose: CodePurpose, language: str) -> None:
        """Bring it; never raise."""


class ScreenPost:
    """Writes codes on standard output, where only made-up people live."""

    def bring_code(self, email: str, code: str, purpose: CodePurpose, language: str) -> None:
        """Write the code where whoever started the sample sees it."""
        sys.stdout.write(f"The code for {email} is {code}\n")
        sys.stdout.flush()


class SmtpPost:
    """Sends mail through one server, encrypted unless that server is this machine."""

    def __init__(self, settings: Settings) -> None:
        try:
            url = urlsplit(settings.smtp_url)
            self._port = url.port or (465 if url.scheme == "smtps" else 587)
        except ValueError as error:
            raise SettingsError(f"SMTP_URL cannot be read: {error}.") from None
        if url.scheme not in {"smtp", "smtps"} or not url.hostname:
            raise SettingsError(
                "SMTP_URL is smtp://user:password@host:587 or smtps://user:password@host:465."
            )
        self._host = url.hostname
        self._scheme = url.scheme
        self._user = unquote(url.username or "")
        self._password = unquote(url.password or "")
        home = urlsplit(settings.public_url).hostname or self._host
        self._sender = settings.mail_from or f"neighbours@{home}"

    def bring_code(self, email: str, code: str, purpose: CodePurpose, language: str) -> None:
        """Send the code; log that it failed, without the address."""
        try:
            self._send(self._letter(email, code, purpose, language))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            # The server's own words would hold the address.
            log.error("mail_not_sent", error=type(error).__name__)  # noqa: TRY400

    def _letter(self, email: str, code: str, purpose: CodePurpose, language: str) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self._sender
        letter["To"] = postal_email(email)
        letter["Date"] = formatdate()
        letter["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2].strip("<> "))
        letter["Auto-Submitted"] = "auto-generated"
        params = {"code": code, "minutes": MINUTES}
        letter["Subject"] = sentence(f"mail_{purpose}_subject", params, language)
        letter.set_content(sentence(f"mail_{purpose}_body", params, language) + "\n")
        return letter

    def _send(self, letter: EmailMessage) -> None:
        if self._scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT)
        with server:
            if self._scheme == "smtp" and not _is_this_machine(self._host):
                server.starttls(context=ssl.create_default_context())
            if self._user:
                server.login(self._user, self._password)
            server.send_message(letter)


def post_of(settings: Settings) -> Post | None:
    """Return how codes reach people here, None where they cannot."""
    if settings.show_sign_in_codes:
        return ScreenPost()
    return SmtpPost(settings) if settings.smtp_url else None


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
