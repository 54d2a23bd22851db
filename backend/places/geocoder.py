"""Finding places by their names, through a Nominatim or Photon server that somebody configured.

The server is a stranger's: it is asked at most once a second (Nominatim's usage policy), for five
seconds at most, twice for the same words only after a day, and nothing it says is trusted.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPSHandler, OpenerDirector, ProxyHandler, build_opener
from urllib.request import Request as UrlRequest

import structlog
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter, URLLibAdapter
from geopy.exc import GeocoderServiceError, GeocoderTimedOut, GeopyError
from geopy.geocoders import Nominatim, Photon

from backend.places.errors import PlaceSearchAway, PlaceSearchBusy, PlaceSearchOff

log = structlog.get_logger(__name__)

USER_AGENT = "neighbours/0.1 (a neighbourhood's own server)"
TIMEOUT = 5.0
"""Seconds that one search may take."""
APART = 1.0
"""Seconds between two requests to the geocoder."""
LONGEST_WAIT = 2.0
"""Seconds that somebody waits for their turn before they are told to come back."""
KEPT_FOR = 86_400.0
"""Seconds that an answer is kept."""
MOST_KEPT = 1_000
MOST_FOUND = 10
LONGEST_NAME = 300
MOST_BYTES = 1_048_576
PHOTON_LANGUAGES = frozenset({"en", "de", "fr"})


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place with its name, in degrees (WGS 84)."""

    name: str
    latitude: float
    longitude: float


class BoundedAdapter(URLLibAdapter):  # type: ignore[misc]  # geopy is not typed.
    """Fetches over HTTP, reading no longer than allowed and no more than a mebibyte."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        handlers = [HTTPSHandler(context=ssl_context)]
        self._opener: OpenerDirector = build_opener(*handlers, ProxyHandler(proxies))

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """Return what the server answers; geopy's own errors for whatever goes wrong."""
        if urlsplit(url).scheme not in {"http", "https"}:
            raise GeocoderServiceError("neither http nor https")
        until = time.monotonic() + timeout
        try:
            request = UrlRequest(url, headers=headers)  # noqa: S310 - the scheme was checked above.
            with self._opener.open(request, timeout=timeout) as page:
                body = bytearray()
                while chunk := page.read1(65_536):
                    body += chunk
                    if len(body) > MOST_BYTES:
                        raise GeocoderServiceError("more than anybody would read")
                    # The socket's timeout is for each read; a server that drips would never end.
                    if time.monotonic() > until:
                        raise GeocoderTimedOut("took too long")
        except HTTPError as error:
            error.close()
            raise AdapterHTTPError(
                "not a success", status_code=error.code, headers={}, text=None
            ) from None
        except TimeoutError:
            raise GeocoderTimedOut("took too long") from None
        except (URLError, HTTPException, OSError) as error:
            raise GeocoderServiceError(type(error).__name__) from None
        return body.decode("utf-8", "replace")


class Geocoder:
    """Asks one geocoder, remembers what it said, and never asks it too often.

    ``monotonic`` and ``sleep`` are handed in, so that a test need not wait.
    """

    def __init__(
        self,
        url: str,
        kind: str,
        *,
        timeout: float = TIMEOUT,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(url)
        adapter: type[BaseSyncAdapter] = BoundedAdapter
        make = Photon if kind == "photon" else Nominatim
        self._geocoder = make(
            scheme=parts.scheme or "https",
            domain=f"{parts.netloc}{parts.path}".strip("/"),
            user_agent=USER_AGENT,
            timeout=timeout,
            adapter_factory=adapter,
        )
        self._speaks = PHOTON_LANGUAGES if kind == "photon" else None
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next_turn = -math.inf
        self._kept: OrderedDict[tuple[str, str], tuple[float, list[FoundPlace]]] = OrderedDict()

    def search(self, words: str, *, language: str) -> list[FoundPlace]:
        """List the places that these words may mean, best first, ten at most.

        Raises PlaceSearchAway and PlaceSearchBusy.
        """
        key = (" ".join(words.casefold().split()), language)
        known = self._find_kept(key)
        if known is not None:
            return known
        self._wait_for_turn()
        found = self._ask(words, language)
        with self._lock:
            self._kept[key] = (self._monotonic() + KEPT_FOR, found)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found

    def _find_kept(self, key: tuple[str, str]) -> list[FoundPlace] | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            until, found = kept
            if self._monotonic() >= until:
                del self._kept[key]
                return None
            self._kept.move_to_end(key)
            return found

    def _wait_for_turn(self) -> None:
        with self._lock:
            now = self._monotonic()
            turn = max(now, self._next_turn)
            if turn - now > LONGEST_WAIT:
                raise PlaceSearchBusy(retry_after=math.ceil(turn - now))
            self._next_turn = turn + APART
        if turn > now:
            self._sleep(turn - now)

    def _ask(self, words: str, language: str) -> list[FoundPlace]:
        speaks = self._speaks is None or language in self._speaks
        try:
            locations = self._geocoder.geocode(
                words,
                exactly_one=False,
                limit=MOST_FOUND,
                language=language if speaks else False,
            )
            return _believable(locations or [])
        except (
            GeopyError,
            ArithmeticError,
            AttributeError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:
            # geopy takes an answer apart without looking, so nonsense shows as any of these.
            log.warning("geocoder_away", error=type(error).__name__)
            raise PlaceSearchAway(retry_after=10) from None


def _believable(locations: Sequence[Any]) -> list[FoundPlace]:
    """Keep what has a name and a point; geopy itself refuses points that are not on earth."""
    found: list[FoundPlace] = []
    for location in locations[:MOST_FOUND]:
        latitude, longitude = float(location.latitude), float(location.longitude)
        printable = (each if each.isprintable() else " " for each in str(location.address or ""))
        name = " ".join("".join(printable).split())[:LONGEST_NAME]
        # Where coordinates are missing, geopy says 0, 0: the open sea off Africa.
        if name and (latitude, longitude) != (0, 0):
            found.append(FoundPlace(name, latitude, longitude))
    return found


@cache
def geocoder_at(url: str, kind: str) -> Geocoder:
    """Return this process's geocoder for an address; raise ``PlaceSearchOff`` for an empty one."""
    if not url:
        raise PlaceSearchOff
    return Geocoder(url, kind)
