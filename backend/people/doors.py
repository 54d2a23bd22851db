"""The ways in that are open on this server."""

from backend.people.errors import EmailSignInOff, FirebaseSignInOff
from backend.people.firebase import Firebase
from backend.people.mail import Post, post_of
from backend.people.tokens import AccessTokens
from backend.settings import Settings


class Doors:
    """What signing in needs from the settings, made once for each worker."""

    def __init__(self, settings: Settings) -> None:
        self.tokens = AccessTokens()
        self.public_url = settings.public_url
        self._post = post_of(settings)
        self._firebase = Firebase(settings) if settings.firebase_project_id else None

    @property
    def ways(self) -> tuple[str, ...]:
        """The names of the ways in that are open, as ``/v1/about`` gives them."""
        ways = {"email": self._post, "firebase": self._firebase}
        return ("invitation", *(way for way, door in ways.items() if door is not None))

    @property
    def post(self) -> Post:
        """What brings codes; ``EmailSignInOff`` where nothing does."""
        if self._post is None:
            raise EmailSignInOff
        return self._post

    @property
    def firebase(self) -> Firebase:
        """What checks Firebase tokens; ``FirebaseSignInOff`` without a project."""
        if self._firebase is None:
            raise FirebaseSignInOff
        return self._firebase
