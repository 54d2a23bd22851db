"""Sign-in with a Firebase ID token; the only importer of ``firebase_admin.auth``.

The package takes a second to import, so it is imported with the first token, and only where a
Firebase project is configured.
"""

import threading
from dataclasses import dataclass
from typing import Any

import structlog

from backend.kernel.ids import new_id
from backend.people import rules
from backend.people.errors import FirebaseAway, FirebaseTokenNotValid
from backend.settings import Settings

log = structlog.get_logger(__name__)

TIMEOUT = 5  # seconds
CLOCK_SKEW = 10  # seconds


@dataclass(frozen=True, slots=True)
class FirebaseUser:
    """Who a token speaks of; the address only where Firebase has verified it."""

    uid: str
    email: str | None
    name: str


class Firebase:
    """Checks ID tokens of one project: signature, audience, issuer, expiry and revocation.

    Revocation is asked of Firebase, for which it wants a service account; without one a revoked
    token holds until it expires, an hour at most.
    """

    def __init__(self, settings: Settings) -> None:
        self._project = settings.firebase_project_id
        self._credentials = settings.firebase_credentials
        self._lock = threading.Lock()
        self._app: Any = None

    def verify(self, token: str) -> FirebaseUser:
        """Return whom a token speaks of; raise ``FirebaseTokenNotValid`` or ``FirebaseAway``."""
        from firebase_admin import auth, exceptions
        from google.auth.exceptions import GoogleAuthError

        try:
            claims = auth.verify_id_token(
                token,
                app=self._started(),
                check_revoked=bool(self._credentials),
                clock_skew_seconds=CLOCK_SKEW,
            )
        except (
            auth.InvalidIdTokenError,  # The expired and the revoked are kinds of it.
            auth.UserDisabledError,
            auth.UserNotFoundError,
            ValueError,
        ):
            raise FirebaseTokenNotValid from None
        except (exceptions.FirebaseError, GoogleAuthError) as error:
            log.warning("firebase_away", error=type(error).__name__)
            raise FirebaseAway(retry_after=5) from None
        if not rules.is_plain(claims["uid"]):
            # Firebase lets a project make up its own; a NUL in one cannot be kept.
            raise FirebaseTokenNotValid
        email = claims.get("email") if claims.get("email_verified") is True else None
        return FirebaseUser(
            uid=claims["uid"],
            email=email if isinstance(email, str) else None,
            name=rules.tidy_name(name) if isinstance(name := claims.get("name"), str) else "",
        )

    def _started(self) -> Any:
        import firebase_admin
        from firebase_admin import credentials
        from google.auth.credentials import AnonymousCredentials

        class Nobody(credentials.Base):  # type: ignore[misc]  # firebase-admin is not typed.
            """Whoever only checks signatures, for which the certificates are public."""

            def get_credential(self) -> AnonymousCredentials:
                return AnonymousCredentials()  # type: ignore[no-untyped-call]

        with self._lock:
            if self._app is None:
                known = (
                    credentials.Certificate(self._credentials) if self._credentials else Nobody()
                )
                options = {"projectId": self._project, "httpTimeout": TIMEOUT}
                self._app = firebase_admin.initialize_app(known, options, name=str(new_id()))
            return self._app
