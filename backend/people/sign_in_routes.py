"""The contract about coming in: codes, invitations, and the phones one is signed in on."""

from functools import partial
from uuid import UUID

from flask import Response, after_this_request, current_app

from backend.people import coming_in, invitations, queries, rules, sessions
from backend.people.codes import make_code
from backend.people.coming_in import Newcomer
from backend.people.doors import Doors
from backend.people.errors import (
    CodeNotRight,
    EmailNotFree,
    EmailNotValid,
    EmailSignInOff,
    FirebaseAway,
    FirebaseSignInOff,
    FirebaseTokenNotValid,
    InvitationNotFound,
    InvitationNotOpen,
    InvitationNotRight,
    RefreshTokenNotValid,
    RefreshTokenReused,
    SessionNotFound,
    TooManyCodes,
    TooManyInvitations,
)
from backend.people.models import CodePurpose
from backend.people.qr import qr_png
from backend.people.queries import Me, me_of
from backend.people.routes import ME_EXAMPLE
from backend.people.schemas import (
    CodeRequest,
    ConfirmationRequest,
    InvitationRequest,
    InvitationView,
    MeView,
    RefreshRequest,
    SessionRequest,
    SessionView,
    SignedInView,
)
from backend.people.sessions import SignedIn
from backend.web.call import Call
from backend.web.edge import after_commit
from backend.web.links import public_link
from backend.web.paging import Page, PageRequest, page_by_id, page_of, position_by_id
from backend.web.room import Room
from backend.web.words import sentence

sign_in = Room("sign-in", description="Coming in, on one phone or several, and inviting others.")

SESSION_EXAMPLE = {
    "id": "0199d0a0-c0de-7000-8000-000000000002",
    "device_name": "Ada's phone",
    "created_at": "2026-03-01T10:00:00Z",
    "last_used_at": "2026-03-01T10:15:00Z",
    "is_current": True,
}
SIGNED_IN_EXAMPLE = {
    "access_token": "eyJhbGciOiJIUzI1NiIsImtpZCI6IjRhZjAifQ.eyJzdWIiOiIwMTk5In0.mark",
    "access_expires_at": "2026-03-01T10:15:00Z",
    "refresh_token": "AZnQoMDecACAAAAAAAAAAk3v",
    "is_new": False,
    "person": ME_EXAMPLE,
}
INVITATION_CODE = "AZnQoMDecACAAAAAAAAAA0o7pX2bS1mYh5Vq9wT4zKc"
INVITATION_EXAMPLE = {
    "id": "0199d0a0-c0de-7000-8000-000000000003",
    "for": "neighbour",
    "state": "open",
    "link": f"https://neighbours.example/join#{INVITATION_CODE}",
    "code": INVITATION_CODE,
    "made_at": "2026-03-01T10:00:00Z",
    "expires_at": "2026-03-08T10:00:00Z",
    "used_at": None,
    "can": ["show", "withdraw"],
    "next": {"at": "2026-03-08T10:00:00Z", "becomes": "expired"},
    "says": "Ready to be used, once, until Sunday 8 March, 10:00 am UTC.",
}
WAYS_IN = [
    CodeNotRight,
    EmailNotValid,
    FirebaseAway,
    FirebaseSignInOff,
    FirebaseTokenNotValid,
    InvitationNotRight,
]


@sign_in.post(
    "/sign-in/codes",
    takes=CodeRequest,
    status=202,
    refuses=[EmailNotValid, EmailSignInOff, TooManyCodes],
    example={"email": "ada@example.org"},
    signed_in=False,
    keyed=False,
)
def send_sign_in_code(call: Call) -> None:
    """Send a code for signing in to an address, whether or not anybody here has it."""
    post = _doors().post
    email = rules.normal_email(call.body["email"])
    purpose = CodePurpose.SIGN_IN
    code = make_code(call.session, email=email, purpose=purpose, caller=call.address, now=call.now)
    after_commit(partial(post.bring_code, email, code, purpose, call.language))


@sign_in.post(
    "/sessions",
    takes=SessionRequest,
    gives=SignedInView,
    status=201,
    refuses=WAYS_IN,
    example={"email": "ada@example.org", "code": "123456", "device_name": "Ada's phone"},
    answer_example=SIGNED_IN_EXAMPLE,
    signed_in=False,
    keyed=False,
)
def start_session(call: Call) -> dict[str, object]:
    """Sign in with a mailed code, an invitation, or a Firebase ID token."""
    body = call.body
    newcomer = Newcomer(
        display_name=body.get("display_name", ""),
        languages=[body["language"]] if "language" in body else [],
        zone=body.get("zone"),
        device_name=body["device_name"],
    )
    unnamed = sentence("new_neighbour", {}, call.language)
    if "firebase_id_token" in body:
        # Before the transaction begins: Firebase may take seconds.
        user = _doors().firebase.verify(body["firebase_id_token"])
        newcomer = newcomer.called(user.name, otherwise=unnamed)
        return _signed_in(
            coming_in.sign_in_by_firebase(call.session, user=user, newcomer=newcomer, now=call.now)
        )
    newcomer = newcomer.called("", otherwise=unnamed)
    if "invitation" in body:
        return _signed_in(
            coming_in.sign_in_by_invitation(
                call.session, code=body["invitation"], newcomer=newcomer, now=call.now
            )
        )
    return _signed_in(
        coming_in.sign_in_by_email(
            call.session,
            email=body["email"],
            code=body["code"],
            newcomer=newcomer,
            now=call.now,
        )
    )


@sign_in.post(
    "/sessions/refresh",
    takes=RefreshRequest,
    gives=SignedInView,
    refuses=[RefreshTokenNotValid, RefreshTokenReused],
    example={"refresh_token": SIGNED_IN_EXAMPLE["refresh_token"]},
    answer_example=SIGNED_IN_EXAMPLE,
    signed_in=False,
    keyed=False,
)
def refresh_session(call: Call) -> dict[str, object]:
    """Exchange a refresh token for the next one and an access token."""
    return _signed_in(
        sessions.refresh_session(call.session, call.body["refresh_token"], now=call.now)
    )


@sign_in.get(
    "/me/sessions",
    query=PageRequest,
    gives=page_of(SessionView),
    answer_example={"items": [SESSION_EXAMPLE], "next": None},
)
def list_my_sessions(call: Call) -> Page:
    """List the phones on which one is signed in, the newest first."""
    limit = call.query["limit"]
    rows = queries.list_sessions(
        call.reader, by=call.by, now=call.now, after=position_by_id(call.query), limit=limit + 1
    )
    page = page_by_id(rows, call.query)
    items = [{**row._mapping, "is_current": row.id == call.session_id} for row in page.items]
    return Page(items, page.next)


@sign_in.delete("/me/sessions")
def sign_out_everywhere(call: Call) -> None:
    """Sign out on every phone, this one too."""
    sessions.end_all_sessions(call.session, by=call.by, now=call.now)


@sign_in.delete("/me/sessions/current")
def sign_out(call: Call) -> None:
    """Sign out on this phone."""
    sessions.end_session(call.session, call.session_id, by=call.by, now=call.now)


@sign_in.delete("/me/sessions/<uuid:session_id>", refuses=[SessionNotFound])
def sign_out_phone(call: Call, session_id: UUID) -> None:
    """Sign out on another phone of one's own, such as a lost one."""
    sessions.end_session(call.session, session_id, by=call.by, now=call.now)


@sign_in.post(
    "/me/email",
    takes=CodeRequest,
    status=202,
    refuses=[EmailNotValid, EmailSignInOff, TooManyCodes],
    example={"email": "ada@example.org"},
)
def send_email_code(call: Call) -> None:
    """Send a code to an address that one wants to sign in with from now on."""
    post = _doors().post
    email = rules.normal_email(call.body["email"])
    code = coming_in.ask_to_add_email(
        call.session, email=email, caller=call.address, by=call.by, now=call.now
    )
    after_commit(partial(post.bring_code, email, code, CodePurpose.ADD_EMAIL, call.language))


@sign_in.post(
    "/me/email/confirmation",
    takes=ConfirmationRequest,
    gives=MeView,
    refuses=[CodeNotRight, EmailNotFree],
    example={"code": "123456"},
    answer_example=ME_EXAMPLE,
)
def confirm_email(call: Call) -> Me:
    """Show that one reads the mail of the address, with the code that came."""
    return me_of(
        coming_in.add_email(call.session, code=call.body["code"], by=call.by, now=call.now)
    )


@sign_in.post(
    "/invitations",
    takes=InvitationRequest,
    gives=InvitationView,
    status=201,
    refuses=[TooManyInvitations],
    example={"for": "neighbour"},
    answer_example=INVITATION_EXAMPLE,
)
def invite(call: Call) -> invitations.InvitationSeen:
    """Make an invitation for a neighbour, or for a second phone of one's own."""
    made, key = invitations.invite(call.session, call.body["purpose"], by=call.by, now=call.now)
    return invitations.seen(made, key, public_url=public_link(""), now=call.now)


@sign_in.get(
    "/invitations",
    query=PageRequest,
    gives=page_of(InvitationView),
    answer_example={"items": [INVITATION_EXAMPLE], "next": None},
)
def list_my_invitations(call: Call) -> Page:
    """List the invitations one made, the newest first."""
    limit = call.query["limit"]
    rows = queries.list_invitations(
        call.reader, by=call.by, after=position_by_id(call.query), limit=limit + 1
    )
    url = public_link("")
    page = page_by_id(rows, call.query)
    items = [invitations.seen(row, row.secret, public_url=url, now=call.now) for row in page.items]
    return Page(items, page.next)


@sign_in.delete("/invitations/<uuid:invitation_id>", refuses=[InvitationNotFound])
def withdraw_invitation(call: Call, invitation_id: UUID) -> None:
    """Take an invitation of one's own back."""
    invitations.withdraw_invitation(call.session, invitation_id, by=call.by, now=call.now)


@sign_in.get(
    "/invitations/<uuid:invitation_id>/qr.png",
    content_type="image/png",
    refuses=[InvitationNotFound, InvitationNotOpen],
)
def show_invitation(call: Call, invitation_id: UUID) -> Response:
    """Show an invitation of one's own as a QR code, for a neighbour's phone to read."""
    row = queries.get_invitation(call.reader, invitation_id, by=call.by)
    seen = invitations.seen(row, row.secret, public_url=public_link(""), now=call.now)
    picture = qr_png(invitations.link_of(seen))
    return Response(picture, content_type="image/png", headers={"Cache-Control": "no-store"})


def _doors() -> Doors:
    doors: Doors = current_app.extensions["doors"]
    return doors


def _signed_in(signed_in: SignedIn) -> dict[str, object]:
    after_this_request(_kept_nowhere)
    return {
        "access_token": signed_in.access_token,
        "access_expires_at": signed_in.access_expires_at,
        "refresh_token": signed_in.refresh_token,
        "is_new": signed_in.is_new,
        "person": me_of(signed_in.person),
    }


def _kept_nowhere(answer: Response) -> Response:
    # RFC 6749, section 5.1: no cache may keep an answer with tokens in it.
    answer.headers["Cache-Control"] = "no-store"
    return answer
