"""A simple loader: some phones in a row, each with one connection that it keeps.

One thread and no waiting: each phone asks again as soon as it has the answer to the last.
"""

import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Requests = Iterator[bytes]


@dataclass
class Answers:
    """What came back: how long each answer took, in seconds, and with which statuses."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    bytes: int = 0
    lasted: float = 0.0

    def add(self, other: "Answers") -> None:
        """Add what another slice of the same run brought."""
        self.seconds += other.seconds
        self.bytes += other.bytes
        self.lasted += other.lasted
        for status, count in other.statuses.items():
            self.statuses[status] = self.statuses.get(status, 0) + count

    @property
    def per_second(self) -> float:
        """How many answers came in a second."""
        return len(self.seconds) / self.lasted if self.lasted else 0.0

    def percentile(self, percent: float) -> float:
        """Return how long that part of the answers took at most, in milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(len(ordered) * percent / 100), len(ordered) - 1)]

    def refused(self, expected: int) -> dict[int, int]:
        """Return how often there was another status than that."""
        return {status: count for status, count in self.statuses.items() if status != expected}

    @property
    def summary(self) -> dict[str, float]:
        """Return what the table shows."""
        return {
            "p50_ms": round(self.percentile(50), 3),
            "p99_ms": round(self.percentile(99), 3),
            "per_second": round(self.per_second, 1),
        }


class Phone:
    """One connection, and the answer that is on its way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.asked_at = 0.0
        self._received = b""
        self._wanted: int | None = None

    def ask(self, request: bytes) -> None:
        """Send a request."""
        self._received, self._wanted = b"", None
        self.asked_at = time.perf_counter()
        self.socket.sendall(request)

    def listen(self) -> tuple[int, bytes] | None:
        """Read what has come; return the status and body once the answer is whole."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("The server hung up.")
        self._received += part
        if self._wanted is None:
            end = self._received.find(b"\r\n\r\n")
            if end < 0:
                return None
            head = self._received[:end].lower()
            at = head.find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            self._wanted = end + 4 + length
        if len(self._received) < self._wanted:
            return None
        return int(self._received[9:12]), self._received[self._received.find(b"\r\n\r\n") + 4 :]


def load(port: int, requests: Requests, *, phones: int, seconds: float) -> Answers:
    """Ask for so long, or until all is asked, with so many phones at a time."""
    found = Answers()
    waiting = [Phone(port) for _ in range(phones)]
    with selectors.DefaultSelector() as selector:
        for phone in waiting:
            selector.register(phone.socket, selectors.EVENT_READ, phone)
        began = time.perf_counter()
        until = began + seconds
        busy = 0
        for phone, request in zip(waiting, requests, strict=False):
            phone.ask(request)
            busy += 1
        while busy:
            for key, _ in selector.select(timeout=30):
                phone = key.data
                answer = phone.listen()
                if answer is None:
                    continue
                now = time.perf_counter()
                _note(found, now - phone.asked_at, *answer)
                request = next(requests, None) if now < until else None
                if request is None:
                    busy -= 1
                else:
                    phone.ask(request)
        found.lasted = time.perf_counter() - began
    for phone in waiting:
        phone.socket.close()
    return found


def all_at_once(port: int, requests: Sequence[bytes], phones: list[Phone]) -> Answers:
    """Send every request at the same moment, each from a phone of its own."""
    found = Answers()
    with selectors.DefaultSelector() as selector:
        for phone in phones:
            selector.register(phone.socket, selectors.EVENT_READ, phone)
        began = time.perf_counter()
        for phone, request in zip(phones, requests, strict=True):
            phone.ask(request)
        busy = len(phones)
        while busy:
            for key, _ in selector.select(timeout=30):
                answer = key.data.listen()
                if answer is not None:
                    _note(found, time.perf_counter() - key.data.asked_at, *answer)
                    busy -= 1
        found.lasted = time.perf_counter() - began
    return found


def _note(found: Answers, seconds: float, status: int, body: bytes) -> None:
    found.seconds.append(seconds)
    found.statuses[status] = found.statuses.get(status, 0) + 1
    found.bytes += len(body)


def get(path: str, token: str = "") -> bytes:
    """Return a GET as it goes over the wire."""
    return _request("GET", path, token)


def post(path: str, token: str, key: str, body: bytes) -> bytes:
    """Return a POST as it goes over the wire."""
    more = f"Idempotency-Key: {key}\r\nContent-Type: application/json\r\n"
    more += f"Content-Length: {len(body)}\r\n"
    return _request("POST", path, token, more) + body


def put(path: str, token: str, body: bytes) -> bytes:
    """Return a PUT as it goes over the wire."""
    more = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return _request("PUT", path, token, more) + body


def _request(method: str, path: str, token: str, more: str = "") -> bytes:
    signed = f"Authorization: Bearer {token}\r\n" if token else ""
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{signed}{more}\r\n".encode()
