"""Facts: what a caller is told when something cannot be done, whatever way they asked.

A fact knows nothing of HTTP. It has a kind, from which ``backend.web.problems`` takes the status,
and a stable code, from which ``backend.web.words`` takes the sentence.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, ClassVar

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a word begins in the name of a fact; "A" is one, as in ``NotAKeeper``."""


class Kind(StrEnum):
    """What sort of refusal a fact is; one table in ``backend.web.problems`` gives each a status."""

    BAD_REQUEST = "bad_request"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    CHANGED_MEANWHILE = "changed_meanwhile"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    UNPROCESSABLE = "unprocessable"
    PRECONDITION_REQUIRED = "precondition_required"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"


LookAround = Callable[[Any], Mapping[str, object]]
"""Takes a connection for reading; the kernel does not know what that is."""


class Fact(Exception):
    """Refuse something, with a stable code and what would be allowed instead.

    Keyword arguments become the problem's ``params`` and fill the sentence that people read.
    ``members`` become further top-level members of the problem (RFC 9457, section 3.2).
    ``retry_after`` is in seconds. ``look_around`` is asked for more members once the transaction is
    rolled back, so that nobody waits on a lock while we look for what else there is.
    """

    kind: ClassVar[Kind]
    code: ClassVar[str]
    keeps_changes: ClassVar[bool] = False
    """Whether what was written before the refusal is kept, as a wrong code must be counted."""

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if "code" not in cls.__dict__:
            cls.code = _WORD.sub("_", cls.__name__).lower()

    def __init__(
        self,
        *,
        members: Mapping[str, object] | None = None,
        retry_after: int | None = None,
        **params: object,
    ) -> None:
        super().__init__(self.code, params)
        self.params = params
        self.members = dict(members or {})
        self.retry_after = retry_after
        self.look_around: LookAround | None = None


class ChangedMeanwhile(Fact):
    """Somebody changed the thing since the caller last read it."""

    kind = Kind.CHANGED_MEANWHILE


def check_version(current: int, expected: int | None) -> None:
    """Raise ``ChangedMeanwhile`` unless the caller's version is the current one.

    ``expected`` is None where the caller did not say, which only operations without a required
    ``If-Match`` allow.
    """
    if expected is not None and expected != current:
        raise ChangedMeanwhile(current_version=current)
