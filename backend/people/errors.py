"""What people may be told when they come, stay or go."""

from backend.kernel.facts import Fact, Kind


class PersonNotFound(Fact):
    """There is no such person, or not for whoever asks."""

    kind = Kind.NOT_FOUND


class SessionNotFound(Fact):
    """None of one's own sessions has this id."""

    kind = Kind.NOT_FOUND


class InvitationNotFound(Fact):
    """None of one's own invitations has this id."""

    kind = Kind.NOT_FOUND


class InvitationNotOpen(Fact):
    """One's own invitation was used, or its time is over."""

    kind = Kind.CONFLICT


class InvitationNotRight(Fact):
    """What was shown is no invitation of ours, or it was used, withdrawn, or is over."""

    kind = Kind.UNPROCESSABLE


class TooManyInvitations(Fact):
    """Somebody made as many invitations as a day allows; ``most`` says how many that are."""

    kind = Kind.TOO_MANY


class CodeNotRight(Fact):
    """The code is wrong, used, too old, or was guessed at too often; which of them is not said.

    What was written before is kept, for the wrong guess must be counted.
    """

    kind = Kind.UNPROCESSABLE
    keeps_changes = True


class TooManyCodes(Fact):
    """Codes were asked for too often, for this address or from this caller."""

    kind = Kind.TOO_MANY


class EmailNotValid(Fact):
    """This cannot be an e-mail address."""

    kind = Kind.UNPROCESSABLE


class EmailSignInOff(Fact):
    """This server has no way to send mail."""

    kind = Kind.CONFLICT


class EmailNotFree(Fact):
    """The address belongs to another person's account; nothing is merged.

    Only somebody who has read the mail sent to it is told so. That mail's code stays spent.
    """

    kind = Kind.CONFLICT
    keeps_changes = True


class FirebaseSignInOff(Fact):
    """No Firebase project is configured."""

    kind = Kind.CONFLICT


class FirebaseTokenNotValid(Fact):
    """The Firebase ID token is not one of this project's, or not any more."""

    kind = Kind.UNAUTHENTICATED


class FirebaseAway(Fact):
    """Firebase's certificates or its word on revocation cannot be had at the moment."""

    kind = Kind.UNAVAILABLE


class RefreshTokenNotValid(Fact):
    """The refresh token is not ours, or its session is over."""

    kind = Kind.UNAUTHENTICATED


class RefreshTokenReused(Fact):
    """A refresh token came that was already exchanged: somebody has a copy, so the session ends."""

    kind = Kind.UNAUTHENTICATED
    keeps_changes = True
