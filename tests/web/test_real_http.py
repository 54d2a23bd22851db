"""What only a real server shows: bodies too large, sized or chunked, and broken HTTP."""

import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from backend.web.body import MOST_BYTES
from tests.serving import Server

PROBLEM = "application/problem+json"
PATH = "/v1/sessions/refresh"


def problem(answer: requests.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.json()["request_id"] == answer.headers["X-Request-Id"]


def chunks(size: int, of: bytes = b" " * 65_536) -> Iterator[bytes]:
    for _ in range(size // len(of)):
        yield of


def said(server: Server, request: bytes) -> bytes:
    """Send bytes as they are, and return the first line of the answer, empty if there is none."""
    where = urlsplit(server.address)
    with socket.create_connection((where.hostname, where.port), timeout=5) as connection:
        connection.sendall(request)
        return connection.makefile("rb").readline()


@pytest.fixture
def post(server: Server):
    def sent(data: object, **headers: str) -> requests.Response:
        return requests.post(
            server.address + PATH,
            data=data,
            headers={"Content-Type": "application/json", **headers},
            timeout=20,
        )

    return sent


def test_bodies_are_bounded_however_they_come(server: Server, post):
    big = 2 * MOST_BYTES
    problem(post(b" " * big), 413, "too_large")
    problem(post(chunks(big)), 413, "too_large")
    problem(post(b"[" * 100_000), 400, "bad_request")
    problem(post(chunks(MOST_BYTES - 65_536)), 400, "bad_request")

    # Whole at exactly the limit, sized and chunked; what is in it is another matter.
    body = json.dumps({"refresh_token": "nobody"}).encode()
    fits = body + b" " * (MOST_BYTES - len(body))
    problem(post(fits), 401, "refresh_token_not_valid")
    problem(post(iter([fits[:1000], fits[1000:]])), 401, "refresh_token_not_valid")
    problem(post(iter([fits, b" "])), 413, "too_large")
    problem(post(fits + b" "), 413, "too_large")
    problem(post(iter([])), 400, "bad_request")

    # It goes on answering, also on the way where it has just refused.
    assert server.get("/v1/about").status_code == 200


def test_what_is_hardly_http_does_no_harm(server: Server):
    host = b"Host: localhost\r\nConnection: close\r\n"
    for request, allowed in [
        (b"GET /v1/about HTTP/1.1\r\n" + host + b"\r\n", {b"200"}),
        (b"GET //v1/about HTTP/1.1\r\n" + host + b"\r\n", {b"200", b"404", b"308"}),
        (b"GET /v1/%00 HTTP/1.1\r\n" + host + b"\r\n", {b"404", b"400"}),
        (b"GET /v1/\xff\xfe HTTP/1.1\r\n" + host + b"\r\n", {b"404", b"400"}),
        (b"GET /v1/about?" + b"a=1&" * 10_000 + b" HTTP/1.1\r\n" + host + b"\r\n",
         {b"200", b"414", b"400", b"431"}),
        (b"BREW /v1/about HTTP/1.1\r\n" + host + b"\r\n", {b"405"}),
        (b"GET /v1/me HTTP/1.1\r\n" + host + b"Authorization: Bearer \xff\r\n\r\n",
         {b"401", b"400"}),
        (b"GET /v1/about HTTP/1.1\r\n" + host + b"Accept-Language: \xff\xfe;q=x\r\n\r\n",
         {b"200", b"400"}),
        (b"GET /v1/about HTTP/1.1\r\n" + host + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
         {b"200", b"431", b"400"}),
        (b"POST " + PATH.encode() + b" HTTP/1.1\r\n" + host
         + b"Content-Type: application/json\r\nContent-Length: -1\r\n\r\n", {b"400", b"413"}),
        (b"POST " + PATH.encode() + b" HTTP/1.1\r\n" + host
         + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
         {b"400", b""}),
        (b"nonsense\r\n\r\n", {b"400", b""}),
    ]:  # fmt: skip
        line = said(server, request)
        status = line.split(b" ")[1] if line else b""
        assert status in allowed, (request[:60], line)
    assert server.get("/healthz").text == "ok\n"
