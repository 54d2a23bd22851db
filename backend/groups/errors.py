"""Facts about groups."""

from backend.kernel.facts import Fact, Kind


class GroupNotFound(Fact):
    """No such group, or none that the caller may see."""

    kind = Kind.NOT_FOUND


class NotAMember(Fact):
    """Only members may do this."""

    kind = Kind.FORBIDDEN


class NotTenured(Fact):
    """In a group of many, only those who have belonged for a while may do this."""

    kind = Kind.FORBIDDEN


class ForStewards(Fact):
    """In a group of many, its stewards do this."""

    kind = Kind.FORBIDDEN


class TooManyGroups(Fact):
    """The person has founded enough for now, or belongs to as many as one can."""

    kind = Kind.TOO_MANY


class GroupIsFull(Fact):
    """The group has as many members as a group can have."""

    kind = Kind.CONFLICT


class PlaceOfGroupNeeded(Fact):
    """Nobody said where the group is, and the caller has no home here."""

    kind = Kind.UNPROCESSABLE


class ByAskingOnly(Fact):
    """The group likes to be asked."""

    kind = Kind.CONFLICT


class ByInvitationOnly(Fact):
    """One comes in by an invitation."""

    kind = Kind.FORBIDDEN


class NothingToAsk(Fact):
    """The group is open: one joins and need not ask."""

    kind = Kind.CONFLICT


class AlreadyAMember(Fact):
    """The person belongs to the group already."""

    kind = Kind.CONFLICT


class AlreadyAsked(Fact):
    """The person has asked, and the group may still answer."""

    kind = Kind.CONFLICT


class AnswersDoNotFit(Fact):
    """There must be one answer to each of the group's questions."""

    kind = Kind.UNPROCESSABLE


class JoinRequestNotFound(Fact):
    """No such wish to join, or none that the caller may see."""

    kind = Kind.NOT_FOUND


class RequestIsDecided(Fact):
    """The wish to join has been answered, taken back, or has run out."""

    kind = Kind.CONFLICT


class GroupInvitationNotFound(Fact):
    """No such invitation, or it has expired or was taken back."""

    kind = Kind.NOT_FOUND


class TooManyGroupInvitations(Fact):
    """The person has made enough invitations to groups for a day."""

    kind = Kind.TOO_MANY


class BoundaryNotUsable(Fact):
    """The boundary is no area on the ground that could be a neighbourhood."""

    kind = Kind.UNPROCESSABLE


class NobodyIsSteward(Fact):
    """In a small group any two members act, and nobody is a steward."""

    kind = Kind.CONFLICT


class NoSeatFree(Fact):
    """All who look after the group are there, and none of their terms ends soon."""

    kind = Kind.CONFLICT


class StewardAlready(Fact):
    """The person looks after the group already, and for longer."""

    kind = Kind.CONFLICT


class CandidacyNotFound(Fact):
    """Nobody stands by that id, or none whom the caller may see."""

    kind = Kind.NOT_FOUND


class NotASteward(Fact):
    """The person does not look after the group."""

    kind = Kind.CONFLICT


class ByVouchingOnly(Fact):
    """One comes in when members of different households vouch for one."""

    kind = Kind.CONFLICT


class NothingToVouch(Fact):
    """The group asks nobody to vouch."""

    kind = Kind.CONFLICT


class AskingNotFound(Fact):
    """No such invitation in somebody's own words, or it is over, or none for the caller."""

    kind = Kind.NOT_FOUND


class AlreadyAskedIn(Fact):
    """The same is being asked, and is not over."""

    kind = Kind.CONFLICT


class AskingWentOut(Fact):
    """The invitation takes no more hands: it is on its way."""

    kind = Kind.CONFLICT


class TooManyAskedIn(Fact):
    """The person has asked enough others in for a day."""

    kind = Kind.TOO_MANY


class AskedAroundLately(Fact):
    """Streets, and all who live near, are asked rarely, and again from `at` on."""

    kind = Kind.TOO_MANY


class HiddenGroupsAskNobodyAround(Fact):
    """Nobody is to know of a hidden group, so it asks people one by one."""

    kind = Kind.CONFLICT


class StreetTooFar(Fact):
    """The street is further away than a group asks."""

    kind = Kind.UNPROCESSABLE


class TooManyProposed(Fact):
    """So many changes of one thing wait for another hand already."""

    kind = Kind.CONFLICT
