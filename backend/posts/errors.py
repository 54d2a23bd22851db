"""Facts about posts."""

from backend.kernel.facts import Fact, Kind


class PostNotFound(Fact):
    """No such post, or none that the caller may see."""

    kind = Kind.NOT_FOUND


class NotYourPost(Fact):
    """Only whoever wrote the post may do this with it."""

    kind = Kind.FORBIDDEN


class PostIsOver(Fact):
    """The post is in a state in which this cannot be done."""

    kind = Kind.CONFLICT
