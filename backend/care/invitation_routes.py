"""Cards that ask people into a group, to be printed: for a street, a shop window, a neighbour."""

from flask import Response

from backend.groups import inviting, queries
from backend.groups.errors import GroupInvitationNotFound, GroupNotFound
from backend.groups.states import Visibility
from backend.web.call import Call
from backend.web.fields import Request, Text
from backend.web.links import public_link
from backend.web.room import Room

room = Room("printed_invitations", description="Cards that ask people into a group.")


class CardQuery(Request):
    """What else is to stand on the card."""

    words = Text(
        max_length=240,
        min_length=0,
        load_default="",
        metadata={"description": "Your own words, in place of those of the house."},
    )


@room.get(
    "/groups/invited/<string:code>/card.pdf",
    query=CardQuery,
    content_type="application/pdf",
    refuses=[GroupInvitationNotFound, GroupNotFound],
)
def print_group_invitation(call: Call, code: str) -> Response:
    """Draw a card with an invitation into a group, in words of one's own, to print on A4 or A5."""
    from backend.care.cards import COME_IN, card_pdf

    found = inviting.find_invitation(call.session, code, by=call.by, now=call.now)
    group = queries.get_invited(call.session, found.id, by=call.by, now=call.now)
    # Whoever passes by a card need not know of a group that is nobody else's business.
    name = "" if group.visibility is Visibility.HIDDEN else group.name
    drawn = card_pdf(
        name, public_link(f"/groups#{inviting.code_of(found)}"), COME_IN, call.query["words"]
    )
    return Response(drawn, content_type="application/pdf", headers={"Cache-Control": "no-store"})
