"""What Firebase needs of Google, on this machine: certificates, accounts, and tokens of our own."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

PROJECT = "a-neighbourhood"
ISSUER = f"https://securetoken.google.com/{PROJECT}"


class Google:
    """Serves the certificate of ``key`` and what is known of each account."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.accounts: dict[str, dict[str, Any]] = {}
        self.certificate_fetches = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _answers(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def token(self, *, key: Any = None, key_id: str = "ours", **claims: Any) -> str:
        """Return a token as Firebase would sign it; a claim of None is left out."""
        now = int(time.time())
        known = {
            "iss": ISSUER,
            "aud": PROJECT,
            "sub": "ada-at-google",
            "iat": now - 10,
            "exp": now + 3600,
            "auth_time": now - 10,
            "name": "Ada Byron",
            "email": "ada@example.org",
            "email_verified": True,
            **claims,
        }
        known = {name: value for name, value in known.items() if value is not None}
        return jwt.encode(known, key or self.key, "RS256", headers={"kid": key_id})

    def certificate(self) -> str:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a certificate of our own")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .sign(self.key, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM).decode()

    def service_account(self, folder: Path) -> str:
        """Return the path of a service account file that gets its tokens here."""
        path = folder / "service-account.json"
        private = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        path.write_text(
            json.dumps(
                {
                    "type": "service_account",
                    "project_id": PROJECT,
                    "private_key_id": "ours",
                    "private_key": private.decode(),
                    "client_email": "server@example.org",
                    "token_uri": f"{self.url}/token",
                }
            )
        )
        return str(path)


def _answers(google: Google) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            google.certificate_fetches += 1
            self.answer({"ours": google.certificate()})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/token":
                self.answer({"access_token": "x", "expires_in": 3600, "token_type": "Bearer"})
                return
            asked = json.loads(body)["localId"]
            users = [google.accounts[each] for each in asked if each in google.accounts]
            self.answer({"users": users} if users else {})

        def answer(self, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    return Answers


@contextmanager
def google_here() -> Iterator[Google]:
    """Point firebase-admin at a Google of our own; nothing of its checks is replaced."""
    from firebase_admin import _token_gen, _user_mgt

    google = Google()
    certificates, accounts = _token_gen.ID_TOKEN_CERT_URI, _user_mgt.UserManager.ID_TOOLKIT_URL
    _token_gen.ID_TOKEN_CERT_URI = f"{google.url}/certificates"
    _user_mgt.UserManager.ID_TOOLKIT_URL = f"{google.url}/v1"
    try:
        yield google
    finally:
        _token_gen.ID_TOKEN_CERT_URI = certificates
        _user_mgt.UserManager.ID_TOOLKIT_URL = accounts
        google.close()
