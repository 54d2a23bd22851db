"""What people may be told when they talk."""

from backend.kernel.facts import Fact, Kind


class ConversationNotFound(Fact):
    """No such conversation, or it is closed, or nobody is left in it whom the caller sees."""

    kind = Kind.NOT_FOUND


class MessageAlreadySaid(Fact):
    """The client's id is that of a message with other words."""

    kind = Kind.CONFLICT


class TooManyMessages(Fact):
    """Somebody wrote as much as a minute allows; ``most`` says how many messages that are."""

    kind = Kind.TOO_MANY
