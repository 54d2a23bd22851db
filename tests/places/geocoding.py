"""A geocoder on the loopback, which answers as Nominatim or Photon does, or as badly as asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

NOMINATIM = [
    {
        "place_id": 1,
        "lat": "53.9226",
        "lon": "-3.0149",
        "display_name": "Lord Street, Fleetwood, England",
    },
    {"place_id": 2, "lat": "48.2082", "lon": "16.3738", "display_name": "Lordstraße, Wien"},
]

PHOTON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [-3.0149, 53.9226]},
            "properties": {"name": "Lord Street", "city": "Fleetwood", "country": "England"},
        }
    ],
}


class LoopbackGeocoder:
    """Answers every request with ``body`` and ``status``; keeps what it was asked."""

    def __init__(self) -> None:
        self.body: bytes = json.dumps(NOMINATIM).encode()
        self.status = 200
        self.asked: list[dict[str, list[str]]] = []
        self.agents: list[str | None] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.url = ""

    def says(self, answer: Any) -> None:
        self.body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()


@contextmanager
def loopback_geocoder() -> Iterator[LoopbackGeocoder]:
    geocoder = LoopbackGeocoder()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            geocoder.asked.append(parse_qs(urlsplit(self.path).query))
            geocoder.agents.append(self.headers["User-Agent"])
            geocoder.may_answer.wait(10)
            self.send_response(geocoder.status)
            self.send_header("Content-Length", str(len(geocoder.body)))
            self.end_headers()
            try:
                self.wfile.write(geocoder.body)
            except OSError:
                return

        def log_message(self, *arguments: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    geocoder.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield geocoder
    finally:
        geocoder.may_answer.set()
        server.shutdown()
        server.server_close()
        thread.join()
